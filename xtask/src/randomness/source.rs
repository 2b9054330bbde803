//! Where codes come from: the generator as it is shipped, and a twin with a mistake.

use std::convert::Infallible;

use anyhow::{Result, anyhow};
use hypersender_otp::code::{Format, Page};

/// SplitMix64, whose every run can be repeated from its seed.
pub struct SplitMix(pub u64);

impl SplitMix {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ mixed >> 30).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ mixed >> 31
    }
}

/// Draws many codes, one after another, into a buffer.
pub trait Draw {
    fn draw(&mut self, codes: &mut [u8]) -> Result<()>;
}

/// The generator with its page, as the WebAssembly module uses it.
pub struct Generator<'f> {
    format: &'f Format,
    source: SplitMix,
    page: Page,
}

impl<'f> Generator<'f> {
    pub fn new(format: &'f Format, source: SplitMix) -> Self {
        Self { format, source, page: Page::new() }
    }
}

impl Draw for Generator<'_> {
    fn draw(&mut self, codes: &mut [u8]) -> Result<()> {
        let fill = |page: &mut [u8]| {
            for chunk in page.chunks_mut(8) {
                let bytes = self.source.next().to_le_bytes();
                chunk.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
            }
            Ok::<(), Infallible>(())
        };
        self.page.draw(self.format, codes, fill).map_err(|error| anyhow!("no code: {error:?}"))
    }
}

/// A mistake that has been shipped many times.
#[derive(Clone, Copy, PartialEq, Debug)]
pub enum Mistake {
    /// `alphabet[byte % size]`: the first characters come more often, unless the size divides 256.
    Modulo,
    /// `alphabet[Math.round(random * (size - 1))]`: the first and the last come half as often.
    Rounding,
}

impl Mistake {
    /// The one that shows with an alphabet of that size.
    pub fn for_size(size: usize) -> Self {
        if 256 % size == 0 { Self::Rounding } else { Self::Modulo }
    }

    pub fn name(self) -> &'static str {
        match self {
            Self::Modulo => "twin: byte % size",
            Self::Rounding => "twin: rounding",
        }
    }

    /// The place in an alphabet of that size.
    fn place(self, random: u64, size: usize) -> usize {
        match self {
            Self::Modulo => (random & 0xff) as usize % size,
            Self::Rounding => {
                let fraction = (random >> 11) as f64 / (1_u64 << 53) as f64;
                (fraction * (size - 1) as f64).round() as usize
            }
        }
    }
}

/// Draws with a mistake.
pub struct Twin<'f> {
    format: &'f Format,
    mistake: Mistake,
    source: SplitMix,
}

impl<'f> Twin<'f> {
    pub fn new(format: &'f Format, mistake: Mistake, source: SplitMix) -> Self {
        Self { format, mistake, source }
    }
}

impl Draw for Twin<'_> {
    fn draw(&mut self, codes: &mut [u8]) -> Result<()> {
        let alphabet = self.format.alphabet();
        codes.fill_with(|| {
            let place = self.mistake.place(self.source.next(), alphabet.len());
            alphabet.get(place).copied().unwrap_or_default()
        });
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Mistake, SplitMix};

    #[test]
    fn the_generator_is_splitmix64() {
        let mut source = SplitMix(1_234_567);
        let first = [source.next(), source.next(), source.next()];
        assert_eq!(
            first,
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973, 9_817_491_932_198_370_423]
        );
    }

    #[test]
    fn each_mistake_favours_some_places() {
        let counts = |mistake: Mistake, size| {
            let mut source = SplitMix(1);
            let mut counts = vec![0_i64; size];
            (0..100_000).for_each(|_| counts[mistake.place(source.next(), size)] += 1);
            counts
        };
        let modulo = counts(Mistake::for_size(62), 62);
        assert!(modulo[7] > modulo[8] * 11 / 10, "{modulo:?}");
        let rounding = counts(Mistake::for_size(32), 32);
        assert!(rounding[0] < rounding[1] * 6 / 10 && rounding[31] < rounding[30] * 6 / 10);
    }
}
