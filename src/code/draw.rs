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
    /// The character that one random byte chooses, `None` for a byte that must be skipped.
    ///
    /// The byte is multiplied by the alphabet's size; the upper half of the product is the
    /// character's place, and a lower half below `256 mod size` is skipped (Lemire, "Fast Random
    /// Integer Generation in an Interval", 2019). Each character is thus chosen by exactly
    /// `floor(256 / size)` of the 256 bytes, which `cargo xtask randomness` shows by counting.
    pub fn symbol(&self, byte: u8) -> Option<u8> {
        let (symbol, taken) = self.choose(byte, self.skipped_below());
        taken.then_some(symbol)
    }

    /// The character and whether it is to be taken: one multiplication, no division and no branch.
    #[inline]
    fn choose(&self, byte: u8, skipped_below: u8) -> (u8, bool) {
        let product = u16::from(byte) * u16::from(self.size);
        let place = usize::from(product >> 8) % Format::MAX_ALPHABET;
        (self.alphabet.get(place).copied().unwrap_or_default(), product as u8 >= skipped_below)
    }

    #[inline]
    fn skipped_below(&self) -> u8 {
        (256 % u16::from(self.size).max(1)) as u8
    }

    /// Draws one code into the front of `code` and says how many random bytes it used.
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
        let skipped_below = self.skipped_below();
        let mut used = 0;
        loop {
            let mut drawn = 0;
            while let Some(symbol) = code.get_mut(drawn) {
                let taken;
                (*symbol, taken) = self.choose(*random.get(used)?, skipped_below);
                used += 1;
                // A skipped byte's character stands until the next byte writes over it.
                drawn += usize::from(taken);
            }
            // A code that lacks a class is thrown away whole: forcing one in would favour some codes.
            if self.required == 0 || Class::of_all(code) & self.required == self.required {
                return Some(used);
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
