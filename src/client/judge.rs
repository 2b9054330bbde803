//! What an answer means. Every classification of an answer is in this file and in `wording`.
//!
//! "Validated" and "requested" are said only for one complete, consistent set of facts: status 200,
//! no redirect, JSON, `success` exactly `true`, and every field what it has to be. Whatever is not
//! that is a refusal with a reason, or an error.

use super::call::{CallKind, Expected};
use super::error::{Delivery, ErrorCode};
use super::http::HttpAnswer;
use super::parts::Parts;
use super::redact::clean;
use super::wording;
use crate::chat_id::ChatId;
use crate::contract::Reason;
use crate::json::Raw;
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

/// What an answer comes to.
pub(super) enum Finding {
    /// What was asked for was done; its facts, written down as they were checked.
    Success(Parts),
    /// The code was not accepted.
    Refused(Reason),
    /// Neither of the two.
    Failed(ErrorCode),
}

/// What one field of a success has to be.
#[derive(Clone, Copy)]
enum Fact {
    /// A UUID: the one that was asked for, where one was.
    Uuid,
    /// The chat that was asked for.
    Chat,
    /// The text `validated`.
    Validated,
    /// Any text.
    Text,
    /// A text that is not empty, or nothing.
    Code,
    /// Any text, or nothing.
    OptionalText,
    /// A date.
    Date,
    /// A date, or nothing.
    OptionalDate,
    /// An array of requests.
    Requests,
    /// Not in `data`: what the service said.
    Message,
    /// Not in `data`: the service's own name of this exchange.
    RequestId,
}

const REQUESTED: &[(&str, Fact)] = &[
    ("uuid", Fact::Uuid),
    ("chat_id", Fact::Chat),
    ("code", Fact::Code),
    ("status", Fact::Text),
    ("otp_type", Fact::Text),
    ("", Fact::Message),
    ("expires_at", Fact::Date),
    ("created_at", Fact::Date),
    ("", Fact::RequestId),
];
const VALIDATED: &[(&str, Fact)] = &[
    ("uuid", Fact::Uuid),
    ("chat_id", Fact::Chat),
    ("status", Fact::Validated),
    ("", Fact::Message),
    ("validated_at", Fact::Date),
    ("proof", Fact::OptionalText),
];
const REQUEST: &[(&str, Fact)] = &[
    ("uuid", Fact::Uuid),
    ("chat_id", Fact::Text),
    ("status", Fact::Text),
    ("otp_type", Fact::Text),
    ("expires_at", Fact::Date),
    ("created_at", Fact::Date),
    ("validated_at", Fact::OptionalDate),
];
const PAGE: &[(&str, Fact)] = &[("next_cursor", Fact::OptionalText), ("requests", Fact::Requests)];

/// An answer beside what it must agree with.
pub(super) struct Seen<'s> {
    pub(super) expected: &'s Expected<'s>,
    pub(super) answer: &'s HttpAnswer<'s>,
    /// The body, where it can be trusted to be whole and meant for this call.
    body: Raw<'s>,
}

