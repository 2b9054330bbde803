//! What an instance as a whole may send, and how its guesses go: limits that no chat can see alone.

mod country;
mod slices;
mod state;

pub use country::calling_code;
pub(crate) use state::apply;

use super::chat::command::Counts;
use crate::service::words::word;

/// What a budget is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Charges one send to a country, and more of them ahead where plenty are left. Answers
    /// [`Answer::Charged`] or [`Answer::Spent`].
    Charge {
        /// The country's calling code, of [`calling_code`].
        country: u16,
        /// How many more are wanted ahead.
        wanted: u32,
    },
    /// Guesses that chats report. Answers [`Answer::Noted`].
    Verdicts(Counts),
    /// Asks how guesses go. Answers [`Answer::Status`].
    Status,
    /// The alarm rang: forgets what counts no more. Answers [`Answer::Done`].
    Sweep,
}

/// What a budget answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// The send may go.
    Charged {
        /// So many more were charged to the country, and may go within [`LEASE`] seconds from when
        /// they were asked for: at most the wanted ones, 255, and a 64th of what is left.
        ahead: u32,
    },
    /// It may not.
    Spent {
        /// Whether it is one country's part that is spent, and not the whole.
        country: bool,
        /// Seconds until it may, at least 1.
        retry_after: u32,
    },
    /// How guesses go.
    Status {
        /// The last hour's, of this shard.
        hour: Counts,
    },
    /// The guesses are counted.
    Noted {
        /// The last hour's guesses, when they have to be told to somebody: once an hour at most.
        alarm: Option<Counts>,
    },
    /// It is so.
    Done,
}

/// Seconds within which sends go that were charged ahead.
pub const LEASE: u64 = 5;

/// Whether wrong guesses exceed what honest callers make, of whom `allowed` wrong ones are never too
/// many: expected takeovers grow with the failures over all chats, however few each chat sees.
pub fn is_attack(hour: Counts, allowed: u64) -> bool {
    // Divided, since three times as many may be more than a number holds.
    hour.failures > allowed && hour.failures.div_ceil(3) > hour.successes
}

/// One shard's part of an instance's limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// Sends a minute.
    pub sends: u32,
    /// Sends a minute to one country.
    pub country: u32,
    /// Wrong guesses an hour that are never too many.
    pub failures: u64,
}

/// Sends a minute that one shard takes.
const SHARD: u32 = 600;

impl Limits {
    /// Shards an instance of so many sends a minute has: 1 to 64.
    pub fn shards(sends: u32) -> u32 {
        (sends / SHARD).clamp(1, 64)
    }

    /// One shard's part of `sends` a minute, of `percent` of them to one country, and of
    /// `failures` wrong guesses an hour.
    pub fn part(sends: u32, percent: u32, failures: u64) -> Limits {
        let shards = Limits::shards(sends);
        let part = (sends / shards).max(1);
        let country = u64::from(part) * u64::from(percent) / 100;
        Limits {
            sends: part,
            country: (country as u32).max(1),
            failures: failures / u64::from(shards),
        }
    }
}

word!(enum Command { 0 => Charge { country, wanted }, 1 => Verdicts(it), 2 => Status, 3 => Sweep });
word!(enum Answer {
    0 => Charged { ahead },
    1 => Spent { country, retry_after },
    2 => Status { hour },
    3 => Noted { alarm },
    4 => Done,
});
