//! Whom the service serves.

use super::issuer::has_only;
use super::keys::KeyTexts;
use super::{Name, SettingsError, Source};
use crate::json::{Parts, Raw};
use crate::service::callers::Instance;
use crate::service::http::is_loopback_host;
use crate::service::messages::Messages;
use crate::text::{concat, digits, is_within};
use crate::uuid::Uuid;

/// Characters a token has at least.
const MIN_TOKEN: usize = 16;

const INSTANCES_RULE: &str = "must be a list such as [{\"id\":\"<UUID>\",\"tokens\":[\"<token>\"],\"origins\":[\"https://shop.example\"]}]";
const KNOWN_RULE: &str =
    "may hold id, tokens, origins, name, audience and locale, and nothing else";
const TOKEN_RULE: &str = "tokens: each must be at least 16 visible ASCII characters";
const ORIGIN_RULE: &str = "origins: each must be an origin as browsers write it, https (http only for this machine), lower case, without a path, such as https://shop.example";
const NAME_RULE: &str = "name: must be a text of 1 to 64 characters without control characters";
const AUDIENCE_RULE: &str =
    "audience: must be a text of 1 to 256 characters without control characters";
const LOCALE_RULE: &str = "locale: must be one that messages has";

pub(super) fn read(
    source: &Source,
    keys: &KeyTexts<'_>,
    messages: &Messages,
) -> Result<Vec<Instance>, SettingsError> {
    let name = Name::Instances;
    let json = source.json(name, INSTANCES_RULE)?;
    let json = json.ok_or_else(|| source.missing(name, INSTANCES_RULE))?;
    let list = Raw::new(&json);
    let mut instances: Vec<Instance> = Vec::new();
    for (at, item) in list.parts().enumerate() {
        let entry = concat(&[", entry ", &digits(at as u64 + 1), ":"]);
        let instance = instance(item, messages);
        let instance = instance.map_err(|rule| source.refuse_at(name, &entry, rule))?;
        for token in item.get("tokens").parts() {
            let place = concat(&[&entry, " tokens: each"]);
            keys.refuse(name, &place, token.text().unwrap_or_default())?;
        }
        if instances.iter().any(|known| known.id() == instance.id()) {
            return Err(source.refuse(name, "names one instance twice"));
        }
        instances.push(instance);
    }
    if list.is_array() && !instances.is_empty() {
        Ok(instances)
    } else {
        Err(source.refuse(name, INSTANCES_RULE))
    }
}

fn instance(item: Raw<'_, '_>, messages: &Messages) -> Result<Instance, &'static str> {
    if !item.is_object() {
        return Err("must be an object");
    }
    if !has_only(item, "id tokens origins name audience locale") {
        return Err(KNOWN_RULE);
    }
    let id = item.get("id").text().and_then(Uuid::parse);
    let mut instance = Instance::new(id.ok_or("id: must be a UUID")?);
    for token in list(item.get("tokens"), TOKEN_RULE)? {
        let token = token.text().filter(|token| is_token(token)).ok_or(TOKEN_RULE)?;
        instance = instance.with_token(token);
    }
    for origin in list(item.get("origins"), ORIGIN_RULE)? {
        let origin = origin.text().filter(|origin| is_origin(origin)).ok_or(ORIGIN_RULE)?;
        instance = instance.with_origin(origin);
    }
    if let Some(name) = text(item, "name", 64, NAME_RULE)? {
        instance = instance.with_name(name);
    }
    if let Some(audience) = text(item, "audience", 256, AUDIENCE_RULE)? {
        instance = instance.with_audience(audience);
    }
    if let Some(locale) = text(item, "locale", 35, LOCALE_RULE)? {
        instance = instance.with_locale(messages.find(locale).ok_or(LOCALE_RULE)?);
    }
    let nobody = "tokens or origins: at least one is needed, or nobody could call";
    if instance.has_callers() { Ok(instance) } else { Err(nobody) }
}

/// An optional text of 1 to `most` characters without controls.
fn text<'n>(
    item: Raw<'n, '_>,
    name: &str,
    most: usize,
    rule: &'static str,
) -> Result<Option<&'n str>, &'static str> {
    let value = item.get(name);
    if value.is_missing() {
        return Ok(None);
    }
    let fits = |text: &&str| {
        (1..=most).contains(&text.chars().count()) && !text.chars().any(char::is_control)
    };
    value.text().filter(fits).map(Some).ok_or(rule)
}

/// The items of a list, which may be left out.
fn list<'n, 'a>(value: Raw<'n, 'a>, rule: &'static str) -> Result<Parts<'n, 'a>, &'static str> {
    if value.is_missing() || value.is_array() { Ok(value.parts()) } else { Err(rule) }
}

fn is_token(text: &str) -> bool {
    text.len() >= MIN_TOKEN && is_within(text, b'!', b'~')
}

fn is_origin(text: &str) -> bool {
    let plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.:[]_".contains(&byte);
    let host = text.strip_prefix("https://");
    let local = text.strip_prefix("http://").filter(|host| is_loopback_host(host));
    host.or(local).is_some_and(|host| !host.is_empty() && host.bytes().all(plain))
}
