//! Words between objects, flows and shells as bytes; nobody but this build reads them.

use serde::{Serialize, de::DeserializeOwned};

/// The bytes of a word.
pub fn to_bytes<T: Serialize>(word: &T) -> Vec<u8> {
    // Only a type that cannot be told in advance how long it is fails, and no word holds one.
    postcard::to_allocvec(word).unwrap_or_default()
}

/// The word that [`to_bytes`] wrote; `None` for anything else, more bytes at the end included.
pub fn from_bytes<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    match postcard::take_from_bytes(bytes) {
        Ok((word, [])) => Some(word),
        _ => None,
    }
}
