//! Who delivers the messages.

use super::issuer::{INSTANCE_RULE, Issuer, TOKEN_RULE, URL_RULE, account, has_only};
use super::keys::{KEY_RULE, KeyTexts, twice};
use super::{Name, SettingsError, Source};
use crate::client::base_url;
use crate::json::Raw;
use crate::service::callers::Instance;
use crate::service::keys::keyed;
use crate::text::concat;
use crate::uuid::Uuid;
use hmac::Hmac;
use sha2::Sha256;

/// Who delivers the messages.
#[derive(Clone)]
pub enum Courier {
    /// Nobody: they are shown on the screen of this machine, for development.
    Inbox,
    /// Whoever listens at a URL.
    Webhook(Webhook),
    /// The vendor, as ordinary messages.
    Hypersender {
        /// Without a slash at its end, such as `https://app.hypersender.com/api/whatsapp/v2`.
        base_url: String,
        /// The vendor's instance.
        instance: Uuid,
        /// The vendor's bearer token.
        token: String,
    },
}

/// A listener, and the key that tells it who calls. It has no `Debug`, because the key is in it.
#[derive(Clone)]
pub struct Webhook {
    /// Where it listens.
    pub url: String,
    /// The key messages are signed with.
    pub(crate) key: Hmac<Sha256>,
}

const COURIER_RULE: &str = "must be inbox (for development), or an object whose type is webhook or hypersender, such as {\"type\":\"webhook\",\"url\":\"https://...\",\"key\":\"...\"}";
const LEFT_OUT_RULE: &str =
    "must be left out when the issuer is hypersender, which delivers its own messages";
const WEBHOOK_RULE: &str = ": a webhook has type, url and key, and nothing else";
const HYPERSENDER_RULE: &str =
    ": a hypersender courier has type, baseUrl, instance and token, and nothing else";
const WHATSAPP_URL: &str = "https://app.hypersender.com/api/whatsapp/v2";

impl Courier {
    pub(super) fn read(
        source: &Source,
        keys: &KeyTexts<'_>,
        issuer: &Issuer,
        instances: &[Instance],
    ) -> Result<Option<Courier>, SettingsError> {
        let name = Name::Courier;
        let (kind, json) = source.kind(name, "", COURIER_RULE)?;
        let object = Raw::new(&json);
        if matches!(issuer, Issuer::Hypersender(_)) {
            let left_out = source.raw(name).is_none();
            return if left_out { Ok(None) } else { Err(source.refuse(name, LEFT_OUT_RULE)) };
        }
        match (kind.as_str(), object.is_missing()) {
            ("inbox", _) if has_only(object, "type") => Ok(Courier::Inbox),
            ("webhook", false) => webhook(source, keys, instances, object),
            ("hypersender", false) => hypersender(source, keys, object),
            ("", true) => Err(source.missing(name, COURIER_RULE)),
            _ => Err(source.refuse(name, COURIER_RULE)),
        }
        .map(Some)
    }
}

fn webhook(
    source: &Source,
    keys: &KeyTexts<'_>,
    instances: &[Instance],
    object: Raw<'_, '_>,
) -> Result<Courier, SettingsError> {
    let (name, place) = (Name::Courier, ": key");
    if !has_only(object, "type url key") {
        return Err(source.refuse(name, WEBHOOK_RULE));
    }
    let key = object.get("key").text().unwrap_or_default();
    keys.refuse(name, place, key)?;
    if instances.iter().any(|instance| instance.knows(key)) {
        let tokens = concat(&["the tokens of ", source.name(Name::Instances)]);
        return Err(twice(source, name, place, &tokens));
    }
    let key = keyed(key.as_bytes()).ok_or_else(|| source.refuse_at(name, place, KEY_RULE))?;
    let url = object.get("url").text().and_then(|url| base_url(url, ""));
    let url = url.ok_or_else(|| source.refuse_at(name, ": url", URL_RULE))?;
    Ok(Courier::Webhook(Webhook { url, key }))
}

fn hypersender(
    source: &Source,
    keys: &KeyTexts<'_>,
    object: Raw<'_, '_>,
) -> Result<Courier, SettingsError> {
    let name = Name::Courier;
    if !has_only(object, "type baseUrl instance token") {
        return Err(source.refuse(name, HYPERSENDER_RULE));
    }
    let [base_url, instance, token] = account(source, keys, name, object)?;
    let instance = instance.as_deref().and_then(Uuid::parse);
    Ok(Courier::Hypersender {
        base_url: base_url.unwrap_or_else(|| WHATSAPP_URL.to_owned()),
        instance: instance.ok_or_else(|| source.refuse_at(name, ": instance", INSTANCE_RULE))?,
        token: token.ok_or_else(|| source.refuse_at(name, ": token", TOKEN_RULE))?,
    })
}