impl<'s> Seen<'s> {
    pub(super) fn new(expected: &'s Expected<'s>, answer: &'s HttpAnswer<'s>) -> Self {
        let trusted = !answer.redirected && !answer.truncated && answer.headers.is_json();
        let body = if trusted { Raw::read(answer.body).ok() } else { None };
        Seen { expected, answer, body: body.unwrap_or(Raw::MISSING) }
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

    /// The facts of a success, or nothing: one missing or contradicting fact is enough.
    fn success(&self) -> Option<Parts> {
        let (outcome, facts) = match self.expected.kind {
            CallKind::RequestCode => ("requested", REQUESTED),
            CallKind::ValidateCode => ("validated", VALIDATED),
            CallKind::GetRequest => ("request", REQUEST),
            CallKind::ListRequests => ("page", PAGE),
        };
        let mut out = Parts::new(outcome);
        self.check(facts, self.body.get("data"), &mut out)?;
        Some(out)
    }

    fn check(&self, facts: &[(&str, Fact)], data: Raw<'_>, out: &mut Parts) -> Option<()> {
        for (name, fact) in facts {
            let value = data.get(name);
            match fact {
                Fact::OptionalText | Fact::OptionalDate | Fact::Code if value.is_nothing() => {
                    out.nothing();
                }
                Fact::Uuid => {
                    let uuid = Uuid::parse(&value.text()?)?;
                    if !self.expected.uuid.is_empty() && uuid.as_str() != self.expected.uuid {
                        return None;
                    }
                    out.text(uuid.as_str());
                }
                Fact::Chat => {
                    let chat_id = ChatId::parse(self.expected.chat_id)?;
                    if !chat_id.is_named_by(&value.text()?) {
                        return None;
                    }
                    out.text(self.expected.chat_id);
                }
                Fact::Date | Fact::OptionalDate => {
                    out.number(Timestamp::parse(&value.text()?)?.millis());
                }
                Fact::Requests if !value.is_array() => return None,
                Fact::Requests => {
                    for (_, request) in value.parts() {
                        self.check(REQUEST, request, out)?;
                    }
                }
                Fact::Code if value.is_text("") => return None,
                Fact::Validated if !value.is_text("validated") => return None,
                Fact::Code | Fact::Validated | Fact::Text | Fact::OptionalText => {
                    out.text(&value.text()?);
                }
                Fact::Message => {
                    out.text(&self.message(false));
                }
                Fact::RequestId => self.put_request_id(out),
            }
        }
        Some(())
    }

    /// A 4xx, or a `success: false`: a reason if it speaks of the code, else an error.
    fn refusal(&self) -> Finding {
        let code = self.body.get("error").get("code").text();
        let reason = match &code {
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
            _ if code.as_deref() == Some("rate_limited") => ErrorCode::RateLimited,
            _ if self.body.get("errors").get("exists").is_false() => {
                ErrorCode::RecipientUnavailable
            }
            _ if wording::is_lost(&self.said()) => ErrorCode::RecipientUnavailable,
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
        let about_code = said_no || !errors.is_missing() || wording::speaks_of_code(&message);
        let by_status = match self.answer.status {
            409 => Reason::AlreadyUsed,
            410 => Reason::ExpiredCode,
            _ => Reason::Refused,
        };
        match wording::reason(&message) {
            // "Invalid JSON payload" and "Not Found." are no verdict on a code.
            Some(_) if !about_code => None,
            Some(reason) => Some(reason),
            None => said_no.then_some(by_status),
        }
    }

    /// Whether trying again cannot help: the tries are used up, whatever the status and the wait.
    pub(super) fn is_final(&self) -> bool {
        self.body.get("error").get("code").is_text(Reason::TooManyAttempts.as_str())
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

    fn said(&self) -> String {
        self.body.get("message").text().unwrap_or_default()
    }

    fn clean(&self, text: &str, code_shaped: bool) -> String {
        clean(text, &self.expected.secrets, code_shaped)
    }

    /// What the service said, without secrets, and if `code_shaped` without what looks like a code.
    pub(super) fn message(&self, code_shaped: bool) -> String {
        self.clean(&self.said(), code_shaped)
    }

    pub(super) fn put_request_id(&self, out: &mut Parts) {
        let id = self.clean(self.answer.headers.request_id, false);
        out.optional_text(Some(id.as_str()).filter(|id| !id.is_empty()));
    }

    /// Tries left for this code, where the answer told.
    pub(super) fn attempts_remaining(&self) -> Option<u64> {
        self.body.get("error").get("attempts_remaining").whole()
    }

    /// Laravel's `errors` object; its values are arrays, strings and booleans mixed.
    pub(super) fn put_details(&self, out: &mut Parts) {
        let code_shaped = self.expected.kind == CallKind::RequestCode;
        let errors = self.body.get("errors");
        if !errors.is_object() {
            return;
        }
        for (name, value) in errors.parts().take(32) {
            let mut put = |value: Raw<'_>| {
                let text = match value.first() {
                    b't' => String::from("true"),
                    b'f' => String::from("false"),
                    _ => value.text()?,
                };
                out.text(&self.clean(&name.text()?, code_shaped));
                out.text(&self.clean(&text, code_shaped));
                Some(())
            };
            if value.is_array() {
                for (_, text) in value.parts().take(8) {
                    put(text);
                }
            } else {
                put(value);
            }
        }
    }
}

/// What a validation error says of the code alone; nothing if any other field was wrong too, or if
/// it only says that the field is missing or malformed.
fn code_mistake(errors: Raw<'_>) -> Option<String> {
    let mut fields = errors.parts();
    let (_, mut value) = fields.next().filter(|(name, _)| name.is_text("code"))?;
    if value.is_array() {
        value = value.parts().next()?.1;
    }
    let text = value.text()?;
    (fields.next().is_none() && !wording::is_about_form(&text)).then_some(text)
}
