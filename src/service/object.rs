//! The objects: single-writer states as bytes, each changed by one command at a time.

use super::budget::{self, Limits};
use super::chat::{self, ApplyError, Turn};
use super::settings::Settings;
use super::words::{self, Word, word};
use super::{answer, ledger};
use crate::timestamp::Timestamp;

/// What an object holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Kind {
    /// One chat of one instance.
    Chat,
    /// A part of an instance's limits.
    Budget,
    /// A part of an instance's list of requests.
    Ledger,
    /// One answer that may be asked for again.
    Answer,
}

impl Kind {
    /// Its name.
    pub const fn as_str(self) -> &'static str {
        match self {
            Kind::Chat => "chat",
            Kind::Budget => "budget",
            Kind::Ledger => "ledger",
            Kind::Answer => "answer",
        }
    }

    /// The kind of that name.
    pub fn from_name(name: &str) -> Option<Kind> {
        match name {
            "chat" => Some(Kind::Chat),
            "budget" => Some(Kind::Budget),
            "ledger" => Some(Kind::Ledger),
            "answer" => Some(Kind::Answer),
            _ => None,
        }
    }
}

/// What one command made of an object; its answer as bytes.
pub type Applied = Turn<Vec<u8>>;

/// Lets one command happen to one object.
///
/// # Errors
/// The state, the command or the random bytes cannot be used; nothing has changed then.
pub(super) fn apply(
    settings: &Settings,
    kind: Kind,
    state: Option<&[u8]>,
    command: &[u8],
    now: Timestamp,
    random: &[u8],
) -> Result<Applied, ApplyError> {
    let Settings { keys, policy, .. } = settings;
    match kind {
        Kind::Chat => Ok(as_bytes(chat::apply(keys, policy, state, &read(command)?, now, random)?)),
        Kind::Budget => {
            let limits = Limits::part(
                policy.sends_a_minute,
                policy.sends_to_one_prefix,
                u64::from(policy.failures_an_hour),
            );
            Ok(as_bytes(budget::apply(limits, state, &read(command)?, now)?))
        }
        Kind::Ledger => Ok(as_bytes(ledger::apply(state, read(command)?, now)?)),
        Kind::Answer => {
            let lifetime = u64::from(policy.longest_expires);
            Ok(as_bytes(answer::apply(keys, lifetime, state, read(command)?, now, random)?))
        }
    }
}

fn read<T: Word>(command: &[u8]) -> Result<T, ApplyError> {
    words::from_bytes(command).ok_or(ApplyError::Command("it is none that this object knows"))
}

fn as_bytes<A: Word>(turn: Turn<A>) -> Applied {
    let Turn { state, answer, wake_in } = turn;
    Turn { state, answer: words::to_bytes(&answer), wake_in }
}

word!(enum Kind { 0 => Chat, 1 => Budget, 2 => Ledger, 3 => Answer });
