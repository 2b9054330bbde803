//! PHP with Laravel's http client, for the vendor's own samples.

use anyhow::{Context, Result};

use super::apt;

pub const PACKAGES: [&str; 4] =
    ["php-cli", "php-curl", "php-illuminate-http", "php-guzzlehttp-guzzle"];

/// Installs what is missing.
pub fn ensure() -> Result<()> {
    if apt::installed(&PACKAGES) {
        return Ok(());
    }
    apt::install("php", &PACKAGES)
        .with_context(|| format!("PHP is missing: install {}", PACKAGES.join(", ")))
}
