//! What a service needs to start, and which starts are refused.

mod courier;
mod instances;
mod issuer;
mod keys;
mod name;
mod source;

pub use courier::{Courier, Webhook};
pub(crate) use issuer::has_only;
pub use issuer::{Issuer, Vendor};
pub use name::{Name, Style};
pub use source::{Given, Source};

use keys::KeyTexts;

use super::callers::Instance;
use super::keys::Keys;
use super::messages::Messages;
use super::policy::Policy;
use super::proof::ProofKey;
use crate::text::{concat, is_plain, split};
use crate::uuid::Uuid;

/// Where the routes begin unless a setting says otherwise.
pub const BASE_PATH: &str = "/api/otp/v2";

/// Everything a service is told before its first request.
#[derive(Clone)]
pub struct Settings {
    /// Where the routes begin, such as [`BASE_PATH`]: a slash first, none last.
    pub base_path: String,
    /// The instances it serves.
    pub instances: Vec<Instance>,
    /// The keys under which codes are hashed, texts sealed and objects named.
    pub keys: Keys,
    /// The key under which proofs are signed; without one there are none.
    pub proof_key: Option<ProofKey>,
    /// Every limit.
    pub policy: Policy,
    /// Who makes the codes.
    pub issuer: Issuer,
    /// Who delivers the messages; nobody where the issuer does.
    pub courier: Option<Courier>,
    /// What the messages say.
    pub messages: Messages,
    /// Whether pages are asked for a challenge before a message is sent.
    pub challenge: bool,
}

/// Why a start was refused: one sentence that names the setting and never shows a secret.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::box_collection, reason = "one word, which everything that reads settings hands on")]
pub struct SettingsError(Box<String>);

impl SettingsError {
    fn new(parts: &[&str]) -> SettingsError {
        SettingsError(Box::new(concat(parts)))
    }

    /// The sentence.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for SettingsError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for SettingsError {}

const BASE_PATH_RULE: &str =
    "must begin with a slash and have plain segments, such as /api/otp/v2, and no slash at its end";
const CHALLENGE_RULE: &str = "must be true, false or a function";

impl Settings {
    /// Reads the settings by their names in the source's style.
    ///
    /// | `env` | `config` | what it holds |
    /// |---|---|---|
    /// | `OTP_INSTANCES` | `instances` | `[{"id":"<UUID>","tokens":["..."],"origins":["https://..."],"name":"...","audience":"...","locale":"ar"}]` |
    /// | `OTP_PEPPER` | `pepper` | a random text of at least 32 characters, or two while one is rotated: the new one first |
    /// | `OTP_NAME_KEY` | `nameKey` | another such text, which is never changed |
    /// | `OTP_PROOF_KEY` | `proofKey` | another such text, optional |
    /// | `OTP_POLICY` | `policy` | `contract`, `strict`, or an object of limits; `contract` unless given |
    /// | `OTP_ISSUER` | `issuer` | `local`, or `hypersender` (an object in `config`); `local` unless given |
    /// | `OTP_COURIER` | `courier` | `inbox`, or an object with `type` `webhook` or `hypersender` |
    /// | `OTP_BASE_PATH` | `basePath` | where the routes begin; [`BASE_PATH`] unless given |
    /// | `OTP_MESSAGES` | `messages` | `{"<locale>":{"named":"...","unnamed":"..."}}`, beside `en` and `ar` |
    /// | `OTP_CHALLENGE` | `challenge` | whether pages are asked for a challenge |
    ///
    /// # Errors
    /// The first setting that is missing or wrong, by its name.
    pub fn read(source: &Source) -> Result<Settings, SettingsError> {
        let keys = KeyTexts::read(source)?;
        let messages = Messages::read(source)?;
        let issuer = Issuer::read(source, &keys)?;
        let instances = instances::read(source, &keys, &messages)?;
        Ok(Settings {
            base_path: base_path(source)?,
            keys: keys.keys()?,
            proof_key: keys.proof_key(),
            policy: policy(source)?,
            courier: Courier::read(source, &keys, &issuer, &instances)?,
            instances,
            issuer,
            messages,
            challenge: source.flag(Name::Challenge, CHALLENGE_RULE)?,
        })
    }

    /// The instance with that id.
    pub(crate) fn instance(&self, id: &Uuid) -> Option<&Instance> {
        self.instances.iter().find(|instance| instance.id() == id)
    }

    /// Whether messages go to the development inbox.
    pub(crate) fn has_inbox(&self) -> bool {
        matches!(self.courier, Some(Courier::Inbox))
    }
}

fn base_path(source: &Source) -> Result<String, SettingsError> {
    let Some(path) = source.text(Name::BasePath, BASE_PATH_RULE)? else {
        return Ok(String::from(BASE_PATH));
    };
    let mut segments = split(path, b'/');
    let rooted = segments.next() == Some("") && !segments.is_at_end();
    let plain = |segment: &str| !matches!(segment, "" | "." | "..") && is_plain(segment, "-_.~");
    if rooted && path.len() <= 256 && segments.all(plain) {
        Ok(path.to_owned())
    } else {
        Err(source.refuse(Name::BasePath, BASE_PATH_RULE))
    }
}

fn policy(source: &Source) -> Result<Policy, SettingsError> {
    match source.raw(Name::Policy) {
        None => Ok(Policy::CONTRACT),
        Some(text) => {
            Policy::read(text).map_err(|error| source.refuse_at(Name::Policy, ":", error.as_str()))
        }
    }
}
