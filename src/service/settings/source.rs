//! Where settings come from.

use super::{Name, SettingsError, Style};
use crate::json::{Node, Raw, read};
use crate::text::{find, is_plain, join, split};

/// A setting as it was given.
#[derive(Clone)]
pub enum Given {
    /// A text.
    Text(String),
    /// Anything else, as JSON.
    Json(String),
}

/// All settings of one start, as they were given. It has no `Debug`: keys and tokens are in it.
#[derive(Clone)]
pub struct Source {
    style: Style,
    values: Vec<(Name, Given)>,
}

impl Source {
    /// Asks for every setting by its name in that style.
    ///
    /// # Errors
    /// What `get` said.
    pub fn new<E>(
        style: Style,
        mut get: impl FnMut(&str) -> Result<Option<Given>, E>,
    ) -> Result<Source, E> {
        let mut values = Vec::new();
        for name in Name::ALL {
            if let Some(given) = get(name.in_style(style))? {
                values.push((name, given));
            }
        }
        Ok(Source { style, values })
    }

    /// Two lines for every setting: its name and its value, both as JSON, the value empty where it
    /// could not be read.
    ///
    /// # Errors
    /// A member of an object that is no setting, which would be a wrong name; an environment holds
    /// others' too. A value that could not be read.
    pub fn from_lines(style: Style, lines: &str) -> Result<Source, SettingsError> {
        let mut source = Source { style, values: Vec::new() };
        let mut lines = split(lines, b'\n');
        while let (Some(name), Some(value)) = (lines.next(), lines.next()) {
            let name = text_of(name).unwrap_or_default();
            let known = Name::ALL.into_iter().find(|known| known.in_style(style) == name);
            // The vendor's settings stand inside the issuer where there is an object.
            let Some(known) = known.filter(|_| style == Style::Env || find(&name, ".").is_none())
            else {
                if style == Style::Config {
                    return Err(unknown(&name));
                }
                continue;
            };
            if value.is_empty() {
                // Whatever JavaScript says of a failure could show a value, which could be a key.
                return Err(SettingsError::new(&[&name, " cannot be read."]));
            }
            let given = match text_of(value) {
                Some(text) => Given::Text(text),
                None => Given::Json(value.to_owned()),
            };
            source.values.push((known, given));
        }
        Ok(source)
    }

    /// The text or JSON of a setting; an empty one counts as missing.
    pub(crate) fn raw(&self, name: Name) -> Option<&str> {
        let (_, given) = self.values.iter().find(|(known, _)| *known == name)?;
        let (Given::Text(text) | Given::Json(text)) = given;
        Some(text.as_str()).filter(|text| !text.is_empty())
    }

    /// A setting that is a text.
    pub(super) fn text(&self, name: Name, rule: &str) -> Result<Option<&str>, SettingsError> {
        match self.values.iter().find(|(known, _)| *known == name) {
            Some((_, Given::Json(_))) => Err(self.refuse(name, rule)),
            _ => Ok(self.raw(name)),
        }
    }

    /// A setting that is JSON, in a text where it stands in the environment.
    pub(crate) fn json(
        &self,
        name: Name,
        rule: &str,
    ) -> Result<Option<Vec<Node<'_>>>, SettingsError> {
        let Some(text) = self.raw(name) else { return Ok(None) };
        read(text.as_bytes()).map(Some).map_err(|_| self.refuse(name, rule))
    }

    /// A setting that is a word, `usual` unless given, which stands for an object with that word as
    /// its `type`; the word, and the object where there is one.
    pub(super) fn kind(
        &self,
        name: Name,
        usual: &str,
        rule: &str,
    ) -> Result<(String, Vec<Node<'_>>), SettingsError> {
        let text = self.raw(name).unwrap_or(usual);
        if !text.trim_ascii_start().starts_with("{") {
            return Ok((text.to_owned(), Vec::new()));
        }
        let object = self.json(name, rule)?.unwrap_or_default();
        let kind = Raw::new(&object).get("type").text().map(str::to_owned);
        Ok((kind.ok_or_else(|| self.refuse(name, rule))?, object))
    }

    /// A setting that is true or false; false unless given.
    pub(super) fn flag(&self, name: Name, rule: &str) -> Result<bool, SettingsError> {
        match self.raw(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(self.refuse(name, rule)),
        }
    }

    /// The name as the caller knows it.
    pub(crate) fn name(&self, name: Name) -> &'static str {
        name.in_style(self.style)
    }

    pub(super) fn is_env(&self) -> bool {
        self.style == Style::Env
    }

    /// The error for a setting that breaks `rule`.
    pub(crate) fn refuse(&self, name: Name, rule: &str) -> SettingsError {
        self.refuse_at(name, "", rule)
    }

    /// The error for a part of a setting; `place` is what tells it from the rest, such as `: token`.
    pub(super) fn refuse_at(&self, name: Name, place: &str, rule: &str) -> SettingsError {
        let gap = if rule.starts_with([':', ',']) { "" } else { " " };
        SettingsError::new(&[self.name(name), place, gap, rule, "."])
    }

    /// The error for a setting that is not there.
    pub(super) fn missing(&self, name: Name, rule: &str) -> SettingsError {
        SettingsError::new(&[self.name(name), " is missing: it ", rule, "."])
    }
}

/// The text that JSON is, if it is one.
fn text_of(json: &str) -> Option<String> {
    let nodes = read(json.as_bytes()).ok()?;
    Raw::new(&nodes).text().map(str::to_owned)
}

fn unknown(name: &str) -> SettingsError {
    let names = Name::ALL.map(|name| name.in_style(Style::Config));
    let names: Vec<&str> = names.into_iter().filter(|name| find(name, ".").is_none()).collect();
    // What somebody typed by mistake could be a secret, but not a short and plain word.
    let plain = name.len() <= 32 && is_plain(name, "");
    let name = if plain { name } else { "A member" };
    SettingsError::new(&[name, " is no setting; there are ", &join(&names, ", "), "."])
}
