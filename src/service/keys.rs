//! The keys of a service: what is kept of a code, what a chat's object is called, and which pepper
//! something was made under.

use super::chat::command::UuidBytes;
use crate::chat_id::ChatId;
use crate::text::push_hex;
use crate::uuid::Uuid;
use hmac::{Hmac, KeyInit, Mac};
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// All keys of a service: the pepper everything new is made under, the one before it while old
/// codes still live, and the key of names.
#[derive(Clone)]
pub struct Keys {
    current: Pepper,
    previous: Option<Pepper>,
    names: NameKey,
}

/// Which pepper something was made under; it tells nothing of the pepper.
pub type KeyId = [u8; 2];

#[cfg(test)]
thread_local! {
    /// How many codes were hashed.
    pub(crate) static HASHES: std::cell::Cell<usize> = const { std::cell::Cell::new(0) };
}

impl Keys {
    /// `None` when the two peppers cannot be told apart: they are the same, or, once in 65,536
    /// pairs, their ids are. Another pepper helps then.
    pub fn new(current: Pepper, previous: Option<Pepper>, names: NameKey) -> Option<Keys> {
        if previous.as_ref().is_some_and(|previous| previous.id == current.id) {
            return None;
        }
        Some(Keys { current, previous, names })
    }

    /// The pepper everything new is made under.
    pub fn current(&self) -> &Pepper {
        &self.current
    }

    /// The key of names.
    pub fn names(&self) -> &NameKey {
        &self.names
    }

    /// The pepper with that id, unless it was rotated away.
    pub fn pepper(&self, id: KeyId) -> Option<&Pepper> {
        [Some(&self.current), self.previous.as_ref()].into_iter().flatten().find(|key| key.id == id)
    }
}

/// Bytes a key has at least.
pub(crate) const MIN_KEY: usize = 32;

/// The key under which codes are hashed. It has no `Debug`, so that no log can show it.
#[derive(Clone)]
pub struct Pepper {
    key: Hmac<Sha256>,
    id: KeyId,
}

/// The key under which a chat's object is named; changing it would orphan every stored chat.
#[derive(Clone)]
pub struct NameKey(Hmac<Sha256>);

/// What is kept of a code.
#[derive(Clone, Copy)]
pub(crate) struct CodeHash(pub(crate) [u8; 32]);

impl Pepper {
    /// From at least 32 bytes; `None` for fewer.
    pub fn new(key: &[u8]) -> Option<Pepper> {
        let key = keyed(key)?;
        let [first, second, ..] = digest(&key, &[b"hypersender-otp key id 1"]);
        Some(Pepper { key, id: [first, second] })
    }

    /// Its id.
    pub fn id(&self) -> KeyId {
        self.id
    }

    /// The hash of one code of one request of one chat of one instance.
    ///
    /// Every part is preceded by its length, so that no two sets of parts give the same input.
    pub(crate) fn code_hash(
        &self,
        instance: &UuidBytes,
        chat: &str,
        request: &UuidBytes,
        code: &str,
    ) -> CodeHash {
        #[cfg(test)]
        HASHES.set(HASHES.get() + 1);
        let parts = [b"otp code 2".as_slice(), instance, chat.as_bytes(), request, code.as_bytes()];
        CodeHash(digest(&self.key, &parts))
    }

    /// A key for one purpose and one request, from which neither the pepper nor another such key
    /// follows.
    pub(crate) fn derive(
        &self,
        purpose: &str,
        instance: &UuidBytes,
        request: &UuidBytes,
    ) -> [u8; 32] {
        digest(&self.key, &[b"otp seal 1", purpose.as_bytes(), instance, request])
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
        hex(&digest(&self.0, &parts))
    }

    /// The first bytes of a chat's keyed name, by which a list of requests is filtered.
    pub fn tag(&self, instance: &UuidBytes, chat: &str) -> [u8; 8] {
        let [a, b, c, d, e, f, g, h, ..] =
            digest(&self.0, &[b"otp tag 1", instance, chat.as_bytes()]);
        [a, b, c, d, e, f, g, h]
    }

    /// The name of the object that holds the answer to one `Idempotency-Key` of the servers, or of the
    /// pages of one origin: no other site's page gets it by a key that is easy to guess.
    pub(crate) fn answer_name(
        &self,
        instance: &UuidBytes,
        origin: Option<&str>,
        key: &str,
    ) -> String {
        let caller = origin.unwrap_or("server").as_bytes();
        hex(&digest(&self.0, &[b"otp answer 2", instance, caller, key.as_bytes()]))
    }

    /// What is kept of a request's body to know it again; a plain hash would tell the number in it
    /// to whoever tries them all.
    pub(crate) fn fingerprint(&self, body: &[u8]) -> [u8; 32] {
        digest(&self.0, &[b"otp body 1", body])
    }
}

impl CodeHash {
    /// Compares in a time that does not tell where the two differ.
    pub(crate) fn matches(&self, other: &CodeHash) -> bool {
        self.0.ct_eq(&other.0).into()
    }
}

/// A key made of so many bytes; `None` for too few.
pub(crate) fn keyed(key: &[u8]) -> Option<Hmac<Sha256>> {
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

/// Bytes as hexadecimal digits.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len() * 2);
    bytes.iter().for_each(|byte| push_hex(&mut text, *byte));
    text
}
