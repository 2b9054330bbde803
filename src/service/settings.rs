//! What a service needs to start, and which starts are refused.

use super::callers::Instance;
use super::http::is_loopback_host;
use super::keys::{MIN_KEY, NameKey, Pepper};
use crate::json::{self, Value};
use crate::uuid::Uuid;

/// Where the routes begin unless a setting says otherwise.
pub const BASE_PATH: &str = "/api/otp/v2";

/// Characters a token has at least.
const MIN_TOKEN: usize = 16;

/// Everything a service is told before its first request.
#[derive(Clone)]
pub struct Settings {
    /// Where the routes begin, such as [`BASE_PATH`]: a slash first, none last.
    pub base_path: String,
    /// The instances it serves.
    pub instances: Vec<Instance>,
    /// The key under which codes are hashed.
    pub pepper: Pepper,
    /// The key under which chats are named.
    pub name_key: NameKey,
}

/// Why a start was refused: one sentence that names the setting and never shows a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SettingsError(String);

impl std::fmt::Display for SettingsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SettingsError {}

impl Settings {
    /// Reads the settings from named texts, such as environment variables.
    ///
    /// | name | what it holds |
    /// |---|---|
    /// | `OTP_INSTANCES` | JSON: `[{"id":"<UUID>","tokens":["..."],"origins":["https://..."],"name":"..."}]` |
    /// | `OTP_PEPPER`, `OTP_NAME_KEY` | two different random texts of at least 32 characters |
    /// | `OTP_COURIER` | `inbox`, the only courier so far, for development |
    ///
    /// # Errors
    /// The first setting that is missing or wrong, by its name.
    pub fn from_env<'e>(env: impl Fn(&str) -> Option<&'e str>) -> Result<Settings, SettingsError> {
        let instances = instances(required(&env, "OTP_INSTANCES", INSTANCES_RULE)?)?;
        let pepper = required(&env, "OTP_PEPPER", KEY_RULE)?;
        let name_key = required(&env, "OTP_NAME_KEY", KEY_RULE)?;
        if pepper == name_key {
            return Err(refused("OTP_NAME_KEY", "must be another text than OTP_PEPPER"));
        }
        let pepper = Pepper::new(pepper.as_bytes()).ok_or(refused("OTP_PEPPER", KEY_RULE))?;
        let name_key =
            NameKey::new(name_key.as_bytes()).ok_or(refused("OTP_NAME_KEY", KEY_RULE))?;
        if required(&env, "OTP_COURIER", COURIER_RULE)? != "inbox" {
            return Err(refused("OTP_COURIER", COURIER_RULE));
        }
        Ok(Settings { base_path: String::from(BASE_PATH), instances, pepper, name_key })
    }
}

const INSTANCES_RULE: &str = "must be JSON such as [{\"id\":\"<UUID>\",\"tokens\":[\"<token>\"],\"origins\":[\"https://shop.example\"]}]";
const KEY_RULE: &str =
    "must be at least 32 random characters; `openssl rand -base64 32` makes such a text";
const COURIER_RULE: &str = "must be inbox, which is for development";
const TOKEN_RULE: &str = "tokens: each must be at least 16 visible ASCII characters";
const ORIGIN_RULE: &str = "origins: each must be an origin as browsers write it, https (http only for this machine), lower case, without a path, such as https://shop.example";
const NAME_RULE: &str = "name: must be a text of 1 to 64 characters without control characters";

fn refused(name: &str, rule: &str) -> SettingsError {
    SettingsError([name, " ", rule, "."].concat())
}

fn required<'e>(
    env: &impl Fn(&str) -> Option<&'e str>,
    name: &str,
    rule: &str,
) -> Result<&'e str, SettingsError> {
    let missing = || SettingsError([name, " is missing: it ", rule, "."].concat());
    env(name).filter(|text| !text.is_empty()).ok_or_else(missing)
}

fn instances(text: &str) -> Result<Vec<Instance>, SettingsError> {
    let wrong = || refused("OTP_INSTANCES", INSTANCES_RULE);
    let json = json::parse(text.as_bytes()).map_err(|_| wrong())?;
    let Value::Array(items) = json else { return Err(wrong()) };
    let mut instances: Vec<Instance> = Vec::new();
    for (at, item) in items.iter().enumerate() {
        let instance = instance(item).map_err(|rule| {
            refused(&["OTP_INSTANCES, entry ", &(at + 1).to_string(), ":"].concat(), rule)
        })?;
        if instances.iter().any(|known| known.id() == instance.id()) {
            return Err(refused("OTP_INSTANCES", "names one instance twice"));
        }
        instances.push(instance);
    }
    if instances.is_empty() { Err(wrong()) } else { Ok(instances) }
}

fn instance(item: &Value<'_>) -> Result<Instance, &'static str> {
    let Value::Object(members) = item else { return Err("must be an object") };
    let known = |key: &str| matches!(key, "id" | "tokens" | "origins" | "name");
    if !members.iter().all(|(key, _)| known(key)) {
        return Err("may hold id, tokens, origins and name, and nothing else");
    }
    let id = item.get("id").and_then(Value::as_str).and_then(Uuid::parse);
    let mut instance = Instance::new(id.ok_or("id: must be a UUID")?);
    for token in texts(item.get("tokens"), TOKEN_RULE)? {
        if token.len() < MIN_TOKEN || !token.bytes().all(|byte| byte.is_ascii_graphic()) {
            return Err(TOKEN_RULE);
        }
        instance = instance.with_token(token);
    }
    for origin in texts(item.get("origins"), ORIGIN_RULE)? {
        if !is_origin(origin) {
            return Err(ORIGIN_RULE);
        }
        instance = instance.with_origin(origin);
    }
    if let Some(name) = item.get("name") {
        let fits = |name: &&str| {
            (1..=64).contains(&name.chars().count()) && !name.contains(char::is_control)
        };
        instance = instance.with_name(name.as_str().filter(fits).ok_or(NAME_RULE)?);
    }
    let nobody = "tokens or origins: at least one is needed, or nobody could call";
    if instance.has_callers() { Ok(instance) } else { Err(nobody) }
}

fn texts<'v>(
    value: Option<&'v Value<'_>>,
    rule: &'static str,
) -> Result<Vec<&'v str>, &'static str> {
    match value {
        None => Ok(Vec::new()),
        Some(Value::Array(items)) => items.iter().map(|item| item.as_str().ok_or(rule)).collect(),
        Some(_) => Err(rule),
    }
}

fn is_origin(text: &str) -> bool {
    let plain =
        |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || b"-.:[]_".contains(&byte);
    let host = text.strip_prefix("https://");
    let local = text.strip_prefix("http://").filter(|host| is_loopback_host(host));
    host.or(local).is_some_and(|host| !host.is_empty() && host.bytes().all(plain))
}

const _: () = assert!(MIN_KEY == 32, "KEY_RULE tells the length");
