//! Who makes the codes: this service, or the vendor.

use super::keys::refuse_key;
use super::{Name, SettingsError, Source};
use crate::client::{Options, base_url};
use crate::json::Raw;
use crate::text::is_within;
use crate::uuid::Uuid;

/// Who makes the codes.
#[derive(Clone)]
pub enum Issuer {
    /// This service does, and keeps a keyed hash of each.
    Local,
    /// The vendor makes, sends and validates them; this service adds its limits.
    Hypersender(Vendor),
}

/// An account of the vendor's. It has no `Debug`, because the token is in it.
#[derive(Clone)]
pub struct Vendor {
    /// Without a slash at its end.
    pub base_url: String,
    /// The vendor's instance; that of the call, where none was given.
    pub instance: Option<Uuid>,
    /// The vendor's bearer token.
    pub token: String,
    /// Whether token holders are passed the code that the vendor answers with.
    pub pass_code: bool,
}

const ISSUER_RULE: &str = "must be local or hypersender, or an object whose type is one of them";
const KNOWN_RULE: &str =
    ": an issuer may hold type, baseUrl, instance, token and passCode, and nothing else";
pub(super) const URL_RULE: &str = "must be an https URL in lower case without user, query or fragment (http only for this machine)";
pub(super) const TOKEN_RULE: &str =
    "must be a text of 1 to 4096 visible ASCII characters without spaces";
pub(super) const INSTANCE_RULE: &str = "must be a UUID";

impl Issuer {
    pub(super) fn read(source: &Source) -> Result<Issuer, SettingsError> {
        let Some((kind, object)) = source.kind(Name::Issuer, ISSUER_RULE)? else {
            return Ok(Issuer::Local);
        };
        let known = ["type", "baseUrl", "instance", "token", "passCode"];
        let object = Raw::new(&object);
        if !object.is_missing() && !has_only(object, &known) {
            return Err(source.refuse(Name::Issuer, KNOWN_RULE));
        }
        match kind.as_str() {
            "local" => Ok(Issuer::Local),
            "hypersender" => Vendor::read(source, object).map(Issuer::Hypersender),
            _ => Err(source.refuse(Name::Issuer, ISSUER_RULE)),
        }
    }
}

impl Vendor {
    fn read(source: &Source, object: Raw<'_, '_>) -> Result<Vendor, SettingsError> {
        let member = |name: Name, member: &str, rule: &str| {
            let value = object.get(member);
            match value.text() {
                None if !value.is_missing() => Err(source.refuse(name, rule)),
                None if source.is_env() => Ok(source.raw(name).map(str::to_owned)),
                text => Ok(text.map(str::to_owned)),
            }
        };
        let url = member(Name::VendorUrl, "baseUrl", URL_RULE)?;
        let url = url.as_deref().unwrap_or(Options::BASE_URL);
        let base_url = base_url(url, "").ok_or_else(|| source.refuse(Name::VendorUrl, URL_RULE))?;
        let instance = match member(Name::VendorInstance, "instance", INSTANCE_RULE)? {
            None => None,
            Some(text) => Some(
                Uuid::parse(&text)
                    .ok_or_else(|| source.refuse(Name::VendorInstance, INSTANCE_RULE))?,
            ),
        };
        let token = member(Name::VendorToken, "token", TOKEN_RULE)?
            .ok_or_else(|| source.missing(Name::VendorToken, TOKEN_RULE))?;
        if !is_token(&token) {
            return Err(source.refuse(Name::VendorToken, TOKEN_RULE));
        }
        refuse_key(source, Name::VendorToken, "", &token)?;
        let pass_code = object.get("passCode");
        if !(pass_code.is_missing() || pass_code.is_true() || pass_code.is_false()) {
            return Err(source.refuse(Name::Issuer, ": passCode must be true or false"));
        }
        let pass_code = pass_code.is_true();
        Ok(Vendor { base_url, instance, token, pass_code })
    }
}

pub(super) fn is_token(text: &str) -> bool {
    (1..=4096).contains(&text.len()) && is_within(text, b'!', b'~')
}

/// Whether an object has no other members than these.
pub(crate) fn has_only(object: Raw<'_, '_>, known: &[&str]) -> bool {
    object.is_object() && object.parts().all(|member| known.contains(&member.name()))
}
