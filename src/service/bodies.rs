//! What a request's body asks for, and what each caller may ask.

use super::callers::{Caller, Instance};
use super::http::{Refusal, Request};
use super::policy::Policy;
use super::replies;
use crate::chat_id::{CHAT_ID_RULE, ChatId};
use crate::contract::{FieldError, Given, RequestCode, ValidateCode};
use crate::json::{Node, Raw, read};
use crate::text::{concat, digits};
use std::borrow::Cow;

/// Bytes of a request's body that are read; an honest one has a few hundred.
pub const MAX_BODY: usize = 16 * 1024;

/// The JSON object a request carries.
///
/// # Errors
/// The answer to a body that is none.
pub(crate) fn object<'a>(request: &Request<'a>) -> Result<Vec<Node<'a>>, Refusal> {
    if !request.is_json() {
        let text = "The body must be JSON, sent as it is, with `Content-Type: application/json`.";
        return Err(replies::problem(415, "unsupported_media_type", text));
    }
    if request.body.len() > MAX_BODY {
        let text = "The body may have 16,384 bytes at most.";
        return Err(replies::problem(413, "too_large", text));
    }
    let wrong = |why: &str| {
        let text = concat(&["The body must be one JSON object: ", why, "."]);
        replies::problem(400, "malformed", &text)
    };
    match read(request.body) {
        Ok(nodes) if Raw::new(&nodes).is_object() => Ok(nodes),
        Ok(_) => Err(wrong("it is another value")),
        Err(error) => Err(wrong(&concat(&[
            error.problem.as_str(),
            " at byte ",
            &digits(error.offset as u64),
        ]))),
    }
}

/// A call for a code, as the policy allows it.
pub(crate) fn request_code(
    body: Raw<'_, '_>,
    caller: Caller,
    instance: &Instance,
    policy: &Policy,
) -> Result<RequestCode, Vec<FieldError>> {
    let mut asked = RequestCode::from_fields(&|field| Given::from_json(body.get(field)))?;
    let expires = !body.get("expires").is_nothing();
    asked.expires = policy.expires(expires.then_some(asked.expires));
    if caller == Caller::Public {
        // Anyone could have a stranger sent words of their choice; the instance's name stands instead.
        asked.name = instance.name().map(str::to_owned);
    }
    Ok(asked)
}

/// A call with a code.
pub(crate) fn validate_code(
    body: Raw<'_, '_>,
    caller: Caller,
) -> Result<ValidateCode, Vec<FieldError>> {
    let asked = ValidateCode::from_fields(&|field| Given::from_json(body.get(field)))?;
    if caller == Caller::Public && asked.uuid.is_none() {
        let problem = "must be the uuid that request-code answered with, since you show no token";
        return Err(wrong("uuid", problem));
    }
    Ok(asked)
}

/// A call that is about a chat and nothing else.
pub(crate) fn chat(body: Raw<'_, '_>) -> Result<ChatId, Vec<FieldError>> {
    let chat = body.get("chatId").text().and_then(ChatId::parse);
    chat.ok_or_else(|| wrong("chatId", CHAT_ID_RULE))
}

/// One field that is wrong.
pub(crate) fn wrong(field: &'static str, problem: &str) -> Vec<FieldError> {
    vec![FieldError { field: Cow::Borrowed(field), problem: problem.to_owned() }]
}
