//! How an object's state is stored: a version first, its words in between, a checksum last.
//!
//! Whatever cannot be read is an error and never an empty state, because an empty state would give
//! guesses and sends back.

use super::chat::Kept;
use super::words::{self, Word};
use crate::text::{concat, digits};

/// The version that is written, and the only one that is read so far.
const VERSION: u8 = 1;

/// Why a stored state cannot be used.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StateError {
    /// It was written by a version this one does not know.
    UnknownVersion(u8),
    /// It is not what was written.
    Corrupt,
}

impl StateError {
    /// The same in words.
    pub fn sentence(self) -> String {
        let StateError::UnknownVersion(version) = self else {
            return String::from("the stored state is damaged");
        };
        let [version, own] = [version, VERSION].map(|version| digits(u64::from(version)));
        concat(&["the stored state has version ", &version, "; this build reads ", &own])
    }
}

impl std::fmt::Display for StateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence())
    }
}

impl std::error::Error for StateError {}

/// The bytes to store.
pub(crate) fn write<T: Word>(state: &T) -> Vec<u8> {
    // Room for most states at once, since growing is what writing costs most.
    let mut out = Vec::with_capacity(512);
    out.push(VERSION);
    state.write(&mut out);
    let sum = checksum(&out);
    out.extend_from_slice(&sum);
    out
}

/// The same, unless it is what is stored: writing costs more than comparing.
pub(crate) fn changed<T: Word>(state: &T, stored: Option<&[u8]>) -> Kept {
    let bytes = write(state);
    if stored == Some(&bytes) { Kept::Unchanged } else { Kept::Store(bytes) }
}

/// What stands between the version and the checksum.
#[inline(never)]
fn inside(stored: &[u8]) -> Result<&[u8], StateError> {
    match stored.first() {
        Some(&VERSION) => {}
        Some(&other) => return Err(StateError::UnknownVersion(other)),
        None => return Err(StateError::Corrupt),
    }
    let (body, sum) = stored.split_last_chunk::<8>().ok_or(StateError::Corrupt)?;
    if checksum(body) != *sum {
        return Err(StateError::Corrupt);
    }
    Ok(body.get(1..).unwrap_or_default())
}

/// Reads what [`write()`] wrote; nothing stored is a state that is new.
#[inline(never)]
pub(crate) fn read<T: Word + Default>(stored: Option<&[u8]>) -> Result<T, StateError> {
    let Some(stored) = stored else { return Ok(T::default()) };
    words::from_bytes(inside(stored)?).ok_or(StateError::Corrupt)
}

/// It notices accidents, and any change within one word of 8 bytes; it is no defence against a
/// forger, who could put back an older state anyway.
#[inline(never)]
fn checksum(bytes: &[u8]) -> [u8; 8] {
    let (words, rest) = bytes.as_chunks::<8>();
    let mut last = [0; 8];
    last.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
    // Multiplying carries a change upwards only; without the shift two changes in the highest
    // bytes of two words would undo each other once in 256 times.
    let step = |sum: u64, word: &[u8; 8]| {
        let mixed = (sum ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        mixed ^ (mixed >> 32)
    };
    let sum = words.iter().fold(bytes.len() as u64, step);
    step(sum, &last).to_le_bytes()
}
