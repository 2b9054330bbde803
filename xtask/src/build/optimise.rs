//! wasm-opt for size.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

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
    let small = folder.join("small.wasm");
    let mut command = shop.node()?.tool(&shop.root, "binaryen/bin/wasm-opt");
    // Measured after brotli: functions in the order of their use and data in one piece are each a
    // hundredth smaller.
    command.args(["-Oz", "--converge", "--reorder-functions", "--skip-pass=memory-packing"]);
    // The first kilobyte of memory is the far end of the stack: no address of anything is that low.
    command.arg("--low-memory-unused").args(features());
    command.args(["--strip-debug", "--strip-producers", "--strip-target-features"]);
    command.arg(&file).arg("-o").arg(&small);
    Job::new(module, command).doing("wasm-opt").succeed("wasm-opt failed")?;
    fs::rename(&small, &file).with_context(|| format!("wasm-opt left no {}", small.display()))
}
