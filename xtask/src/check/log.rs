//! The whole output of a step, kept in a file, and its tail shown when the step fails.

use std::fs;
use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::run::tail;
use crate::say;
use crate::workshop::Workshop;

/// target/test-logs/<step>.log.
pub struct Log {
    pub step: &'static str,
    pub file: PathBuf,
}

impl Log {
    /// Starts it anew.
    pub fn open(shop: &Workshop, step: &'static str) -> Result<Self> {
        let folder = shop.target("test-logs");
        fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;
        let file = folder.join(format!("{step}.log"));
        fs::write(&file, "").with_context(|| format!("cannot write {}", file.display()))?;
        Ok(Self { step, file })
    }

    /// Shows the end of it and where the rest is.
    pub fn show_tail(&self) {
        let text = fs::read_to_string(&self.file).unwrap_or_default();
        let lines = tail(&text);
        for line in &lines {
            say::step(self.step, line);
        }
        if !lines.is_empty() {
            say::step(self.step, &format!("all of it: {}", self.file.display()));
        }
    }
}
