//! The map from random words to characters, counted out for every alphabet size.

use std::fmt::Write as _;

use anyhow::Result;
use hypersender_otp::code::Format;

use super::presets::of_size;

/// How often each combination of characters is chosen by the 65,536 words.
struct Map {
    size: usize,
    per_word: usize,
    counts: Vec<u32>,
    skipped: u32,
}

impl Map {
    fn of(format: &Format) -> Option<Self> {
        let alphabet = format.alphabet();
        let (size, per_word) = (alphabet.len(), format.per_word());
        let mut counts = vec![0; size.checked_pow(u32::try_from(per_word).ok()?)?];
        let mut skipped = 0;
        for word in 0..=u16::MAX {
            let Some(symbols) = format.symbols(word) else {
                skipped += 1;
                continue;
            };
            let mut index = 0;
            for symbol in symbols {
                index = index * size + alphabet.iter().position(|known| *known == symbol)?;
            }
            *counts.get_mut(index)? += 1;
        }
        Some(Self { size, per_word, counts, skipped })
    }

    fn least_and_most(&self) -> (u32, u32) {
        let least = self.counts.iter().min().copied().unwrap_or(0);
        (least, self.counts.iter().max().copied().unwrap_or(0))
    }

    /// Every combination equally often, and no more words skipped than had to be.
    fn is_even(&self) -> bool {
        let (least, most) = self.least_and_most();
        let combinations = self.counts.len() as u32;
        least == most && least == 65_536 / combinations && self.skipped == 65_536 % combinations
    }

    fn line(&self) -> String {
        let (least, most) = self.least_and_most();
        let each = if least == most { least.to_string() } else { format!("{least}..{most}") };
        format!(
            "{:>4} {:>9} {:>13} {:>11} {:>8} {:>7.2} %  {}",
            self.size,
            self.per_word,
            self.counts.len(),
            each,
            self.skipped,
            f64::from(self.skipped) / 655.36,
            if self.is_even() { "even" } else { "NOT EVEN" }
        )
    }
}

/// Writes the table for the sizes 2 to 64 and gives what is wrong.
pub fn report(report: &mut String) -> Result<Vec<String>> {
    let mut faults = Vec::new();
    writeln!(report, "All 65,536 random words of two bytes, and what they choose.\n")?;
    writeln!(report, "size per word  combinations  words each  skipped")?;
    for size in 2..=Format::MAX_ALPHABET {
        match Map::of(&of_size(size)?) {
            Some(map) => {
                writeln!(report, "{}", map.line())?;
                if !map.is_even() {
                    faults.push(format!("the map for {size} characters is not even"));
                }
            }
            None => faults.push(format!("the map for {size} characters leaves its alphabet")),
        }
    }
    Ok(faults)
}

#[cfg(test)]
mod tests {
    use super::{Map, report};

    #[test]
    fn the_shipped_map_is_even_for_every_size() {
        let mut text = String::new();
        let faults = report(&mut text).unwrap_or_else(|error| panic!("{error}"));
        assert_eq!(faults, Vec::<String>::new());
        assert_eq!(text.matches("  even").count(), 63);
        assert!(text.contains("  10         3          1000          65      536"), "{text}");
    }

    #[test]
    fn an_uneven_map_is_seen() {
        let mut counts = vec![65_536 / 10; 10];
        let map = |counts, skipped| Map { size: 10, per_word: 1, counts, skipped };
        assert!(map(counts.clone(), 6).is_even());
        assert!(!map(counts.clone(), 7).is_even(), "a word skipped without need");
        counts[3] += 1;
        assert!(!map(counts, 5).is_even(), "one word too many for one character");
    }
}
