//! Messages that wait for the courier: sealed, handed out at least once, forgotten when accepted.

use super::command::{Delivery, Outcome, UuidBytes};
use super::state::Chat;
use crate::service::keys::Keys;
use crate::service::words::from_bytes;
use crate::service::words::word;

/// What a message is sealed for.
pub(super) const PURPOSE: &str = "message";
/// Milliseconds until a message that was handed out is handed out again if nothing is heard of it:
/// longer than a courier is waited for.
const IN_HAND: u64 = 30_000;
/// The most milliseconds between two tries.
pub(super) const LONGEST: u64 = 60_000;

/// What is sealed. It has no `Debug`, because it holds the code.
pub(super) struct Letter {
    pub(super) chat: String,
    pub(super) text: String,
    pub(super) code: String,
}

impl Chat {
    /// The messages to deliver now. Each is set to be handed out again before it is handed out, so
    /// that a crash in between sends it twice and not never.
    pub(super) fn deliveries(&mut self, keys: &Keys, now: u64) -> Vec<Delivery> {
        let Some(instance) = self.instance else { return Vec::new() };
        let mut deliveries = Vec::new();
        for challenge in &mut self.challenges {
            let Some(parcel) = challenge.parcel.as_mut().filter(|parcel| parcel.next <= now) else {
                continue;
            };
            parcel.attempts = parcel.attempts.saturating_add(1);
            parcel.next = now.saturating_add(IN_HAND);
            let plain = keys.open(PURPOSE, (&instance, &challenge.uuid), &parcel.sealed);
            let Some(Letter { chat, text, code }) = plain.and_then(|plain| from_bytes(&plain))
            else {
                challenge.parcel = None;
                continue;
            };
            let (uuid, created, expires) = (challenge.uuid, challenge.created, challenge.expires);
            deliveries.push(Delivery { uuid, chat, text, code, created, expires });
        }
        deliveries
    }

    /// Takes in what the courier said.
    pub(super) fn delivered(&mut self, uuid: &UuidBytes, outcome: Outcome, now: u64) {
        let Some(challenge) = self.challenge(uuid) else { return };
        match outcome {
            Outcome::Accepted => {
                challenge.parcel = None;
                challenge.sent = true;
                self.report_now(now);
            }
            Outcome::Rejected => challenge.parcel = None,
            // Of the one before it may not be known either, so two have gone out already.
            Outcome::Unknown if challenge.is_handed_out_again() => challenge.parcel = None,
            Outcome::Retry | Outcome::Unknown => {
                if let Some(parcel) = &mut challenge.parcel {
                    let delay = 1000_u64 << parcel.attempts.saturating_sub(1).min(6);
                    parcel.next = now.saturating_add(delay.min(LONGEST));
                }
            }
        }
    }
}

word!(struct Letter { chat, text, code });
