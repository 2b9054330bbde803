//! Whether anything the package is made from has changed.

use anyhow::Result;

use crate::files::Fingerprint;
use crate::workshop::Workshop;

/// Files and folders of the checkout that decide what is in the package.
///
/// The two lock files carry the versions of every tool, and this program's own steps are inputs too.
const INPUTS: [&str; 13] = [
    "Cargo.toml",
    "Cargo.lock",
    "package.json",
    "package-lock.json",
    "src",
    "pkg-template",
    "LICENSE-MIT",
    "LICENSE-APACHE",
    "CHANGELOG.md",
    "xtask/src/build",
    "xtask/src/pack",
    "xtask/src/sysroot.rs",
    ".cargo/config.toml",
];

/// The fingerprint of all inputs and of the compiler.
pub fn of(shop: &Workshop) -> Result<String> {
    let mut print = Fingerprint::default();
    print.add("toolchain", shop.toolchain()?.id.as_bytes());
    for input in INPUTS {
        print.add_path(&shop.root, input)?;
    }
    Ok(print.hex())
}
