//! Words between objects, flows and shells as bytes; nobody but this build reads them.

use serde::{Serialize, de::DeserializeOwned};

/// The bytes of a word.
pub fn to_bytes<T: Serialize>(word: &T) -> Vec<u8> {
    extend(Vec::new(), word)
}

/// Writes a word, or a stored state, behind what `out` has: a second kind of buffer would double
/// the code that writes.
pub(super) fn extend<T: Serialize>(out: Vec<u8>, word: &T) -> Vec<u8> {
    // Only a type that cannot be told in advance how long it is fails, and no word holds one.
    postcard::to_extend(word, out).unwrap_or_default()
}

/// The word that [`to_bytes`] wrote; `None` for anything else, more bytes at the end included.
pub fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    match postcard::take_from_bytes(bytes) {
        Ok((word, [])) => Some(word),
        _ => None,
    }
}
