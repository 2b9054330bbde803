//! How a chat is stored: a version first, a checksum last.
//!
//! Whatever cannot be read is an error and never an empty chat, because an empty chat would give
//! its guesses back.

use super::keys::CodeHash;
use super::state::{Challenge, Chat, GUESSES, MAX_FINISHED, MAX_LIVE, Phase};

const VERSION: u8 = 1;
const EXHAUSTED: u8 = 0x10;
const VALIDATED: u8 = 0x20;
const EXPIRED: u8 = 0x30;

/// Why a stored state cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateError {
    /// It was written by a version this one does not know.
    UnknownVersion(u8),
    /// It is not what was written.
    Corrupt,
}

impl std::fmt::Display for StateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StateError::UnknownVersion(version) => {
                write!(f, "the stored chat has version {version}; this build reads {VERSION}")
            }
            StateError::Corrupt => f.write_str("the stored chat is damaged"),
        }
    }
}

impl std::error::Error for StateError {}

impl Chat {
    /// Reads what [`Chat::encode`] wrote; nothing stored is a chat without challenges.
    pub(crate) fn decode(stored: Option<&[u8]>) -> Result<Chat, StateError> {
        let Some(stored) = stored else { return Ok(Chat::default()) };
        match stored.first() {
            Some(&VERSION) => {}
            Some(&other) => return Err(StateError::UnknownVersion(other)),
            None => return Err(StateError::Corrupt),
        }
        let (body, sum) = stored.split_last_chunk::<4>().ok_or(StateError::Corrupt)?;
        if checksum(body) != *sum {
            return Err(StateError::Corrupt);
        }
        read(body.get(1..).unwrap_or_default()).ok_or(StateError::Corrupt)
    }

    /// At most 6 challenges: 2 + 6 x 27 + 3 x 32 + 4 bytes.
    pub(crate) fn encode(&self) -> Vec<u8> {
        let mut out = vec![VERSION];
        for challenge in &self.challenges {
            let (phase, hash) = match &challenge.phase {
                Phase::Live { guesses, hash } => (*guesses, Some(hash)),
                Phase::Exhausted => (EXHAUSTED, None),
                Phase::Validated => (VALIDATED, None),
                Phase::Expired => (EXPIRED, None),
            };
            out.push(phase);
            out.extend_from_slice(&challenge.uuid);
            out.extend_from_slice(&challenge.created.to_be_bytes());
            out.extend_from_slice(&challenge.lifetime.to_be_bytes());
            if let Some(hash) = hash {
                out.extend_from_slice(&hash.0);
            }
        }
        let sum = checksum(&out);
        out.extend_from_slice(&sum);
        out
    }
}

fn read(mut rest: &[u8]) -> Option<Chat> {
    let mut chat = Chat::default();
    while !rest.is_empty() {
        let [phase] = take(&mut rest)?;
        let uuid = take(&mut rest)?;
        let created = u64::from_be_bytes(take(&mut rest)?);
        let lifetime = u16::from_be_bytes(take(&mut rest)?);
        let phase = match phase {
            1..=GUESSES => Phase::Live { guesses: phase, hash: CodeHash(take(&mut rest)?) },
            EXHAUSTED => Phase::Exhausted,
            VALIDATED => Phase::Validated,
            EXPIRED => Phase::Expired,
            _ => return None,
        };
        chat.challenges.push(Challenge { uuid, created, lifetime, phase });
    }
    let live = chat.challenges.iter().filter(|known| known.is_live()).count();
    (live <= MAX_LIVE && chat.challenges.len() - live <= MAX_FINISHED).then_some(chat)
}

fn take<const N: usize>(rest: &mut &[u8]) -> Option<[u8; N]> {
    let (head, tail) = rest.split_first_chunk()?;
    *rest = tail;
    Some(*head)
}

/// FNV-1a: it notices accidents, such as any one changed byte; it is no defence against a forger,
/// who could put back an older state anyway.
fn checksum(bytes: &[u8]) -> [u8; 4] {
    let sum = bytes
        .iter()
        .fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    sum.to_be_bytes()
}
