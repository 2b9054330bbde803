//! What an answer means. Every classification of an answer is in this file and in `wording`.
//!
//! "Validated" and "requested" are said only for one complete, consistent set of facts: status 200,
//! no redirect, JSON, `success` exactly `true`, and every field what it has to be. Whatever is not
//! that is a refusal with a reason, or an [`Error`].

use super::call::{CallKind, Expected};
use super::error::{Delivery, Error, ErrorCode};
use super::http::HttpAnswer;
use super::redact::clean;
use super::wording;
use crate::chat_id::ChatId;
use crate::contract::{Reason, RequestPage, RequestSummary, RequestedCode, Status, Validated};
use crate::json::{self, Value};
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

/// What a call came to.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// A code was made and its message queued.
    Requested {
        /// The answer.
        answer: RequestedCode,
        /// What the service said.
        message: String,
        /// The service's own name of this exchange.
        request_id: Option<String>,
    },
    /// The code is right: the chat's holder is proven.
    Validated {
        /// The answer.
        answer: Validated,
        /// What the service said.
        message: String,
    },
    /// The code was not accepted.
    Refused {
        /// Why.
        reason: Reason,
        /// What the service said.
        message: String,
        /// Tries left for this code, where the answer told.
        attempts_remaining: Option<u64>,
        /// Milliseconds to wait, where the answer told.
        retry_after: Option<u64>,
    },
    /// One request.
    Request(RequestSummary),
    /// A page of requests.
    Page(RequestPage),
}

/// Judges an answer; `now` in milliseconds since 1970.
///
/// # Errors
/// Whatever is neither success nor the refusal of a code.
pub fn judge(expected: &Expected<'_>, answer: &HttpAnswer<'_>, now: u64) -> Result<Verdict, Error> {
    let trusted = !answer.redirected && !answer.truncated && answer.headers.is_json();
    let body = if trusted { json::parse(answer.body).ok() } else { None };
    let body = body.filter(|body| matches!(body, Value::Object(_))).unwrap_or(Value::Null);
    let seen = Seen { expected, answer, body: &body, now };

    let is_redirect = answer.redirected || matches!(answer.status, 0..=199 | 300..=399);
    match answer.status {
        _ if is_redirect => Err(seen.error(ErrorCode::BadResponse)),
        200..=299 => match (seen.field("success"), expected.kind) {
            (Some(Value::Bool(true)), _) if answer.status == 200 => {
                seen.success().ok_or_else(|| seen.error(ErrorCode::BadResponse))
            }
            (Some(Value::Bool(false)), _) => seen.refusal(),
            _ => Err(seen.error(ErrorCode::BadResponse)),
        },
        400..=499 => seen.refusal(),
        _ => Err(seen.error(ErrorCode::ServerError)),
    }
}

struct Seen<'s> {
    expected: &'s Expected<'s>,
    answer: &'s HttpAnswer<'s>,
    body: &'s Value<'s>,
    now: u64,
}

