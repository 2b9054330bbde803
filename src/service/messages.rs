//! What the messages say, in which languages.

use super::settings::{Name, SettingsError, Source, has_only};
use crate::json::Raw;
use crate::text::{split, split_once};

/// The text of a message in one language. `{{code}}`, `{{name}}` and `{{minutes}}` are filled in.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Template {
    /// Its language, such as `en`.
    pub locale: String,
    /// For a request with an application's name.
    pub named: String,
    /// For one without.
    pub unnamed: String,
}

/// Every language a service speaks; the first is spoken where nobody asks for another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Messages(Vec<Template>);

// WhatsApp shows *text* in bold.
const ENGLISH: [&str; 3] = [
    "en",
    "*{{code}}* is your verification code for {{name}}. It is valid for {{minutes}} min. Share it with nobody.",
    "*{{code}}* is your verification code. It is valid for {{minutes}} min. Share it with nobody.",
];
const ARABIC: [&str; 3] = [
    "ar",
    "*{{code}}* هو رمز التحقق الخاص بك في {{name}}. صالح لمدة {{minutes}} دقيقة. لا تشاركه مع أحد.",
    "*{{code}}* هو رمز التحقق الخاص بك. صالح لمدة {{minutes}} دقيقة. لا تشاركه مع أحد.",
];

/// Characters a template has at most.
const MAX_TEMPLATE: usize = 1000;

const MESSAGES_RULE: &str = "must be an object such as {\"fr\":{\"named\":\"... {{code}} ... {{name}} ...\",\"unnamed\":\"... {{code}} ...\"}}";
const LOCALE_RULE: &str = ": a locale is 2 or 3 lower case letters, with parts of letters or digits after hyphens, such as fr or pt-br";
const TEMPLATE_RULE: &str = ": a text has 1 to 1000 characters, {{code}}, and else no placeholder but {{minutes}} and, when named, {{name}}";

impl Default for Messages {
    fn default() -> Self {
        let template = |[locale, named, unnamed]: [&str; 3]| Template {
            locale: locale.to_owned(),
            named: named.to_owned(),
            unnamed: unnamed.to_owned(),
        };
        Messages(vec![template(ENGLISH), template(ARABIC)])
    }
}

impl Messages {
    pub(super) fn read(source: &Source) -> Result<Messages, SettingsError> {
        let mut messages = Messages::default();
        let name = Name::Messages;
        let Some(json) = source.json(name, MESSAGES_RULE)? else { return Ok(messages) };
        let locales = Raw::new(&json);
        if !locales.is_object() {
            return Err(source.refuse(name, MESSAGES_RULE));
        }
        for texts in locales.parts() {
            let locale = texts.name();
            if !is_locale(locale) {
                return Err(source.refuse(name, LOCALE_RULE));
            }
            let template = template(locale, texts).map_err(|rule| source.refuse(name, rule))?;
            if let Some(place) = messages.0.iter().position(|known| known.locale == template.locale)
            {
                messages.0.remove(place);
            }
            messages.0.push(template);
        }
        Ok(messages)
    }

    /// The known locale that `wanted` means: itself, or the language it begins with.
    pub(super) fn find(&self, wanted: &str) -> Option<&str> {
        let wanted = wanted.to_ascii_lowercase();
        let language = split(&wanted, b'-').next().unwrap_or_default();
        let known = |locale: &str| self.0.iter().find(|template| template.locale == locale);
        known(&wanted).or_else(|| known(language)).map(|template| template.locale.as_str())
    }

    /// The known locale that an `Accept-Language` header likes best; of equals, the first.
    pub(super) fn accepted(&self, header: Option<&str>) -> Option<&str> {
        let mut best = ("", None);
        for range in split(header?, b',').take(20) {
            let (locale, weight) = split_once(range, ";").unwrap_or((range, "q=1"));
            let weight = weight.trim_ascii().strip_prefix("q=").unwrap_or_default();
            // One digit stands before the point, so without noughts at the end weights compare as texts do.
            let noughts =
                weight.bytes().rev().take_while(|byte| matches!(byte, b'0' | b'.')).count();
            let weight = weight.get(..weight.len() - noughts).unwrap_or_default();
            let Some(known) = self.find(locale.trim_ascii()) else { continue };
            if weight > best.0 {
                best = (weight, Some(known));
            }
        }
        best.1
    }

    /// The text in a locale; the first one's, where it is not known.
    pub(super) fn text(&self, locale: &str, named: bool) -> &str {
        let known = self.0.iter().find(|template| template.locale == locale);
        match known.or(self.0.first()) {
            Some(template) if named => &template.named,
            Some(template) => &template.unnamed,
            None => "{{code}}",
        }
    }
}

fn is_locale(text: &str) -> bool {
    let mut parts = split(text, b'-');
    let language = parts.next().unwrap_or_default();
    let lower =
        |part: &str| part.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
    (2..=3).contains(&language.len())
        && language.bytes().all(|byte| byte.is_ascii_lowercase())
        && text.len() <= 35
        && parts.all(|part| (1..=8).contains(&part.len()) && lower(part))
}

fn template(locale: &str, texts: Raw<'_, '_>) -> Result<Template, &'static str> {
    if !has_only(texts, "named unnamed") {
        return Err(MESSAGES_RULE);
    }
    let text = |name: &str, placeholders: &[&str]| {
        let text = texts.get(name).text().ok_or(MESSAGES_RULE)?;
        if is_template(text, placeholders) { Ok(text.to_owned()) } else { Err(TEMPLATE_RULE) }
    };
    Ok(Template {
        locale: locale.to_owned(),
        named: text("named", &["code", "name", "minutes"])?,
        unnamed: text("unnamed", &["code", "minutes"])?,
    })
}

fn is_template(text: &str, placeholders: &[&str]) -> bool {
    let mut rest = text;
    let mut has_code = false;
    while let Some((_, after)) = split_once(rest, "{{") {
        let Some((name, tail)) = split_once(after, "}}") else { return false };
        if !placeholders.contains(&name) {
            return false;
        }
        has_code |= name == "code";
        rest = tail;
    }
    has_code && text.chars().count() <= MAX_TEMPLATE
}
