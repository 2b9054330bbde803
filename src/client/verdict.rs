//! What a call came to, as values: the outcome that JavaScript is handed, read back.

use super::call::Expected;
use super::error::{Delivery, Error, ErrorCode};
use super::http::HttpAnswer;
use super::outcome::outcome;
use super::parts::Read;
use super::retry::Attempt;
use crate::chat_id::ChatId;
use crate::contract::{Reason, RequestPage, RequestSummary, RequestedCode, Status, Validated};
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
/// It reads the very text that the WebAssembly module gives, so a Rust caller and a JavaScript
/// caller cannot be told different things.
///
/// # Errors
/// Whatever is neither success nor the refusal of a code.
pub fn judge(expected: &Expected<'_>, answer: &HttpAnswer<'_>, now: u64) -> Result<Verdict, Error> {
    let text = outcome(expected, answer, Attempt::default(), now);
    read(&text).unwrap_or_else(|| Err(Error::new(ErrorCode::BadResponse)))
}

fn read(text: &str) -> Option<Result<Verdict, Error>> {
    let (outcome, mut parts) = Read::new(text);
    let verdict = match outcome {
        "requested" => {
            let uuid = Uuid::parse(&parts.text()?)?;
            let chat_id = ChatId::parse(&parts.text()?)?;
            let code = parts.text();
            let status = Status::from_name(&parts.text()?);
            let otp_type = parts.text()?;
            let message = parts.text()?;
            let (expires_at, created_at) = (parts.time()?, parts.time()?);
            let answer =
                RequestedCode { uuid, chat_id, code, status, otp_type, expires_at, created_at };
            Verdict::Requested { answer, message, request_id: parts.text() }
        }
        "validated" => {
            let uuid = Uuid::parse(&parts.text()?)?;
            let chat_id = ChatId::parse(&parts.text()?)?;
            let status = Status::from_name(&parts.text()?);
            let message = parts.text()?;
            let (validated_at, proof) = (parts.time()?, parts.text());
            let answer = Validated { uuid, chat_id, status, validated_at, proof };
            Verdict::Validated { answer, message }
        }
        "refused" => Verdict::Refused {
            reason: Reason::from_name(&parts.text()?)?,
            message: parts.text()?,
            attempts_remaining: parts.number(),
            retry_after: parts.number(),
        },
        "request" => Verdict::Request(summary(&mut parts)?),
        "page" => {
            let next_cursor = parts.text();
            let mut requests = Vec::new();
            while !parts.is_at_end() {
                requests.push(summary(&mut parts)?);
            }
            Verdict::Page(RequestPage { requests, next_cursor })
        }
        _ => return error(&mut parts).map(Err),
    };
    Some(Ok(verdict))
}

fn summary(parts: &mut Read<'_>) -> Option<RequestSummary> {
    Some(RequestSummary {
        uuid: Uuid::parse(&parts.text()?)?,
        chat_id: parts.text()?,
        status: Status::from_name(&parts.text()?),
        otp_type: parts.text()?,
        expires_at: parts.time()?,
        created_at: parts.time()?,
        validated_at: parts.time(),
    })
}

fn error(parts: &mut Read<'_>) -> Option<Error> {
    let code = ErrorCode::from_name(&parts.text()?)?;
    let message = parts.text()?;
    let status = parts.number().and_then(|status| u16::try_from(status).ok());
    let (retry_after, request_id, _retryable) = (parts.number(), parts.text(), parts.number());
    let delivery = parts.text().and_then(|name| Delivery::from_name(&name));
    let mut details = Vec::new();
    while !parts.is_at_end() {
        details.push((parts.text()?, parts.text()?));
    }
    Some(Error { code, message, status, retry_after, request_id, details, delivery })
}
