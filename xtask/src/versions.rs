//! Versions that are written down once, in the lock files.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, anyhow};
use toml::{Table, Value};

/// The version of this package, from Cargo.toml.
pub fn package(root: &Path) -> Result<String> {
    let manifest = table(&root.join("Cargo.toml"))?;
    let version =
        manifest.get("package").and_then(|package| package.get("version")).and_then(Value::as_str);
    version.map(str::to_owned).ok_or_else(|| anyhow!("Cargo.toml names no package.version"))
}

/// The version of a crate, from Cargo.lock.
pub fn locked(root: &Path, name: &str) -> Result<String> {
    let lock = table(&root.join("Cargo.lock"))?;
    let packages = lock.get("package").and_then(Value::as_array).into_iter().flatten();
    packages
        .filter(|package| package.get("name").and_then(Value::as_str) == Some(name))
        .find_map(|package| package.get("version").and_then(Value::as_str))
        .map(str::to_owned)
        .ok_or_else(|| anyhow!("Cargo.lock names no {name}: run `cargo update --workspace`"))
}

fn table(path: &Path) -> Result<Table> {
    let text =
        fs::read_to_string(path).with_context(|| format!("cannot read {}", path.display()))?;
    text.parse().with_context(|| format!("{} is no valid TOML", path.display()))
}
