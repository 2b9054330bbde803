//! The vendor tells its four refusals apart by English prose only; this reads it with care.

use crate::contract::Reason;
use crate::text::says;

/// The one reason a message's wording speaks of; `None` where it names none, or more than one.
pub(super) fn reason(message: &str) -> Option<Reason> {
    let has = |phrases: &str| says(message, phrases);
    if has("too many|maximum attempts|max attempts|attempts exceeded|no attempts") {
        return Some(Reason::TooManyAttempts);
    }
    let invalid = has(
        "invalid|incorrect|wrong|not match|n't match|n\u{2019}t match|mismatch|not valid|not correct",
    );
    let mut named = None;
    for (reason, phrases) in [
        (Reason::AlreadyUsed, "already|been used|was used|consumed"),
        (Reason::ExpiredCode, "expire|timed out"),
        (Reason::NoActiveOtp, "no active|no pending|no otp|no code|not found|does not exist"),
    ] {
        if has(phrases) {
            if named.is_some() {
                return None;
            }
            named = Some(reason);
        }
    }
    match named {
        None => invalid.then_some(Reason::InvalidCode),
        // "Invalid: this code was already used" speaks of one thing, "invalid or expired" of two.
        Some(_) if invalid && has(" or |/") => None,
        named => named,
    }
}

/// Whether a message speaks of a code at all.
pub(super) fn speaks_of_code(message: &str) -> bool {
    says(message, "otp|code|active|pending")
}

/// Whether a message says only that a field is missing or malformed.
pub(super) fn is_about_form(message: &str) -> bool {
    says(message, "required|must|format")
}

/// Whether a message says that the number is not on WhatsApp.
pub(super) fn is_lost(message: &str) -> bool {
    says(message, "not on whatsapp")
}
