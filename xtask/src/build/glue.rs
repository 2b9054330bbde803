//! The JavaScript beside a module, made from what wasm-bindgen says of it.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::loader::{self, Described};
use crate::files;
use crate::run::Job;
use crate::workshop::Workshop;

/// Runs wasm-bindgen on the compiled module; gives the exports its JavaScript needs.
pub fn make(shop: &Workshop, module: &str, raw: &Path, folder: &Path) -> Result<Vec<String>> {
    let bindgen = shop.bindgen()?;
    files::fresh(folder)?;
    let mut command = Command::new(&bindgen.cli);
    command.args(["--target", "web", "--omit-default-module-path", "--remove-name-section"]);
    command
        .args(["--remove-producers-section", "--out-name", module, "--out-dir"])
        .arg(folder)
        .arg(raw);
    Job::new(module, command).doing("wasm-bindgen").succeed("wasm-bindgen failed")?;
    let file = folder.join(format!("{module}.js"));
    let read = |name: String| {
        let file = folder.join(name);
        fs::read_to_string(&file)
            .with_context(|| format!("wasm-bindgen left no {}", file.display()))
    };
    let glue = read(format!("{module}.js"))?;
    let (types, raw) = (read(format!("{module}.d.ts"))?, read(format!("{module}_bg.wasm.d.ts"))?);
    // The service is handed its random bytes with each command.
    let random = module == "client";
    let made = loader::make(&Described { random, glue: &glue, types: &types, raw: &raw })
        .context("wasm-bindgen writes its files differently: look at build/loader.rs again")?;
    write(&file, &made.glue)?;
    write(&folder.join(format!("{module}.d.ts")), &made.types)?;
    Ok(made.exports)
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}
