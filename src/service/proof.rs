//! The proof of a validation: a short-lived JWT that an application's own backend checks.
//!
//! Signed by hand over the crate `hmac`: the token has one algorithm, five claims and one key, and
//! a JWT library would bring a second JSON reader and algorithms that must never be accepted.

use super::keys::MIN_KEY;
use crate::json::{self, ObjectWriter, Value};
use crate::text::split_once;
use crate::timestamp::Timestamp;
use base64ct::{Base64UrlUnpadded, Encoding};
use hmac::{Hmac, KeyInit, Mac};
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

/// Why a proof is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofError {
    /// It is no proof of this service's form.
    Malformed,
    /// It was not signed with this key, or was changed.
    Forged,
    /// Its time is up.
    Expired,
    /// It is dated in the future.
    NotYet,
    /// It is about another instance.
    Instance,
    /// It is about another chat.
    Chat,
    /// It is meant for somebody else.
    Audience,
}

impl ProofError {
    /// The same in words.
    pub const fn sentence(self) -> &'static str {
        match self {
            ProofError::Malformed => "The proof is not of the form this service writes",
            ProofError::Forged => "The proof was not signed with this key, or was changed",
            ProofError::Expired => "The proof has expired; it is valid for 60 seconds",
            ProofError::NotYet => "The proof is dated in the future; check both clocks",
            ProofError::Instance => "The proof is about another instance",
            ProofError::Chat => "The proof is about another chatId",
            ProofError::Audience => "The proof is meant for another audience",
        }
    }
}

impl std::fmt::Display for ProofError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.sentence())
    }
}

impl std::error::Error for ProofError {}

impl ProofKey {
    /// From at least 32 bytes; `None` for fewer.
    pub fn new(key: &[u8]) -> Option<ProofKey> {
        let long = key.len() >= MIN_KEY;
        long.then(|| Hmac::new_from_slice(key).ok()).flatten().map(ProofKey)
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
        let mut token = Base64UrlUnpadded::encode_string(br#"{"alg":"HS256","typ":"JWT"}"#);
        token.push('.');
        token.push_str(&Base64UrlUnpadded::encode_string(payload.as_bytes()));
        let mac = self.0.clone().chain_update(&token).finalize().into_bytes();
        token.push('.');
        token.push_str(&Base64UrlUnpadded::encode_string(&mac));
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
        let header = json::parse(&header).map_err(|_| ProofError::Malformed)?;
        // The key is for one algorithm, whatever a header would like it to be.
        if header.get("alg").and_then(Value::as_str) != Some("HS256")
            || header.get("crit").is_some()
        {
            return Err(ProofError::Malformed);
        }
        let claims = read(&decode(payload)?).ok_or(ProofError::Malformed)?;
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
    Base64UrlUnpadded::decode_vec(text).map_err(|_| ProofError::Malformed)
}

fn read(payload: &[u8]) -> Option<Claims> {
    let json = json::parse(payload).ok()?;
    let text = |name: &str| Some(json.get(name)?.as_str()?.to_owned());
    Some(Claims {
        instance: text("iss")?,
        chat_id: text("sub")?,
        uuid: text("jti")?,
        audience: text("aud")?,
        issued_at: json.get("iat")?.as_u64()?,
        expires_at: json.get("exp")?.as_u64()?,
    })
}
