//! Who delivers the messages.

use super::issuer::{INSTANCE_RULE, Issuer, TOKEN_RULE, URL_RULE, has_only, is_token};
use super::keys::{refuse_key, twice};
use super::{Name, SettingsError, Source};
use crate::client::base_url;
use crate::json::Raw;
use crate::service::callers::Instance;
use crate::service::keys::MIN_KEY;
use crate::text::concat;
use crate::uuid::Uuid;
use hmac::{Hmac, KeyInit};
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
const KEY_RULE: &str =
    ": key must be at least 32 random characters; `openssl rand -base64 32` makes such a text";
const WEBHOOK_RULE: &str = ": a webhook has type, url and key, and nothing else";
const HYPERSENDER_RULE: &str =
    ": a hypersender courier has type, baseUrl, instance and token, and nothing else";
const WHATSAPP_URL: &str = "https://app.hypersender.com/api/whatsapp/v2";

impl Courier {
    pub(super) fn read(
        source: &Source,
        issuer: &Issuer,
        instances: &[Instance],
    ) -> Result<Option<Courier>, SettingsError> {
        let given = source.kind(Name::Courier, COURIER_RULE)?;
        let refuse = |rule: &str| source.refuse(Name::Courier, rule);
        let Some((kind, json)) = given else {
            return match issuer {
                Issuer::Local => Err(source.missing(Name::Courier, COURIER_RULE)),
                Issuer::Hypersender(_) => Ok(None),
            };
        };
        if matches!(issuer, Issuer::Hypersender(_)) {
            return Err(refuse(LEFT_OUT_RULE));
        }
        let object = Raw::new(&json);
        if let Some(key) = object.get("key").text() {
            refuse_key(source, Name::Courier, ": key", key)?;
            if instances.iter().any(|instance| instance.knows(key)) {
                let tokens = concat(&["the tokens of ", source.name(Name::Instances)]);
                return Err(twice(source, Name::Courier, ": key", &tokens));
            }
        }
        if let Some(token) = object.get("token").text() {
            refuse_key(source, Name::Courier, ": token", token)?;
        }
        match (kind.as_str(), object.is_missing()) {
            ("inbox", true) => Ok(Courier::Inbox),
            ("inbox", false) if has_only(object, &["type"]) => Ok(Courier::Inbox),
            ("webhook", false) => webhook(object).map_err(|rule| refuse(&rule)),
            ("hypersender", false) => hypersender(object).map_err(|rule| refuse(&rule)),
            _ => Err(refuse(COURIER_RULE)),
        }
        .map(Some)
    }
}

fn webhook(object: Raw<'_, '_>) -> Result<Courier, String> {
    if !has_only(object, &["type", "url", "key"]) {
        return Err(WEBHOOK_RULE.to_owned());
    }
    let key = object.get("key").text().filter(|key| key.len() >= MIN_KEY).ok_or(KEY_RULE)?;
    let key = Hmac::new_from_slice(key.as_bytes()).map_err(|_| KEY_RULE.to_owned())?;
    let url = object.get("url").text().and_then(|url| base_url(url, ""));
    let url = url.ok_or_else(|| concat(&[": url ", URL_RULE]))?;
    Ok(Courier::Webhook(Webhook { url, key }))
}

fn hypersender(object: Raw<'_, '_>) -> Result<Courier, String> {
    if !has_only(object, &["type", "baseUrl", "instance", "token"]) {
        return Err(HYPERSENDER_RULE.to_owned());
    }
    let url = match object.get("baseUrl") {
        url if url.is_missing() => Some(WHATSAPP_URL.to_owned()),
        url => url.text().and_then(|url| base_url(url, "")),
    };
    let base_url = url.ok_or_else(|| concat(&[": baseUrl ", URL_RULE]))?;
    let instance = object.get("instance").text().and_then(Uuid::parse);
    let instance = instance.ok_or_else(|| concat(&[": instance ", INSTANCE_RULE]))?;
    let token = object.get("token").text().filter(|token| is_token(token));
    let token = token.ok_or_else(|| concat(&[": token ", TOKEN_RULE]))?.to_owned();
    Ok(Courier::Hypersender { base_url, instance, token })
}
