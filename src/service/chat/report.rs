//! What the ledger and the instance's budget are told: at least once, and again until they heard.

use super::command::{Counts, Report, Stage, Tally, UuidBytes};
use super::state::{Challenge, Chat, End};
use super::turn::Reports;

/// Milliseconds that wrong guesses are gathered for.
const SOON: u64 = 250;
/// Milliseconds that right guesses are gathered for, when they alone are left to tell: only wrong
/// ones make an attack, and the budget counts in slices of as long.
const LATER: u64 = 300_000;
/// As many right guesses as are gathered at most.
const MOST: u64 = 32;
/// Milliseconds until a report that was not confirmed is made again.
pub(super) const AGAIN: u64 = 30_000;

impl Chat {
    /// A request moved on: the ledger is told with this very turn.
    pub(super) fn report_now(&mut self, now: u64) {
        self.report_at = Some(now);
    }

    /// A wrong guess is to be counted.
    pub(super) fn tally_soon(&mut self, now: u64) {
        let soon = now.saturating_add(SOON);
        self.report_at = Some(self.report_at.map_or(soon, |at| at.min(soon)));
    }

    /// Reports with this turn whatever is not confirmed; gives the guesses for the budget, but for
    /// right ones that can wait.
    pub(super) fn report(&mut self, now: u64) -> Option<Tally> {
        let due = self.report_at.is_some_and(|at| at <= now);
        self.report_at = Some(now);
        let (total, told) = (self.tally, self.tally_reported);
        (total != told && (due || !self.can_wait())).then(|| Tally {
            new: Counts {
                failures: total.failures.saturating_sub(told.failures),
                successes: total.successes.saturating_sub(told.successes),
            },
            total,
        })
    }

    /// What the ledger is told with this turn, if it is time: it is told again unless it confirms,
    /// and so is the budget, where the guesses were `counted` for it.
    pub(super) fn tell(&mut self, counted: bool, now: u64) -> Option<Reports> {
        if self.report_at.is_none_or(|at| now < at) {
            return None;
        }
        let unheard = self.challenges.iter().filter(|known| !known.is_reported());
        let requests: Vec<Report> = unheard.map(|known| self.report_of(known)).collect();
        let again = (counted || !requests.is_empty()).then(|| now.saturating_add(AGAIN));
        let tally = if counted { None } else { self.tally_at(now) };
        self.report_at = [again, tally].into_iter().flatten().min();
        let instance = self.instance.filter(|_| !requests.is_empty())?;
        Some(Reports { instance, requests })
    }

    /// When the budget is to be told of guesses that it does not know.
    fn tally_at(&self, now: u64) -> Option<u64> {
        let wait = if self.can_wait() { LATER } else { SOON };
        (self.tally != self.tally_reported).then(|| now.saturating_add(wait))
    }

    /// Whether a few right guesses at most are left to tell.
    fn can_wait(&self) -> bool {
        let (total, told) = (self.tally, self.tally_reported);
        total.failures == told.failures && total.successes < told.successes + MOST
    }

    /// Every request that is remembered, as the ledger would be told of it, newest first.
    pub(super) fn requests(&self) -> Vec<Report> {
        self.challenges.iter().rev().map(|known| self.report_of(known)).collect()
    }

    fn report_of(&self, known: &Challenge) -> Report {
        Report {
            uuid: known.uuid,
            masked: self.masked.clone(),
            tag: self.tag,
            stage: known.stage(),
            created: known.created,
            expires: known.expires,
            validated_at: match known.end {
                Some(End::Validated { at }) => Some(at),
                _ => None,
            },
        }
    }

    /// Remembers what was reported; a change that came in between stays to be reported.
    pub(super) fn reported(
        &mut self,
        requests: &[(UuidBytes, Stage)],
        tally: Option<Counts>,
        now: u64,
    ) {
        for (uuid, stage) in requests {
            if let Some(challenge) = self.challenge(uuid) {
                let stage = challenge.stage().min(*stage);
                challenge.reported = challenge.reported.max(Some(stage));
            }
        }
        if let Some(total) = tally {
            let told = &mut self.tally_reported;
            told.failures = told.failures.max(total.failures.min(self.tally.failures));
            told.successes = told.successes.max(total.successes.min(self.tally.successes));
        }
        if !self.challenges.iter().all(Challenge::is_reported) {
            return;
        }
        if self.tally == self.tally_reported {
            self.report_at = None;
        } else if self.can_wait() {
            let later = now.saturating_add(LATER);
            self.report_at = self.report_at.map(|at| at.max(later));
        }
    }
}
