//! Chromium and its driver: named by the environment, on PATH, or from apt.

use std::path::PathBuf;

use anyhow::{Context, Result, bail};

use super::apt;
use crate::run::which;

/// Where the two programs lie.
pub struct Browser {
    pub chromium: PathBuf,
    pub driver: PathBuf,
}

/// One of the two programs, and the names it goes by.
pub struct Part {
    pub title: &'static str,
    variable: &'static str,
    names: &'static [&'static str],
    package: &'static str,
}

pub const CHROMIUM: Part = Part {
    title: "Chromium",
    variable: "CHROME_PATH",
    names: &["chromium", "google-chrome", "google-chrome-stable", "chromium-browser"],
    package: "chromium",
};
pub const DRIVER: Part = Part {
    title: "chromedriver",
    variable: "CHROMEDRIVER",
    names: &["chromedriver"],
    package: "chromium-driver",
};

impl Part {
    /// The program, if it is here; a variable that names no file is an error.
    pub fn find(&self) -> Result<Option<PathBuf>> {
        if let Some(path) = std::env::var_os(self.variable).filter(|value| !value.is_empty()) {
            let path = PathBuf::from(path);
            if !path.is_file() {
                bail!("{} names {}, which is no file", self.variable, path.display());
            }
            return Ok(Some(path));
        }
        Ok(self.names.iter().find_map(|name| which(name)))
    }

    /// What to do when it is missing and cannot be installed.
    pub fn remedy(&self) -> String {
        format!(
            "install {} (Debian: {}) or let {} name it",
            self.title, self.package, self.variable
        )
    }
}

/// Finds both, or installs what is missing.
pub fn ensure() -> Result<Browser> {
    let mut missing = Vec::new();
    for part in [&CHROMIUM, &DRIVER] {
        if part.find()?.is_none() {
            missing.push(part);
        }
    }
    if !missing.is_empty() {
        let packages: Vec<_> = missing.iter().map(|part| part.package).collect();
        let remedies: Vec<_> = missing.iter().map(|part| part.remedy()).collect();
        apt::install("browser", &packages).with_context(|| remedies.join("; "))?;
    }
    let found = |part: &Part| part.find()?.with_context(|| part.remedy());
    Ok(Browser { chromium: found(&CHROMIUM)?, driver: found(&DRIVER)? })
}
