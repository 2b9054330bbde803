//! What the texts in the fields of the contract's calls may be.

use crate::chat_id::{CHAT_ID_RULE, ChatId};
use crate::text::{first_chars, is_plain};
use crate::uuid::Uuid;
use std::borrow::Cow;

/// The texts of the contract's calls: one name means one thing in all of them.
pub(crate) fn read<'t>(name: &str, text: &'t str) -> (Option<Cow<'t, str>>, &'static str) {
    let (fits, rule) = match name {
        "chatId" => (ChatId::is_valid(text), CHAT_ID_RULE),
        "uuid" => return read_uuid(text),
        "code" => (is_code(text), CODE_RULE),
        "name" => (is_name(text), NAME_RULE),
        "status" => (is_status(text), "must be pending, sent, validated or expired"),
        _ => (is_cursor(text), "must be the nextCursor of an earlier page"),
    };
    (fits.then_some(Cow::Borrowed(text)), rule)
}

const CODE_RULE: &str =
    "must be 4 to 10 ASCII letters or digits; normalizeCode reads what a person typed";
const NAME_RULE: &str =
    "must be at most 64 characters without controls or text-direction overrides";

/// What `useNumber` must be, for codes to have any characters.
pub(crate) const NOTHING_LEFT_RULE: &str =
    "must be true unless useLetter is: no alphabet would be left";

/// A UUID, in lower case.
pub(crate) fn read_uuid(text: &str) -> (Option<Cow<'_, str>>, &'static str) {
    let uuid = Uuid::parse(text).map(|uuid| Cow::Owned(uuid.into()));
    (uuid, "must be a UUID, such as a0b5df6a-b491-4190-80a5-38d85a2a4836")
}

/// Whether a text can be a code at all.
pub(crate) fn is_code(text: &str) -> bool {
    // A hexadecimal literal is a number in some servers' eyes; at most 16 in 100,000 letter codes look like one.
    let is_literal = text
        .strip_prefix("0x")
        .or(text.strip_prefix("0X"))
        .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    (4..=10).contains(&text.len()) && is_plain(text, "") && !is_literal
}

fn is_name(text: &str) -> bool {
    let forbidden = |character: char| {
        character.is_control()
            || matches!(
                character,
                '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
                // What a lone surrogate becomes on its way here.
                | '\u{fffd}'
            )
    };
    first_chars(text, 64).len() == text.len() && !text.chars().any(forbidden)
}

fn is_status(text: &str) -> bool {
    ["pending", "sent", "validated", "expired"].contains(&text)
}

fn is_cursor(text: &str) -> bool {
    (1..=256).contains(&text.len()) && is_plain(text, "-_")
}
