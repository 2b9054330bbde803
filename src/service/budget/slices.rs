//! Counting by slices of time, of which the newest few count.

use crate::service::words::{Reader, Word};

/// Counts of type `C` in slices of `SECONDS` seconds; `KEPT` slices count, the running one included.
///
/// So a count reaches back at least `SECONDS * (KEPT - 1)` seconds, and never lets more through
/// than an exact window of that length would.
pub(super) struct Slices<C, const SECONDS: u64, const KEPT: u64> {
    /// When the slice began, in slices since 1970, and what it counts; oldest first.
    slices: Vec<(u64, C)>,
}

impl<C, const SECONDS: u64, const KEPT: u64> Default for Slices<C, SECONDS, KEPT> {
    fn default() -> Self {
        Slices { slices: Vec::new() }
    }
}

impl<C: Default, const SECONDS: u64, const KEPT: u64> Slices<C, SECONDS, KEPT> {
    /// Forgets what counts no more at `now`, in seconds since 1970; whether the clock went back.
    ///
    /// Where the clock went back, what lies in the future counts as just now, so that no jump gives
    /// anything back, or locks for longer than a count made now would. One slice ahead stays where it
    /// is, or clocks that differ by little would begin slices again and again.
    pub(super) fn sweep(&mut self, now: u64) -> bool {
        let running = now / SECONDS;
        let newest = self.slices.last().map_or(0, |(at, _)| *at);
        let turned_back = newest > running + 1;
        if turned_back {
            self.slices.iter_mut().for_each(|(at, _)| *at = running.min(*at));
        }
        self.slices.retain(|(at, _)| at.saturating_add(KEPT) > running);
        turned_back
    }

    /// Whether nothing is counted.
    pub(super) fn is_empty(&self) -> bool {
        self.slices.is_empty()
    }

    /// The running slice.
    pub(super) fn running(&mut self, now: u64) -> &mut C {
        let running = now / SECONDS;
        if self.slices.last().is_none_or(|(at, _)| *at < running) {
            self.slices.push((running, C::default()));
        }
        let last = self.slices.len() - 1;
        #[allow(clippy::indexing_slicing, reason = "one was pushed if there was none")]
        &mut self.slices[last].1
    }

    /// Every slice's counts, oldest first.
    pub(super) fn counts(&self) -> impl Iterator<Item = &C> {
        self.slices.iter().map(|(_, counts)| counts)
    }

    /// How far the sum of `part` over all slices is below `limit`, and seconds until it is; 0 if it is.
    pub(super) fn left(&self, now: u64, limit: u32, part: impl Fn(&C) -> u32) -> (u32, u32) {
        let mut sum: u32 = self.counts().map(&part).fold(0, u32::saturating_add);
        let left = limit.saturating_sub(sum);
        let mut until = now;
        for (at, counts) in &self.slices {
            if sum < limit {
                break;
            }
            sum = sum.saturating_sub(part(counts));
            until = at.saturating_add(KEPT).min(u64::MAX / SECONDS) * SECONDS;
        }
        (left, u32::try_from(until.saturating_sub(now)).unwrap_or(u32::MAX))
    }
}

// GENERIC Slices

impl<C: Word, const SECONDS: u64, const KEPT: u64> Word for Slices<C, SECONDS, KEPT> {
    fn write(&self, out: &mut Vec<u8>) {
        self.slices.write(out);
    }

    fn read(from: &mut Reader<'_>) -> Self {
        Slices { slices: Word::read(from) }
    }
}
