//! What a page's own bundler would make of a script that imports the packed package.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};

use crate::files;
use crate::run::Job;
use crate::workshop::Workshop;

/// Bundles `script` into `folder`/`name`.js; `flags` go to esbuild.
pub fn make(
    shop: &'static Workshop,
    folder: &Path,
    name: &str,
    script: &str,
    flags: &[&str],
) -> Result<PathBuf> {
    let package = shop.package()?;
    // A node_modules beside the script, because only a name found there is resolved by "exports".
    let modules = folder.join("node_modules");
    files::fresh(&modules)?;
    symlink(&package.folder, modules.join("hypersender-otp")).context("cannot link the package")?;
    let (input, output) = (folder.join(format!("{name}.in.js")), folder.join(format!("{name}.js")));
    fs::write(&input, script).with_context(|| format!("cannot write {}", input.display()))?;
    let mut esbuild = shop.node()?.tool(&shop.root, "esbuild/bin/esbuild");
    esbuild.arg(&input).args([
        "--bundle",
        "--format=esm",
        "--platform=browser",
        "--log-level=error",
    ]);
    esbuild.args(flags).arg(format!("--outfile={}", output.display()));
    Job::new("bundle", esbuild).doing(name).succeed(&format!("esbuild could not bundle {name}"))?;
    Ok(output)
}
