//! wasm-opt for size.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::order;
use crate::run::Job;
use crate::workshop::Workshop;

/// What every supported engine has; naming them one by one keeps newer ones out.
const FEATURES: [&str; 6] = [
    "mutable-globals",
    "sign-ext",
    "nontrapping-float-to-int",
    "bulk-memory",
    "multivalue",
    "reference-types",
];

/// The same for binaryen's tools.
pub fn features() -> [String; 6] {
    FEATURES.map(|feature| format!("--enable-{feature}"))
}

/// Replaces the module in `folder` by a smaller one that does the same.
pub fn shrink(shop: &Workshop, module: &str, folder: &Path) -> Result<()> {
    let file = folder.join(format!("{module}_bg.wasm"));
    // Control flow that is taken apart and built anew is more alike from function to function: it is a
    // sixtieth of what brotli leaves.
    let passes = ["--converge", "--flatten", "--rereloop", "-Oz", "--reorder-functions"];
    optimise(shop, module, &file, &passes)?;
    let named = order::named(&fs::read(&file)?)?;
    fs::write(&file, named).with_context(|| format!("cannot write {}", file.display()))?;
    optimise(shop, module, &file, &["--reorder-functions-by-name"])
}

fn optimise(shop: &Workshop, module: &str, file: &Path, how: &[&str]) -> Result<()> {
    let small = file.with_file_name("small.wasm");
    let mut command = shop.node()?.tool(&shop.root, "binaryen/bin/wasm-opt");
    // Measured after brotli: data in one piece is a hundredth smaller. And the first kilobyte of
    // memory is the far end of the stack: no address of anything is that low.
    command.args(["-Oz", "--skip-pass=memory-packing", "--low-memory-unused"]);
    // No load or division of safe Rust traps, so one whose result nobody needs may go; and calls of
    // the shortest functions take more than they do.
    command.args(["--ignore-implicit-traps", "--always-inline-max-function-size", "7"]);
    if module == "service" {
        // Long functions that are called once repeat themselves less.
        command.args(["--one-caller-inline-max-function-size", "20"]);
    }
    command.args(how).args(features());
    command.args(["--strip-debug", "--strip-producers", "--strip-target-features"]);
    command.arg(file).arg("-o").arg(&small);
    Job::new(module, command).doing("wasm-opt").succeed("wasm-opt failed")?;
    fs::rename(&small, file).with_context(|| format!("wasm-opt left no {}", small.display()))
}
