//! Where a call goes, as whom, and for how long.

use super::fields::Fields;
use crate::contract::{FieldError, Given};
use crate::uuid::Uuid;
use std::borrow::Cow;

/// The checked options of a call.
#[derive(Clone, PartialEq, Eq)]
pub struct Options {
    /// The instance that sends.
    pub instance: Uuid,
    /// The bearer token; `None` for a public caller of one's own service.
    pub token: Option<String>,
    /// The base URL without a slash at its end.
    pub base_url: String,
    /// Milliseconds for the whole call, retries and body included: 1 to 600,000; 10,000 unless given.
    pub timeout: u32,
    /// Times a throttled call is sent again: 0 to 5; 2 unless given.
    pub retry: u8,
    /// Further request headers.
    pub headers: Vec<(String, String)>,
}

/// What the options are checked against: where the call is made from.
#[derive(Clone, Copy, Debug, Default)]
pub struct Surroundings<'a> {
    /// Whether there is a `document`: whatever is in a page, its visitors can read.
    pub in_page: bool,
    /// The origin of the page or worker, empty where there is none.
    pub origin: &'a str,
}

impl std::fmt::Debug for Options {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Options")
            .field("instance", &self.instance)
            .field("base_url", &self.base_url)
            .finish_non_exhaustive()
    }
}

impl Options {
    /// The vendor's own service.
    pub const BASE_URL: &'static str = "https://app.hypersender.com/api/otp/v2";

    /// The options a caller may give.
    pub const FIELDS: &'static [&'static str] = &[
        "instance",
        "token",
        "baseUrl",
        "fetch",
        "timeout",
        "signal",
        "retry",
        "headers",
        "dangerouslyAllowBrowser",
    ];

    /// The defaults, for Rust callers.
    pub fn new(instance: Uuid, token: Option<&str>) -> Options {
        Options {
            instance,
            token: token.map(String::from),
            base_url: String::from(Self::BASE_URL),
            timeout: 10_000,
            retry: 2,
            headers: Vec::new(),
        }
    }

    /// Checks the options a caller gave.
    ///
    /// # Errors
    /// Every option that is wrong or unknown; never a token.
    pub fn from_fields(
        fields: &Fields<'_>,
        surroundings: Surroundings<'_>,
    ) -> Result<Options, Vec<FieldError>> {
        fields.check_known(Self::FIELDS)?;
        let given = |name: &str| fields.get(name);
        let mut check = crate::contract::Checker::new(&given);
        let instance = check.text("instance", true, INSTANCE_RULE, Uuid::parse);
        let token = check.text("token", false, TOKEN_RULE, |text| {
            let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
            (visible && (1..=4096).contains(&text.len())).then(|| String::from(text))
        });
        let allowed = check.flag("dangerouslyAllowBrowser", false);
        if token.is_some() && surroundings.in_page && !allowed {
            check.refuse("token", IN_PAGE_RULE, &given("token"));
        }
        let base_url =
            check.text("baseUrl", false, BASE_URL_RULE, |text| base_url(text, surroundings.origin));
        let timeout = check.whole("timeout", 1..=600_000, 10_000, TIMEOUT_RULE);
        let retry = check.whole("retry", 0..=5, 2, "must be a whole number from 0 to 5") as u8;
        check.of_type("fetch", "a function", "must be a function like the global fetch");
        check.of_type("signal", "an object", "must be an AbortSignal");
        if !matches!(given("headers"), Given::Missing) {
            check.refuse("headers", HEADERS_RULE, &given("headers"));
        }
        let headers = headers(fields);
        let options = instance.map(|instance| Options {
            instance,
            token,
            base_url: base_url.unwrap_or(String::from(Self::BASE_URL)),
            timeout,
            retry,
            headers: headers.clone().unwrap_or_default(),
        });
        let options = check.finish(options)?;
        headers.map(|_| options)
    }
}

const INSTANCE_RULE: &str =
    "must be the instance's UUID, such as a0b5df6a-b491-4190-80a5-38d85a2a4836";
const TOKEN_RULE: &str =
    "must be a string of 1 to 4096 visible ASCII characters, without spaces or line ends";
