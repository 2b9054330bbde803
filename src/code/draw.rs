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

impl Format {
    /// How many characters one random word of 16 bits chooses: the most that have at most 4,096
    /// combinations, so three digits, and two characters of any alphabet above 16.
    pub fn per_word(&self) -> usize {
        usize::from(self.per_word)
    }

    /// Writes the characters that one random word chooses and says how many; `None` for a word that
    /// must be skipped. A shorter `symbols` takes the first of them.
    ///
    /// This is the whole map from randomness to characters; `cargo xtask randomness` counts it out
    /// for every alphabet size and all 65,536 words.
    ///
    /// The word is a fraction of 65,536. Multiplied by the number of combinations it has the chosen
    /// one above the point; what is below tells the words to skip, so that those left choose every
    /// combination equally often (Lemire, "Fast Random Integer Generation in an Interval", 2019).
    /// Multiplied by the alphabet's size it has the first character's place above the point, and
    /// below it the fraction that chooses the next.
    #[inline]
    pub fn symbols(&self, word: u16, symbols: &mut [u8]) -> Option<usize> {
        let mut fraction = u32::from(word);
        let below_the_point = (fraction * u32::from(self.combinations)) as u16;
        if below_the_point < self.skipped_below {
            return None;
        }
        let mut written = 0;
        for symbol in symbols.iter_mut().take(self.per_word()) {
            let product = fraction * u32::from(self.size);
            let place = (product >> 16) as usize % Format::MAX_ALPHABET;
            *symbol = self.alphabet.get(place).copied()?;
            fraction = product & 0xffff;
            written += 1;
        }
        Some(written)
    }

    /// Draws one code into the front of `code` and says how many random bytes it used. Two bytes
    /// make a word, the lower one first.
    ///
    /// `None` when the random bytes do not suffice or `code` is shorter than the format's length;
    /// no part of a code is left behind then.
    pub fn draw_into(&self, random: &[u8], code: &mut [u8]) -> Option<usize> {
        let code = code.get_mut(..self.length())?;
        let used = self.draw_all(random, code);
        if used.is_none() {
            code.fill(0);
        }
        used
    }

    #[inline]
    fn draw_all(&self, random: &[u8], code: &mut [u8]) -> Option<usize> {
        let mut random_left = random;
        loop {
            let mut code_left = &mut *code;
            while !code_left.is_empty() {
                let (word, after) = random_left.split_first_chunk::<2>()?;
                random_left = after;
                if let Some(written) = self.symbols(u16::from_le_bytes(*word), code_left) {
                    code_left = code_left.get_mut(written..)?;
                }
            }
            // A code that lacks a class is thrown away whole: forcing one in would favour some codes.
            if self.required == 0 || Class::of_all(code) & self.required == self.required {
                return Some(random.len() - random_left.len());
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
    #[inline]
    pub(super) fn of(symbol: u8) -> u8 {
        match symbol {
            b'0'..=b'9' => 1,
            b'A'..=b'Z' => 2,
            b'a'..=b'z' => 4,
            _ => 8,
        }
    }

    pub(super) fn of_all(symbols: &[u8]) -> u8 {
        symbols.iter().fold(0, |seen, symbol| seen | Class::of(*symbol))
    }
}
