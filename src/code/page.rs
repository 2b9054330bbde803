//! A page of random bytes, so that the source is asked once for many codes.

use super::format::Format;
use std::hint::black_box;

/// Random bytes not yet used. Each is used once and wiped.
///
/// The source is asked on the first draw, never before, and again when the page is used up.
/// Bytes too few for one more code are thrown away with the page they are in: how many bytes a
/// code takes says nothing about which code it is, so this favours none.
pub struct Page<const SIZE: usize = 4096> {
    bytes: [u8; SIZE],
    /// How many bytes at the end are not yet used. A new page is all zeros, so that as a static it
    /// takes no room in a WebAssembly file.
    left: usize,
}

/// Why no code could be drawn. There is never a weaker code instead.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SourceError<E> {
    /// The source of randomness said so.
    Failed(E),
    /// The source gave the same sixteen bytes twice in a row or sixteen zeros, as a stubbed, a
    /// stopped or a short one does and a working one does once in 10^35 pages; or page after page
    /// without a code in it.
    NotRandom,
}

/// Pages in a row without a code after which the source is held to be broken. The hardest format
/// finds a code in 4 pages of 10.
const EMPTY_PAGES: u32 = 256;

impl<const SIZE: usize> Page<SIZE> {
    /// A page with nothing in it; the source is not asked yet.
    pub const fn new() -> Self {
        Page { bytes: [0; SIZE], left: 0 }
    }

    /// Draws as many codes as fit into `codes`, one after another, asking `fill` for more random
    /// bytes when they are needed. `fill` overwrites the whole of what it is given, or fails.
    ///
    /// # Errors
    /// When the source fails or is seen not to be random. `codes` and the page hold zeros then.
    pub fn draw<E>(
        &mut self,
        format: &Format,
        codes: &mut [u8],
        mut fill: impl FnMut(&mut [u8]) -> Result<(), E>,
    ) -> Result<(), SourceError<E>> {
        let drawn = self.draw_each(format, codes, &mut fill);
        if drawn.is_err() {
            self.wipe();
            codes.fill(0);
        }
        drawn
    }

    fn draw_each<E>(
        &mut self,
        format: &Format,
        mut codes: &mut [u8],
        fill: &mut impl FnMut(&mut [u8]) -> Result<(), E>,
    ) -> Result<(), SourceError<E>> {
        let mut left = self.left;
        let mut wiped = SIZE - left;
        while let Some((code, rest)) = codes.split_at_mut_checked(format.length()) {
            let mut pages = EMPTY_PAGES;
            loop {
                let random = self.bytes.get(SIZE - left..).unwrap_or_default();
                if let Some(used) = format.draw_into(random, code) {
                    left -= used;
                    break;
                }
                pages = pages.checked_sub(1).ok_or(SourceError::NotRandom)?;
                fill(&mut self.bytes).map_err(SourceError::Failed)?;
                if repeats(&self.bytes) {
                    return Err(SourceError::NotRandom);
                }
                (left, wiped) = (SIZE, 0);
            }
            codes = rest;
        }
        self.left = left;
        let used = self.bytes.get_mut(wiped..SIZE - left).unwrap_or_default();
        used.fill(0);
        // Nothing here reads them again, but whoever reads this memory must find zeros.
        black_box(used);
        Ok(())
    }

    /// Forgets every byte not yet used; the next draw asks the source.
    pub fn wipe(&mut self) {
        self.bytes.fill(0);
        black_box(&mut self.bytes);
        self.left = 0;
    }
}

impl<const SIZE: usize> Default for Page<SIZE> {
    fn default() -> Self {
        Page::new()
    }
}

impl<const SIZE: usize> Drop for Page<SIZE> {
    fn drop(&mut self) {
        self.wipe();
    }
}

/// Whether a block of sixteen bytes is all zeros or the same as the one before: a repetition count
/// test in the sense of NIST SP 800-90B, 4.4.1. It also sees a source that left the end unfilled.
fn repeats(bytes: &[u8]) -> bool {
    let mut before = 0;
    let mut blocks = bytes.as_chunks().0.iter().map(|block| u128::from_ne_bytes(*block));
    blocks.any(|block| block == 0 || std::mem::replace(&mut before, block) == block)
}
