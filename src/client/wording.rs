//! The vendor tells its four refusals apart by English prose only; this reads it with care.

use crate::contract::Reason;

/// The one reason a message's wording speaks of; `None` where it names none, or more than one.
pub(super) fn reason(message: &str) -> Option<Reason> {
    let text = message.to_ascii_lowercase().replace('\u{2019}', "'");
    let has = |words: &[&str]| words.iter().any(|word| text.contains(word));
    if has(&["too many", "maximum attempts", "max attempts", "attempts exceeded", "no attempts"]) {
        return Some(Reason::TooManyAttempts);
    }
    let used = has(&["already", "been used", "was used", "consumed"]);
    let expired = has(&["expire", "timed out"]);
    let none =
        has(&["no active", "no pending", "no otp", "no code", "not found", "does not exist"]);
    let invalid = has(&[
        "invalid",
        "incorrect",
        "wrong",
        "not match",
        "n't match",
        "mismatch",
        "not valid",
        "not correct",
    ]);
    let found = [
        (used, Reason::AlreadyUsed),
        (expired, Reason::ExpiredCode),
        (none, Reason::NoActiveOtp),
        (invalid, Reason::InvalidCode),
    ];
    let mut named = found.into_iter().filter_map(|(named, reason)| named.then_some(reason));
    match (named.next(), named.next()) {
        (Some(reason), None) => Some(reason),
        // "Invalid: this code was already used" speaks of one thing, "invalid or expired" of two.
        (Some(reason), Some(Reason::InvalidCode)) if !has(&[" or ", "/"]) => Some(reason),
        _ => None,
    }
}
