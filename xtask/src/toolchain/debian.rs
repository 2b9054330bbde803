//! Debian's matched compiler and sources, unpacked into the cache: no root, no clash with rustup.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, anyhow, bail};

use super::Toolchain;
use crate::cache::Cache;
use crate::run::{Job, which};
use crate::tools::apt;
use crate::{files, say};

/// The compiler Debian keeps new enough for web browsers.
pub const PACKAGES: [&str; 3] = ["rustc-web", "cargo-web", "rust-web-src"];
const ENTRY: &str = "debian-rust";
const LABEL: &str = "debian-rust";

/// The packages installed on the machine itself.
pub fn installed() -> Option<Toolchain> {
    Toolchain::at("Debian's installed packages", PathBuf::from("/usr/bin/rustc"), None)
}

/// The packages unpacked into the cache by an earlier run.
pub fn cached(cache: &Cache) -> Option<Toolchain> {
    at(&cache.find(ENTRY)?)
}

fn at(root: &Path) -> Option<Toolchain> {
    Toolchain::at("Debian's packages in the cache", root.join("usr/bin/rustc"), libraries(root))
}

/// Whether this machine can have them.
pub fn can_fetch() -> Result<()> {
    for tool in ["apt-get", "dpkg-deb"] {
        if which(tool).is_none() {
            bail!("{tool} is not on PATH");
        }
    }
    Ok(())
}

/// Downloads and unpacks them.
pub fn fetch(cache: &Cache) -> Result<Toolchain> {
    can_fetch()?;
    let root = cache.fill(LABEL, ENTRY, unpack)?;
    at(&root).ok_or_else(|| {
        anyhow!("the unpacked compiler does not run: remove {} and try again", root.display())
    })
}

fn unpack(folder: &Path) -> Result<()> {
    let packages = apt::closure(LABEL, &PACKAGES)?;
    let downloads = folder.join("downloads");
    fs::create_dir(&downloads)?;
    apt::download(LABEL, &packages, &downloads)?;
    let archives = files::list(&downloads)?;
    for (index, archive) in archives.iter().enumerate() {
        let name = archive.file_name().unwrap_or_default().to_string_lossy();
        let name = name.split('_').next().unwrap_or_default();
        say::step(LABEL, &format!("unpacking {name} ({} of {})", index + 1, archives.len()));
        let mut dpkg = Command::new("dpkg-deb");
        dpkg.arg("-x").arg(archive).arg(folder);
        Job::new(LABEL, dpkg).succeed("dpkg-deb could not unpack a package")?;
    }
    fs::remove_dir_all(&downloads)?;
    prune(folder)?;
    if at(folder).is_none() {
        bail!("Debian's packages hold no compiler that runs here with its sources");
    }
    Ok(())
}

/// Removes the compiler's own sources: the library's are a sixth of it.
fn prune(folder: &Path) -> Result<()> {
    for tree in fs::read_dir(folder.join("usr/src")).context("the packages hold no sources")? {
        for part in fs::read_dir(tree?.path())? {
            let part = part?.path();
            if part.is_dir() && !part.ends_with("library") {
                fs::remove_dir_all(&part)?;
            }
        }
    }
    Ok(())
}

/// The folder with the compiler's shared libraries, named after the machine's architecture.
fn libraries(root: &Path) -> Option<PathBuf> {
    let folders = fs::read_dir(root.join("usr/lib")).ok()?;
    folders
        .flatten()
        .map(|entry| entry.path())
        .find(|path| path.to_string_lossy().contains("-linux-"))
}
