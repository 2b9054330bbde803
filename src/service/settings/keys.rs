//! The three keys: each its own text, long enough, and no text twice; nor is any other secret one of
//! them.

use super::{Name, SettingsError, Source};
use crate::json::Raw;
use crate::service::keys::{Keys, MIN_KEY, NameKey, Pepper};
use crate::service::proof::ProofKey;
use crate::text::concat;

pub(super) const KEY_RULE: &str =
    "must be at least 32 random characters; `openssl rand -base64 32` makes such a text";
const PEPPER_RULE: &str = "must be at least 32 random characters, or a list of two such texts while one replaces the other, the new one first; `openssl rand -base64 32` makes one";
const _: () = assert!(MIN_KEY == 32, "the rules tell the length");

/// The texts of the keys, each with the setting it stands in.
pub(super) struct KeyTexts<'s> {
    source: &'s Source,
    texts: Vec<(Name, String)>,
}

impl<'s> KeyTexts<'s> {
    pub(super) fn read(source: &'s Source) -> Result<KeyTexts<'s>, SettingsError> {
        let mut keys = KeyTexts { source, texts: peppers(source)? };
        for name in [Name::NameKey, Name::ProofKey] {
            let Some(text) = source.text(name, KEY_RULE)? else { continue };
            keys.refuse(name, "", text)?;
            if text.len() < MIN_KEY {
                return Err(source.refuse(name, KEY_RULE));
            }
            keys.texts.push((name, text.to_owned()));
        }
        Ok(keys)
    }

    /// Refuses a secret that is one of the keys already; `place` is what tells it from the rest of
    /// its setting, such as `: token`.
    pub(super) fn refuse(
        &self,
        name: Name,
        place: &str,
        secret: &str,
    ) -> Result<(), SettingsError> {
        match self.texts.iter().find(|(_, text)| text == secret) {
            Some((other, _)) => Err(twice(self.source, name, place, self.source.name(*other))),
            None => Ok(()),
        }
    }

    pub(super) fn keys(&self) -> Result<Keys, SettingsError> {
        let mut peppers = self.of(Name::Pepper).filter_map(Pepper::new);
        let names = self.of(Name::NameKey).find_map(NameKey::new);
        let names = names.ok_or_else(|| self.source.missing(Name::NameKey, KEY_RULE))?;
        let keys = peppers.next().and_then(|current| Keys::new(current, peppers.next(), names));
        let rule = "must hold two texts that can be told apart: make a new one";
        keys.ok_or_else(|| self.source.refuse(Name::Pepper, rule))
    }

    pub(super) fn proof_key(&self) -> Option<ProofKey> {
        self.of(Name::ProofKey).find_map(ProofKey::new)
    }

    fn of(&self, name: Name) -> impl Iterator<Item = &[u8]> {
        self.texts.iter().filter(move |(known, _)| *known == name).map(|(_, text)| text.as_bytes())
    }
}

/// One text, or the two of a list.
fn peppers(source: &Source) -> Result<Vec<(Name, String)>, SettingsError> {
    let name = Name::Pepper;
    let raw = source.raw(name).ok_or_else(|| source.missing(name, PEPPER_RULE))?;
    let json = if raw.starts_with(['[', '{']) { source.json(name, PEPPER_RULE)? } else { None };
    let texts = match &json {
        Some(json) if Raw::new(json).is_array() => {
            let item = |item: Raw<'_, '_>| item.text().unwrap_or_default().to_owned();
            Raw::new(json).parts().map(item).collect()
        }
        Some(_) => Vec::new(),
        None => vec![raw.to_owned()],
    };
    if !(1..=2).contains(&texts.len()) || texts.iter().any(|text| text.len() < MIN_KEY) {
        return Err(source.refuse(name, PEPPER_RULE));
    }
    Ok(texts.into_iter().map(|text| (name, text)).collect())
}

pub(super) fn twice(source: &Source, name: Name, place: &str, other: &str) -> SettingsError {
    source.refuse_at(name, place, &concat(&["must be another text than ", other]))
}
