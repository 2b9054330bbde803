//! Where a call goes, as whom, and for how long.

use super::base_url::base_url;
use super::fields::Fields;
use crate::contract::{
    Checked, Field, FieldError, Given, Kind, fill, names, read_uuid, text, value,
};
use crate::text::{is_plain, is_within, split};
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
    pub const FIELDS: &'static [&'static str] = &names(&Self::FORM);

    const FORM: [Field; 9] = [
        Field { name: "instance", kind: Kind::Text(read_uuid), rule: INSTANCE_RULE },
        Field { name: "token", kind: Kind::OptionalText(read_token), rule: TOKEN_RULE },
        Field { name: "baseUrl", kind: Kind::OptionalText(read_any), rule: BASE_URL_RULE },
        Field { name: "fetch", kind: Kind::Carried("function"), rule: FETCH_RULE },
        Field { name: "timeout", kind: Kind::Whole(1, 600_000, 10_000), rule: TIMEOUT_RULE },
        Field { name: "signal", kind: Kind::Carried("object"), rule: "must be an AbortSignal" },
        Field { name: "retry", kind: Kind::Whole(0, 5, 2), rule: RETRY_RULE },
        // Headers come one by one, as `headers.x-name`.
        Field { name: "headers", kind: Kind::Carried("nothing"), rule: HEADERS_RULE },
        Field { name: "dangerouslyAllowBrowser", kind: Kind::Flag(false), rule: "" },
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
        let chosen = Chosen::check(fields, surroundings)?;
        let value_of = |(name, value)| match value {
            Given::Text(value) => Some((name, String::from(value))),
            _ => None,
        };
        Ok(Options {
            instance: Uuid::parse(chosen.text("instance")).ok_or_else(Vec::new)?,
            token: Some(String::from(chosen.text("token"))).filter(|token| !token.is_empty()),
            timeout: chosen.number("timeout") as u32,
            retry: chosen.number("retry") as u8,
            headers: headers(fields).filter_map(value_of).collect(),
            base_url: chosen.base_url,
        })
    }
}

/// Options that were checked, by their names.
pub(super) struct Chosen<'g> {
    values: Vec<Checked<'g>>,
    /// The base URL without a slash at its end.
    pub(super) base_url: String,
}

impl<'g> Chosen<'g> {
    /// Checks the options a caller gave.
    pub(super) fn check(
        fields: &'g Fields<'g>,
        surroundings: Surroundings<'_>,
    ) -> Result<Chosen<'g>, Vec<FieldError>> {
        fields.check_known(Options::FIELDS)?;
        let given = |name: &str| fields.get(name);
        let (values, mut errors) = fill(&Options::FORM, &given);
        let mut chosen = Chosen { values, base_url: String::new() };
        let allowed = matches!(given("dangerouslyAllowBrowser"), Given::Bool(true));
        if !chosen.text("token").is_empty() && surroundings.in_page && !allowed {
            errors.push(FieldError::new("token", IN_PAGE_RULE, &given("token")));
        }
        let url = match given("baseUrl") {
            Given::Text(url) => url,
            _ => Options::BASE_URL,
        };
        match base_url(url, surroundings.origin) {
            Some(url) => chosen.base_url = url,
            None => errors.push(FieldError::new("baseUrl", BASE_URL_RULE, &given("baseUrl"))),
        }
        for (name, value) in headers(fields) {
            if !is_header(&name, value) {
                errors.push(FieldError::new("headers", HEADER_RULE, &value));
            }
        }
        if errors.is_empty() { Ok(chosen) } else { Err(errors) }
    }

    /// The text that was given for an option, empty where none was.
    pub(super) fn text(&self, name: &str) -> &str {
        text(&Options::FORM, &self.values, name)
    }

    /// The number that was given for an option, or its default.
    pub(super) fn number(&self, name: &str) -> u64 {
        match value(&Options::FORM, &self.values, name) {
            Some(Checked::Whole(number)) => u64::from(*number),
            _ => 0,
        }
    }
}

/// The further request headers a caller gave, their names in lower case.
pub(super) fn headers<'a>(fields: &Fields<'a>) -> impl Iterator<Item = (String, Given<'a>)> {
    fields.below("headers.").map(|(name, value)| (name.to_ascii_lowercase(), value))
}

const INSTANCE_RULE: &str = "must be the instance's UUID";
const TOKEN_RULE: &str = "must be a string of 1 to 4096 visible ASCII characters without spaces";
const IN_PAGE_RULE: &str = "must not be in a page, where every visitor can read it: call a route of your own that holds it (see hypersender-otp/worker), or set dangerouslyAllowBrowser";
const BASE_URL_RULE: &str = "must be an https URL in lower case without user, query or fragment (http only on loopback; in a page also a path such as /api/otp/v2)";
const FETCH_RULE: &str = "must be a function like the global fetch";
const RETRY_RULE: &str = "must be a whole number from 0 to 5";
const TIMEOUT_RULE: &str = "must be a whole number of milliseconds from 1 to 600000";
const HEADERS_RULE: &str = "must be an object of header names and values";
const HEADER_RULE: &str =
    "must be a header this client does not set itself, with a value in visible ASCII";

/// The headers a caller may not set, because the call's meaning hangs on them.
const OWN_HEADERS: &str =
    "accept|authorization|connection|content-length|content-type|cookie|host|transfer-encoding";

fn is_header(name: &str, value: Given<'_>) -> bool {
    let Given::Text(value) = value else { return false };
    (1..=64).contains(&name.len())
        && is_plain(name, "-_")
        && split(OWN_HEADERS, b'|').all(|own| own != name)
        && value.len() <= 4096
        && is_within(value, b' ', b'~')
}

fn read_token(text: &str) -> Option<Cow<'_, str>> {
    ((1..=4096).contains(&text.len()) && is_within(text, b'!', b'~')).then_some(Cow::Borrowed(text))
}

/// What is checked later, when the page's origin is at hand.
fn read_any(text: &str) -> Option<Cow<'_, str>> {
    Some(Cow::Borrowed(text))
}
