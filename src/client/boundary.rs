//! The client as JavaScript calls it: text in, text out, nothing held in between.
//!
//! Every function is pure, so the same bytes give the same answer in a browser, a Worker, Node and
//! Rust, and after a trap a fresh instance goes on where the old one ended. Texts are parts joined
//! by NUL. Going out, a part is `s` and a text, `n` and a number, or empty for nothing; the first
//! part names the outcome.

use super::asked::Asked;
use super::call::{CallKind, Expected};
use super::error::{Delivery, ErrorCode};
use super::fields::Fields;
use super::http::HttpAnswer;
use super::options::{Chosen, Surroundings, headers};
use super::outcome::{error_parts, outcome, put_delivery, refuse};
use super::parts::Parts;
use super::retry::Attempt;
use crate::chat_id::ChatId;
use crate::code::Format;
use crate::contract::{FieldError, Given};
use crate::json::push_number;
use crate::text::{split, whole};

/// Checks a call and its options; gives `http`, with what is to be sent and what [`judge`] must be
/// told, or `error`.
///
/// `http` is followed by url, method, body, timeout, then `facts`, then header names and values.
pub fn prepare(kind: u32, call: &str, options: &str, in_page: bool, origin: &str) -> String {
    let kind = kind_of(kind);
    let fields = Fields::from_text(options);
    let call = Fields::from_text(call);
    let prepared = Asked::check(kind, &call).and_then(|call| {
        let chosen = Chosen::check(&fields, Surroundings { in_page, origin })?;
        Ok(http(&call, &chosen, &fields))
    });
    match prepared {
        Ok(http) => http.0,
        Err(errors) => refuse((kind == CallKind::RequestCode).then_some(Delivery::No), &errors).0,
    }
}

fn http(call: &Asked<'_>, options: &Chosen<'_>, fields: &Fields<'_>) -> Parts {
    let mut out = Parts::new("http");
    out.text(&call.url(&options.base_url, options.form.text("instance"))).text(call.method());
    out.optional_text(call.body().as_deref()).number(options.form.number("timeout"));
    // The facts travel with the call, so that the core need not remember it.
    let facts = &mut out.text("").0;
    push_number(facts, options.form.number("retry"));
    let token = options.form.text("token");
    for fact in [call.form.text("chatId"), call.form.text("uuid"), token, call.form.text("code")] {
        facts.push('\n');
        facts.push_str(fact);
    }
    call.headers(token, &mut |name, value| {
        out.text(name).text(value);
    });
    for (name, value) in headers(fields) {
        if let Given::Text(value) = value {
            out.text(&name).text(value);
        }
    }
    out
}

/// One answer as the transport saw it.
#[derive(Clone, Copy, Debug, Default)]
pub struct Exchange<'a> {
    /// The HTTP answer.
    pub answer: HttpAnswer<'a>,
    /// How many attempts there were, and what is left.
    pub attempt: Attempt,
    /// Whether an earlier attempt ended without a known outcome, as `again` told.
    pub unknown_before: bool,
    /// Milliseconds since 1970.
    pub now: u64,
}

/// Judges an answer; gives `requested`, `validated`, `refused`, `request`, `page`, `again` with
/// the milliseconds to wait and whether the outcome is unknown, or `error`.
pub fn judge(kind: u32, facts: &str, exchange: &Exchange<'_>) -> String {
    let mut parts = split(facts, b'\n');
    let mut next = || parts.next().unwrap_or_default();
    let retries = whole(next().as_bytes()).unwrap_or(0) as u32;
    let expected = Expected {
        kind: kind_of(kind),
        chat_id: next(),
        uuid: next(),
        secrets: [next(), next()],
        unknown_before: exchange.unknown_before,
    };
    outcome(&expected, &exchange.answer, Attempt { retries, ..exchange.attempt }, exchange.now)
}

/// The error for a call that got no answer: `how` is 0 for the network, 1 for the deadline, 2 for
/// the caller's signal; `sent` tells whether anything was handed to the network.
pub fn unanswered(kind: u32, how: u32, sent: bool) -> String {
    let code = match how {
        0 => ErrorCode::Network,
        1 => ErrorCode::Timeout,
        _ => ErrorCode::Aborted,
    };
    let delivery = if sent { Delivery::Unknown } else { Delivery::No };
    let mut out = error_parts(code, code.sentence());
    out.nothing().nothing().nothing();
    out.optional_number(code.is_retryable().then_some(1));
    put_delivery(&mut out, (kind_of(kind) == CallKind::RequestCode).then_some(delivery));
    out.0
}

/// The code in what a person typed or pasted; gives `text` or `error`.
pub fn normalize_code(text: &str) -> String {
    text_parts(crate::normalize::normalize_code(text))
}

/// A number in an international written form as a chatId; gives `text` or `error`.
pub fn to_chat_id(phone: &str) -> String {
    text_parts(ChatId::from_phone(phone).map(|chat_id| String::from(chat_id.as_str())))
}

/// Chooses what codes look like; gives `format` with the length of a code, or `error`, and then
/// leaves the choice as it was.
pub fn code_format(fields: &str, chosen: &mut Option<Format>) -> String {
    let fields = Fields::from_text(fields);
    match Format::of(fields.fill(Format::FORM), &|name| fields.get(name)) {
        Ok(format) => {
            let mut out = Parts::new("format");
            out.number(format.length() as u64);
            *chosen = Some(format);
            out.0
        }
        Err(errors) => refuse(None, &errors).0,
    }
}

fn text_parts(read: Result<String, FieldError>) -> String {
    match read {
        Ok(text) => {
            let mut out = Parts::new("text");
            out.text(&text);
            out.0
        }
        Err(error) => refuse(None, &[error]).0,
    }
}

fn kind_of(kind: u32) -> CallKind {
    match kind {
        0 => CallKind::RequestCode,
        1 => CallKind::ValidateCode,
        2 => CallKind::GetRequest,
        _ => CallKind::ListRequests,
    }
}
