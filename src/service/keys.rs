//! The two keyed hashes: what is kept of a code, and what a chat's object is called.

use crate::chat_id::ChatId;
use crate::uuid::Uuid;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// Bytes a key has at least.
pub(crate) const MIN_KEY: usize = 32;

/// The key under which codes are hashed. It has no `Debug`, so that no log can show it.
#[derive(Clone)]
pub struct Pepper(Hmac<Sha256>);

/// The key under which a chat's object is named; changing it would orphan every stored chat.
#[derive(Clone)]
pub struct NameKey(Hmac<Sha256>);

/// What is kept of a code.
#[derive(Clone, Copy)]
pub(crate) struct CodeHash(pub(crate) [u8; 32]);

impl Pepper {
    /// From at least 32 bytes; `None` for fewer.
    pub fn new(key: &[u8]) -> Option<Pepper> {
        keyed(key).map(Pepper)
    }

    /// The hash of one code of one request of one chat of one instance.
    ///
    /// Every part is preceded by its length, so that no two sets of parts give the same input.
    pub(crate) fn hash(
        &self,
        instance: &Uuid,
        chat: &ChatId,
        request: &[u8; 16],
        code: &str,
    ) -> CodeHash {
        let parts = [
            b"hypersender-otp code 1",
            instance.as_str().as_bytes(),
            chat.as_str().as_bytes(),
            request,
            code.as_bytes(),
        ];
        CodeHash(digest(&self.0, &parts))
    }
}

impl NameKey {
    /// From at least 32 bytes; `None` for fewer.
    pub fn new(key: &[u8]) -> Option<NameKey> {
        keyed(key).map(NameKey)
    }

    /// The name of the object that holds one chat of one instance: 64 hexadecimal digits that
    /// tell nobody without the key which chat it is.
    pub fn object_name(&self, instance: &Uuid, chat: &ChatId) -> String {
        let parts = [
            b"hypersender-otp chat 1".as_slice(),
            instance.as_str().as_bytes(),
            chat.as_str().as_bytes(),
        ];
        let mut name = String::with_capacity(64);
        for byte in digest(&self.0, &parts) {
            for digit in [byte >> 4, byte & 15] {
                name.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
            }
        }
        name
    }
}

impl CodeHash {
    /// Compares in a time that does not tell where the two differ.
    pub(crate) fn matches(&self, other: &CodeHash) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

fn keyed(key: &[u8]) -> Option<Hmac<Sha256>> {
    if key.len() < MIN_KEY {
        return None;
    }
    Hmac::new_from_slice(key).ok()
}

fn digest(key: &Hmac<Sha256>, parts: &[&[u8]]) -> [u8; 32] {
    let mut mac = key.clone();
    for part in parts {
        mac.update(&(part.len() as u32).to_be_bytes());
        mac.update(part);
    }
    mac.finalize().into_bytes().into()
}
