//! What the ledger and the instance's budget are told: at least once, and again until they heard.

use super::command::{Counts, Report, Stage, Tally, UuidBytes};
use super::state::{Chat, End};

/// Milliseconds that changes are gathered for: no longer than a person takes to look at the list.
const SOON: u64 = 250;
/// Milliseconds that right guesses are gathered for, when they alone are left to tell: only wrong
/// ones make an attack. As long as a shell may put off a backup alarm, which then tells them.
const LATER: u64 = 15_000;
/// As many right guesses as are gathered at most.
const MOST: u64 = 10;
/// Milliseconds until a report that was not confirmed is made again.
pub(super) const AGAIN: u64 = 30_000;

impl Chat {
    /// Something changed that is to be reported.
    pub(super) fn report_soon(&mut self, now: u64) {
        let soon = now.saturating_add(SOON);
        self.report_at = Some(self.report_at.map_or(soon, |at| at.min(soon)));
    }

    /// Everything that was not yet reported; it is offered again later unless it is confirmed.
    pub(super) fn reports(&mut self, now: u64) -> (Vec<Report>, Option<Tally>) {
        let mut reports = Vec::new();
        for known in self.challenges.iter().filter(|known| !known.is_reported()) {
            reports.push(Report {
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
            });
        }
        let (total, told) = (self.tally, self.tally_reported);
        let tally = (total != told).then(|| Tally {
            new: Counts {
                failures: total.failures.saturating_sub(told.failures),
                successes: total.successes.saturating_sub(told.successes),
            },
            total,
        });
        let anything = !reports.is_empty() || tally.is_some();
        self.report_at = anything.then(|| now.saturating_add(AGAIN));
        (reports, tally)
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
        if !self.challenges.iter().all(super::state::Challenge::is_reported) {
            return;
        }
        let (total, told) = (self.tally, self.tally_reported);
        if total == told {
            self.report_at = None;
        } else if total.failures == told.failures && total.successes < told.successes + MOST {
            let later = now.saturating_add(LATER);
            self.report_at = self.report_at.map(|at| at.max(later));
        }
    }
}
