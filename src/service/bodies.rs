//! What a request's body asks for, and what each caller may ask.

use super::answers;
use super::callers::{Caller, Instance};
use super::event::Event;
use super::http::{Reply, Request};
use crate::contract::{FieldError, Given, RequestCode, ValidateCode};
use crate::json::{self, Value};
use std::borrow::Cow;

/// Bytes of a request's body that are read; an honest one has a few hundred.
pub const MAX_BODY: usize = 16 * 1024;

/// The JSON object a request carries.
///
/// # Errors
/// The answer to a body that is none.
pub(crate) fn object<'a>(request: &Request<'a>) -> Result<Value<'a>, Reply> {
    if !request.is_json() {
        let text = "The body must be JSON, sent as it is, with `Content-Type: application/json`.";
        return Err(answers::problem(415, "unsupported_media_type", text));
    }
    if request.body.len() > MAX_BODY {
        let text = "The body may have 16,384 bytes at most.";
        return Err(answers::problem(413, "too_large", text));
    }
    let wrong = |why: &str| {
        let text = ["The body must be one JSON object: ", why, "."].concat();
        answers::problem(400, "malformed", &text)
    };
    match json::parse(request.body) {
        Ok(value @ Value::Object(_)) => Ok(value),
        Ok(_) => Err(wrong("it is another value")),
        Err(error) => Err(wrong(&error.to_string())),
    }
}

/// A call for a code.
pub(crate) fn request_code(
    body: &Value<'_>,
    caller: Caller,
    instance: &Instance,
) -> Result<Event, Vec<FieldError>> {
    let mut asked = RequestCode::from_fields(&|field| Given::from_json(body.get(field)))?;
    if caller == Caller::Public {
        // Anyone could have a stranger sent words of their choice; the instance's name stands instead.
        asked.name = instance.name().map(str::to_owned);
    }
    Ok(Event::RequestCode(asked))
}

/// A call with a code.
pub(crate) fn validate_code(
    body: &Value<'_>,
    caller: Caller,
    _: &Instance,
) -> Result<Event, Vec<FieldError>> {
    let asked = ValidateCode::from_fields(&|field| Given::from_json(body.get(field)))?;
    if caller == Caller::Public && asked.uuid.is_none() {
        let problem = "must be the uuid that request-code answered with, since you show no token";
        return Err(vec![FieldError {
            field: Cow::Borrowed("uuid"),
            problem: String::from(problem),
        }]);
    }
    Ok(Event::ValidateCode(asked))
}
