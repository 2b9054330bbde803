//! The proof of a validation: a short-lived JWT that an application's own backend checks.
//!
//! Signed by hand over the crate `hmac`: the token has one algorithm, five claims and one key, and
//! a JWT library would bring a second JSON reader and algorithms that must never be accepted.

mod error;

pub use error::ProofError;

use super::base64url;
use super::keys::keyed;
use crate::json::{ObjectWriter, Raw, read};
use crate::text::split_once;
use crate::timestamp::Timestamp;
use hmac::{Hmac, Mac};
use sha2::Sha256;

/// Seconds for which a proof is valid.
pub const LIFETIME: u64 = 60;
/// Seconds by which the clocks of signer and verifier may differ.
const LEEWAY: u64 = 5;
/// Characters a proof has at most; ours have about 400.
const MAX_PROOF: usize = 4096;

/// The key proofs are signed with. It has no `Debug`, so that no log can show it.
#[derive(Clone)]
pub struct ProofKey(Hmac<Sha256>);

/// What a proof says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Claims {
    /// `iss`: the instance.
    pub instance: String,
    /// `sub`: the chat whose holder is proven, such as `20123456789@c.us`.
    pub chat_id: String,
    /// `jti`: the request that was validated; a backend that takes it once stops replays.
    pub uuid: String,
    /// `aud`: whom it is meant for.
    pub audience: String,
    /// `iat`, in seconds since 1970.
    pub issued_at: u64,
    /// `exp`, in seconds since 1970.
    pub expires_at: u64,
}

/// What a proof has to say to be believed.
#[derive(Clone, Copy, Debug)]
pub struct Expectation<'a> {
    /// The instance.
    pub instance: &'a str,
    /// The chat.
    pub chat_id: &'a str,
    /// The instance's `audience` setting, or the instance where it has none.
    pub audience: &'a str,
}

impl ProofKey {
    /// From at least 32 bytes; `None` for fewer.
    pub fn new(key: &[u8]) -> Option<ProofKey> {
        keyed(key).map(ProofKey)
    }

    /// The signed proof.
    ///
    /// ```
    /// use hypersender_otp::service::proof::{Claims, Expectation, ProofKey};
    /// use hypersender_otp::timestamp::Timestamp;
    ///
    /// let key = ProofKey::new(b"a key of 32 bytes for the example").ok_or("too short")?;
    /// let proof = key.sign(&Claims {
    ///     instance: "shop".into(),
    ///     chat_id: "20123456789@c.us".into(),
    ///     uuid: "a0b5df6a-b491-4190-80a5-38d85a2a4836".into(),
    ///     audience: "backend".into(),
    ///     issued_at: 1_767_029_978,
    ///     expires_at: 1_767_030_038,
    /// });
    /// let expected =
    ///     Expectation { instance: "shop", chat_id: "20123456789@c.us", audience: "backend" };
    /// let now = Timestamp::from_millis(1_767_030_000_000);
    /// assert!(key.verify(&proof, expected, now).is_ok());
    /// # Ok::<(), &str>(())
    /// ```
    pub fn sign(&self, claims: &Claims) -> String {
        let payload = ObjectWriter::new()
            .string("iss", &claims.instance)
            .string("sub", &claims.chat_id)
            .string("jti", &claims.uuid)
            .string("aud", &claims.audience)
            .number("iat", claims.issued_at)
            .number("exp", claims.expires_at)
            .finish();
        let mut token = base64url::encode(br#"{"alg":"HS256","typ":"JWT"}"#);
        token.push('.');
        token.push_str(&base64url::encode(payload.as_bytes()));
        let mac = self.0.clone().chain_update(&token).finalize().into_bytes();
        token.push('.');
        token.push_str(&base64url::encode(&mac));
        token
    }

    /// What a proof says, if it says what is expected.
    ///
    /// # Errors
    /// The first reason not to believe it; the signature is checked before anything it says.
    pub fn verify(
        &self,
        proof: &str,
        expected: Expectation<'_>,
        now: Timestamp,
    ) -> Result<Claims, ProofError> {
        if proof.len() > MAX_PROOF {
            return Err(ProofError::Malformed);
        }
        let (signed, mac) = split_at_last(proof, b'.').ok_or(ProofError::Malformed)?;
        let (header, payload) = split_once(signed, ".").ok_or(ProofError::Malformed)?;
        let mac = decode(mac)?;
        self.0.clone().chain_update(signed).verify_slice(&mac).map_err(|_| ProofError::Forged)?;
        let header = decode(header)?;
        let header = read(&header).map_err(|_| ProofError::Malformed)?;
        let header = Raw::new(&header);
        // The key is for one algorithm, whatever a header would like it to be.
        if header.get("alg").text() != Some("HS256") || !header.get("crit").is_missing() {
            return Err(ProofError::Malformed);
        }
        let claims = claims(&decode(payload)?).ok_or(ProofError::Malformed)?;
        let now = now.millis() / 1000;
        if now >= claims.expires_at {
            return Err(ProofError::Expired);
        }
        if claims.issued_at > now + LEEWAY {
            return Err(ProofError::NotYet);
        }
        if claims.instance != expected.instance {
            return Err(ProofError::Instance);
        }
        if claims.chat_id != expected.chat_id {
            return Err(ProofError::Chat);
        }
        if claims.audience != expected.audience {
            return Err(ProofError::Audience);
        }
        Ok(claims)
    }
}

fn split_at_last(text: &str, mark: u8) -> Option<(&str, &str)> {
    let at = text.bytes().rposition(|byte| byte == mark)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

fn decode(text: &str) -> Result<Vec<u8>, ProofError> {
    base64url::decode(text).ok_or(ProofError::Malformed)
}

fn claims(payload: &[u8]) -> Option<Claims> {
    let json = read(payload).ok()?;
    let json = Raw::new(&json);
    let text = |name: &str| json.get(name).text().map(str::to_owned);
    Some(Claims {
        instance: text("iss")?,
        chat_id: text("sub")?,
        uuid: text("jti")?,
        audience: text("aud")?,
        issued_at: json.get("iat").whole()?,
        expires_at: json.get("exp").whole()?,
    })
}
