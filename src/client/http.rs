//! HTTP as values: what is to be sent, and what came back.

use super::retry::retry_after;
use crate::text::split;

/// One request, ready to be sent as it is.
#[derive(Clone, PartialEq, Eq)]
pub struct HttpRequest {
    /// `POST` or `GET`.
    pub method: &'static str,
    /// The whole URL.
    pub url: String,
    /// Names in lower case, and values.
    pub headers: Vec<(String, String)>,
    /// JSON, for `POST`.
    pub body: Option<String>,
}

/// The headers a verdict looks at; empty where the answer has none.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct AnswerHeaders<'a> {
    /// `content-type`
    pub content_type: &'a str,
    /// `retry-after`: seconds or an HTTP date.
    pub retry_after: &'a str,
    /// `s-request-id`
    pub request_id: &'a str,
    /// `ratelimit`, the IETF draft's one field with `r=` and `t=`, or the older `reset=`.
    pub ratelimit: &'a str,
    /// `ratelimit-reset`: seconds, the draft's older separate field.
    pub ratelimit_reset: &'a str,
    /// `x-ratelimit-reset`: seconds since 1970.
    pub x_ratelimit_reset: &'a str,
}

impl<'a> AnswerHeaders<'a> {
    /// The headers' names in the order of [`AnswerHeaders::from_lines`].
    pub const NAMES: [&'static str; 6] = [
        "content-type",
        "retry-after",
        "s-request-id",
        "ratelimit",
        "ratelimit-reset",
        "x-ratelimit-reset",
    ];

    /// From the values in the order of [`AnswerHeaders::NAMES`], one a line.
    pub fn from_lines(text: &'a str) -> Self {
        let mut lines = split(text, b'\n');
        let mut next = || lines.next().unwrap_or_default();
        AnswerHeaders {
            content_type: next(),
            retry_after: next(),
            request_id: next(),
            ratelimit: next(),
            ratelimit_reset: next(),
            x_ratelimit_reset: next(),
        }
    }

    /// Whether the body says that it is JSON.
    pub fn is_json(&self) -> bool {
        let kind = split(self.content_type, b';').next().unwrap_or_default().trim_ascii();
        let kind = kind.to_ascii_lowercase();
        kind == "application/json" || (kind.starts_with("application/") && kind.ends_with("+json"))
    }

    /// Milliseconds to wait, from whichever header tells; `now` in milliseconds since 1970.
    pub fn retry_after(&self, now: u64) -> Option<u64> {
        retry_after(self, now)
    }
}

/// What came back. The default is an answer about which nothing is known: status 0, no body.
#[derive(Clone, Copy, Debug, Default)]
pub struct HttpAnswer<'a> {
    /// The status; 0 for an opaque redirect.
    pub status: u16,
    /// Whether the answer is a redirect, or came after one.
    pub redirected: bool,
    /// The headers that matter.
    pub headers: AnswerHeaders<'a>,
    /// The body, at most [`HttpAnswer::MAX_BODY`] bytes.
    pub body: &'a [u8],
    /// Whether the body went on beyond that.
    pub truncated: bool,
}

impl HttpAnswer<'_> {
    /// Bytes of a body that are read at most; the largest honest answer is a page of requests.
    pub const MAX_BODY: usize = 65_536;
}
