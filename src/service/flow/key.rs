//! `Idempotency-Key`: what a call carries, and the object that keeps its answer.

use super::next::Errand;
use crate::service::http::{Refusal, Request};
use crate::service::object::Kind;
use crate::service::words::word;
use crate::service::{answer, replies};

/// Characters an `Idempotency-Key` has at most.
const MAX_KEY: usize = 255;

/// The `Idempotency-Key` of a call.
pub(super) struct Key {
    /// The object that keeps the answer.
    pub(super) object: String,
    pub(super) hash: answer::Hash,
}

impl Key {
    /// Frees it, since nothing was sent.
    pub(super) fn drop(self) -> Errand {
        Errand::new(Kind::Answer, self.object, &answer::Command::Drop { hash: self.hash })
    }
}

/// The key a call carries, with or without the quotes that the draft of its standard asks for.
pub(super) fn given<'a>(request: &Request<'a>) -> Result<Option<&'a str>, Refusal> {
    let Some(header) = request.header("idempotency-key") else { return Ok(None) };
    let inner = header.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let key = inner.unwrap_or(header);
    let plain = |byte: u8| byte.is_ascii_graphic() && byte != b'"';
    if (1..=MAX_KEY).contains(&key.len()) && key.bytes().all(plain) {
        return Ok(Some(key));
    }
    let text = "The header Idempotency-Key must hold 1 to 255 visible ASCII characters, such as a UUID, in quotes or not.";
    Err(replies::problem(400, "malformed", text))
}

word!(struct Key { object, hash });
