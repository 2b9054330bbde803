//! HTTP as values: what arrived, and what is answered.

use crate::service::words::word;
use crate::text::{digits, find, split, split_once};

/// A request as it arrived; nothing in it is believed yet.
#[derive(Clone, Copy)]
pub struct Request<'a> {
    /// The method, in upper case.
    pub method: &'a str,
    /// The whole URL, such as `https://otp.example/api/otp/v2/health`.
    pub url: &'a str,
    /// One header a line, `name: value`, names in lower case.
    pub headers: &'a str,
    /// The body; one byte more than [`super::MAX_BODY`] is enough to see that it is too long.
    pub body: &'a [u8],
}

impl<'a> Request<'a> {
    /// The value of a header, given its name in lower case.
    pub fn header(&self, name: &str) -> Option<&'a str> {
        header(self.headers, name)
    }

    /// What follows the scheme: host, path and query.
    fn rest(&self) -> &'a str {
        split_once(self.url, "://").map_or("", |(_, rest)| rest)
    }

    /// The path, from its slash to the query.
    pub fn path(&self) -> &'a str {
        let rest = until(self.rest(), "?#");
        find(rest, "/").and_then(|at| rest.get(at..)).unwrap_or("/")
    }

    /// What stands between the question mark and the fragment; empty where nothing does.
    pub fn query(&self) -> &'a str {
        split_once(until(self.rest(), "#"), "?").map_or("", |(_, query)| query)
    }

    /// Whether the request came to this machine itself, going by the host it names: a page of
    /// another site that had its name resolve to this machine still names that site. Its browser
    /// writes the header `Host`; the URL may come from elsewhere.
    pub fn is_loopback(&self) -> bool {
        is_loopback_host(until(self.rest(), "/?#"))
            && self.header("host").is_none_or(is_loopback_host)
    }

    /// Whether nobody on the way could read it: https, or it never left this machine.
    pub fn is_private(&self) -> bool {
        self.url.starts_with("https://") || self.is_loopback()
    }

    /// Whether the body says that it is plain JSON.
    pub fn is_json(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default();
        let kind = until(kind, ";").trim_ascii();
        let coding = self.header("content-encoding").unwrap_or("identity");
        kind.eq_ignore_ascii_case("application/json") && coding.eq_ignore_ascii_case("identity")
    }
}

/// The value of a header among lines, given its name in lower case.
pub(crate) fn header<'a>(lines: &'a str, name: &str) -> Option<&'a str> {
    split(lines, b'\n')
        .find_map(|line| Some(line.strip_prefix(name)?.strip_prefix(":")?.trim_ascii()))
}

/// Adds a header as one more line; neither part may have a line break.
#[inline(never)]
pub(crate) fn push_header(lines: &mut String, name: &str, value: &str) {
    for part in [if lines.is_empty() { "" } else { "\n" }, name, ": ", value] {
        lines.push_str(part);
    }
}

/// What stands before the first of these ASCII marks.
fn until<'a>(text: &'a str, marks: &str) -> &'a str {
    let end = text.bytes().position(|byte| marks.as_bytes().contains(&byte));
    end.and_then(|end| text.get(..end)).unwrap_or(text)
}

/// Whether `host`, with or without a port, is this machine. No name that others can own is made of
/// digits and dots alone.
pub(crate) fn is_loopback_host(host: &str) -> bool {
    let all = |text: &str, marks: &str| {
        !text.is_empty()
            && text.bytes().all(|byte| byte.is_ascii_digit() || marks.as_bytes().contains(&byte))
    };
    let colon =
        host.bytes().rposition(|byte| byte == b':').and_then(|at| host.split_at_checked(at));
    let name = match colon {
        Some((name, port)) if all(&port[1..], "") => name,
        _ => host,
    };
    let numbered = name.strip_prefix("127.").is_some_and(|rest| all(rest, "."));
    matches!(name, "localhost" | "[::1]") || numbered
}

/// An answer, complete. It has no `Debug`, because a code can be in its body.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// One header a line, `name: value`, names in lower case.
    pub headers: String,
    /// JSON, or nothing.
    pub body: Option<String>,
}

/// An answer that ends a call early.
pub(crate) type Refusal = Box<Reply>;

/// All of it boxed, since an answer is made once and handed on many times.
impl Reply {
    /// An answer with the headers every answer has.
    ///
    /// No cache may keep it, since a code or a verdict may be in it, and opened as a page it can
    /// load and do nothing.
    pub(crate) fn new(status: u16, body: String) -> Box<Reply> {
        let mut reply = Reply::json(status);
        reply.body = Some(body);
        reply
    }

    /// An answer whose body somebody else adds.
    pub(crate) fn json(status: u16) -> Box<Reply> {
        Reply::empty(status).with("content-type", "application/json")
    }

    /// An answer without a body.
    pub(crate) fn empty(status: u16) -> Box<Reply> {
        Box::new(Reply { status, headers: String::new(), body: None })
            .with("cache-control", "no-store")
            .with("x-content-type-options", "nosniff")
            .with("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
    }

    /// The answer with one more header.
    #[inline(never)]
    pub(crate) fn with(mut self: Box<Self>, name: &'static str, value: &str) -> Box<Reply> {
        push_header(&mut self.headers, name, value);
        self
    }

    /// The answer with the seconds after which to come again, where they are known.
    pub(crate) fn with_wait(self: Box<Self>, seconds: Option<u32>) -> Box<Reply> {
        match seconds {
            Some(seconds) => self.with("retry-after", &digits(u64::from(seconds))),
            None => self,
        }
    }

    /// The answer to `HEAD`.
    pub(crate) fn without_body(mut self: Box<Self>) -> Box<Reply> {
        self.body = None;
        self
    }

    /// The value of a header, given its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        header(&self.headers, name)
    }
}

word!(struct Reply { status, headers, body });
