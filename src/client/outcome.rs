//! What a call came to, in text.

use super::call::{CallKind, Expected};
use super::error::{Delivery, ErrorCode};
use super::http::HttpAnswer;
use super::judge::{Finding, Seen, body};
use super::parts::Parts;
use super::retry::{Attempt, delay};
use crate::contract::FieldError;
use crate::json::push_number;
use crate::text::concat;

/// What an answer comes to, in text.
pub(super) fn outcome(
    expected: &Expected<'_>,
    answer: &HttpAnswer<'_>,
    attempt: Attempt,
    now: u64,
) -> String {
    let nodes = body(answer);
    let seen = Seen::new(expected, answer, &nodes);
    let retry_after = || answer.headers.retry_after(now);
    let code = match seen.finding() {
        Finding::Success(facts) => return facts.0,
        Finding::Refused(reason) => {
            let mut out = Parts::new("refused");
            out.text(reason.as_str()).text(&seen.message(false));
            out.optional_number(seen.attempts_remaining()).optional_number(retry_after());
            return out.0;
        }
        Finding::Failed(code) => code,
    };
    let retry_after = retry_after();
    let delay = delay(code, answer.status, retry_after, attempt);
    if let Some(delay) = delay.filter(|_| !seen.is_final()) {
        let unknown = code == ErrorCode::ServerError || expected.unknown_before;
        let mut out = Parts::new("again");
        out.number(delay).optional_number(unknown.then_some(1));
        return out.0;
    }
    let mut message = concat(&[code.sentence(), " (HTTP "]);
    push_number(&mut message, u64::from(answer.status));
    message.push(')');
    let said = seen.message(expected.kind == CallKind::RequestCode);
    if !said.is_empty() {
        message.push_str(": ");
        message.push_str(&said);
    }
    let mut out = error_parts(code, &message);
    out.optional_number(Some(u64::from(answer.status)).filter(|status| *status > 0));
    out.optional_number(retry_after);
    seen.put_request_id(&mut out);
    out.optional_number(code.is_retryable().then_some(1));
    put_delivery(&mut out, seen.delivery(code));
    seen.put_details(&mut out);
    out.0
}

/// The error for fields that were refused before anything was sent.
pub(super) fn refuse(delivery: Option<Delivery>, errors: &[FieldError]) -> Parts {
    let mut out = error_parts(ErrorCode::InvalidArgument, "");
    // A misspelt name is told last, and is why another is missing.
    if let Some(FieldError { field, problem }) = errors.last() {
        out.0.push_str(field);
        out.0.push(' ');
        out.0.push_str(problem);
    }
    out.nothing().nothing().nothing().nothing();
    put_delivery(&mut out, delivery);
    for error in errors {
        out.text(&error.field).text(&error.problem);
    }
    out
}

/// `error` is followed by code, message, status, milliseconds to wait, request id, whether a later
/// try may succeed, whether a message may have gone out, and names and texts of details.
pub(super) fn error_parts(code: ErrorCode, message: &str) -> Parts {
    let mut out = Parts::new("error");
    out.text(code.as_str()).text(message);
    out
}

/// Writes whether a message may have gone out.
pub(super) fn put_delivery(out: &mut Parts, delivery: Option<Delivery>) {
    out.optional_text(delivery.map(Delivery::as_str));
}
