//! Files and folders: copying, listing, hashing.

use std::fs::{self, File, TryLockError};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};
use sha2::{Digest, Sha256};

use crate::run::answer;
use crate::say;

/// Every file below a folder, or the file itself, in the order of their paths.
pub fn list(path: &Path) -> Result<Vec<PathBuf>> {
    if !path.is_dir() {
        return Ok(if path.exists() { vec![path.to_owned()] } else { Vec::new() });
    }
    let mut entries = fs::read_dir(path)
        .with_context(|| format!("cannot read {}", path.display()))?
        .map(|entry| Ok(entry?.path()))
        .collect::<Result<Vec<_>>>()?;
    entries.sort();
    let mut files = Vec::new();
    for entry in entries {
        files.extend(list(&entry)?);
    }
    Ok(files)
}

/// Copies all files below `from` into `to`.
pub fn copy_tree(from: &Path, to: &Path) -> Result<()> {
    for file in list(from)? {
        copy(&file, &to.join(file.strip_prefix(from)?))?;
    }
    Ok(())
}

/// Copies what git knows of a checkout or would take in, as it is now.
pub fn copy_checkout(from: &Path, to: &Path) -> Result<()> {
    let mut git = Command::new("git");
    git.args(["ls-files", "-z", "--cached", "--others", "--exclude-standard"]);
    for name in answer(git.current_dir(from))?.split_terminator('\0') {
        // A file that was deleted and not yet committed is still on git's list.
        if from.join(name).is_file() {
            copy(&from.join(name), &to.join(name))?;
        }
    }
    Ok(())
}

/// Copies one file and makes the folders it needs.
pub fn copy(from: &Path, to: &Path) -> Result<()> {
    if let Some(folder) = to.parent() {
        fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))?;
    }
    fs::copy(from, to)
        .with_context(|| format!("cannot copy {} to {}", from.display(), to.display()))?;
    Ok(())
}

/// Empties a folder, or makes it.
pub fn fresh(folder: &Path) -> Result<()> {
    if folder.exists() {
        fs::remove_dir_all(folder)
            .with_context(|| format!("cannot remove {}", folder.display()))?;
    }
    fs::create_dir_all(folder).with_context(|| format!("cannot make {}", folder.display()))
}

/// Holds a lock for as long as the file is kept; waits for another run that holds it.
pub fn lock(label: &str, path: &Path) -> Result<File> {
    let file = File::create(path).with_context(|| format!("cannot write {}", path.display()))?;
    match file.try_lock() {
        Ok(()) => return Ok(file),
        Err(TryLockError::WouldBlock) => {
            say::step(label, "waiting for another run that is already at it");
        }
        // The blocking call below says what is wrong.
        Err(TryLockError::Error(_)) => {}
    }
    file.lock().with_context(|| format!("cannot lock {}", path.display()))?;
    Ok(file)
}

/// A SHA-256 over labelled parts; lengths keep one part from running into the next.
#[derive(Default)]
pub struct Fingerprint(Sha256);

impl Fingerprint {
    pub fn add(&mut self, label: &str, bytes: &[u8]) -> &mut Self {
        for part in [label.as_bytes(), bytes] {
            self.0.update((part.len() as u64).to_le_bytes());
            self.0.update(part);
        }
        self
    }

    /// Adds a file or all files below a folder, by their paths from `root`.
    pub fn add_path(&mut self, root: &Path, path: &str) -> Result<&mut Self> {
        for file in list(&root.join(path))? {
            let bytes =
                fs::read(&file).with_context(|| format!("cannot read {}", file.display()))?;
            self.add(&file.strip_prefix(root)?.to_string_lossy(), &bytes);
        }
        Ok(self)
    }

    pub fn hex(self) -> String {
        self.0.finalize().iter().map(|byte| format!("{byte:02x}")).collect()
    }

    /// Enough of it to name a cache entry.
    pub fn short(self) -> String {
        self.hex().chars().take(16).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fingerprint_sees_names_contents_and_borders() -> Result<()> {
        let of = |parts: &[(&str, &str)]| {
            let mut print = Fingerprint::default();
            for (label, text) in parts {
                print.add(label, text.as_bytes());
            }
            print.hex()
        };
        assert_eq!(of(&[("a", "b")]), of(&[("a", "b")]));
        assert_ne!(of(&[("a", "b")]), of(&[("b", "b")]));
        assert_ne!(of(&[("a", "bc")]), of(&[("ab", "c")]));
        let root = std::env::temp_dir().join(format!("xtask-files-{}", std::process::id()));
        fresh(&root.join("d"))?;
        fs::write(root.join("d/x"), "1")?;
        let hash = || -> Result<String> {
            let mut print = Fingerprint::default();
            print.add_path(&root, "d")?;
            print.add_path(&root, "not-there")?;
            Ok(print.hex())
        };
        let before = hash()?;
        assert_eq!(before, hash()?);
        fs::rename(root.join("d/x"), root.join("d/y"))?;
        assert_ne!(before, hash()?);
        fs::remove_dir_all(&root)?;
        Ok(())
    }
}
