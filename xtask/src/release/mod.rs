//! `cargo xtask release --dry-run`: everything short of publishing, and what would be published.

mod artefact;
mod twice;

use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::run::Job;
use crate::workshop::Workshop;
use crate::{check, files, say, versions};

use artefact::Artefact;

const LABEL: &str = "release";
/// The steps that look at what would be published.
const CHECKS: [&str; 5] = ["release", "package", "package-browser", "lint", "size"];

/// Builds, packs, checks and prints; publishing is left to a person.
pub fn run(shop: &'static Workshop, dry_run: bool) -> Result<ExitCode> {
    let version = versions::package(&shop.root)?;
    if !dry_run {
        bail!(
            "this program publishes nothing: give --dry-run, then say `npm publish target/npm/hypersender-otp-{version}.tgz` and `cargo publish`"
        );
    }
    changes(shop, &version)?;
    let checks = check::run(shop, false, &CHECKS.map(str::to_owned))?;
    let package = shop.package()?;
    println!("\n{:<44} {:>10}", "file of the npm package", "bytes");
    for file in files::list(&package.folder)? {
        let name = file.strip_prefix(&package.folder)?.display().to_string();
        println!("{name:<44} {:>10}", file.metadata()?.len());
    }
    println!();
    Artefact::read(&package.tarball)?.print(&shop.root);
    Artefact::read(&crate_file(shop, &version))?.print(&shop.root);
    println!("\nnothing was published");
    Ok(checks)
}

/// Says whether the changelog is ready; it need not be for a dry run.
fn changes(shop: &Workshop, version: &str) -> Result<()> {
    let text = std::fs::read_to_string(shop.root.join("CHANGELOG.md"))?;
    if !text.lines().any(|line| line.starts_with(&format!("## {version}"))) {
        say::step(LABEL, &format!("CHANGELOG.md has no section `## {version}` yet"));
    }
    Ok(())
}

/// The step of this name: the package twice, and the crate as cargo would upload it, compiled from
/// that very file.
pub fn rehearse(shop: &'static Workshop) -> Result<()> {
    twice::same(shop, shop.package()?)?;
    let mut cargo = shop.cargo();
    cargo.args([
        "package",
        "--package",
        "hypersender-otp",
        "--allow-dirty",
        "--offline",
        "--quiet",
    ]);
    Job::new(LABEL, cargo).doing("cargo package").succeed("`cargo package` failed").map(drop)
}

fn crate_file(shop: &Workshop, version: &str) -> PathBuf {
    shop.target(&format!("package/hypersender-otp-{version}.crate"))
}