const IN_PAGE_RULE: &str = "must not be in a page, where every visitor can read it: let the page call a route of your own that holds the token (see hypersender-otp/worker), or set dangerouslyAllowBrowser";
const BASE_URL_RULE: &str = "must be an https URL in lower-case ASCII without user, query or fragment (http only on loopback; in a page also a path such as /api/otp/v2)";
const TIMEOUT_RULE: &str = "must be a whole number of milliseconds from 1 to 600000";
const HEADERS_RULE: &str = "must be an object of header names and values";
const HEADER_RULE: &str =
    "must be a header this client does not set itself, with a value in visible ASCII";

/// The headers a caller may not set, because the call's meaning hangs on them.
const OWN_HEADERS: [&str; 8] = [
    "accept",
    "authorization",
    "connection",
    "content-length",
    "content-type",
    "cookie",
    "host",
    "transfer-encoding",
];

fn headers(fields: &Fields<'_>) -> Result<Vec<(String, String)>, Vec<FieldError>> {
    let mut headers = Vec::new();
    for (name, given) in fields.below("headers.") {
        let name = name.to_ascii_lowercase();
        let token = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
        let named = (1..=64).contains(&name.len())
            && name.bytes().all(token)
            && !OWN_HEADERS.contains(&name.as_str());
        match given {
            Given::Text(value)
                if named
                    && value.len() <= 4096
                    && value.bytes().all(|byte| matches!(byte, b' '..=b'~')) =>
            {
                headers.push((name, String::from(value.as_ref())));
            }
            other => {
                let problem = [HEADER_RULE, "; given: ", other.type_name()].concat();
                return Err(vec![FieldError { field: Cow::Borrowed("headers"), problem }]);
            }
        }
    }
    Ok(headers)
}

/// The base URL in the one form that a URL parser leaves as it is, so that nothing can hide in it.
fn base_url(text: &str, origin: &str) -> Option<String> {
    let (origin, path) = match text.split_once("://") {
        Some((scheme, rest)) => {
            let (authority, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
            let default_port = if scheme == "https" { ":443" } else { ":80" };
            let authority = authority.strip_suffix(default_port).unwrap_or(authority);
            let host = host(authority)?;
            if scheme != "https" && !(scheme == "http" && is_loopback(host)) {
                return None;
            }
            ([scheme, "://", authority].concat(), path)
        }
        None if text.starts_with('/') && origin.contains("://") => {
            return base_url(&[origin, text].concat(), "");
        }
        None => return None,
    };
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut segments = path.split('/');
    let plain =
        |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.' | b'~');
    let well_formed = segments.next() == Some("")
        && segments
            .all(|segment| !matches!(segment, "" | "." | "..") && segment.bytes().all(plain));
    (well_formed && text.len() <= 2048).then(|| [&origin, path].concat())
}

/// The host of `host` or `host:port`, if both have their plainest form.
fn host(authority: &str) -> Option<&str> {
    let (host, port) = match authority.rfind(':') {
        Some(at) if !authority.ends_with(']') => {
            (authority.get(..at)?, Some(authority.get(at + 1..)?))
        }
        _ => (authority, None),
    };
    let port_is_plain = port.is_none_or(|port| {
        !port.starts_with('0')
            && port.bytes().all(|byte| byte.is_ascii_digit())
            && port.parse::<u16>().is_ok()
    });
    let named = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_name = host.split('.').all(|label| !label.is_empty() && label.bytes().all(named));
    // A parser takes a name whose last label starts like a number for an IPv4 address and rewrites it.
    let last = host.rsplit('.').next().unwrap_or_default();
    let is_numeric = last.bytes().next().is_some_and(|byte| byte.is_ascii_digit());
    let host_is_plain = host == "[::1]" || (is_name && (!is_numeric || is_ipv4(host)));
    (port_is_plain && host_is_plain).then_some(host)
}

fn is_ipv4(host: &str) -> bool {
    let plain =
        |part: &str| part.parse::<u8>().is_ok() && (part == "0" || !part.starts_with(['0', '+']));
    host.split('.').count() == 4 && host.split('.').all(plain)
}

fn is_loopback(host: &str) -> bool {
    host == "localhost" || host == "[::1]" || (is_ipv4(host) && host.starts_with("127."))
}
