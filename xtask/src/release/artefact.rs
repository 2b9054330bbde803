//! A file that would be published, and its checksums.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use sha2::{Digest, Sha256, Sha512};

pub struct Artefact {
    path: PathBuf,
    bytes: usize,
    /// In hexadecimal digits.
    pub sha256: String,
    /// As npm's registry writes it.
    integrity: String,
}

impl Artefact {
    pub fn read(path: &Path) -> Result<Self> {
        let bytes = fs::read(path).with_context(|| format!("cannot read {}", path.display()))?;
        Ok(Self::of(path, &bytes))
    }

    fn of(path: &Path, bytes: &[u8]) -> Self {
        Self {
            path: path.to_owned(),
            bytes: bytes.len(),
            sha256: Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect(),
            integrity: format!("sha512-{}", STANDARD.encode(Sha512::digest(bytes))),
        }
    }

    pub fn print(&self, root: &Path) {
        let path = self.path.strip_prefix(root).unwrap_or(&self.path);
        println!("{}, {} bytes", path.display(), self.bytes);
        println!("  sha256     {}", self.sha256);
        println!("  integrity  {}", self.integrity);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn checksums_are_written_as_registries_write_them() {
        let empty = Artefact::of(Path::new("x"), b"");
        assert_eq!(
            empty.sha256,
            "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
        );
        assert_eq!(
            empty.integrity,
            "sha512-z4PhNX7vuL3xVChQ1m2AB9Yg5AULVxXcg/SpIdNs6c5H0NE8XYXysP+DGNKHfuwvY7kxvUdBeoGlODJ6+SfaPg=="
        );
    }
}
