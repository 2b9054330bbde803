//! What is said: the JSON of every answer that is not a success of the contract.

use super::callers::Caller;
use super::event::{Outcome, Refusal, StepError};
use super::http::Reply;
use crate::contract::{FieldError, Reason, RequestedCode, Validated};
use crate::json::{self, ObjectWriter};

/// The answer to what came of an event.
pub(crate) fn outcome(outcome: Outcome, caller: Caller) -> Reply {
    match outcome {
        Outcome::Requested(mut requested) => {
            if caller == Caller::Public {
                requested.code = None;
            }
            Reply::new(200, requested.to_json(RequestedCode::MESSAGE))
        }
        Outcome::Validated(validated) => Reply::new(200, validated.to_json(Validated::MESSAGE)),
        Outcome::Refused(refusal) => refused(refusal),
    }
}

fn refused(refusal: Refusal) -> Reply {
    let (status, message) = match refusal.reason {
        Reason::InvalidCode => (422, "The code is not correct."),
        Reason::ExpiredCode => (410, "The code has expired. Request a new one."),
        Reason::AlreadyUsed => (409, "The code was already used. Request a new one."),
        Reason::NoActiveOtp => (404, "No active code for this chat. Request one first."),
        Reason::TooManyAttempts => (429, "Too many wrong codes. Request a new one."),
        Reason::Refused => (422, "The code was refused."),
    };
    let error = ObjectWriter::new().string("code", refusal.reason.as_str());
    let error = match refusal.attempts_remaining {
        Some(left) => error.number("attempts_remaining", u64::from(left)),
        None => error,
    };
    failure(status, message, &error.finish(), None)
}

/// A request that is wrong, or a service that is: `code` is the stable name of what happened.
pub(crate) fn problem(status: u16, code: &str, message: &str) -> Reply {
    failure(status, message, &ObjectWriter::new().string("code", code).finish(), None)
}

/// Fields that cannot be accepted, each with what it may hold.
pub(crate) fn invalid_fields(problems: &[FieldError]) -> Reply {
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
        fields = fields.raw(&problem.field, &texts);
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

/// A step that was not taken.
pub(crate) fn not_taken(error: StepError) -> Reply {
    let text = ["Nothing was changed: ", &error.to_string(), "."].concat();
    problem(500, "internal", &text)
}

/// A success that is not the contract's.
pub(crate) fn success(message: &str, data: &str) -> Reply {
    let body = ObjectWriter::new().bool("success", true).string("message", message);
    Reply::new(200, body.raw("data", data).finish())
}

fn failure(status: u16, message: &str, error: &str, fields: Option<&str>) -> Reply {
    let body = ObjectWriter::new().bool("success", false).string("message", message);
    let body = match fields {
        Some(fields) => body.raw("errors", fields),
        None => body,
    };
    Reply::new(status, body.raw("error", error).raw("data", "null").finish())
}
