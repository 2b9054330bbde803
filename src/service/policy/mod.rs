//! Every limit as data: what a start may choose, and how likely an attacker is to win against it.

mod odds;
mod read;

pub use odds::Odds;
pub use read::PolicyError;

use super::chat::command::CodeFormat;

/// 20 bits less a rounding: six digits have 19.93.
const STRICT_CODES: u32 = 977_936;

/// The limits of a service. All durations are in seconds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Policy {
    /// Whether a start whose odds are too high is refused.
    pub strict: bool,
    /// Lifetime of a code when the request names none.
    pub default_expires: u32,
    /// The longest lifetime; a larger `expires` is shortened to it.
    pub longest_expires: u32,
    /// How many different codes a format must allow for a request to be taken; 0 takes them all.
    pub fewest_codes: u32,
    /// Guesses that are compared with one code.
    pub guesses: u32,
    /// Codes of one chat that can be validated at the same time.
    pub live_codes: u32,
    /// Length of the window in which failures without `uuid` lock a chat.
    pub failure_window: u32,
    /// How many of them do.
    pub failures_in_window: u32,
    /// How long the first lock lasts; each further one lasts twice as long as the one before.
    pub lock: u32,
    /// How long a lock lasts at most.
    pub longest_lock: u32,
    /// Failures without `uuid` in 24 hours.
    pub failures_a_day: u32,
    /// Failures in a row after which a chat is closed to pages.
    pub failures_in_a_row: u32,
    /// Time between two sends to one chat.
    pub send_gap: u32,
    /// Length of the window in which sends to one chat are counted.
    pub send_window: u32,
    /// How many fit in it.
    pub sends_in_window: u32,
    /// Sends to one chat in 24 hours.
    pub sends_a_day: u32,
    /// Sends of an instance in a minute.
    pub sends_a_minute: u32,
    /// Percent of these that may go to numbers of one calling code.
    pub sends_to_one_prefix: u32,
    /// Wrong guesses of an instance in an hour from which pages must pass the challenge.
    pub failures_an_hour: u32,
    /// Whether every refused guess is answered alike.
    pub uniform_reasons: bool,
}

impl Policy {
    /// The contract's own lifetimes, 1800 seconds unless asked otherwise; odds are reported only.
    pub const CONTRACT: Policy = Policy {
        strict: false,
        default_expires: 1800,
        longest_expires: 1800,
        fewest_codes: 0,
        guesses: 5,
        live_codes: 3,
        failure_window: 900,
        failures_in_window: 10,
        lock: 900,
        longest_lock: 3600,
        failures_a_day: 20,
        failures_in_a_row: 100,
        send_gap: 30,
        send_window: 600,
        sends_in_window: 5,
        sends_a_day: 10,
        sends_a_minute: 60,
        sends_to_one_prefix: 20,
        failures_an_hour: 1000,
        uniform_reasons: false,
    };

    /// Codes live 10 minutes at most, 5 by default, and none that is easier to guess than six
    /// digits is made; a start with odds above 1 to 10,000 a day is refused.
    pub const STRICT: Policy = Policy {
        strict: true,
        default_expires: 300,
        longest_expires: 600,
        fewest_codes: STRICT_CODES,
        ..Policy::CONTRACT
    };

    /// The lifetime of a code for which so many seconds were asked.
    ///
    /// ```
    /// use hypersender_otp::service::policy::Policy;
    /// assert_eq!(Policy::STRICT.expires(Some(1800)), 600);
    /// assert_eq!(Policy::STRICT.expires(None), 300);
    /// ```
    pub fn expires(&self, asked: Option<u32>) -> u32 {
        asked.unwrap_or(self.default_expires).min(self.longest_expires)
    }

    /// Whether codes of this form are hard enough to guess.
    pub fn allows(&self, format: &CodeFormat) -> bool {
        odds::codes(format) >= f64::from(self.fewest_codes)
    }

    /// Whether a page may ask for codes of this form: never for ones easier to guess than six
    /// digits, since whoever attacks many chats would choose the weakest.
    pub fn allows_page(&self, format: &CodeFormat) -> bool {
        self.allows(format) && odds::codes(format) >= f64::from(STRICT_CODES)
    }
}
