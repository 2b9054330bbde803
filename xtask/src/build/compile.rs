//! One cargo run for each module, against the standard library built for size.

use std::ffi::OsString;
use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::run::Job;
use crate::sysroot::Flavour;
use crate::toolchain::TARGET;
use crate::workshop::Workshop;
use crate::{files, say};

/// Compiles the crate with the module's feature; gives the file the compiler wrote.
pub fn module(shop: &Workshop, module: &str) -> Result<PathBuf> {
    let sysroot = shop.sysroot(Flavour::Ship)?;
    say::step(module, "compiling");
    let target = shop.target("wasm/cargo");
    let mut cargo = shop.toolchain()?.cargo();
    cargo.current_dir(&shop.root);
    // The crate is a library for Rust too, and cargo leaves out link-time optimisation where it
    // builds both kinds at once: that alone costs a sixth of the client's bytes.
    cargo.args([
        "rustc",
        "--lib",
        "--crate-type",
        "cdylib",
        "--profile",
        "ship",
        "--target",
        TARGET,
        "--no-default-features",
    ]);
    cargo.args(["--features", &format!("{module},wasm"), "--target-dir"]).arg(&target);
    let mut flags = remaps(shop);
    // A sixteenth of the usual stack: the deepest reader nests 16 levels, addresses take fewer bytes,
    // and an overflow still traps, because the stack comes first in memory.
    flags.push("-Clink-arg=-zstack-size=65536".into());
    // SHA-256 as a loop and not as 64 rounds one after the other.
    flags.push("--cfg=sha2_backend_soft=\"compact\"".into());
    // getrandom asks the one function that the client's loader brings (src/wasm/random.rs).
    flags.push("--cfg=getrandom_backend=\"custom\"".into());
    cargo.env("CARGO_ENCODED_RUSTFLAGS", Flavour::Ship.rustflags(sysroot, &flags));
    // The flags that make it small are unstable; the language of the crate stays stable Rust.
    cargo.env("RUSTC_BOOTSTRAP", "1");
    Job::new(module, cargo).succeed(&format!("the {module} module does not compile"))?;
    let built = target.join(TARGET).join("ship/hypersender_otp.wasm");
    let kept = shop.target(&format!("wasm/{module}.wasm"));
    files::copy(&built, &kept)
        .with_context(|| format!("the compiler left no {}", built.display()))?;
    Ok(kept)
}

/// Flags that keep this machine's folders out of the module.
fn remaps(shop: &Workshop) -> Vec<OsString> {
    let home = std::env::var_os("CARGO_HOME").map(PathBuf::from);
    let home =
        home.or_else(|| std::env::var_os("HOME").map(|home| Path::new(&home).join(".cargo")));
    let folders = [
        (Some(shop.root.clone()), "."),
        (home.and_then(|home| fs::canonicalize(home).ok()), "cargo"),
    ];
    let remap = |(folder, name): (Option<PathBuf>, &str)| {
        let mut flag = OsString::from("--remap-path-prefix=");
        flag.push(folder?);
        flag.push("=");
        flag.push(name);
        Some(flag)
    };
    folders.into_iter().filter_map(remap).collect()
}
