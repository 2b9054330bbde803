//! What must stay readable for a while, made unreadable to whoever has the storage alone.

use super::chat::command::UuidBytes;
use super::keys::{KeyId, Keys, Pepper};
use crate::service::words::word;
use chacha20poly1305::aead::{Aead, KeyInit, Payload};
use chacha20poly1305::{ChaCha20Poly1305, Nonce as AeadNonce};

/// Random bytes of one sealing, never used for another.
pub type Nonce = [u8; 12];

/// Bytes that only a holder of the pepper reads, and only for the purpose, instance and request
/// they were sealed for.
#[derive(Clone, PartialEq, Eq)]
pub struct Sealed {
    key: KeyId,
    nonce: Nonce,
    bytes: Vec<u8>,
}

impl Keys {
    /// Seals under the current pepper; `None` only for more than 256 GiB.
    pub fn seal(
        &self,
        purpose: &str,
        (instance, request): (&UuidBytes, &UuidBytes),
        nonce: Nonce,
        plain: &[u8],
    ) -> Option<Sealed> {
        let pepper = self.current();
        let bound = bound(instance, request);
        let payload = Payload { msg: plain, aad: &bound };
        let bytes = cipher(pepper, purpose, instance, request)
            .encrypt(&AeadNonce::from(nonce), payload)
            .ok()?;
        Some(Sealed { key: pepper.id(), nonce, bytes })
    }

    /// What was sealed; `None` when it was changed, belongs elsewhere, or its pepper is gone.
    pub fn open(
        &self,
        purpose: &str,
        (instance, request): (&UuidBytes, &UuidBytes),
        sealed: &Sealed,
    ) -> Option<Vec<u8>> {
        let pepper = self.pepper(sealed.key)?;
        let bound = bound(instance, request);
        let payload = Payload { msg: &sealed.bytes, aad: &bound };
        cipher(pepper, purpose, instance, request)
            .decrypt(&AeadNonce::from(sealed.nonce), payload)
            .ok()
    }
}

fn cipher(
    pepper: &Pepper,
    purpose: &str,
    instance: &UuidBytes,
    request: &UuidBytes,
) -> ChaCha20Poly1305 {
    ChaCha20Poly1305::new(&pepper.derive(purpose, instance, request).into())
}

fn bound(instance: &UuidBytes, request: &UuidBytes) -> Vec<u8> {
    [instance.as_slice(), request].concat()
}

word!(struct Sealed { key, nonce, bytes });
