//! Counts of what was drawn, by position and by neighbouring pair.

use anyhow::{Context, Result};
use hypersender_otp::code::Format;

use super::chi_square::ChiSquare;
use super::source::Draw;

/// Codes drawn at once.
const BATCH: usize = 1000;

/// How often each character was at each position, and each pair at each two neighbouring ones.
pub struct Tally {
    /// The places in the alphabet, class by class; without `requireEach` there is one class.
    classes: Vec<Vec<usize>>,
    size: usize,
    positions: Vec<Vec<u64>>,
    pairs: Vec<Vec<u64>>,
}

impl Tally {
    /// Draws at least so many characters and counts them.
    pub fn of(format: &Format, symbols: usize, mut source: impl Draw) -> Result<Self> {
        let (size, length) = (format.alphabet().len(), format.length());
        let mut tally = Self {
            classes: classes(format),
            size,
            positions: vec![vec![0; size]; length],
            pairs: vec![vec![0; size * size]; length - 1],
        };
        let mut places = [usize::MAX; 256];
        for (place, symbol) in format.alphabet().iter().enumerate() {
            places[usize::from(*symbol)] = place;
        }
        let mut codes = vec![0; BATCH * length];
        for _ in 0..symbols.div_ceil(codes.len()) {
            source.draw(&mut codes)?;
            for code in codes.chunks(length) {
                tally.count(code, &places).context("a character that is not of the alphabet")?;
            }
        }
        Ok(tally)
    }

    fn count(&mut self, code: &[u8], places: &[usize; 256]) -> Option<()> {
        let mut before = None;
        for (position, symbol) in code.iter().enumerate() {
            let place = places[usize::from(*symbol)];
            *self.positions.get_mut(position)?.get_mut(place)? += 1;
            if let Some(before) = before {
                *self.pairs.get_mut(position - 1)?.get_mut(before * self.size + place)? += 1;
            }
            before = Some(place);
        }
        Some(())
    }

    /// How often each character was drawn, all positions together.
    pub fn totals(&self) -> Vec<u64> {
        (0..self.size)
            .map(|place| self.positions.iter().map(|counts| counts[place]).sum())
            .collect()
    }

    pub fn verdict(&self) -> Verdict {
        let by_position = self.positions.iter().map(|counts| {
            let groups: Vec<Vec<u64>> = self
                .classes
                .iter()
                .map(|class| class.iter().map(|place| counts[*place]).collect())
                .collect();
            ChiSquare::of(groups.iter().map(Vec::as_slice))
        });
        let by_pair = self.pairs.iter().map(|counts| {
            let mut groups: Vec<Vec<u64>> = Vec::new();
            for first in &self.classes {
                for second in &self.classes {
                    let places =
                        first.iter().flat_map(|one| second.iter().map(move |two| (one, two)));
                    groups.push(places.map(|(one, two)| counts[one * self.size + two]).collect());
                }
            }
            ChiSquare::of(groups.iter().map(Vec::as_slice))
        });
        Verdict { positions: Worst::of(by_position), pairs: Worst::of(by_pair) }
    }
}

/// Characters that must be equally frequent: those of one class when each class must occur, because
/// a code without a digit is thrown away and so digits come more often than letters.
fn classes(format: &Format) -> Vec<Vec<usize>> {
    let class = |symbol: &u8| match symbol {
        _ if !format.requires_each() => 0,
        b'0'..=b'9' => 0,
        b'A'..=b'Z' => 1,
        b'a'..=b'z' => 2,
        _ => 3,
    };
    let mut classes = vec![Vec::new(); 4];
    for (place, symbol) in format.alphabet().iter().enumerate() {
        classes[class(symbol)].push(place);
    }
    classes.retain(|class| !class.is_empty());
    classes
}

/// The table with the most extreme statistic among several.
struct Worst {
    chi_square: ChiSquare,
    /// The probability that the worst of so many even tables is this uneven.
    uneven: f64,
    /// The probability that the best of so many even tables is this even.
    too_even: f64,
}

