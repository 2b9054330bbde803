//! What is said: the JSON of every answer, and the status that goes with it.

use super::chat::command::Limit;
use super::http::Reply;
use crate::contract::{FieldError, Reason};
use crate::json::{self, ObjectWriter};
use crate::text::concat;

/// A guess that was not accepted.
pub(crate) fn refused(
    reason: Reason,
    attempts_remaining: Option<u8>,
    retry_after: Option<u32>,
) -> Box<Reply> {
    let (status, message) = match reason {
        Reason::InvalidCode => (422, "The code is not correct."),
        Reason::ExpiredCode => (410, "The code has expired. Request a new one."),
        Reason::AlreadyUsed => (409, "The code was already used. Request a new one."),
        Reason::NoActiveOtp => (404, "No active code for this chat. Request one first."),
        Reason::TooManyAttempts if retry_after.is_some() => {
            (429, "Too many wrong codes. Wait before you try again.")
        }
        Reason::TooManyAttempts => (429, "Too many wrong codes. Request a new one."),
        Reason::Refused => (422, "The code was refused."),
    };
    let mut error = ObjectWriter::new();
    error.string("code", reason.as_str());
    if let Some(left) = attempts_remaining {
        error.number("attempts_remaining", u64::from(left));
    }
    failure(status, message, &error.finish(), None).with_wait(retry_after)
}

/// A message that may not be sent now.
pub(crate) fn limited(why: Limit, retry_after: Option<u32>) -> Box<Reply> {
    let message = match why {
        Limit::Gap => "A code was sent to this chat a moment ago. Wait before you ask for another.",
        Limit::Window | Limit::Day => {
            "Too many codes were sent to this chat. Wait before you ask for another."
        }
        Limit::Closed => {
            "This chat is closed after too many wrong codes. The application's own server can open it."
        }
    };
    problem(429, "rate_limited", message).with_wait(retry_after)
}

/// An instance that may send nothing more now.
pub(crate) fn spent(country: bool, retry_after: u32) -> Box<Reply> {
    let message = if country {
        "Too many codes were sent to this country within a minute. Wait before you ask for another."
    } else {
        "Too many codes were sent within a minute. Wait before you ask for another."
    };
    problem(429, "rate_limited", message).with_wait(Some(retry_after))
}

/// A storage that did not do its part before anything was changed.
pub(crate) fn unavailable() -> Box<Reply> {
    let text = "The service is busy or its storage does not answer; nothing was done. Try again.";
    problem(503, "unavailable", text).with_wait(Some(1))
}

/// A storage that did not say what it did.
pub(crate) fn unknown() -> Box<Reply> {
    problem(500, "internal", "The service failed; nothing is known of the outcome.")
}

/// A request that is wrong, or a service that is: `code` is the stable name of what happened.
pub(crate) fn problem(status: u16, code: &str, message: &str) -> Box<Reply> {
    failure(status, message, &ObjectWriter::new().string("code", code).finish(), None)
}

/// A method that a route does not take.
pub(crate) fn not_allowed(allowed: &str) -> Box<Reply> {
    let text = concat(&["This route takes ", allowed, "."]);
    problem(405, "method_not_allowed", &text).with("allow", allowed)
}

/// Fields that cannot be accepted, each with what it may hold.
pub(crate) fn invalid_fields(problems: &[FieldError]) -> Box<Reply> {
    let mut fields = ObjectWriter::new();
    for (at, problem) in problems.iter().enumerate() {
        let earlier = problems.get(..at).unwrap_or_default();
        if earlier.iter().any(|known| known.field == problem.field) {
            continue;
        }
        let mut texts = String::from("[");
        for same in problems.iter().filter(|other| other.field == problem.field) {
            if texts.len() > 1 {
                texts.push(',');
            }
            json::push_string(&mut texts, &same.problem);
        }
        texts.push(']');
        fields.raw(&problem.field, &texts);
    }
    let mut message = String::new();
    for problem in problems {
        message.push_str(if message.is_empty() { "" } else { "; " });
        message.push_str(&problem.field);
        message.push(' ');
        message.push_str(&problem.problem);
    }
    let error = ObjectWriter::new().string("code", "invalid_request").finish();
    failure(422, &message, &error, Some(&fields.finish()))
}

/// A success that is not one of the contract's two.
pub(crate) fn success(message: &str, data: &str) -> Box<Reply> {
    Reply::new(200, crate::contract::success(message, data))
}

fn failure(status: u16, message: &str, error: &str, fields: Option<&str>) -> Box<Reply> {
    let mut body = ObjectWriter::new();
    body.bool("success", false).string("message", message);
    if let Some(fields) = fields {
        body.raw("errors", fields);
    }
    Reply::new(status, body.raw("error", error).raw("data", "null").finish())
}
