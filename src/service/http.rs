//! HTTP as values: what arrived, and what is answered.

use crate::service::words::word;
use std::borrow::Cow;

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
        let mut pairs = self.headers.lines().filter_map(|line| line.split_once(':'));
        pairs.find_map(|(key, value)| (key == name).then(|| value.trim()))
    }

    /// What follows the scheme: host, path and query.
    fn rest(&self) -> &'a str {
        self.url.split_once("://").map_or("", |(_, rest)| rest)
    }

    /// The path, from its slash to the query.
    pub fn path(&self) -> &'a str {
        let rest = self.rest().split(['?', '#']).next().unwrap_or_default();
        rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/")
    }

    /// What stands between the question mark and the fragment; empty where nothing does.
    pub fn query(&self) -> &'a str {
        let url = self.rest().split('#').next().unwrap_or_default();
        url.split_once('?').map_or("", |(_, query)| query)
    }

    /// Whether the request came to this machine itself, going by the host it names: a page of
    /// another site that had its name resolve to this machine still names that site.
    pub fn is_loopback(&self) -> bool {
        is_loopback_host(self.rest().split(['/', '?', '#']).next().unwrap_or_default())
    }

    /// Whether nobody on the way could read it: https, or it never left this machine.
    pub fn is_private(&self) -> bool {
        self.url.starts_with("https://") || self.is_loopback()
    }

    /// Whether the body says that it is plain JSON.
    pub fn is_json(&self) -> bool {
        let kind = self.header("content-type").unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().trim();
        let coding = self.header("content-encoding").unwrap_or("identity");
        kind.eq_ignore_ascii_case("application/json") && coding.eq_ignore_ascii_case("identity")
    }
}

/// Whether `host`, with or without a port, is this machine.
pub(crate) fn is_loopback_host(host: &str) -> bool {
    ["127.0.0.1", "localhost", "[::1]"].iter().any(|own| match host.strip_prefix(own) {
        Some("") => true,
        Some(port) => port
            .strip_prefix(':')
            .is_some_and(|digits| !digits.is_empty() && digits.bytes().all(|b| b.is_ascii_digit())),
        None => false,
    })
}

/// An answer, complete. It has no `Debug`, because a code can be in its body.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(Cow<'static, str>, String)>,
    /// JSON, or nothing.
    pub body: Option<String>,
}

impl Reply {
    /// An answer with the headers every answer has.
    ///
    /// No cache may keep it, since a code or a verdict may be in it, and opened as a page it can
    /// load and do nothing.
    pub(crate) fn new(status: u16, body: String) -> Reply {
        Reply { status, headers: Vec::new(), body: None }
            .with("cache-control", "no-store")
            .with("x-content-type-options", "nosniff")
            .with("content-security-policy", "default-src 'none'; frame-ancestors 'none'")
            .with("content-type", "application/json")
            .with_body(body)
    }

    /// An answer without a body.
    pub(crate) fn empty(status: u16) -> Reply {
        let mut reply = Reply::new(status, String::new()).without_body();
        reply.headers.retain(|(name, _)| name != "content-type");
        reply
    }

    /// The answer with one more header.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Reply {
        self.headers.push((Cow::Borrowed(name), value.to_owned()));
        self
    }

    /// The answer with the seconds after which to come again, where they are known.
    pub(crate) fn with_wait(self, seconds: Option<u32>) -> Reply {
        match seconds {
            Some(seconds) => self.with("retry-after", &seconds.to_string()),
            None => self,
        }
    }

    fn with_body(mut self, body: String) -> Reply {
        self.body = Some(body);
        self
    }

    /// The answer to `HEAD`.
    pub(crate) fn without_body(mut self) -> Reply {
        self.body = None;
        self
    }

    /// The value of a header, given its name in lower case.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.iter().find(|(key, _)| key == name).map(|(_, value)| value.as_str())
    }
}

word!(struct Reply { status, headers, body });
