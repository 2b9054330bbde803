//! The three keys: each its own text, long enough, and no text twice; nor is any other secret one of
//! them.

use super::{Name, SettingsError, Source};
use crate::json::Raw;
use crate::service::keys::{Keys, MIN_KEY, NameKey, Pepper};
use crate::service::proof::ProofKey;
use crate::text::concat;

const KEY_RULE: &str =
    "must be at least 32 random characters; `openssl rand -base64 32` makes such a text";
const PEPPER_RULE: &str = "must be at least 32 random characters, or a list of two such texts while one replaces the other, the new one first; `openssl rand -base64 32` makes one";
const _: () = assert!(MIN_KEY == 32, "the rules tell the length");

/// Refuses a secret that is one of the keys already; `place` is what tells it from the rest of its
/// setting, such as `: token`.
pub(super) fn refuse_key(
    source: &Source,
    name: Name,
    place: &str,
    secret: &str,
) -> Result<(), SettingsError> {
    let is = |key| Ok(source.text(key, KEY_RULE)? == Some(secret));
    let other = if peppers(source)?.iter().any(|pepper| pepper == secret) {
        Name::Pepper
    } else if is(Name::NameKey)? {
        Name::NameKey
    } else if is(Name::ProofKey)? {
        Name::ProofKey
    } else {
        return Ok(());
    };
    Err(twice(source, name, place, source.name(other)))
}

pub(super) fn keys(source: &Source) -> Result<Keys, SettingsError> {
    let wrong = || source.refuse(Name::Pepper, PEPPER_RULE);
    let texts = peppers(source)?;
    let mut peppers = Vec::new();
    for text in &texts {
        peppers.push(Pepper::new(text.as_bytes()).ok_or_else(wrong)?);
    }
    let mut peppers = peppers.into_iter();
    let (current, previous) = (peppers.next().ok_or_else(wrong)?, peppers.next());
    let text =
        text(source, Name::NameKey)?.ok_or_else(|| source.missing(Name::NameKey, KEY_RULE))?;
    if texts.contains(&text) {
        return Err(twice(source, Name::NameKey, "", source.name(Name::Pepper)));
    }
    let names =
        NameKey::new(text.as_bytes()).ok_or_else(|| source.refuse(Name::NameKey, KEY_RULE))?;
    Keys::new(current, previous, names).ok_or_else(|| {
        source.refuse(Name::Pepper, "must hold two texts that can be told apart: make a new one")
    })
}

pub(super) fn proof_key(source: &Source) -> Result<Option<ProofKey>, SettingsError> {
    let Some(text) = text(source, Name::ProofKey)? else { return Ok(None) };
    if peppers(source)?.contains(&text) {
        return Err(twice(source, Name::ProofKey, "", source.name(Name::Pepper)));
    }
    if self::text(source, Name::NameKey)?.as_ref() == Some(&text) {
        return Err(twice(source, Name::ProofKey, "", source.name(Name::NameKey)));
    }
    let key = ProofKey::new(text.as_bytes());
    key.map(Some).ok_or_else(|| source.refuse(Name::ProofKey, KEY_RULE))
}

fn text(source: &Source, name: Name) -> Result<Option<String>, SettingsError> {
    Ok(source.text(name, KEY_RULE)?.map(str::to_owned))
}

/// One text, or the two of a list.
fn peppers(source: &Source) -> Result<Vec<String>, SettingsError> {
    let Some(raw) = source.raw(Name::Pepper) else {
        return Err(source.missing(Name::Pepper, PEPPER_RULE));
    };
    if !raw.starts_with(['[', '{']) {
        return Ok(vec![raw.to_owned()]);
    }
    let wrong = || source.refuse(Name::Pepper, PEPPER_RULE);
    let json = source.json(Name::Pepper, PEPPER_RULE)?.unwrap_or_default();
    let list = Raw::new(&json);
    let texts: Option<Vec<String>> =
        list.parts().map(|item| item.text().map(str::to_owned)).collect();
    let fits = |texts: &Vec<String>| list.is_array() && (1..=2).contains(&texts.len());
    texts.filter(fits).ok_or_else(wrong)
}

pub(super) fn twice(source: &Source, name: Name, place: &str, other: &str) -> SettingsError {
    let gap = if place.is_empty() { "" } else { " " };
    source.refuse(name, &concat(&[place, gap, "must be another text than ", other]))
}
