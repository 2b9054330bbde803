//! The per-user cache outside the checkout: each entry is made once and is complete or absent.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, anyhow};

use crate::files;

/// A folder of entries that never change once they are there.
pub struct Cache {
    root: PathBuf,
}

impl Cache {
    /// $HYPERSENDER_OTP_CACHE, else the user's cache folder.
    pub fn locate() -> Result<Self> {
        let set = |name: &str| {
            std::env::var_os(name).filter(|value| !value.is_empty()).map(PathBuf::from)
        };
        let root = set("HYPERSENDER_OTP_CACHE")
            .or_else(|| set("XDG_CACHE_HOME").map(|folder| folder.join("hypersender-otp")))
            .or_else(|| set("HOME").map(|folder| folder.join(".cache/hypersender-otp")))
            .ok_or_else(|| anyhow!("no folder for a cache: set HYPERSENDER_OTP_CACHE or HOME"))?;
        let root = std::path::absolute(root)?;
        fs::create_dir_all(root.join("locks")).with_context(|| {
            format!("cannot write the cache {}: set HYPERSENDER_OTP_CACHE", root.display())
        })?;
        Ok(Self { root })
    }

    /// Where it lies.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The entry's path, if it is there.
    pub fn find(&self, name: &str) -> Option<PathBuf> {
        Some(self.root.join(name)).filter(|path| path.exists())
    }

    /// The entry's path, made now by `make` in a temporary folder if it is not there yet.
    ///
    /// The rename at the end is what makes an interrupted run harmless, and the lock what makes
    /// two runs at once do the work once.
    pub fn fill(
        &self,
        label: &str,
        name: &str,
        make: impl FnOnce(&Path) -> Result<()>,
    ) -> Result<PathBuf> {
        let path = self.root.join(name);
        if path.exists() {
            return Ok(path);
        }
        let _lock = files::lock(label, &self.root.join("locks").join(name))?;
        if path.exists() {
            return Ok(path);
        }
        let unfinished = self.root.join(format!("unfinished-{name}"));
        remove(&unfinished)?;
        fs::create_dir_all(&unfinished)
            .with_context(|| format!("cannot make {}", unfinished.display()))?;
        if let Err(error) = make(&unfinished) {
            // The error that matters is the one of `make`; the next run removes what is left.
            let _ = remove(&unfinished);
            return Err(error);
        }
        fs::rename(&unfinished, &path)
            .with_context(|| format!("cannot put {} in its place", path.display()))?;
        Ok(path)
    }
}

fn remove(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch(name: &str) -> Result<Cache> {
        let root = std::env::temp_dir().join(format!("xtask-cache-{name}-{}", std::process::id()));
        remove(&root)?;
        fs::create_dir_all(root.join("locks"))?;
        Ok(Cache { root })
    }

    #[test]
    fn a_failed_or_interrupted_fill_leaves_no_entry() -> Result<()> {
        let cache = scratch("failed")?;
        fs::create_dir_all(cache.root.join("unfinished-tool"))?;
        fs::write(cache.root.join("unfinished-tool/half"), "")?;
        assert!(cache.fill("test", "tool", |_| Err(anyhow!("no"))).is_err());
        assert_eq!(cache.find("tool"), None);
        let path = cache.fill("test", "tool", |folder| Ok(fs::write(folder.join("whole"), "")?))?;
        assert!(path.join("whole").exists() && !path.join("half").exists());
        remove(&cache.root)
    }

    #[test]
    fn an_entry_is_made_once() -> Result<()> {
        let cache = scratch("once")?;
        cache.fill("test", "tool", |_| Ok(()))?;
        cache.fill("test", "tool", |_| Err(anyhow!("made twice")))?;
        remove(&cache.root)
    }
}
