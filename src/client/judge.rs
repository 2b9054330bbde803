//! What an answer means. Every classification of an answer is in this file, in `facts` (what a
//! success has to tell) and in `wording` (what the vendor's sentences mean).
//!
//! "Validated" and "requested" are said only for one complete, consistent set of facts: status 200,
//! no redirect, JSON, `success` exactly `true`, and every field what it has to be. Whatever is not
//! that is a refusal with a reason, or an error.

use super::call::{CallKind, Expected};
use super::error::{Delivery, ErrorCode};
use super::http::HttpAnswer;
use super::parts::Parts;
use super::wording;
use crate::contract::Reason;
use crate::json::{Node, Raw, read};

/// What an answer comes to.
pub(super) enum Finding {
    /// What was asked for was done; its facts, written down as they were checked.
    Success(Parts),
    /// The code was not accepted.
    Refused(Reason),
    /// Neither of the two.
    Failed(ErrorCode),
}

/// An answer beside what it must agree with.
pub(super) struct Seen<'s> {
    pub(super) expected: &'s Expected<'s>,
    pub(super) answer: &'s HttpAnswer<'s>,
    /// The body, where it can be trusted to be whole and meant for this call.
    pub(super) body: Raw<'s, 's>,
}

/// The values in an answer's body, none where it cannot be trusted to be whole and meant for this call.
pub(super) fn body<'a>(answer: &HttpAnswer<'a>) -> Vec<Node<'a>> {
    let trusted = !answer.redirected && !answer.truncated && answer.headers.is_json();
    if trusted { read(answer.body).unwrap_or_default() } else { Vec::new() }
}

impl<'s> Seen<'s> {
    /// `body` is what [`body`] gave for that answer.
    pub(super) fn new(
        expected: &'s Expected<'s>,
        answer: &'s HttpAnswer<'s>,
        body: &'s [Node<'s>],
    ) -> Self {
        Seen { expected, answer, body: Raw::new(body) }
    }

    /// What the answer comes to.
    pub(super) fn finding(&self) -> Finding {
        let success = self.body.get("success");
        let is_redirect =
            self.answer.redirected || matches!(self.answer.status, 0..=199 | 300..=399);
        match self.answer.status {
            _ if is_redirect => Finding::Failed(ErrorCode::BadResponse),
            200 if success.is_true() => match self.success() {
                Some(facts) => Finding::Success(facts),
                None => Finding::Failed(ErrorCode::BadResponse),
            },
            200..=299 if !success.is_false() => Finding::Failed(ErrorCode::BadResponse),
            200..=499 => self.refusal(),
            _ => Finding::Failed(ErrorCode::ServerError),
        }
    }

    /// A 4xx, or a `success: false`: a reason if it speaks of the code, else an error.
    fn refusal(&self) -> Finding {
        let code = self.body.get("error").get("code").text();
        let reason = match code {
            _ if self.expected.kind != CallKind::ValidateCode => None,
            Some(code) => Reason::from_name(code),
            None => self.reason_without_code(),
        };
        Finding::Failed(match (self.answer.status, reason) {
            (401, _) => ErrorCode::Unauthorized,
            (403, _) => ErrorCode::Forbidden,
            (423, _) => ErrorCode::ChannelRestricted,
            // An earlier attempt may itself have used the code up, so this refusal proves nothing.
            (_, Some(Reason::AlreadyUsed)) if self.expected.unknown_before => {
                ErrorCode::ServerError
            }
            (_, Some(reason)) => return Finding::Refused(reason),
            (429, _) => ErrorCode::RateLimited,
            _ if code == Some("rate_limited") => ErrorCode::RateLimited,
            _ if self.body.get("errors").get("exists").is_false() => {
                ErrorCode::RecipientUnavailable
            }
            _ if wording::is_lost(self.said()) => ErrorCode::RecipientUnavailable,
            (404, _) => ErrorCode::NotFound,
            _ => ErrorCode::InvalidRequest,
        })
    }

    /// The reason told by status and wording, where the answer carries no `error.code` of ours.
    fn reason_without_code(&self) -> Option<Reason> {
        if matches!(self.answer.status, 402 | 405 | 413 | 415 | 429) {
            return None;
        }
        let said_no = self.body.get("success").is_false();
        let errors = self.body.get("errors");
        let message = if errors.is_missing() { self.said() } else { code_mistake(errors)? };
        let about_code = said_no || !errors.is_missing() || wording::speaks_of_code(message);
        let by_status = match self.answer.status {
            409 => Reason::AlreadyUsed,
            410 => Reason::ExpiredCode,
            _ => Reason::Refused,
        };
        match wording::reason(message) {
            // "Invalid JSON payload" and "Not Found." are no verdict on a code.
            Some(_) if !about_code => None,
            Some(reason) => Some(reason),
            None => said_no.then_some(by_status),
        }
    }

    /// Whether trying again cannot help: the tries are used up, whatever the status and the wait.
    pub(super) fn is_final(&self) -> bool {
        self.body.get("error").get("code").text() == Some(Reason::TooManyAttempts.as_str())
    }

    /// Whether a message may have gone out, although the call ended with that error.
    pub(super) fn delivery(&self, code: ErrorCode) -> Option<Delivery> {
        match code {
            _ if self.expected.kind != CallKind::RequestCode => None,
            ErrorCode::BadResponse if self.body.get("success").is_true() => Some(Delivery::Yes),
            ErrorCode::BadResponse | ErrorCode::ServerError => Some(Delivery::Unknown),
            _ if self.expected.unknown_before => Some(Delivery::Unknown),
            _ => Some(Delivery::No),
        }
    }
}

/// What a validation error says of the code alone; nothing if any other field was wrong too, or if
/// it only says that the field is missing or malformed.
fn code_mistake<'n>(errors: Raw<'n, '_>) -> Option<&'n str> {
    let mut fields = errors.parts();
    let mut value = fields.next().filter(|field| field.name() == "code")?;
    if value.is_array() {
        value = value.parts().next()?;
    }
    let text = value.text()?;
    (fields.next().is_none() && !wording::is_about_form(text)).then_some(text)
}
