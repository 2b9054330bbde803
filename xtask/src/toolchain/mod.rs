//! A compiler with the standard library's sources, wherever this machine can have one.

mod debian;
mod linker;
mod rustup;

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, anyhow, bail};

use crate::cache::Cache;
use crate::run::answer;

/// The target everything is compiled for.
pub const TARGET: &str = "wasm32-unknown-unknown";

/// The oldest compiler that knows every flag the modules are built with.
const OLDEST: (u32, u32) = (1, 95);

/// A compiler, its cargo, the sources of its standard library and a linker for WebAssembly.
pub struct Toolchain {
    /// What to call it before people.
    pub origin: String,
    /// What `rustc -vV` says: two toolchains that say the same make the same bytes.
    pub id: String,
    pub sources: PathBuf,
    cargo: PathBuf,
    rustc: PathBuf,
    libraries: Option<PathBuf>,
    linker: PathBuf,
}

impl Toolchain {
    /// Its cargo, told to use its rustc and linker.
    pub fn cargo(&self) -> Command {
        let mut cargo = self.command(&self.cargo);
        // Flags come from this program alone, or the same checkout would make different bytes.
        cargo
            .env_remove("RUSTFLAGS")
            .env_remove("CARGO_BUILD_TARGET")
            .env_remove("RUSTUP_TOOLCHAIN");
        cargo
            .env("RUSTC", &self.rustc)
            .env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_LINKER", &self.linker);
        // A bar that is drawn even into a pipe tells how far a long build is.
        cargo.env("CARGO_TERM_PROGRESS_WHEN", "always").env("CARGO_TERM_PROGRESS_WIDTH", "80");
        cargo
    }

    pub fn rustc(&self) -> Command {
        self.command(&self.rustc)
    }

    fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        if let Some(libraries) = &self.libraries {
            command.env("LD_LIBRARY_PATH", libraries);
        }
        command
    }

    /// The toolchain whose rustc this is, if it is new enough and brings its sources.
    fn at(origin: &str, rustc: PathBuf, libraries: Option<PathBuf>) -> Option<Self> {
        let cargo = rustc.with_file_name("cargo");
        if !rustc.is_file() || !cargo.is_file() {
            return None;
        }
        let mut found = Self {
            origin: origin.to_owned(),
            id: String::new(),
            sources: PathBuf::new(),
            cargo,
            rustc,
            libraries,
            linker: PathBuf::new(),
        };
        found.id = answer(found.rustc().arg("-vV")).ok()?;
        let (release, version) = release(&found.id)?;
        let sysroot = answer(found.rustc().args(["--print", "sysroot"])).ok()?;
        let sources = Path::new(sysroot.trim()).join("lib/rustlib/src/rust/library");
        if version < OLDEST || !sources.join("std/Cargo.toml").is_file() {
            return None;
        }
        // Debian links to the real folder; one path for one folder keeps caches valid.
        found.sources = sources.canonicalize().ok()?;
        found.origin = format!("{origin}, Rust {release}");
        found.linker = linker::find(Path::new(sysroot.trim()))?;
        Some(found)
    }
}

/// The toolchain that is here already, without fetching anything.
pub fn find(cache: &Cache) -> Option<Toolchain> {
    rustup::with_sources().or_else(debian::installed).or_else(|| debian::cached(cache))
}

/// The toolchain that is here, or else the first one that can be fetched.
pub fn ensure(cache: &Cache) -> Result<Toolchain> {
    if let Some(toolchain) = find(cache) {
        return Ok(toolchain);
    }
    if linker::any().is_none() {
        bail!("no linker for WebAssembly: install Rust with rustup, which brings rust-lld");
    }
    let rustup = match rustup::add_sources(cache) {
        Ok(()) => match rustup::with_sources() {
            Some(toolchain) => return Ok(toolchain),
            None => anyhow!("it fetched them, and rustc still does not see them"),
        },
        Err(error) => error,
    };
    debian::fetch(cache).map_err(|debian| {
        anyhow!(
            "no compiler with the standard library's sources: run `rustup component add rust-src` ({rustup:#}), \
             or on Debian `apt-get install --no-install-recommends {}` ({debian:#})",
            debian::PACKAGES.join(" ")
        )
    })
}

/// What `ensure` would do, for the doctor.
pub fn plan(cache: &Cache) -> Result<String> {
    let rustup = rustup::can_add_sources(cache);
    let debian = debian::can_fetch();
    match (rustup, debian) {
        (Ok(()), _) => {
            Ok("would run `rustup component add rust-src`, else unpack Debian's compiler"
                .to_owned())
        }
        (_, Ok(())) => {
            Ok(format!("would unpack Debian's {} into the cache", debian::PACKAGES.join(", ")))
        }
        (Err(rustup), Err(debian)) => Err(anyhow!("{rustup:#}; {debian:#}")),
    }
}

/// "1.96.0" and (1, 96) from what `rustc -vV` says.
fn release(id: &str) -> Option<(&str, (u32, u32))> {
    let release = id.lines().find_map(|line| line.strip_prefix("release: "))?;
    let mut numbers = release.split(['.', '-']).map(str::parse);
    Some((release, (numbers.next()?.ok()?, numbers.next()?.ok()?)))
}

#[cfg(test)]
mod tests {
    use super::release;

    #[test]
    fn releases_are_compared_as_numbers() {
        assert_eq!(release("rustc 1.96.0\nrelease: 1.96.0\n"), Some(("1.96.0", (1, 96))));
        assert_eq!(release("release: 1.100.0-nightly"), Some(("1.100.0-nightly", (1, 100))));
        assert_eq!(release("nothing"), None);
    }
}
