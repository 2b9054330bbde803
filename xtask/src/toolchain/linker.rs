//! The linker for WebAssembly: the one rustup ships with every compiler, else one on PATH.

use std::path::{Path, PathBuf};
use std::process::Command;

use crate::run::{answer, which};

/// The linker in this compiler's own folder, else any.
pub fn find(sysroot: &Path) -> Option<PathBuf> {
    inside(sysroot).or_else(any)
}

/// rust-lld of the compiler that runs this program, else a linker on PATH.
pub fn any() -> Option<PathBuf> {
    let own = answer(Command::new(super::rustup::rustc()?).args(["--print", "sysroot"])).ok();
    own.and_then(|sysroot| inside(Path::new(sysroot.trim())))
        .or_else(|| which("rust-lld"))
        .or_else(|| which("wasm-ld"))
}

fn inside(sysroot: &Path) -> Option<PathBuf> {
    // The folder between is named after the host.
    let hosts = std::fs::read_dir(sysroot.join("lib/rustlib")).ok()?;
    hosts.flatten().map(|host| host.path().join("bin/rust-lld")).find(|file| file.is_file())
}
