//! One shard of an instance's budget.

use super::slices::Slices;
use super::{Answer, Command, LEASE, Limits, is_attack};
use crate::service::chat::command::Counts;
use crate::service::chat::{Kept, Turn};
use crate::service::stored::{self, StateError};
use crate::service::words::word;
use crate::timestamp::Timestamp;

/// Seconds between two alarms about the same attack.
const ALARM_GAP: u64 = 3600;
/// Sends that are charged ahead at once, at most.
const MOST_AHEAD: u32 = 255;
/// The part of what is left that they are at most, so that many services can lease at once.
const PART_AHEAD: u32 = 64;

#[derive(Default)]
struct Budget {
    /// Sends to each country in the last minute; one slice more than that takes, since a leased send
    /// goes up to [`LEASE`] seconds after it was counted.
    sends: Slices<Vec<(u16, u32)>, LEASE, 14>,
    /// Guesses in the last hour.
    guesses: Slices<Counts, 300, 13>,
    /// When an alarm was last raised, in seconds since 1970.
    alarm: Option<u64>,
}

/// Lets one command happen to one shard.
///
/// # Errors
/// The stored state cannot be used.
#[inline(never)]
pub(crate) fn apply(
    limits: Limits,
    state: Option<&[u8]>,
    command: &Command,
    now: Timestamp,
) -> Result<Turn<Answer>, StateError> {
    let now = now.millis() / 1000;
    let mut budget: Budget = stored::read(state)?;
    let turned_back = budget.sends.sweep(now) | budget.guesses.sweep(now);
    // A clock that went back must not keep the next alarm waiting.
    budget.alarm = budget.alarm.filter(|raised| (*raised..*raised + ALARM_GAP).contains(&now));
    let answer = match command {
        Command::Charge { country, wanted } => budget.charge(limits, *country, *wanted, now),
        Command::Verdicts(counts) => budget.note(limits, *counts, now),
        Command::Status => Answer::Status { hour: budget.hour() },
        Command::Sweep => Answer::Done,
    };
    // What a clock that went back has moved must be kept, or it would move again later.
    let changed = turned_back || !matches!(answer, Answer::Spent { .. } | Answer::Status { .. });
    let over = budget.sends.is_empty() && budget.guesses.is_empty();
    let kept = match (changed, answer == Answer::Done && over) {
        (_, true) => Kept::Delete,
        (true, _) => Kept::Store(stored::write(&budget)),
        (false, _) => Kept::Unchanged,
    };
    // Long after everything lapsed, so that a busy shard does not wake for nothing.
    let wake_in = (kept != Kept::Delete && (changed || state.is_some())).then_some(2 * 3_600_000);
    Ok(Turn { state: kept, answer, wake_in, reports: None })
}

impl Budget {
    fn charge(&mut self, limits: Limits, country: u16, wanted: u32, now: u64) -> Answer {
        let all = |slice: &Vec<(u16, u32)>| slice.iter().map(|(_, sends)| *sends).sum::<u32>();
        let own = |slice: &Vec<(u16, u32)>| {
            slice.iter().filter(|(code, _)| *code == country).map(|(_, sends)| *sends).sum::<u32>()
        };
        let (left, instance) = self.sends.left(now, limits.sends, all);
        let (own_left, share) = self.sends.left(now, limits.country, own);
        let retry_after = instance.max(share);
        if retry_after > 0 {
            return Answer::Spent { country: share > instance, retry_after };
        }
        let sends = 1 + wanted.min((left.min(own_left) - 1) / PART_AHEAD).min(MOST_AHEAD);
        let slice = self.sends.running(now);
        match slice.iter_mut().find(|(code, _)| *code == country) {
            Some((_, sum)) => *sum += sends,
            None => slice.push((country, sends)),
        }
        Answer::Charged { ahead: sends - 1 }
    }

    fn note(&mut self, limits: Limits, counts: Counts, now: u64) -> Answer {
        let slice = self.guesses.running(now);
        slice.failures = slice.failures.saturating_add(counts.failures);
        slice.successes = slice.successes.saturating_add(counts.successes);
        let raise = is_attack(self.hour(), limits.failures) && self.alarm.is_none();
        if raise {
            self.alarm = Some(now);
        }
        Answer::Noted { alarm: raise.then(|| self.hour()) }
    }

    fn hour(&self) -> Counts {
        self.guesses.counts().fold(Counts::default(), |sum, slice| Counts {
            failures: sum.failures.saturating_add(slice.failures),
            successes: sum.successes.saturating_add(slice.successes),
        })
    }
}

word!(struct Budget { sends, guesses, alarm });
