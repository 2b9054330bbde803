//! Where a call goes, as whom, and for how long.

use super::base_url::base_url;
use super::fields::Fields;
use crate::code::Format;
use crate::contract::{self, FieldError, Filled, Given, names, read_uuid};
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

    /// The fields a caller may give.
    pub const FIELDS: &'static [&'static str] = &names::<9>(Self::FORM);

    /// What a caller may give; headers come one by one, as `headers.x-name`.
    const FORM: &'static str = "instance|token?|baseUrl?|fetch=function|timeout#1,600000,10000, of milliseconds|signal=object|retry#0,5,2|headers=nothing|dangerouslyAllowBrowser:false";

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
            instance: Uuid::parse(chosen.form.text("instance")).ok_or_else(Vec::new)?,
            token: Some(String::from(chosen.form.text("token"))).filter(|token| !token.is_empty()),
            timeout: chosen.form.number("timeout") as u32,
            retry: chosen.form.number("retry") as u8,
            headers: headers(fields).filter_map(value_of).collect(),
            base_url: chosen.base_url,
        })
    }
}

/// Options that were checked, by their names.
pub(super) struct Chosen<'g> {
    pub(super) form: Filled<'g>,
    /// The base URL without a slash at its end.
    pub(super) base_url: String,
}

impl<'g> Chosen<'g> {
    /// Checks the options a caller gave.
    pub(super) fn check(
        fields: &Fields<'g>,
        surroundings: Surroundings<'_>,
    ) -> Result<Chosen<'g>, Vec<FieldError>> {
        let mut form = fields.fill(Options::FORM);
        let is_public = surroundings.in_page && !form.flag("dangerouslyAllowBrowser");
        // A permission that is none is the mistake to be told of, and not the token.
        if is_public && !form.text("token").is_empty() && form.errors.is_empty() {
            form.refuse("token", IN_PAGE_RULE, fields.get("token"));
        }
        let given = fields.get("baseUrl");
        let url = if let Given::Text(url) = given { url } else { Options::BASE_URL };
        let base_url = base_url(url, surroundings.origin).unwrap_or_default();
        if base_url.is_empty() {
            form.refuse("baseUrl", BASE_URL_RULE, given);
        }
        for (name, value) in headers(fields) {
            if !is_header(&name, value) {
                form.refuse("headers", HEADER_RULE, value);
            }
        }
        Ok(Chosen { form: form.finish()?, base_url })
    }
}

/// What the texts may be that a caller gives, options or not: one name means one thing everywhere. A
/// base URL is checked later, when the page's origin is at hand.
pub(super) fn read<'t>(name: &str, text: &'t str) -> (Option<Cow<'t, str>>, &'static str) {
    let (fits, rule) = match name {
        "instance" => return read_uuid(text),
        "token" => ((1..=4096).contains(&text.len()) && is_within(text, b'!', b'~'), TOKEN_RULE),
        "baseUrl" => (true, BASE_URL_RULE),
        "fetch" => (false, "must be a function like the global fetch"),
        "signal" => (false, "must be an AbortSignal"),
        "headers" => (false, "must be an object of header names and values"),
        "alphabet" => return Format::read(name, text),
        _ => return contract::read(name, text),
    };
    (fits.then_some(Cow::Borrowed(text)), rule)
}

/// The further request headers a caller gave, their names in lower case.
pub(super) fn headers<'a>(fields: &Fields<'a>) -> impl Iterator<Item = (String, Given<'a>)> {
    fields.below("headers.").map(|(name, value)| (name.to_ascii_lowercase(), value))
}

const TOKEN_RULE: &str = "must be 1 to 4096 visible ASCII characters";
const BASE_URL_RULE: &str = "must be an https URL in lower case without user, query or fragment (http only on loopback; in a page also a path such as /api/otp/v2)";
const IN_PAGE_RULE: &str = "must not be in a page, where every visitor can read it: call a route of your own (see hypersender-otp/worker) or set dangerouslyAllowBrowser";
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