impl Worst {
    fn of(tables: impl Iterator<Item = ChiSquare>) -> Self {
        let tables: Vec<(ChiSquare, f64)> = tables.map(|table| (table, table.p())).collect();
        let corrected = |p: f64| (p * tables.len() as f64).min(1.0);
        let worst = tables.iter().min_by(|one, two| one.1.total_cmp(&two.1));
        let best = tables.iter().map(|(_, p)| 1.0 - p).fold(1.0, f64::min);
        Self {
            chi_square: worst.map(|(table, _)| *table).unwrap_or_default(),
            uneven: corrected(worst.map_or(1.0, |(_, p)| *p)),
            too_even: corrected(best),
        }
    }

    /// Once in a million runs an even generator is called uneven.
    fn is_even(&self) -> bool {
        self.uneven > 1e-6 && self.too_even > 1e-6
    }

    fn columns(&self) -> String {
        let ChiSquare { statistic, degrees } = self.chi_square;
        let p = match self.uneven {
            p if p < 1e-99 => "<1e-99".to_owned(),
            p if p < 1e-4 => format!("{p:.0e}"),
            p => format!("{p:.4}"),
        };
        format!("{statistic:>10.1} {degrees:>5} {p:>7}")
    }
}

/// What the tests say of one tally.
pub struct Verdict {
    positions: Worst,
    pairs: Worst,
}

impl Verdict {
    pub const HEAD: &str = "                                                        by position              by pair
format                            drawn by            chi-square    df       p chi-square    df       p";

    pub fn is_even(&self) -> bool {
        self.positions.is_even() && self.pairs.is_even()
    }

    pub fn line(&self, format: &str, source: &str) -> String {
        let verdict = if self.is_even() { "even" } else { "biased" };
        let (positions, pairs) = (self.positions.columns(), self.pairs.columns());
        format!("{format:<33} {source:<18} {positions} {pairs}  {verdict}")
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;
    use crate::randomness::presets::PRESETS;
    use crate::randomness::source::{Draw, Generator, Mistake, SplitMix, Twin};
    use anyhow::Result;

    /// Enough to see a byte modulo ten, the smallest bias of these.
    const SYMBOLS: usize = 2_000_000;

    #[test]
    fn digits_unambiguous_and_each_are_even_and_their_twins_are_not() {
        for preset in [&PRESETS[0], &PRESETS[6], &PRESETS[9]] {
            let format = preset.format().unwrap_or_else(|error| panic!("{error}"));
            let verdict = |tally: Result<Tally>| tally.map(|tally| tally.verdict().is_even()).ok();
            let even = Tally::of(&format, SYMBOLS, Generator::new(&format, SplitMix(1)));
            assert_eq!(verdict(even), Some(true), "{}", preset.name);
            let mistake = Mistake::for_size(format.alphabet().len());
            let twin = Tally::of(&format, SYMBOLS, Twin::new(&format, mistake, SplitMix(1)));
            assert_eq!(verdict(twin), Some(false), "{}", preset.name);
        }
    }

    /// Every digit equally often at every position, but each is one more than the one before.
    struct Counting(u8);

    impl Draw for Counting {
        fn draw(&mut self, codes: &mut [u8]) -> Result<()> {
            for code in codes.chunks_mut(6) {
                self.0 = (self.0 + 1) % 10;
                for (position, digit) in code.iter_mut().enumerate() {
                    *digit = b'0' + (self.0 + position as u8) % 10;
                }
            }
            Ok(())
        }
    }

    #[test]
    fn pairs_that_hang_together_are_seen_and_so_is_too_much_evenness() {
        let format = PRESETS[0].format().unwrap_or_else(|error| panic!("{error}"));
        let tally =
            Tally::of(&format, 60_000, Counting(0)).unwrap_or_else(|error| panic!("{error}"));
        let verdict = tally.verdict();
        assert_eq!(verdict.positions.chi_square.statistic, 0.0);
        assert!(!verdict.positions.is_even(), "no random source is that even");
        assert!(!verdict.pairs.is_even());
        assert!(!verdict.is_even());
    }
}
