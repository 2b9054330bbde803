//! A guess at a code that was made here: charged first, compared then, used up last.

use super::command::{Answer, UuidBytes};
use super::guess::Guesser;
use super::state::{Challenge, Chat};
use crate::service::keys::{CodeHash, Keys};
use crate::service::policy::Policy;

/// What was typed, and for whom.
pub(super) struct Typed<'a> {
    pub(super) instance: &'a UuidBytes,
    pub(super) chat: &'a str,
    pub(super) code: &'a str,
}

impl Chat {
    /// Charges the guess, and tells whether it was right.
    pub(super) fn validate(
        &mut self,
        (keys, policy): (&Keys, &Policy),
        typed: &Typed<'_>,
        guesser: Guesser<'_>,
        now: u64,
    ) -> Answer {
        let named = guesser.uuid.is_some();
        let candidates = self.candidates(policy, guesser, now);
        let places = candidates.as_ref().map_or(&[][..], |found| found.places());
        let places: [Option<usize>; 5] = std::array::from_fn(|at| places.get(at).copied());
        if let Ok(found) = &candidates {
            self.charge(found, guesser, now);
        }
        // As many hashes with a live code as without one, so that theirs is no time that tells.
        let mut right = None;
        let mut left = 0;
        for place in places.iter().take(guesser.reach(policy)) {
            let challenge = place.and_then(|place| self.challenges.get(place));
            left = left.max(challenge.map_or(0, |challenge| challenge.guesses));
            let matches = self.compare(keys, typed, place);
            if let Some(challenge) = challenge
                && matches
                && right.is_none()
            {
                right = Some(challenge.uuid);
            }
        }
        match (candidates, right) {
            (Err(refusal), _) => refusal,
            (Ok(_), Some(uuid)) => self.succeed(&uuid, named, now, now),
            (Ok(_), None) => {
                self.challenges.iter_mut().for_each(Challenge::exhaust);
                if !named {
                    self.lock_if_full(policy, now);
                }
                self.fail(left, now)
            }
        }
    }

    /// Hashes the guess and compares it; where no hash is kept nothing matches.
    fn compare(&self, keys: &Keys, typed: &Typed<'_>, place: &Option<usize>) -> bool {
        let challenge = place.and_then(|place| self.challenges.get(place));
        let secret = challenge.and_then(|challenge| challenge.secret.as_ref());
        let pepper = secret.and_then(|secret| keys.pepper(secret.key));
        let uuid = challenge.map_or([0; 16], |challenge| challenge.uuid);
        let kept = CodeHash(secret.map_or([0; 32], |secret| secret.hash));
        let hash = pepper.unwrap_or(keys.current()).code_hash(
            typed.instance,
            typed.chat,
            &uuid,
            typed.code,
        );
        hash.matches(&kept) & pepper.is_some()
    }
}