impl Seen<'_> {
    fn field(&self, name: &str) -> Option<&Value<'_>> {
        self.body.get(name)
    }

    fn text(&self, name: &str) -> &str {
        self.field(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// The facts of a success, or nothing: one missing or contradicting fact is enough.
    fn success(&self) -> Option<Verdict> {
        let data = self.field("data")?;
        let message = self.message(CallKind::ListRequests);
        match self.expected.kind {
            CallKind::RequestCode => {
                let answer = self.requested(data)?;
                Some(Verdict::Requested { answer, message, request_id: self.request_id() })
            }
            CallKind::ValidateCode => {
                self.validated(data).map(|answer| Verdict::Validated { answer, message })
            }
            CallKind::GetRequest => summary(data)
                .filter(|request| request.uuid.as_str() == self.expected.uuid)
                .map(Verdict::Request),
            CallKind::ListRequests => page(data).map(Verdict::Page),
        }
    }

    /// The chat asked for, if the answer speaks of that very chat.
    fn chat(&self, data: &Value<'_>) -> Option<ChatId> {
        let chat_id = ChatId::parse(self.expected.chat_id)?;
        chat_id.is_named_by(data.get("chat_id")?.as_str()?).then_some(chat_id)
    }

    fn requested(&self, data: &Value<'_>) -> Option<RequestedCode> {
        let code = match data.get("code") {
            None | Some(Value::Null) => None,
            Some(code) => Some(String::from(code.as_str().filter(|code| !code.is_empty())?)),
        };
        Some(RequestedCode {
            uuid: Uuid::parse(data.get("uuid")?.as_str()?)?,
            chat_id: self.chat(data)?,
            code,
            status: Status::from_name(data.get("status")?.as_str()?),
            otp_type: String::from(data.get("otp_type")?.as_str()?),
            expires_at: date(data, "expires_at")?,
            created_at: date(data, "created_at")?,
        })
    }

    fn validated(&self, data: &Value<'_>) -> Option<Validated> {
        let uuid = Uuid::parse(data.get("uuid")?.as_str()?)?;
        if !self.expected.uuid.is_empty() && uuid.as_str() != self.expected.uuid {
            return None;
        }
        let proof = match data.get("proof") {
            None | Some(Value::Null) => None,
            Some(proof) => Some(String::from(proof.as_str()?)),
        };
        let status = data.get("status")?.as_str()?;
        (status == Status::Validated.as_str()).then_some(Validated {
            uuid,
            chat_id: self.chat(data)?,
            status: Status::Validated,
            validated_at: date(data, "validated_at")?,
            proof,
        })
    }

    /// A 4xx, or a `success: false`: a reason if it speaks of the code, else an error.
    fn refusal(&self) -> Result<Verdict, Error> {
        let is_validation = self.expected.kind == CallKind::ValidateCode;
        let code = self.field("error").and_then(|error| error.get("code")).and_then(Value::as_str);
        let error = match self.answer.status {
            401 => ErrorCode::Unauthorized,
            403 => ErrorCode::Forbidden,
            423 => ErrorCode::ChannelRestricted,
            _ => {
                let reason = match code {
                    Some(code) => Reason::from_name(code),
                    None => self.reason_without_code(),
                };
                match reason.filter(|_| is_validation) {
                    Some(reason) => return self.refused(reason),
                    None => self.request_error(code),
                }
            }
        };
        Err(self.error(error))
    }

    fn refused(&self, reason: Reason) -> Result<Verdict, Error> {
        // An earlier attempt may itself have used the code up, so this refusal proves nothing.
        if reason == Reason::AlreadyUsed && self.expected.unknown_before {
            return Err(self.error(ErrorCode::ServerError));
        }
        let attempts = self.field("error").and_then(|error| error.get("attempts_remaining"));
        Ok(Verdict::Refused {
            reason,
            message: self.message(CallKind::ValidateCode),
            attempts_remaining: attempts.and_then(Value::as_u64),
            retry_after: self.answer.headers.retry_after(self.now),
        })
    }

    /// The reason told by status and wording, where the answer carries no `error.code` of ours.
    fn reason_without_code(&self) -> Option<Reason> {
        if matches!(self.answer.status, 402 | 405 | 413 | 415 | 429) {
            return None;
        }
        let said_no = self.field("success") == Some(&Value::Bool(false));
        let message = match self.field("errors") {
            None => self.text("message"),
            Some(errors) => code_mistake(errors)?,
        };
        let by_status = match self.answer.status {
            409 => Reason::AlreadyUsed,
            410 => Reason::ExpiredCode,
            _ => Reason::Refused,
        };
        match wording::reason(message) {
            // Laravel says "Not Found." of a wrong URL too, so a bare 404 is no verdict on a code.
            Some(Reason::NoActiveOtp) if !said_no && !speaks_of_code(message) => None,
            Some(reason) => Some(reason),
            None => said_no.then_some(by_status),
        }
    }

    fn request_error(&self, code: Option<&str>) -> ErrorCode {
        let exists = self.field("errors").and_then(|errors| errors.get("exists"));
        let lost = exists == Some(&Value::Bool(false))
            || self.text("message").to_ascii_lowercase().contains("not on whatsapp");
        match (self.answer.status, code) {
            (429, _) | (_, Some("rate_limited")) => ErrorCode::RateLimited,
            _ if lost => ErrorCode::RecipientUnavailable,
            (404, _) => ErrorCode::NotFound,
            _ => ErrorCode::InvalidRequest,
        }
    }

    fn error(&self, code: ErrorCode) -> Error {
        let mut message = String::from(code.sentence());
        message.push_str(" (HTTP ");
        json::push_number(&mut message, u64::from(self.answer.status));
        message.push(')');
        let said = self.message(self.expected.kind);
        if !said.is_empty() {
            message.push_str(": ");
            message.push_str(&said);
        }
        let delivery = match code {
            _ if self.expected.kind != CallKind::RequestCode => None,
            ErrorCode::BadResponse if self.field("success") == Some(&Value::Bool(true)) => {
                Some(Delivery::Yes)
            }
            ErrorCode::BadResponse | ErrorCode::ServerError => Some(Delivery::Unknown),
            _ if self.expected.unknown_before => Some(Delivery::Unknown),
            _ => Some(Delivery::No),
        };
        Error {
            message,
            status: Some(self.answer.status).filter(|status| *status > 0),
            retry_after: self.answer.headers.retry_after(self.now),
            request_id: self.request_id(),
            details: self.details(),
            delivery,
            ..Error::new(code)
        }
    }

    /// What the service said, without secrets; for a request also without what looks like a code.
    fn message(&self, kind: CallKind) -> String {
        let code_shaped = kind == CallKind::RequestCode;
        clean(self.text("message"), &self.expected.secrets, code_shaped)
    }

    fn request_id(&self) -> Option<String> {
        let id = clean(self.answer.headers.request_id, &self.expected.secrets, false);
        (!id.is_empty()).then_some(id)
    }

    /// Laravel's `errors` object; its values are arrays, strings and booleans mixed.
    fn details(&self) -> Vec<(String, String)> {
        let mut details = Vec::new();
        let Some(Value::Object(errors)) = self.field("errors") else { return details };
        let code_shaped = self.expected.kind == CallKind::RequestCode;
        for (name, value) in errors.iter().take(32) {
            let one = std::slice::from_ref(value);
            let texts = if let Value::Array(texts) = value { texts } else { one };
            for text in texts.iter().take(8) {
                let text = match text {
                    Value::String(text) => text.as_ref(),
                    Value::Bool(true) => "true",
                    Value::Bool(false) => "false",
                    _ => continue,
                };
                let clean = |text: &str| clean(text, &self.expected.secrets, code_shaped);
                details.push((clean(name), clean(text)));
            }
        }
        details
    }
}

/// What a validation error says of the code alone; nothing if any other field was wrong too, or if
/// it only says that the field is missing or malformed.
fn code_mistake<'v>(errors: &'v Value<'_>) -> Option<&'v str> {
    let Value::Object(fields) = errors else { return None };
    let [(name, value)] = fields.as_slice() else { return None };
    let text = match value {
        Value::Array(texts) => texts.first()?.as_str()?,
        other => other.as_str()?,
    };
    let malformed = ["required", "must", "format"].iter().any(|word| text.contains(word));
    (name == "code" && !malformed).then_some(text)
}

fn speaks_of_code(message: &str) -> bool {
    let text = message.to_ascii_lowercase();
    ["otp", "code", "active", "pending"].iter().any(|word| text.contains(word))
}

fn date(data: &Value<'_>, name: &str) -> Option<Timestamp> {
    Timestamp::parse(data.get(name)?.as_str()?)
}

fn summary(data: &Value<'_>) -> Option<RequestSummary> {
    let text = |name: &str| data.get(name).and_then(Value::as_str).map(String::from);
    let validated_at = match data.get("validated_at") {
        None | Some(Value::Null) => None,
        Some(_) => Some(date(data, "validated_at")?),
    };
    Some(RequestSummary {
        uuid: Uuid::parse(&text("uuid")?)?,
        chat_id: text("chat_id")?,
        status: Status::from_name(&text("status")?),
        otp_type: text("otp_type")?,
        expires_at: date(data, "expires_at")?,
        created_at: date(data, "created_at")?,
        validated_at,
    })
}

fn page(data: &Value<'_>) -> Option<RequestPage> {
    let Value::Array(items) = data.get("requests")? else { return None };
    let next_cursor = match data.get("next_cursor") {
        None | Some(Value::Null) => None,
        Some(cursor) => Some(String::from(cursor.as_str()?)),
    };
    let requests = items.iter().map(summary).collect::<Option<Vec<_>>>()?;
    Some(RequestPage { requests, next_cursor })
}
