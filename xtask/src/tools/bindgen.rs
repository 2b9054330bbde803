//! The wasm-bindgen command-line tool and test runner, in the crate's very version.

use std::path::PathBuf;
use std::time::Instant;

use anyhow::Result;

use crate::run::Job;
use crate::workshop::Workshop;
use crate::{say, versions};

/// Where the two programs lie.
pub struct Bindgen {
    pub cli: PathBuf,
    pub runner: PathBuf,
}

/// The name of its cache entry.
pub fn entry(shop: &Workshop) -> Result<String> {
    Ok(format!("wasm-bindgen-{}", versions::locked(&shop.root, "wasm-bindgen")?))
}

/// Finds it in the cache or compiles it there.
pub fn ensure(shop: &Workshop) -> Result<Bindgen> {
    const LABEL: &str = "wasm-bindgen";
    let version = versions::locked(&shop.root, "wasm-bindgen")?;
    let folder = shop.cache.fill(LABEL, &entry(shop)?, |folder| {
        say::step(
            LABEL,
            &format!("compiling wasm-bindgen-cli {version}, once; it takes a few minutes"),
        );
        let started = Instant::now();
        let mut cargo = shop.cargo();
        cargo
            .args(["install", "wasm-bindgen-cli", "--version", &version, "--no-track", "--root"])
            .arg(folder);
        cargo.args(["--bin", "wasm-bindgen", "--bin", "wasm-bindgen-test-runner"]);
        cargo.env("CARGO_TARGET_DIR", folder.join("target"));
        // It works for a second at most, so compiling it fast matters more than fast code.
        cargo
            .env("CARGO_PROFILE_RELEASE_OPT_LEVEL", "1")
            .env("CARGO_PROFILE_RELEASE_STRIP", "true");
        cargo.env("CARGO_TERM_PROGRESS_WHEN", "always").env("CARGO_TERM_PROGRESS_WIDTH", "80");
        Job::new(LABEL, cargo)
            .succeed("wasm-bindgen-cli could not be installed: is the crate registry reachable?")?;
        std::fs::remove_dir_all(folder.join("target"))?;
        say::step(LABEL, &format!("ready after {}", say::time(started.elapsed())));
        Ok(())
    })?;
    Ok(Bindgen {
        cli: folder.join("bin/wasm-bindgen"),
        runner: folder.join("bin/wasm-bindgen-test-runner"),
    })
}
