//! How likely an attacker is to win.

use super::Policy;
use crate::service::chat::command::CodeFormat;

/// One chat's odds a day above which a strict start is refused.
const TOO_HIGH: f64 = 1e-4;

/// How likely an attacker who wastes no guess is to win, against the weakest code a policy allows.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Odds {
    /// How many different codes the weakest form has.
    pub codes: f64,
    /// That one code falls.
    pub code: f64,
    /// That one code of a chat falls within the worst 24 hours.
    pub day: f64,
    /// That one falls before a chat is closed to pages.
    pub until_closed: f64,
    /// Codes that fall an hour, on average, before an attack that spreads over all chats of an
    /// instance must pass the challenge.
    pub takeovers_an_hour: f64,
}

impl Odds {
    /// Whether a strict start is refused for them.
    pub fn are_too_high(&self) -> bool {
        self.day > TOO_HIGH
    }
}

impl Policy {
    /// The odds against the weakest code this policy allows.
    ///
    /// ```
    /// use hypersender_otp::service::policy::Policy;
    /// let odds = Policy::STRICT.odds();
    /// assert_eq!(odds.codes, 1e6);
    /// assert!((odds.code - 5e-6).abs() < 1e-12);
    /// assert!(odds.day < 1e-4);
    /// ```
    pub fn odds(&self) -> Odds {
        self.odds_against(self.weakest())
    }

    /// The odds against a form of so many different codes.
    pub fn odds_against(&self, codes: f64) -> Odds {
        let guess = 1.0 / codes;
        // The guesses at one code are all different, those at two codes know nothing of each other.
        let code = (f64::from(self.guesses) / codes).min(1.0);
        Odds {
            codes,
            code,
            day: at_least_once(code, self.sends_a_day.saturating_add(self.carried())),
            until_closed: at_least_once(guess, self.failures_in_a_row),
            takeovers_an_hour: f64::from(self.failures_an_hour) * guess,
        }
    }

    /// Codes sent shortly before a day begins that can still be guessed in it.
    fn carried(&self) -> u32 {
        let lifetime = self.longest_expires;
        let windows = lifetime / self.send_window.max(1) + 1;
        let by_gap = lifetime.checked_div(self.send_gap).map_or(u32::MAX, |gaps| gaps + 1);
        self.live_codes
            .min(self.sends_a_day)
            .min(self.sends_in_window.saturating_mul(windows))
            .min(by_gap)
    }

    fn weakest(&self) -> f64 {
        let mut weakest = f64::INFINITY;
        for (letter, number, capital) in
            [(false, true, false), (true, false, true), (true, true, true), (true, false, false)]
        {
            for length in 4..=10 {
                let format = CodeFormat { length, letter, number, capital };
                if self.allows(&format) {
                    weakest = weakest.min(codes(&format));
                }
            }
        }
        weakest
    }
}

/// How many different codes a form has.
pub(super) fn codes(format: &CodeFormat) -> f64 {
    let letters = if format.capital { 26 } else { 52 };
    let size = u32::from(format.letter) * letters + u32::from(format.number) * 10;
    let mut codes = 1.0;
    for _ in 0..format.length {
        codes *= f64::from(size);
    }
    codes
}

/// That something happens at least once in so many independent tries.
fn at_least_once(chance: f64, mut tries: u32) -> f64 {
    // By squaring, since powers of the standard library bring a mathematics library along.
    let (mut never, mut power) = (1.0, 1.0 - chance);
    while tries > 0 {
        if tries & 1 == 1 {
            never *= power;
        }
        power *= power;
        tries >>= 1;
    }
    1.0 - never
}
