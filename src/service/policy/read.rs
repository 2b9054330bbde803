//! A policy as JSON: a profile's name, or an object that begins with one and changes some limits.

use super::{Policy, STRICT_CODES};
use crate::json::{Raw, read};
use crate::text::{concat, digits, join};

/// Why a policy was refused: a sentence without a full stop that names the field, such as
/// `guesses must be a whole number from 1 to 10`.
#[derive(Clone, Debug, PartialEq, Eq)]
#[allow(clippy::box_collection, reason = "one word, as in SettingsError")]
pub struct PolicyError(Box<String>);

impl PolicyError {
    /// The sentence.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for PolicyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for PolicyError {}

/// A limit's name, the least and the most it may be, and its place.
type Limit = (&'static str, u32, u32, fn(&mut Policy) -> &mut u32);

const DAY: u32 = 86_400;

const LIMITS: [Limit; 18] = [
    ("defaultExpires", 60, 1800, |policy| &mut policy.default_expires),
    ("longestExpires", 60, 1800, |policy| &mut policy.longest_expires),
    ("fewestCodes", 0, u32::MAX, |policy| &mut policy.fewest_codes),
    ("guesses", 1, 10, |policy| &mut policy.guesses),
    ("liveCodes", 1, 5, |policy| &mut policy.live_codes),
    ("failureWindow", 60, DAY, |policy| &mut policy.failure_window),
    ("failuresInWindow", 1, 10_000, |policy| &mut policy.failures_in_window),
    ("lock", 1, DAY, |policy| &mut policy.lock),
    ("longestLock", 1, DAY, |policy| &mut policy.longest_lock),
    ("failuresADay", 1, 10_000, |policy| &mut policy.failures_a_day),
    ("failuresInARow", 1, 1_000_000, |policy| &mut policy.failures_in_a_row),
    ("sendGap", 0, 3600, |policy| &mut policy.send_gap),
    ("sendWindow", 60, DAY, |policy| &mut policy.send_window),
    ("sendsInWindow", 1, 10_000, |policy| &mut policy.sends_in_window),
    ("sendsADay", 1, 10_000, |policy| &mut policy.sends_a_day),
    ("sendsAMinute", 1, 10_000_000, |policy| &mut policy.sends_a_minute),
    ("sendsToOnePrefix", 1, 100, |policy| &mut policy.sends_to_one_prefix),
    ("failuresAnHour", 1, 1_000_000_000, |policy| &mut policy.failures_an_hour),
];

impl Policy {
    /// Reads `contract`, `strict`, or JSON such as `{"profile":"strict","sendsADay":5}`; what it
    /// does not name is as the profile has it, `contract` when it names none.
    ///
    /// # Errors
    /// The first field that is wrong, with what it may hold.
    ///
    /// ```
    /// use hypersender_otp::service::policy::Policy;
    /// let policy = Policy::read(r#"{"profile":"strict","guesses":3}"#).unwrap();
    /// assert_eq!((policy.guesses, policy.longest_expires), (3, 600));
    /// let error = Policy::read(r#"{"guesses":11}"#).unwrap_err();
    /// assert_eq!(error.to_string(), "guesses must be a whole number from 1 to 10");
    /// ```
    pub fn read(text: &str) -> Result<Policy, PolicyError> {
        let policy = match profile(text.trim_ascii()) {
            Some(policy) => policy,
            None => changed(text)?,
        };
        policy.check()
    }

    fn check(self) -> Result<Policy, PolicyError> {
        if self.default_expires > self.longest_expires {
            return Err(refused("defaultExpires", "must not be above longestExpires"));
        }
        if self.lock > self.longest_lock {
            return Err(refused("lock", "must not be above longestLock"));
        }
        if !self.strict {
            return Ok(self);
        }
        if self.longest_expires > Policy::STRICT.longest_expires {
            return Err(refused("longestExpires", "must be at most 600 in profile strict"));
        }
        if self.fewest_codes < STRICT_CODES {
            return Err(refused("fewestCodes", "must be at least 977936 in profile strict"));
        }
        if self.odds().are_too_high() {
            let rule = "and guesses let an attacker win a chat with odds above 1 to 10000 a day: lower one of them, or raise fewestCodes";
            return Err(refused("sendsADay", rule));
        }
        Ok(self)
    }
}

fn profile(name: &str) -> Option<Policy> {
    match name {
        "contract" => Some(Policy::CONTRACT),
        "strict" => Some(Policy::STRICT),
        _ => None,
    }
}

fn changed(text: &str) -> Result<Policy, PolicyError> {
    let wrong = || refused("it", "must be contract, strict or a JSON object of limits");
    let json = read(text.as_bytes()).map_err(|_| wrong())?;
    let json = Raw::new(&json);
    if !json.is_object() {
        return Err(wrong());
    }
    let name = json.get("profile");
    let mut policy = match name.is_missing() {
        true => Policy::CONTRACT,
        false => name
            .text()
            .and_then(profile)
            .ok_or_else(|| refused("profile", "must be contract or strict"))?,
    };
    for value in json.parts() {
        let name = value.name();
        match name {
            "profile" => {}
            "uniformReasons" if value.is_true() || value.is_false() => {
                policy.uniform_reasons = value.is_true();
            }
            "uniformReasons" => return Err(refused(name, "must be true or false")),
            _ => set(&mut policy, name, value)?,
        }
    }
    Ok(policy)
}

fn set(policy: &mut Policy, name: &str, value: Raw<'_, '_>) -> Result<(), PolicyError> {
    let Some((known, least, most, place)) = LIMITS.iter().find(|limit| limit.0 == name) else {
        let names: Vec<&str> = LIMITS.iter().map(|limit| limit.0).collect();
        let rule =
            concat(&["is no limit; there are profile, uniformReasons, ", &join(&names, ", ")]);
        // The name came from outside, so only a short and plain one is shown.
        let plain = name.len() <= 32 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
        return Err(refused(if plain { name } else { "a field" }, &rule));
    };
    let limit = value.whole().and_then(|number| u32::try_from(number).ok());
    *place(policy) = limit.filter(|number| (*least..=*most).contains(number)).ok_or_else(|| {
        let (least, most) = (digits(u64::from(*least)), digits(u64::from(*most)));
        refused(known, &concat(&["must be a whole number from ", &least, " to ", &most]))
    })?;
    Ok(())
}

fn refused(name: &str, rule: &str) -> PolicyError {
    PolicyError(Box::new(concat(&[name, " ", rule])))
}
