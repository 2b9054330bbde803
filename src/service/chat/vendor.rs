//! A guess at a code the vendor made: charged here, judged there, settled here.

use super::command::{Answer, Verdict};
use super::guess::{Guesser, refused};
use super::state::{Charge, Chat, End};
use crate::contract::Reason;
use crate::service::policy::Policy;

impl Chat {
    /// Charges a guess and lets the vendor be asked.
    pub(super) fn charge_for_vendor(
        &mut self,
        policy: &Policy,
        guesser: Guesser<'_>,
        now: u64,
        random: &[u8],
    ) -> Answer {
        let candidates = match self.candidates(policy, guesser, now) {
            Ok(candidates) => candidates,
            Err(refusal) => return refusal,
        };
        self.charge(&candidates, guesser, now);
        let ticket = self.ticket(now, random);
        let covered = |place: &usize| self.challenges.get(*place).map(|known| known.uuid);
        let covers = candidates.places().iter().filter_map(covered).collect();
        self.charges.push(Charge { ticket, at: now, named: guesser.uuid.is_some(), covers });
        Answer::Charged { ticket }
    }

    /// Takes in what the vendor said.
    pub(super) fn settle(
        &mut self,
        policy: &Policy,
        ticket: u64,
        verdict: Verdict,
        now: u64,
    ) -> Answer {
        let Some(place) = self.charges.iter().position(|charge| charge.ticket == ticket) else {
            return refused(Reason::Refused, None);
        };
        let charge = self.charges.remove(place);
        let answer = match verdict {
            Verdict::Valid { uuid } if charge.covers.contains(&uuid) => {
                match self.challenge(&uuid).map(|known| known.end) {
                    Some(None) => self.succeed(&uuid, charge.named, charge.at, now),
                    Some(Some(End::Validated { .. })) => refused(Reason::AlreadyUsed, None),
                    Some(Some(End::Expired)) | None => refused(Reason::ExpiredCode, None),
                }
            }
            // Right for a request that was not meant is wrong for the one that was.
            Verdict::Valid { .. } | Verdict::Invalid => {
                let left = self.guesses_left(&charge);
                self.fail(left, now)
            }
            Verdict::Ended(reason) => {
                self.end_covered(&charge, reason);
                if reason == Reason::Refused {
                    // It does not tell wrong from over, and guesses at many chats must not go unseen.
                    self.tally_failure(now);
                }
                refused(reason, None)
            }
            Verdict::Unknown => refused(Reason::Refused, None),
        };
        let wrong = !matches!(answer, Answer::Validated { .. });
        if wrong && !charge.named {
            self.lock_if_full(policy, now);
        }
        answer
    }

    fn guesses_left(&self, charge: &Charge) -> u8 {
        let covered = self.challenges.iter().filter(|known| charge.covers.contains(&known.uuid));
        covered.map(|known| known.guesses).max().unwrap_or(0)
    }

    /// Ends what the vendor says is over, when there is no doubt which request it means, and no
    /// other guess at it is open: that one may be what used it up, and is yet to win.
    fn end_covered(&mut self, charge: &Charge, reason: Reason) {
        let [uuid] = charge.covers.as_slice() else { return };
        if self.charges.iter().any(|open| open.covers.contains(uuid)) {
            return;
        }
        let Some(challenge) = self.challenge(uuid).filter(|known| known.end.is_none()) else {
            return;
        };
        match reason {
            Reason::ExpiredCode | Reason::AlreadyUsed | Reason::NoActiveOtp => {
                challenge.finish(End::Expired);
            }
            Reason::TooManyAttempts => challenge.guesses = 0,
            Reason::InvalidCode | Reason::Refused => {}
        }
    }
}
