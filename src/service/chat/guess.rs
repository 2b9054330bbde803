//! What a guess may be compared with, and what it costs; the same for codes made here and by the
//! vendor.

use super::command::{Answer, UuidBytes};
use super::state::{Chat, End};
use crate::contract::Reason;
use crate::service::policy::Policy;

/// The most live codes a policy allows.
const MOST: usize = 5;

/// Whose guess it is.
#[derive(Clone, Copy)]
pub(super) struct Guesser<'a> {
    /// The request it must belong to.
    pub(super) uuid: Option<&'a UuidBytes>,
    /// Whether the caller is a page.
    pub(super) public: bool,
}

impl Guesser<'_> {
    /// How many challenges such a guess is compared with at most.
    pub(super) fn reach(&self, policy: &Policy) -> usize {
        if self.uuid.is_some() { 1 } else { MOST.min(policy.live_codes as usize) }
    }
}

/// Places of the challenges a guess is charged to, newest first.
#[derive(Clone, Copy, Default)]
pub(super) struct Candidates {
    places: [usize; MOST],
    count: usize,
}

impl Candidates {
    pub(super) fn places(&self) -> &[usize] {
        self.places.get(..self.count).unwrap_or_default()
    }

    fn push(&mut self, place: usize) {
        if let Some(free) = self.places.get_mut(self.count) {
            *free = place;
            self.count += 1;
        }
    }
}

impl Chat {
    /// The challenges a guess is compared with, or why there are none.
    ///
    /// A named request is compared alone. Without a name every live code is a candidate, back to
    /// the last one that was validated: after a success a repeated code is "used", not "wrong".
    pub(super) fn candidates(
        &self,
        policy: &Policy,
        guesser: Guesser<'_>,
        now: u64,
    ) -> Result<Candidates, Answer> {
        let named = guesser.uuid.is_some();
        if let Some(retry_after) = self.barred(policy, named, guesser.public, now) {
            return Err(refused(Reason::TooManyAttempts, retry_after));
        }
        let mut found = Candidates::default();
        let mut reason = None;
        for (place, challenge) in self.challenges.iter().enumerate().rev() {
            if guesser.uuid.is_some_and(|uuid| *uuid != challenge.uuid) {
                continue;
            }
            let ended = match challenge.end {
                Some(End::Validated { .. }) => Reason::AlreadyUsed,
                Some(End::Expired) => Reason::ExpiredCode,
                None if challenge.guesses == 0 => Reason::TooManyAttempts,
                None => {
                    if found.count < guesser.reach(policy) {
                        found.push(place);
                    }
                    continue;
                }
            };
            reason = reason.or(Some(ended));
            if ended == Reason::AlreadyUsed {
                break;
            }
        }
        if found.count > 0 {
            return Ok(found);
        }
        Err(refused(reason.unwrap_or(Reason::NoActiveOtp), None))
    }

    /// Charges one guess to every candidate and one failure to the chat.
    pub(super) fn charge(&mut self, candidates: &Candidates, guesser: Guesser<'_>, now: u64) {
        for place in candidates.places() {
            if let Some(challenge) = self.challenges.get_mut(*place) {
                challenge.guesses = challenge.guesses.saturating_sub(1);
            }
        }
        self.charge_failure(guesser.uuid.is_some(), now);
    }

    /// A right guess: its challenge is used up, and the charge for a failure taken back.
    pub(super) fn succeed(&mut self, uuid: &UuidBytes, named: bool, at: u64, now: u64) -> Answer {
        if let Some(challenge) = self.challenge(uuid) {
            challenge.finish(End::Validated { at: now });
        }
        self.forgive_failure(named, at);
        self.tally.successes = self.tally.successes.saturating_add(1);
        self.report_now(now);
        Answer::Validated { uuid: *uuid, at: now }
    }

    /// A wrong guess: the charge stays.
    pub(super) fn fail(&mut self, left: u8, now: u64) -> Answer {
        self.tally_failure(now);
        Answer::Refused {
            reason: Reason::InvalidCode,
            attempts_remaining: Some(left),
            retry_after: None,
            evaluated: true,
        }
    }

    /// Counts a wrong guess for the instance.
    pub(super) fn tally_failure(&mut self, now: u64) {
        self.tally.failures = self.tally.failures.saturating_add(1);
        self.tally_soon(now);
    }
}

/// A guess that was not compared.
pub(super) fn refused(reason: Reason, retry_after: Option<u32>) -> Answer {
    Answer::Refused { reason, attempts_remaining: None, retry_after, evaluated: false }
}
