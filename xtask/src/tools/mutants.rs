//! cargo-mutants, compiled once a user.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;

use crate::run::Job;
use crate::say;
use crate::workshop::Workshop;

/// The name of its cache entry.
pub const ENTRY: &str = "cargo-mutants-27.1.0";

const LABEL: &str = "cargo-mutants";

/// Finds it in the cache or compiles it there.
pub fn ensure(shop: &Workshop) -> Result<PathBuf> {
    let folder = shop.cache.fill(LABEL, ENTRY, |folder| {
        say::step(LABEL, &format!("compiling {ENTRY}, once; it takes a few minutes"));
        let started = Instant::now();
        let mut cargo = shop.cargo();
        let version = ENTRY.trim_start_matches("cargo-mutants-");
        cargo.args(["install", LABEL, "--version", version, "--locked", "--no-track", "--root"]);
        cargo.arg(folder).env("CARGO_TARGET_DIR", folder.join("target"));
        // It waits for the compiler most of its time.
        cargo.env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1");
        cargo.env("CARGO_TERM_PROGRESS_WHEN", "always").env("CARGO_TERM_PROGRESS_WIDTH", "80");
        Job::new(LABEL, cargo)
            .succeed("cargo-mutants could not be installed: is the crate registry reachable?")?;
        std::fs::remove_dir_all(folder.join("target"))?;
        say::step(LABEL, &format!("ready after {}", say::time(started.elapsed())));
        Ok(())
    })?;
    Ok(folder.join("bin/cargo-mutants"))
}
