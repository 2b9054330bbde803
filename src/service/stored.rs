//! How an object's state is stored: a version first, its words in between, a checksum last.
//!
//! Whatever cannot be read is an error and never an empty state, because an empty state would give
//! guesses and sends back.

use super::words;
use serde::{Serialize, de::DeserializeOwned};

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

impl std::fmt::Display for StateError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StateError::UnknownVersion(version) => {
                write!(f, "the stored state has version {version}; this build reads {VERSION}")
            }
            StateError::Corrupt => f.write_str("the stored state is damaged"),
        }
    }
}

impl std::error::Error for StateError {}

/// The bytes to store.
pub(crate) fn write<T: Serialize>(state: &T) -> Vec<u8> {
    let mut out = vec![VERSION];
    out.append(&mut words::to_bytes(state));
    let sum = checksum(&out);
    out.extend_from_slice(&sum);
    out
}

/// Reads what [`write`] wrote; nothing stored is a state that is new.
pub(crate) fn read<T: DeserializeOwned + Default>(stored: Option<&[u8]>) -> Result<T, StateError> {
    let Some(stored) = stored else { return Ok(T::default()) };
    match stored.first() {
        Some(&VERSION) => {}
        Some(&other) => return Err(StateError::UnknownVersion(other)),
        None => return Err(StateError::Corrupt),
    }
    let (body, sum) = stored.split_last_chunk::<4>().ok_or(StateError::Corrupt)?;
    if checksum(body) != *sum {
        return Err(StateError::Corrupt);
    }
    words::from_bytes(body.get(1..).unwrap_or_default()).ok_or(StateError::Corrupt)
}

/// FNV-1a: it notices accidents, such as any one changed byte; it is no defence against a forger,
/// who could put back an older state anyway.
fn checksum(bytes: &[u8]) -> [u8; 4] {
    let sum = bytes
        .iter()
        .fold(0x811c_9dc5_u32, |sum, byte| (sum ^ u32::from(*byte)).wrapping_mul(0x0100_0193));
    sum.to_be_bytes()
}
