//! What is known of one chat: its challenges, oldest first, without a code or a number.

use super::keys::CodeHash;
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

/// Guesses that are compared with one code at most.
pub const GUESSES: u8 = 5;
/// Codes of one chat that can be validated at the same time.
pub const MAX_LIVE: usize = 3;
/// Codes that are remembered after they ended, so that the answer can say why.
pub const MAX_FINISHED: usize = 3;
/// Seconds after its expiry for which a finished code is remembered at most.
const REMEMBERED: u64 = 86_400;

/// How far a challenge has come.
#[derive(Clone, Copy)]
pub(crate) enum Phase {
    /// It can be validated; `guesses` (1 to 5) are left.
    Live { guesses: u8, hash: CodeHash },
    /// All its guesses were wrong.
    Exhausted,
    /// The right code came.
    Validated,
    /// Its time is up, or newer codes took its place.
    Expired,
}

/// One request for a code.
#[derive(Clone, Copy)]
pub(crate) struct Challenge {
    pub(crate) uuid: [u8; 16],
    /// Seconds since 1970.
    pub(crate) created: u64,
    /// Seconds from then.
    pub(crate) lifetime: u16,
    pub(crate) phase: Phase,
}

impl Challenge {
    pub(crate) fn expires(&self) -> Timestamp {
        Timestamp::from_millis(self.created.saturating_mul(1000))
            .plus_seconds(u64::from(self.lifetime))
    }

    pub(crate) fn is_live(&self) -> bool {
        matches!(self.phase, Phase::Live { .. })
    }
}

/// All challenges of one chat that are still known, oldest first.
#[derive(Clone, Default)]
pub(crate) struct Chat {
    pub(crate) challenges: Vec<Challenge>,
}

impl Chat {
    /// Ends what `now` has ended and forgets what ended long ago; whether anything changed.
    ///
    /// What was once seen expired stays so, even if the clock goes back.
    pub(crate) fn sweep(&mut self, now: Timestamp) -> bool {
        let mut changed = false;
        for challenge in &mut self.challenges {
            if challenge.is_live() && now >= challenge.expires() {
                challenge.phase = Phase::Expired;
                changed = true;
            }
        }
        let before = self.challenges.len();
        self.challenges
            .retain(|known| known.is_live() || now < known.expires().plus_seconds(REMEMBERED));
        changed || self.challenges.len() != before
    }

    /// Adds a challenge; the oldest live one gives way when there are too many.
    pub(crate) fn add(&mut self, challenge: Challenge) {
        self.challenges.push(challenge);
        let live = self.challenges.iter().filter(|known| known.is_live()).count();
        if live > MAX_LIVE
            && let Some(oldest) = self.challenges.iter_mut().find(|known| known.is_live())
        {
            oldest.phase = Phase::Expired;
        }
    }

    /// Forgets the oldest finished challenges beyond [`MAX_FINISHED`].
    pub(crate) fn trim(&mut self) {
        let finished = self.challenges.iter().filter(|known| !known.is_live()).count();
        let mut surplus = finished.saturating_sub(MAX_FINISHED);
        self.challenges.retain(|known| {
            let drop = surplus > 0 && !known.is_live();
            surplus -= usize::from(drop);
            !drop
        });
    }
}

/// The 16 bytes a UUID is written from.
pub(crate) fn uuid_bytes(uuid: &Uuid) -> [u8; 16] {
    let mut bytes = [0; 16];
    let digits = uuid.as_str().chars().filter_map(|digit| digit.to_digit(16));
    for (at, digit) in digits.enumerate() {
        if let Some(byte) = bytes.get_mut(at / 2) {
            *byte = *byte << 4 | digit as u8;
        }
    }
    bytes
}
