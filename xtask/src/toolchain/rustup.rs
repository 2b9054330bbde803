//! The compiler that runs this program, usually rustup's, with the component `rust-src`.

use std::fs;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

use anyhow::{Result, bail};

use super::Toolchain;
use crate::cache::Cache;
use crate::run::{Job, which};
use crate::say;

/// Where rustup cannot reach its server it may hang for ever.
const PATIENCE: Duration = Duration::from_secs(15);
/// A failure is believed this long, so that not every run waits for it anew.
const MEMORY: Duration = Duration::from_secs(24 * 60 * 60);
const FAILED: &str = "rustup-failed";

/// The rustc beside the cargo that runs this program, else the one on PATH.
pub fn rustc() -> Option<PathBuf> {
    let beside =
        std::env::var_os("CARGO").map(|cargo| PathBuf::from(cargo).with_file_name("rustc"));
    beside.filter(|rustc| rustc.is_file()).or_else(|| which("rustc"))
}

/// That compiler, if its sources are there.
pub fn with_sources() -> Option<Toolchain> {
    Toolchain::at("the installed compiler", rustc()?, None)
}

/// Whether trying to fetch the sources makes sense.
pub fn can_add_sources(cache: &Cache) -> Result<()> {
    if which("rustup").is_none() {
        bail!("rustup is not on PATH");
    }
    let failed = cache.find(FAILED).and_then(|file| fs::metadata(file).ok()?.modified().ok());
    if failed.and_then(|time| time.elapsed().ok()).is_some_and(|age| age < MEMORY) {
        bail!("rustup could not reach its server within the last day");
    }
    Ok(())
}

/// Asks rustup for the sources, for a short time.
pub fn add_sources(cache: &Cache) -> Result<()> {
    can_add_sources(cache)?;
    say::step(
        "rust-src",
        &format!("asking rustup for the sources, at most {}", say::time(PATIENCE)),
    );
    let mut command = Command::new("rustup");
    command.args(["component", "add", "rust-src"]);
    let result = Job::new("rust-src", command).limit(PATIENCE).run();
    let why = match result {
        Ok(finished) if finished.status.success() => return Ok(()),
        Ok(_) => "rustup failed".to_owned(),
        Err(error) => format!("{error:#}"),
    };
    say::step("rust-src", &format!("{why}; not tried again for a day"));
    // Without this note the next run merely tries again.
    let _ = fs::write(cache.root().join(FAILED), "");
    bail!("{why}")
}
