//! What time does to a chat: forwards it ends and forgets, backwards it gives nothing back.

use super::state::{Chat, End};
use crate::service::keys::Keys;

/// Milliseconds.
pub(super) const DAY: u64 = 86_400_000;
/// How long a charged guess waits for the vendor's verdict.
const VERDICT: u64 = 3_600_000;

impl Chat {
    /// Moves whatever lies in the future to now.
    ///
    /// So a clock that went back neither empties a window nor makes a lock last for years, and no
    /// code lives past the time it was given.
    pub(super) fn turn_back(&mut self, now: u64) {
        let least = |time: &mut u64, most: u64| *time = most.min(*time);
        self.sends.iter_mut().for_each(|send| least(&mut send.at, now));
        self.failures.iter_mut().for_each(|at| least(at, now));
        self.charges.iter_mut().for_each(|charge| least(&mut charge.at, now));
        self.lock.iter_mut().for_each(|lock| least(&mut lock.from, now));
        self.report_at
            .iter_mut()
            .for_each(|at| least(at, now.saturating_add(super::report::AGAIN)));
        for challenge in &mut self.challenges {
            let lifetime = challenge.expires.saturating_sub(challenge.created);
            least(&mut challenge.created, now / 1000);
            least(&mut challenge.expires, (now / 1000).saturating_add(lifetime));
            if let Some(parcel) = &mut challenge.parcel {
                least(&mut parcel.next, now.saturating_add(super::outbox::LONGEST));
            }
        }
    }

    /// Ends what `now` has ended and forgets what ended a day ago.
    ///
    /// What was once seen ended stays so, even if the clock goes back.
    pub(super) fn sweep(&mut self, keys: &Keys, now: u64) {
        for challenge in self.challenges.iter_mut().filter(|known| known.end.is_none()) {
            let keyless =
                challenge.secret.as_ref().is_some_and(|kept| keys.pepper(kept.key).is_none());
            if keyless || now / 1000 >= challenge.expires {
                challenge.finish(End::Expired);
            }
        }
        self.challenges.retain(|known| now < known.ends_at() + DAY);
        self.sends.retain(|send| now < send.at.saturating_add(DAY));
        self.failures.retain(|at| now < at.saturating_add(DAY));
        self.charges.retain(|charge| now < charge.at.saturating_add(VERDICT));
        if self.lock.as_ref().is_some_and(|lock| now >= lock.from.saturating_add(lock.length)) {
            self.lock = None;
        }
        if self.failures.is_empty() && self.lock.is_none() {
            self.locks = 0;
        }
    }

    /// Whether nothing is left that the next command would have to know.
    pub(super) fn is_blank(&self) -> bool {
        self.challenges.is_empty()
            && self.sends.is_empty()
            && self.failures.is_empty()
            && self.charges.is_empty()
            && self.in_a_row == 0
            && self.lock.is_none()
            && self.tally == self.tally_reported
    }

    /// Milliseconds until something is due: a delivery, a report, or forgetting.
    pub(super) fn wake_in(&self, now: u64) -> Option<u64> {
        let mut sooner = self.report_at;
        for known in &self.challenges {
            if let Some(parcel) = &known.parcel {
                let due = parcel.next.min(known.ends_at());
                sooner = Some(sooner.map_or(due, |at| at.min(due)));
            }
        }
        sooner.or_else(|| self.lapses_at()).map(|at| at.saturating_sub(now))
    }

    /// When the last thing that time ends will have ended.
    fn lapses_at(&self) -> Option<u64> {
        let mut last = None;
        let mut ends = |from: u64, length: u64| last = last.max(Some(from.saturating_add(length)));
        self.challenges.iter().for_each(|known| ends(known.ends_at(), DAY));
        self.sends.iter().for_each(|send| ends(send.at, DAY));
        self.failures.iter().for_each(|at| ends(*at, DAY));
        self.charges.iter().for_each(|charge| ends(charge.at, VERDICT));
        self.lock.iter().for_each(|lock| ends(lock.from, lock.length));
        last
    }
}
