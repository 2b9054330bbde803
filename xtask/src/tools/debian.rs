//! Programs that only `test --all` uses and that come as Debian packages.

use anyhow::{Context, Result};

use super::apt;

/// Packages that belong together, by what they are for.
pub struct Packages {
    pub title: &'static str,
    pub detail: &'static str,
    pub names: &'static [&'static str],
}

/// PHP with Laravel's http client, for the vendor's own samples.
pub const PHP: Packages = Packages {
    title: "PHP",
    detail: "with Laravel's http client",
    names: &["php-cli", "php-curl", "php-illuminate-http", "php-guzzlehttp-guzzle"],
};
/// Firefox, which speaks to its driver by itself.
pub const FIREFOX: Packages =
    Packages { title: "Firefox", detail: "Debian's ESR", names: &["firefox-esr"] };
/// WebKit with its driver, and the X server that it draws on.
pub const WEBKIT: Packages = Packages {
    title: "WebKitGTK",
    detail: "with its driver and Xvfb",
    names: &["webkit2gtk-driver", "xvfb"],
};

impl Packages {
    pub fn installed(&self) -> bool {
        apt::installed(self.names)
    }

    /// Installs what is missing.
    pub fn ensure(&self) -> Result<()> {
        if self.installed() {
            return Ok(());
        }
        apt::install(self.title, self.names).with_context(|| {
            format!("{} is missing: install {}", self.title, self.names.join(", "))
        })
    }
}
