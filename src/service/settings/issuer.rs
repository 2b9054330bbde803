//! Who makes the codes: this service, or the vendor.

use super::keys::KeyTexts;
use super::{Name, SettingsError, Source};
use crate::client::{Options, base_url};
use crate::json::Raw;
use crate::text::{concat, is_within, split};
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
    pub(super) fn read(source: &Source, keys: &KeyTexts<'_>) -> Result<Issuer, SettingsError> {
        let (kind, object) = source.kind(Name::Issuer, "local", ISSUER_RULE)?;
        let object = Raw::new(&object);
        if !has_only(object, "type baseUrl instance token passCode") {
            return Err(source.refuse(Name::Issuer, KNOWN_RULE));
        }
        match kind.as_str() {
            "local" => Ok(Issuer::Local),
            "hypersender" => Vendor::read(source, keys, object).map(Issuer::Hypersender),
            _ => Err(source.refuse(Name::Issuer, ISSUER_RULE)),
        }
    }
}

impl Vendor {
    fn read(
        source: &Source,
        keys: &KeyTexts<'_>,
        object: Raw<'_, '_>,
    ) -> Result<Vendor, SettingsError> {
        let [base_url, instance, token] = account(source, keys, Name::Issuer, object)?;
        let pass_code = object.get("passCode");
        if !(pass_code.is_missing() || pass_code.is_true() || pass_code.is_false()) {
            return Err(source.refuse(Name::Issuer, ": passCode must be true or false"));
        }
        Ok(Vendor {
            base_url: base_url.unwrap_or_else(|| Options::BASE_URL.to_owned()),
            instance: instance.as_deref().and_then(Uuid::parse),
            token: token.ok_or_else(|| source.missing(Name::VendorToken, TOKEN_RULE))?,
            pass_code: pass_code.is_true(),
        })
    }
}

/// A part of an account of the vendor's: the setting outside of an object, the member of one, its
/// rule, and how it is read.
type Part = (Name, &'static str, &'static str, fn(&str) -> Option<String>);

const ACCOUNT: [Part; 3] = [
    (Name::VendorUrl, "baseUrl", URL_RULE, |text| base_url(text, "")),
    (Name::VendorInstance, "instance", INSTANCE_RULE, |text| Uuid::parse(text).map(String::from)),
    (Name::VendorToken, "token", TOKEN_RULE, |text| is_token(text).then(|| text.to_owned())),
];

/// Base URL, instance and token of an object that is the setting `of`, as far as they are given. The
/// issuer's stand in settings of their own in the environment.
pub(super) fn account(
    source: &Source,
    keys: &KeyTexts<'_>,
    of: Name,
    object: Raw<'_, '_>,
) -> Result<[Option<String>; 3], SettingsError> {
    let mut account = [const { None }; 3];
    for ((name, member, rule, read), part) in ACCOUNT.iter().zip(&mut account) {
        let value = object.get(member);
        let (name, place) = match of {
            Name::Issuer => (*name, String::new()),
            _ => (of, concat(&[": ", member])),
        };
        let text = match value.text() {
            None if value.is_missing() && source.is_env() && name != of => source.raw(name),
            text => text,
        };
        if text.is_none() && value.is_missing() {
            continue;
        }
        let text = text.unwrap_or_default();
        keys.refuse(name, &place, text)?;
        let read = read(text).ok_or_else(|| source.refuse_at(name, &place, rule))?;
        *part = Some(read);
    }
    Ok(account)
}

fn is_token(text: &str) -> bool {
    (1..=4096).contains(&text.len()) && is_within(text, b'!', b'~')
}

/// Whether an object has no other members than these, which stand between spaces.
pub(crate) fn has_only(object: Raw<'_, '_>, known: &str) -> bool {
    object.parts().all(|member| split(known, b' ').any(|name| name == member.name()))
}
