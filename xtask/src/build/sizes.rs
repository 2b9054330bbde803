//! How many bytes a file has, plain and compressed as a web server would.

use std::path::PathBuf;

use anyhow::{Context, Result};

use crate::run::answer;
use crate::workshop::Workshop;

/// A number of bytes, and after brotli at its best.
#[derive(Clone, Copy, Default)]
pub struct Size {
    pub raw: u64,
    pub brotli: u64,
}

/// Measures files, in their order.
pub fn measure(shop: &Workshop, files: &[PathBuf]) -> Result<Vec<Size>> {
    // Node's zlib has brotli, whose default is its best level; a crate for it would be compiled for this alone.
    const SCRIPT: &str = "for (const file of process.argv.slice(1)) {\
        const bytes = require('fs').readFileSync(file);\
        console.log(bytes.length, require('zlib').brotliCompressSync(bytes).length) }";
    let text = answer(shop.node()?.command(&shop.root).args(["-e", SCRIPT]).args(files))?;
    text.lines().map(|line| parse(line).with_context(|| format!("node printed {line:?}"))).collect()
}

fn parse(line: &str) -> Option<Size> {
    let (raw, brotli) = line.split_once(' ')?;
    Some(Size { raw: raw.parse().ok()?, brotli: brotli.parse().ok()? })
}
