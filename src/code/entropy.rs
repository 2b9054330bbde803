//! How hard a code is to guess, counted exactly.

use super::draw::Class;
use super::format::Format;

/// How hard a code of one format is to guess.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entropy {
    combinations: Count,
}

impl Format {
    /// Counts the codes of this format exactly; all of them are equally likely.
    ///
    /// ```
    /// use hypersender_otp::code::Format;
    /// let entropy = Format::from_contract(6, false, true, false).unwrap().entropy();
    /// assert_eq!(entropy.combinations(), "1000000");
    /// assert_eq!(entropy.bits(), 19.931568569324174);
    /// assert_eq!(entropy.guess_probability(5), 5e-6);
    /// ```
    pub fn entropy(&self) -> Entropy {
        let mut combinations = Count::default();
        // Inclusion and exclusion: all codes, less those lacking a class, plus those lacking two …
        for missing in 0..16_u8 {
            if missing & !self.required == 0 {
                let is_left = |symbol: &&u8| Class::of(**symbol) & missing == 0;
                let size = self.alphabet().iter().filter(is_left).count() as u32;
                let sign = if missing.count_ones() % 2 == 0 { 1 } else { -1 };
                combinations.add(sign, &Count::power(size, self.length()));
            }
        }
        Entropy { combinations }
    }
}

impl Entropy {
    /// The entropy in bits: log2 of the number of codes, within one unit in the last place.
    pub fn bits(&self) -> f64 {
        let (mut mantissa, exponent) = self.combinations.top();
        // Squaring the mantissa doubles its logarithm, so each squaring yields one binary place.
        let mut bits = u64::from(exponent);
        for _ in 0..FRACTION {
            // The upper half of the square, but for the square of the low half, which is below it.
            let (high, low) = (mantissa >> 32, mantissa & 0xffff_ffff);
            let square = high * high + ((high * low) >> 31);
            let carry = square >> 63;
            mantissa = square << (1 - carry);
            bits = bits << 1 | carry;
        }
        bits as f64 / (1u64 << FRACTION) as f64
    }

    /// How many codes there are, in decimal digits.
    pub fn combinations(&self) -> String {
        let mut rest = self.combinations.clone();
        let mut digits = Vec::new();
        while rest != Count::default() {
            digits.push(b'0' + rest.divide(10) as u8);
        }
        digits.iter().rev().map(|digit| char::from(*digit)).collect()
    }

    /// How many codes there are, in numbers of 32 bits, the least one first.
    pub fn limbs(&self) -> &[u32] {
        &self.combinations.0
    }

    /// The probability that one of so many different guesses is the code.
    pub fn guess_probability(&self, tries: u64) -> f64 {
        (tries as f64 / self.combinations.to_f64()).min(1.0)
    }
}

/// Binary places of a logarithm: 9 bits hold 384, the rest of a u64 the fraction.
const FRACTION: u32 = 55;
/// Limbs of 32 bits, least first; 64^64 needs 385 bits.
const LIMBS: usize = 13;

/// A whole number below 2^416; sums wrap, so a difference may go below zero on the way.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
struct Count([u32; LIMBS]);

impl Count {
    const ONE: Count = {
        let mut limbs = [0; LIMBS];
        limbs[0] = 1;
        Count(limbs)
    };

    fn power(base: u32, exponent: usize) -> Count {
        let mut count = Count::ONE;
        for _ in 0..exponent {
            let mut carry = 0;
            for limb in &mut count.0 {
                carry += u64::from(*limb) * u64::from(base);
                *limb = carry as u32;
                carry >>= 32;
            }
        }
        count
    }

    /// Adds the other number, or takes it away where the sign is -1.
    fn add(&mut self, sign: i64, other: &Count) {
        let mut carry = 0;
        for (limb, more) in self.0.iter_mut().zip(&other.0) {
            carry += i64::from(*limb) + sign * i64::from(*more);
            *limb = carry as u32;
            carry >>= 32;
        }
    }

    /// Divides in place and gives the remainder.
    fn divide(&mut self, divisor: u32) -> u32 {
        let mut rest = 0;
        for limb in self.0.iter_mut().rev() {
            let part = rest << 32 | u64::from(*limb);
            *limb = (part / u64::from(divisor)) as u32;
            rest = part % u64::from(divisor);
        }
        rest as u32
    }

    /// The highest 64 bits, the first of them set, and the exponent of that one: the number is
    /// `top / 2^63 * 2^exponent`, and less than a unit in the last of the 64 more.
    fn top(&self) -> (u64, u32) {
        let mut top = 0u64;
        let mut exponent = 0;
        for bit in (0..LIMBS * 32).rev() {
            let limb = self.0.get(bit / 32).copied().unwrap_or(0);
            let set = u64::from(limb >> (bit % 32) & 1);
            exponent += u32::from(top > 0);
            if top >> 63 == 0 {
                top = top << 1 | set;
            }
        }
        (top << top.leading_zeros().min(63), exponent)
    }

    fn to_f64(&self) -> f64 {
        let (top, exponent) = self.top();
        // 2^(exponent - 63), written as the exponent of a double.
        let scale = f64::from_bits(u64::from(1023 + exponent - 63) << 52);
        top as f64 * scale
    }
}
