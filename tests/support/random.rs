//! Random numbers that are the same in every run.
#![allow(dead_code, reason = "each test target needs a part of it")]

/// SplitMix64: small, seeded, and only for tests.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub fn bytes(&mut self, count: usize) -> Vec<u8> {
        let mut bytes = vec![0; count];
        self.fill(&mut bytes);
        bytes
    }

    pub fn fill(&mut self, bytes: &mut [u8]) {
        for eight in bytes.chunks_mut(8) {
            let bytes = self.next().to_le_bytes();
            eight.iter_mut().zip(bytes).for_each(|(to, from)| *to = from);
        }
    }
}

/// The seed of a run, `OTP_SEED` where it is set, so that a failure can be seen again.
pub fn seed() -> u64 {
    let given = std::env::var("OTP_SEED").ok().and_then(|text| text.parse().ok());
    given.unwrap_or(20_251_229)
}
