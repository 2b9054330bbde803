//! `cargo xtask pack`: the npm package, as a folder and as a tarball.

mod assemble;
mod stamp;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

use crate::build;
use crate::run::Job;
use crate::workshop::{Need, Workshop};
use crate::{files, say, versions};

const NAME: &str = "hypersender-otp";
const LABEL: &str = "pack";

/// Where the package lies.
pub struct Package {
    pub folder: PathBuf,
    pub tarball: PathBuf,
}

/// Makes the package and says where it is.
pub fn run(shop: &'static Workshop) -> Result<()> {
    let package = shop.package()?;
    say::step(LABEL, &package.folder.display().to_string());
    say::step(LABEL, &package.tarball.display().to_string());
    Ok(())
}

/// Makes the package, unless the one that is there was made from the very same inputs.
pub fn make(shop: &'static Workshop) -> Result<Package> {
    let version = versions::package(&shop.root)?;
    shop.with(&[Need::Node, Need::Bindgen], move || {
        let stamp = stamp::of(shop)?;
        let npm = shop.target("npm");
        let package =
            Package { folder: npm.join(NAME), tarball: npm.join(format!("{NAME}-{version}.tgz")) };
        fs::create_dir_all(&npm).with_context(|| format!("cannot make {}", npm.display()))?;
        let _lock = files::lock(LABEL, &npm.join(".lock"))?;
        let file = npm.join(".stamp");
        let same = fs::read_to_string(&file).is_ok_and(|old| old == stamp);
        if same && package.folder.is_dir() && package.tarball.is_file() {
            return Ok(package);
        }
        // Without its stamp a half-made package is never taken for a whole one.
        if file.exists() {
            fs::remove_file(&file)?;
        }
        let modules = build::modules(shop)?;
        fill(shop, &version, &modules, &package.folder)?;
        tarball(&package.folder, &npm)?;
        fs::write(&file, stamp).with_context(|| format!("cannot write {}", file.display()))?;
        Ok(package)
    })
}

/// Assembles the folder beside its place and then puts it there.
fn fill(shop: &Workshop, version: &str, modules: &[PathBuf], folder: &Path) -> Result<()> {
    let fresh = folder.with_file_name("unfinished");
    files::fresh(&fresh)?;
    assemble::package(shop, version, modules, &fresh)?;
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot replace {}", folder.display()))?;
    }
    fs::rename(&fresh, folder)
        .with_context(|| format!("cannot put {} in its place", folder.display()))
}

fn tarball(folder: &Path, into: &Path) -> Result<()> {
    let mut npm = Command::new("npm");
    // Packing a folder needs no registry; --offline makes sure none is asked.
    npm.args([
        "pack",
        "--offline",
        "--ignore-scripts",
        "--no-update-notifier",
        "--pack-destination",
    ]);
    npm.arg(into).current_dir(folder);
    Job::new(LABEL, npm).succeed("`npm pack` failed").map(drop)
}
