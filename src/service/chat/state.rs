//! What is remembered of one chat: no code, no number, and nothing that time has ended.

use super::command::{Counts, Stage, UuidBytes};
use crate::service::keys::KeyId;
use crate::service::seal::Sealed;
use crate::service::words::word;
use crate::timestamp::Timestamp;

/// Codes that are remembered after they ended, so that the answer can say why.
const MAX_ENDED: usize = 3;
/// How many more are while their last change is not reported.
const MAX_UNREPORTED: usize = 16;

/// One chat. Times are in milliseconds since 1970 unless said otherwise; lists run from old to new.
#[derive(Clone, Default)]
pub(crate) struct Chat {
    pub(super) instance: Option<UuidBytes>,
    /// The number with its middle hidden.
    pub(super) masked: String,
    /// The first bytes of its keyed name.
    pub(super) tag: [u8; 8],
    pub(super) next_ticket: u64,
    pub(super) sends: Vec<Send>,
    /// Failures without `uuid`.
    pub(super) failures: Vec<u64>,
    /// Failures since the last success, with and without `uuid`; time does not lower it.
    pub(super) in_a_row: u32,
    pub(super) lock: Option<Lock>,
    /// Locks since the list of failures was last empty; each lasts twice as long.
    pub(super) locks: u8,
    /// Guesses the vendor has not judged yet.
    pub(super) charges: Vec<Charge>,
    pub(super) challenges: Vec<Challenge>,
    pub(super) tally: Counts,
    pub(super) tally_reported: Counts,
    /// When something is to be reported, or reported again.
    pub(super) report_at: Option<u64>,
}

/// A message that was sent, or is about to be.
#[derive(Clone)]
pub(super) struct Send {
    pub(super) at: u64,
    pub(super) ticket: u64,
    /// Whether a request was made of it.
    pub(super) used: bool,
}

/// No guess without `uuid` is taken for a while.
#[derive(Clone)]
pub(super) struct Lock {
    pub(super) from: u64,
    /// Milliseconds.
    pub(super) length: u64,
}

/// A guess that was charged and given to the vendor.
#[derive(Clone)]
pub(super) struct Charge {
    pub(super) ticket: u64,
    pub(super) at: u64,
    /// Whether the guess named its request.
    pub(super) named: bool,
    /// The challenges it was charged to.
    pub(super) covers: Vec<UuidBytes>,
}

/// One request for a code.
#[derive(Clone)]
pub(super) struct Challenge {
    pub(super) uuid: UuidBytes,
    /// In seconds, like the wire.
    pub(super) created: u64,
    /// In seconds; from then on it is not accepted.
    pub(super) expires: u64,
    /// Guesses left.
    pub(super) guesses: u8,
    /// What a guess is compared with; `None` when the vendor compares, or nobody any more.
    pub(super) secret: Option<Secret>,
    pub(super) end: Option<End>,
    pub(super) sent: bool,
    pub(super) parcel: Option<Parcel>,
    /// The stage that was reported last.
    pub(super) reported: Option<Stage>,
}

/// The keyed hash of a code, and which pepper made it.
#[derive(Clone)]
pub(super) struct Secret {
    pub(super) key: KeyId,
    pub(super) hash: [u8; 32],
}

/// Why a challenge is over, besides having no guesses left.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    Validated {
        at: u64,
    },
    /// Its time is up, newer codes took its place, or nothing can judge it any more.
    Expired,
}

/// A sealed message that waits for the courier.
#[derive(Clone)]
pub(super) struct Parcel {
    pub(super) sealed: Sealed,
    /// Times it was handed out.
    pub(super) attempts: u8,
    /// When it is handed out again.
    pub(super) next: u64,
}

impl Challenge {
    pub(super) fn is_live(&self) -> bool {
        self.end.is_none() && self.guesses > 0
    }

    /// When it is no longer accepted, in milliseconds.
    pub(super) fn ends_at(&self) -> u64 {
        Timestamp::from_seconds(self.expires).millis()
    }

    pub(super) fn stage(&self) -> Stage {
        match self.end {
            Some(End::Validated { .. }) => Stage::Validated,
            _ if self.sent => Stage::Sent,
            _ => Stage::Pending,
        }
    }

    pub(super) fn is_reported(&self) -> bool {
        self.reported == Some(self.stage())
    }

    /// Whether its message was handed out more than once.
    pub(super) fn is_handed_out_again(&self) -> bool {
        self.parcel.as_ref().is_some_and(|parcel| parcel.attempts > 1)
    }

    /// Without guesses nothing is left to compare or to deliver; the vendor's may still be settled.
    pub(super) fn exhaust(&mut self) {
        if self.guesses == 0 {
            self.secret = None;
            self.parcel = None;
        }
    }

    /// Ends it, and forgets what only a live one needs.
    pub(super) fn finish(&mut self, end: End) {
        self.end = Some(end);
        self.secret = None;
        self.parcel = None;
    }
}

impl Chat {
    /// Names one send or one guess, never twice: the random part tells apart what came before and
    /// after the chat was forgotten.
    pub(super) fn ticket(&mut self, now: u64, random: &[u8]) -> u64 {
        let random = random.first_chunk().map_or(0, |part| u16::from_le_bytes(*part));
        let ticket = self.next_ticket.max(now << 16 | u64::from(random));
        self.next_ticket = ticket.saturating_add(1);
        ticket
    }

    pub(super) fn challenge(&mut self, uuid: &UuidBytes) -> Option<&mut Challenge> {
        self.challenges.iter_mut().find(|known| known.uuid == *uuid)
    }

    /// Adds a challenge; the oldest live ones give way when there are too many.
    pub(super) fn add(&mut self, challenge: Challenge, max_live: u32) {
        let now = challenge.created;
        self.challenges.push(challenge);
        let live = self.challenges.iter().filter(|known| known.is_live()).count();
        let surplus = live.saturating_sub(max_live as usize);
        for oldest in self.challenges.iter_mut().filter(|known| known.is_live()).take(surplus) {
            oldest.finish(End::Expired);
            // Its time is over before it was up, and the ledger has to hear of that.
            oldest.expires = oldest.expires.min(now);
            oldest.reported = None;
        }
    }

    /// Forgets the oldest ended challenges beyond those that are remembered.
    pub(super) fn trim(&mut self) {
        let mut ended = self.challenges.iter().filter(|known| !known.is_live()).count();
        self.challenges.retain(|known| {
            let most = if known.is_reported() { MAX_ENDED } else { MAX_UNREPORTED };
            let drop = !known.is_live() && ended > most;
            ended -= usize::from(drop);
            !drop
        });
        if self.challenges.is_empty() {
            self.masked.clear();
            self.tag = [0; 8];
        }
    }
}

word!(struct Chat { instance, masked, tag, next_ticket, sends, failures, in_a_row, lock, locks, charges, challenges, tally, tally_reported, report_at });
word!(struct Send { at, ticket, used });
word!(struct Lock { from, length });
word!(struct Charge { ticket, at, named, covers });
word!(struct Challenge { uuid, created, expires, guesses, secret, end, sent, parcel, reported });
word!(struct Secret { key, hash });
word!(enum End { 0 => Validated { at }, 1 => Expired });
word!(struct Parcel { sealed, attempts, next });
