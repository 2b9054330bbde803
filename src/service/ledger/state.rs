//! One shard of the list: its newest requests.

use super::page::key;
use super::{Answer, Command};
use crate::contract::Status;
use crate::service::chat::command::{Report, Stage};
use crate::service::chat::{Kept, Turn};
use crate::service::stored::{self, StateError};
use crate::service::words::word;
use crate::timestamp::Timestamp;

/// Requests a shard remembers, which is some 7 kB; the oldest give way.
pub const MAX_ENTRIES: usize = 128;

#[derive(Default)]
struct Ledger {
    /// Newest first.
    entries: Vec<Report>,
}

/// Lets one command happen to one shard.
///
/// # Errors
/// The stored state cannot be used.
#[inline(never)]
pub(crate) fn apply(
    state: Option<&[u8]>,
    command: Command,
    now: Timestamp,
) -> Result<Turn<Answer>, StateError> {
    let mut ledger: Ledger = stored::read(state)?;
    let (state, answer) = match command {
        Command::Put(report) => match ledger.put(report) {
            true => (Kept::Store(stored::write(&ledger)), Answer::Done),
            false => (Kept::Unchanged, Answer::Done),
        },
        Command::Get(uuid) => {
            ledger.entries.retain(|entry| entry.uuid == uuid);
            (Kept::Unchanged, Answer::Page(ledger.entries))
        }
        Command::List(query) => (Kept::Unchanged, Answer::Page(query.pick(ledger.entries, now))),
    };
    Ok(Turn { state, answer, wake_in: None, reports: None })
}

impl Ledger {
    /// Whether that told anything new.
    fn put(&mut self, report: Report) -> bool {
        let place = self.entries.binary_search_by(|entry| key(&report).cmp(&key(entry)));
        match place {
            Ok(at) => self.entries.get_mut(at).is_some_and(|entry| {
                // Sooner where newer codes took its place, later where the vendor named it again.
                let moved = report.expires != entry.expires;
                entry.expires = report.expires;
                advance(entry, report.stage, report.validated_at) || moved
            }),
            Err(at) if at >= MAX_ENTRIES => false,
            Err(at) => {
                self.entries.insert(at, report);
                self.entries.truncate(MAX_ENTRIES);
                true
            }
        }
    }
}

/// Moves an entry on, never back.
fn advance(entry: &mut Report, stage: Stage, validated_at: Option<u64>) -> bool {
    let later = stage > entry.stage;
    if later {
        entry.stage = stage;
        entry.validated_at = validated_at;
    }
    later
}

/// How far a request is at `now`.
pub fn status(report: &Report, now: Timestamp) -> Status {
    let over = now.millis() / 1000 >= report.expires;
    match report.stage {
        Stage::Validated => Status::Validated,
        _ if over => Status::Expired,
        Stage::Sent => Status::Sent,
        Stage::Pending => Status::Pending,
    }
}

word!(struct Ledger { entries });
