//! From random bytes to a code, each code as likely as every other.

use super::format::Format;

/// A code and how many random bytes it took.
///
/// It has no `Debug`, so that no log can show the code by accident.
pub struct Drawn {
    /// The code.
    pub code: String,
    /// How many of the random bytes were used, from the first.
    pub used: usize,
}

/// How words of 16 random bits choose characters of an alphabet of one size.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Words {
    /// Characters of the alphabet.
    size: u32,
    /// Characters one word chooses.
    each: usize,
    /// Ways to choose them: `size` to the power of `each`.
    combinations: u32,
    /// How many of the 65,536 words are skipped so that the others divide evenly.
    skipped: u32,
}

impl Words {
    /// For a size from 2 to 64.
    pub(super) fn new(size: u8) -> Words {
        let size = u32::from(size);
        let (mut combinations, mut each) = (size, 1);
        while combinations * size <= 4096 {
            combinations *= size;
            each += 1;
        }
        Words { size, each, combinations, skipped: 65536 % combinations }
    }

    /// The word is a fraction of 65,536. Multiplied by the number of combinations it has the chosen
    /// one above the point; what is below tells the words to skip, so that those left choose every
    /// combination equally often (Lemire, "Fast Random Integer Generation in an Interval", 2019).
    /// Multiplied by the alphabet's size it has the first character's place above the point, and
    /// below it the fraction that chooses the next.
    #[inline(always)]
    fn choose(self, word: [u8; 2], alphabet: &[u8; Format::MAX_ALPHABET], to: &mut [u8]) -> bool {
        let mut fraction = u32::from(u16::from_le_bytes(word));
        if (fraction * self.combinations) & 0xffff < self.skipped {
            return false;
        }
        for symbol in to {
            let product = fraction * self.size;
            let place = (product >> 16) as usize % Format::MAX_ALPHABET;
            *symbol = alphabet.get(place).copied().unwrap_or_default();
            fraction = product & 0xffff;
        }
        true
    }
}

impl Format {
    /// How many characters one random word of 16 bits chooses: the most that have at most 4,096
    /// combinations, so three digits, and two characters of any alphabet above 16.
    pub fn per_word(&self) -> usize {
        self.words.each
    }

    /// The [`per_word`](Self::per_word) characters that one random word chooses, `None` for a word
    /// that is skipped.
    ///
    /// This is the whole map from randomness to characters; `cargo xtask randomness` counts it out
    /// for every alphabet size and all 65,536 words.
    pub fn symbols(&self, word: u16) -> Option<Vec<u8>> {
        let mut symbols = vec![0; self.words.each];
        let taken = self.words.choose(word.to_le_bytes(), &self.alphabet, &mut symbols);
        taken.then_some(symbols)
    }

    /// Draws one code into the front of `code` and says how many random bytes it used. Two bytes
    /// make a word, the lower one first.
    ///
    /// `None` when the random bytes do not suffice or `code` is shorter than the format's length;
    /// no part of a code is left behind then.
    #[inline(always)]
    pub fn draw_into(&self, random: &[u8], code: &mut [u8]) -> Option<usize> {
        let code = code.get_mut(..self.length())?;
        let used = self.draw_all(random, code);
        if used.is_none() {
            code.fill(0);
        }
        used
    }

    #[inline(always)]
    fn draw_all(&self, random: &[u8], code: &mut [u8]) -> Option<usize> {
        let words = self.words;
        let mut left = random;
        loop {
            // The last word of a code may choose more characters than are left to draw.
            for symbols in code.chunks_mut(words.each) {
                loop {
                    let (word, after) = left.split_first_chunk::<2>()?;
                    left = after;
                    if words.choose(*word, &self.alphabet, symbols) {
                        break;
                    }
                }
            }
            // A code that lacks a class is thrown away whole: forcing one in would favour some codes.
            if self.required == 0 || Class::of_all(code) & self.required == self.required {
                return Some(random.len() - left.len());
            }
        }
    }

    /// Draws one code; `None` when the random bytes do not suffice.
    pub fn draw(&self, random: &[u8]) -> Option<Drawn> {
        let mut code = vec![0; self.length()];
        let used = self.draw_into(random, &mut code)?;
        Some(Drawn { code: String::from_utf8(code).ok()?, used })
    }
}

/// The four classes of characters, one bit each.
pub(super) struct Class;

impl Class {
    pub(super) const DIGIT: u8 = 1;
    pub(super) const UPPER: u8 = 2;
    pub(super) const LOWER: u8 = 4;
    pub(super) const OTHER: u8 = 8;

    #[inline]
    pub(super) fn of(symbol: u8) -> u8 {
        match symbol {
            b'0'..=b'9' => Class::DIGIT,
            b'A'..=b'Z' => Class::UPPER,
            b'a'..=b'z' => Class::LOWER,
            _ => Class::OTHER,
        }
    }

    pub(super) fn of_all(symbols: &[u8]) -> u8 {
        symbols.iter().fold(0, |seen, symbol| seen | Class::of(*symbol))
    }
}
