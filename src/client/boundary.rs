//! The client as JavaScript calls it: text in, text out, nothing held in between.
//!
//! Every function is pure, so the same bytes give the same answer in a browser, a Worker, Node and
//! Rust, and after a trap a fresh instance goes on where the old one ended. Texts are parts joined
//! by NUL. Going out, a part is `s` and a text, `n` and a number, or empty for nothing; the first
//! part names the outcome.

use super::call::{Call, CallKind, Expected};
use super::error::{Delivery, Error, ErrorCode};
use super::fields::Fields;
use super::http::{AnswerHeaders, HttpAnswer};
use super::judge::{Verdict, judge as judge_answer};
use super::options::{Options, Surroundings};
use super::retry::{Attempt, delay_before_retry};
use crate::chat_id::ChatId;
use crate::contract::{FieldError, RequestSummary};
use crate::json::push_number;
use crate::timestamp::Timestamp;

/// Checks a call and its options; gives `http`, with what is to be sent and what [`judge`] must be
/// told, or `error`.
///
/// `http` is followed by url, method, body, timeout, then `facts`, then header names and values.
pub fn prepare(kind: u32, call: &str, options: &str, in_page: bool, origin: &str) -> String {
    let kind = kind_of(kind);
    let checked = Call::from_fields(kind, &Fields::from_text(call)).and_then(|call| {
        let surroundings = Surroundings { in_page, origin };
        Ok((call, Options::from_fields(&Fields::from_text(options), surroundings)?))
    });
    match checked {
        Err(errors) => {
            let delivery = (kind == CallKind::RequestCode).then_some(Delivery::No);
            error_parts(&Error { delivery, ..Error::invalid_argument(errors) })
        }
        Ok((call, options)) => {
            let http = call.to_http(&options);
            let mut out = Parts::new("http");
            out.text(&http.url).text(http.method).optional_text(http.body.as_deref());
            out.number(u64::from(options.timeout));
            let expected = Expected::of(&call, &options);
            let mut retries = String::new();
            push_number(&mut retries, u64::from(options.retry));
            // The facts travel with the call, so that the core need not remember it.
            let facts = [
                &retries,
                expected.chat_id,
                expected.uuid,
                expected.secrets[0],
                expected.secrets[1],
            ];
            out.text(&facts.join("\n"));
            for (name, value) in &http.headers {
                out.text(name).text(value);
            }
            out.0
        }
    }
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
    let mut parts = facts.split('\n');
    let mut next = || parts.next().unwrap_or_default();
    let retries = next().parse().unwrap_or(0);
    let expected = Expected {
        kind: kind_of(kind),
        chat_id: next(),
        uuid: next(),
        secrets: [next(), next()],
        unknown_before: exchange.unknown_before,
    };
    match judge_answer(&expected, &exchange.answer, exchange.now) {
        Ok(verdict) => verdict_parts(&verdict),
        Err(error) => match delay_before_retry(&error, Attempt { retries, ..exchange.attempt }) {
            Some(delay) => {
                let unknown = error.code == ErrorCode::ServerError || exchange.unknown_before;
                let mut out = Parts::new("again");
                out.number(delay).optional_number(unknown.then_some(1));
                out.0
            }
            None => error_parts(&error),
        },
    }
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
    let delivery = (kind_of(kind) == CallKind::RequestCode).then_some(delivery);
    error_parts(&Error { delivery, ..Error::new(code) })
}

/// The code in what a person typed or pasted; gives `text` or `error`.
pub fn normalize_code(text: &str) -> String {
    text_parts(crate::normalize::normalize_code(text))
}

/// A number in an international written form as a chatId; gives `text` or `error`.
pub fn to_chat_id(phone: &str) -> String {
    text_parts(ChatId::from_phone(phone).map(|chat_id| String::from(chat_id.as_str())))
}

fn text_parts(read: Result<String, FieldError>) -> String {
    match read {
        Ok(text) => {
            let mut out = Parts::new("text");
            out.text(&text);
            out.0
        }
        Err(error) => error_parts(&Error::invalid_argument(vec![error])),
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

/// The header names whose values the transport hands over, in this order, one a line.
pub const HEADER_NAMES: [&str; 6] = AnswerHeaders::NAMES;

fn verdict_parts(verdict: &Verdict) -> String {
    match verdict {
        Verdict::Requested { answer, message, request_id } => {
            let mut out = Parts::new("requested");
            out.text(answer.uuid.as_str()).text(answer.chat_id.as_str());
            out.optional_text(answer.code.as_deref()).text(answer.status.as_str());
            out.text(&answer.otp_type).text(message);
            out.time(answer.expires_at).time(answer.created_at);
            out.optional_text(request_id.as_deref());
            out.0
        }
        Verdict::Validated { answer, message } => {
            let mut out = Parts::new("validated");
            out.text(answer.uuid.as_str()).text(answer.chat_id.as_str());
            out.text(answer.status.as_str()).text(message).time(answer.validated_at);
            out.optional_text(answer.proof.as_deref());
            out.0
        }
        Verdict::Refused { reason, message, attempts_remaining, retry_after } => {
            let mut out = Parts::new("refused");
            out.text(reason.as_str()).text(message);
            out.optional_number(*attempts_remaining).optional_number(*retry_after);
            out.0
        }
        Verdict::Request(request) => {
            let mut out = Parts::new("request");
            summary_parts(&mut out, request);
            out.0
        }
        Verdict::Page(page) => {
            let mut out = Parts::new("page");
            out.optional_text(page.next_cursor.as_deref());
            for request in &page.requests {
                summary_parts(&mut out, request);
            }
            out.0
        }
    }
}

fn summary_parts(out: &mut Parts, request: &RequestSummary) {
    out.text(request.uuid.as_str()).text(&request.chat_id).text(request.status.as_str());
    out.text(&request.otp_type).time(request.expires_at).time(request.created_at);
    out.optional_number(request.validated_at.map(Timestamp::millis));
}

fn error_parts(error: &Error) -> String {
    let mut out = Parts::new("error");
    out.text(error.code.as_str()).text(&error.message);
    out.optional_number(error.status.map(u64::from)).optional_number(error.retry_after);
    out.optional_text(error.request_id.as_deref());
    out.optional_number(error.retryable().then_some(1));
    out.optional_text(error.delivery.map(Delivery::as_str));
    for (name, text) in &error.details {
        out.text(name).text(text);
    }
    out.0
}

struct Parts(String);

impl Parts {
    fn new(outcome: &str) -> Parts {
        Parts(String::from(outcome))
    }

    fn text(&mut self, text: &str) -> &mut Self {
        self.0.push_str("\0s");
        // A NUL would end the part early; no honest text holds one.
        self.0.extend(text.chars().map(|character| match character {
            '\0' => '\u{fffd}',
            other => other,
        }));
        self
    }

    fn number(&mut self, number: u64) -> &mut Self {
        self.0.push_str("\0n");
        push_number(&mut self.0, number);
        self
    }

    fn time(&mut self, time: Timestamp) -> &mut Self {
        self.number(time.millis())
    }

    fn optional_text(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.text(text),
            None => self.nothing(),
        }
    }

    fn optional_number(&mut self, number: Option<u64>) -> &mut Self {
        match number {
            Some(number) => self.number(number),
            None => self.nothing(),
        }
    }

    fn nothing(&mut self) -> &mut Self {
        self.0.push('\0');
        self
    }
}
