//! The objects: single-writer states as bytes, each changed by one command at a time.

use super::budget::{self, Limits};
use super::chat::command::{Command, Report};
use super::chat::{self, ApplyError, Kept, Reports, Turn};
use super::settings::Settings;
use super::words::{self, Word, word};
use super::{answer, ledger};
use crate::text::{concat, digits};
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

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

/// What one command made of an object, as bytes.
pub struct Applied {
    /// What becomes of the stored state.
    pub state: Kept,
    /// What to answer.
    pub answer: Vec<u8>,
    /// Milliseconds from now until the alarm has to ring, in place of the one set before; `None`
    /// for never.
    pub wake_in: Option<u64>,
    /// What to tell others, if only a little later. What an object was to tell before and did not yet
    /// is in it, too.
    pub notices: Vec<Notice>,
}

/// A command for a ledger, and what its sender is told when it was carried out.
#[derive(Clone)]
pub struct Notice {
    /// Which ledger.
    pub ledger: String,
    /// The command for it.
    pub command: Vec<u8>,
    /// The command for the sender.
    pub heard: Vec<u8>,
}

/// The name of a shard of what an instance has.
pub(super) fn shard_name(instance: &Uuid, shard: u32) -> String {
    concat(&[instance.as_str(), ":", &digits(u64::from(shard))])
}

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
    let Turn { state, answer, wake_in, reports } = turn;
    let notices = reports.map(notices).unwrap_or_default();
    Applied { state, answer: words::to_bytes(&answer), wake_in, notices }
}

fn notices(Reports { instance, requests }: Reports) -> Vec<Notice> {
    let notice = |report: Report| {
        let heard = Command::Reported { requests: vec![(report.uuid, report.stage)], tally: None };
        Notice {
            ledger: ledger::name(&Uuid::from_bytes(instance), &report.uuid),
            heard: words::to_bytes(&heard),
            command: words::to_bytes(&ledger::Command::Put(report)),
        }
    };
    requests.into_iter().map(notice).collect()
}

word!(enum Kind { 0 => Chat, 1 => Budget, 2 => Ledger, 3 => Answer });
