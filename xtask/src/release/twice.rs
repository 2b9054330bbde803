//! Whether anybody who builds the same sources gets the same bytes.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, bail};

use super::LABEL;
use super::artefact::Artefact;
use crate::pack::Package;
use crate::workshop::Workshop;
use crate::{files, say};

/// Builds the package once more, in a copy of the checkout elsewhere, and compares the tarballs.
pub fn same(shop: &'static Workshop, package: &Package) -> Result<()> {
    let copy =
        std::env::temp_dir().join(format!("hypersender-otp once more {}", std::process::id()));
    say::step(LABEL, &format!("building once more, in {}", copy.display()));
    let compared = compare(shop, package, &copy);
    fs::remove_dir_all(&copy).with_context(|| format!("cannot remove {}", copy.display()))?;
    compared
}

fn compare(shop: &'static Workshop, package: &Package, copy: &Path) -> Result<()> {
    files::fresh(copy)?;
    files::copy_checkout(&shop.root, copy)?;
    let other = Workshop::at(copy)?.package()?;
    let (first, second) = (Artefact::read(&package.tarball)?, Artefact::read(&other.tarball)?);
    if first.sha256 == second.sha256 {
        say::step(LABEL, "two builds in two folders gave the same tarball, byte for byte");
        return Ok(());
    }
    let mut differing = Vec::new();
    for file in files::list(&package.folder)? {
        let name = file.strip_prefix(&package.folder)?;
        if fs::read(&file)? != fs::read(other.folder.join(name)).unwrap_or_default() {
            differing.push(name.display().to_string());
        }
    }
    let what =
        if differing.is_empty() { "the way it is packed".to_owned() } else { differing.join(", ") };
    bail!("two builds of the same sources differ in {what}")
}
