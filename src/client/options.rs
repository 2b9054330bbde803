//! Where a call goes, as whom, and for how long.

use super::fields::Fields;
use crate::contract::{Checker, FieldError, Given};
use crate::text::{concat, find, is_plain, is_within, split, split_once, whole};
use crate::uuid::Uuid;

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
        let mut check = Checker::new(&given);
        let instance = check.text("instance", true, INSTANCE_RULE, Uuid::parse);
        let token = check.text("token", false, TOKEN_RULE, |text| {
            let visible = is_within(text, b'!', b'~');
            (visible && (1..=4096).contains(&text.len())).then(|| String::from(text))
        });
        let allowed = check.flag("dangerouslyAllowBrowser", false);
        if token.is_some() && surroundings.in_page && !allowed {
            check.refuse("token", IN_PAGE_RULE, &given("token"));
        }
        let base_url = match given("baseUrl") {
            Given::Missing => Some(String::from(Self::BASE_URL)),
            Given::Text(text) => base_url(text, surroundings.origin),
            _ => None,
        };
        if base_url.is_none() {
            check.refuse("baseUrl", BASE_URL_RULE, &given("baseUrl"));
        }
        let timeout = check.whole("timeout", 1..=600_000, 10_000, TIMEOUT_RULE);
        let retry = check.whole("retry", 0..=5, 2, "must be a whole number from 0 to 5") as u8;
        check.of_type("fetch", "function", "must be a function like the global fetch");
        check.of_type("signal", "object", "must be an AbortSignal");
        if !matches!(given("headers"), Given::Missing) {
            check.refuse("headers", HEADERS_RULE, &given("headers"));
        }
        let mut headers = Vec::new();
        for (name, given) in fields.below("headers.") {
            match header(name, given) {
                Some(header) => headers.push(header),
                None => check.refuse("headers", HEADER_RULE, &given),
            }
        }
        let options = instance.zip(base_url).map(|(instance, base_url)| Options {
            instance,
            token,
            base_url,
            timeout,
            retry,
            headers,
        });
        check.finish(options)
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
const OWN_HEADERS: &str =
    "accept|authorization|connection|content-length|content-type|cookie|host|transfer-encoding";

fn header(name: &str, value: Given<'_>) -> Option<(String, String)> {
    let name = name.to_ascii_lowercase();
    let named = (1..=64).contains(&name.len())
        && is_plain(&name, "-_")
        && split(OWN_HEADERS, b'|').all(|own| own != name);
    match value {
        Given::Text(value) if named && value.len() <= 4096 && is_within(value, b' ', b'~') => {
            Some((name, String::from(value)))
        }
        _ => None,
    }
}

/// The base URL in the one form that a URL parser leaves as it is, so that nothing can hide in it.
fn base_url(text: &str, origin: &str) -> Option<String> {
    let url = concat(&[if text.starts_with('/') { origin } else { "" }, text]);
    let (scheme, rest) = split_once(&url, "://")?;
    let (authority, path) = rest.split_at_checked(find(rest, "/").unwrap_or(rest.len()))?;
    let secure = scheme == "https";
    let default_port = if secure { ":443" } else { ":80" };
    let authority = authority.strip_suffix(default_port).unwrap_or(authority);
    let is_loopback = is_loopback(authority)?;
    let allowed = secure || (is_loopback && scheme == "http");
    let path = path.strip_suffix('/').unwrap_or(path);
    let mut segments = split(path, b'/').skip(1);
    let well_formed =
        segments.all(|segment| !matches!(segment, "" | "." | "..") && is_plain(segment, "-_.~"));
    (allowed && well_formed && url.len() <= 2048).then(|| concat(&[scheme, "://", authority, path]))
}

/// Whether `host` or `host:port` is this machine; `None` unless both have their plainest form.
fn is_loopback(authority: &str) -> Option<bool> {
    let end = if authority.starts_with("[::1]") {
        5
    } else {
        find(authority, ":").unwrap_or(authority.len())
    };
    let (host, port) = authority.split_at_checked(end)?;
    if !port.is_empty() {
        let number = whole(port.strip_prefix(':')?.as_bytes())?;
        if port.starts_with(":0") || number > 65_535 {
            return None;
        }
    }
    if matches!(host, "[::1]" | "localhost") {
        return Some(true);
    }
    let (mut labels, mut octets, mut is_number) = (0, 0, false);
    for label in split(host, b'.') {
        if label.is_empty()
            || !is_plain(label, "-")
            || label.bytes().any(|byte| byte.is_ascii_uppercase())
        {
            return None;
        }
        is_number = label.starts_with(|first: char| first.is_ascii_digit());
        let is_octet = whole(label.as_bytes()).is_some_and(|number| number < 256);
        labels += 1;
        octets += u32::from(is_octet && (label == "0" || !label.starts_with('0')));
    }
    // A parser takes a name whose last label starts like a number for an IPv4 address and rewrites it.
    let is_ipv4 = labels == 4 && octets == 4;
    (is_ipv4 || !is_number).then_some(is_ipv4 && host.starts_with("127."))
}
