//! HTTP as values: what arrived, and what is answered.

use crate::json::{self, ObjectWriter};

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
        let mut pairs = self.headers.lines().filter_map(|line| line.split_once(": "));
        pairs.find_map(|(key, value)| (key == name).then(|| value.trim()))
    }

    /// The path, from its slash to the query.
    pub fn path(&self) -> &'a str {
        let rest = self.url.split_once("://").map_or("", |(_, rest)| rest);
        let path = rest.find('/').and_then(|at| rest.get(at..)).unwrap_or("/");
        path.split(['?', '#']).next().unwrap_or("/")
    }

    /// Whether the request came to this machine itself, going by the host it names: a page of
    /// another site that had its name resolve to this machine still names that site.
    pub fn is_loopback(&self) -> bool {
        let rest = self.url.split_once("://").map_or("", |(_, rest)| rest);
        let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
        is_loopback_host(host)
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

/// An answer, complete.
#[derive(Clone, PartialEq, Eq)]
pub struct Reply {
    /// The status.
    pub status: u16,
    /// Names in lower case, and values.
    pub headers: Vec<(&'static str, String)>,
    /// JSON, or nothing.
    pub body: String,
}

impl Reply {
    /// An answer with the headers every answer has.
    ///
    /// No cache may keep it, since a code or a verdict may be in it, and opened as a page it can
    /// load and do nothing.
    pub(crate) fn new(status: u16, body: String) -> Reply {
        let mut headers = vec![
            ("cache-control", String::from("no-store")),
            ("x-content-type-options", String::from("nosniff")),
            ("content-security-policy", String::from("default-src 'none'; frame-ancestors 'none'")),
        ];
        if !body.is_empty() {
            headers.push(("content-type", String::from("application/json")));
        }
        Reply { status, headers, body }
    }

    /// The answer with one more header.
    pub(crate) fn with(mut self, name: &'static str, value: &str) -> Reply {
        self.headers.push((name, value.to_owned()));
        self
    }

    /// For the shell: `{"status":200,"headers":[["name","value"]],"body":"..."}`; `body` is `null`
    /// where there is none.
    pub fn to_json(&self) -> String {
        let mut headers = String::from("[");
        for (name, value) in &self.headers {
            headers.push_str(if headers.len() > 1 { ",[" } else { "[" });
            json::push_string(&mut headers, name);
            headers.push(',');
            json::push_string(&mut headers, value);
            headers.push(']');
        }
        headers.push(']');
        let body = Some(self.body.as_str()).filter(|body| !body.is_empty());
        ObjectWriter::new()
            .number("status", u64::from(self.status))
            .raw("headers", &headers)
            .optional_string("body", body)
            .finish()
    }
}
