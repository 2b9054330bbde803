//! A small, strict JSON reader and a writer that cannot produce anything else.
//!
//! Strict means: UTF-8 without a byte order mark, no duplicate keys, no trailing text, at most
//! [`MAX_DEPTH`] levels and [`MAX_MEMBERS`] members an object. What two parsers could read
//! differently is refused, because a verdict hangs on it.

mod raw;
mod scan;
mod write;

#[cfg(any(feature = "client", feature = "service"))]
pub(crate) use raw::Node;
#[cfg(feature = "service")]
pub(crate) use raw::Parts;
pub(crate) use raw::{Raw, read};
use std::borrow::Cow;
pub use write::{ObjectWriter, push_number, push_string};

/// Levels of nesting that are still read.
pub const MAX_DEPTH: usize = 16;
/// Members of one object that are still read; it bounds the search for duplicate keys.
pub const MAX_MEMBERS: usize = 256;

/// One JSON value, borrowing from the text where it can.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// The number as it was written; [`Value::as_u64`] reads whole ones.
    Number(&'a str),
    /// A string with its escapes resolved.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Value<'a>>),
    /// An object in the order it was written.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// The member of an object, `None` for any other value or a missing member.
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        match self {
            Value::Object(members) => members.iter().find(|(name, _)| name == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The text of a string, `None` for any other value.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number from 0 to 2^53 - 1 written plainly, `None` for any other value.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Value::Number(text) => crate::text::whole(text.as_bytes()),
            _ => None,
        }
    }

    fn from_raw(raw: Raw<'_, 'a>) -> Value<'a> {
        let Some(node) = raw.node() else { return Value::Null };
        match (node.first, &node.text) {
            (b'"', text) => Value::String(text.clone()),
            (b'{', _) => {
                let name = |part: Raw<'_, 'a>| part.node().map(|node| node.name.clone());
                let member =
                    |part: Raw<'_, 'a>| (name(part).unwrap_or_default(), Value::from_raw(part));
                Value::Object(raw.parts().map(member).collect())
            }
            (b'[', _) => Value::Array(raw.parts().map(Value::from_raw).collect()),
            (b't', _) => Value::Bool(true),
            (b'f', _) => Value::Bool(false),
            (b'-' | b'0'..=b'9', Cow::Borrowed(text)) => Value::Number(text),
            _ => Value::Null,
        }
    }
}

/// Where and why a text is not the JSON we accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// The byte at which reading stopped.
    pub offset: usize,
    /// What was wrong there.
    pub problem: Problem,
}

/// What is wrong with a text that is not the JSON we accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was found yet.
    None,
    /// The bytes are not UTF-8.
    NotUtf8,
    /// More than [`MAX_DEPTH`] levels.
    TooDeep,
    /// More than [`MAX_MEMBERS`] members.
    TooManyMembers,
    /// A key that stands twice in one object.
    DuplicateKey,
    /// Text after the value.
    TextAfter,
    /// No value where one has to be.
    NoValue,
    /// No string where one has to be.
    NoString,
    /// A string without its end.
    OpenString,
    /// A backslash before what no backslash may stand before.
    UnknownEscape,
    /// Half of a character that takes two escapes.
    HalfCharacter,
    /// No hexadecimal digit where one has to be.
    NoHexDigit,
    /// No digit where one has to be.
    NoDigit,
    /// No comma between two members or items.
    NoComma,
    /// No colon after a key.
    NoColon,
}

impl Problem {
    /// The same in words.
    pub const fn as_str(self) -> &'static str {
        match self {
            Problem::None => "nothing wrong",
            Problem::NotUtf8 => "text that is not UTF-8",
            Problem::TooDeep => "too many levels",
            Problem::TooManyMembers => "too many members",
            Problem::DuplicateKey => "a key that stands twice",
            Problem::TextAfter => "text after the value",
            Problem::NoValue => "no value",
            Problem::NoString => "no string",
            Problem::OpenString => "a string without its end",
            Problem::UnknownEscape => "an unknown escape",
            Problem::HalfCharacter => "half a character",
            Problem::NoHexDigit => "no hexadecimal digit",
            Problem::NoDigit => "no digit",
            Problem::NoComma => "no comma between items",
            Problem::NoColon => "no colon after a key",
        }
    }
}

impl std::fmt::Display for JsonError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at byte {}", self.problem.as_str(), self.offset)
    }
}

impl std::error::Error for JsonError {}

/// Reads one JSON value that fills the whole text.
///
/// # Errors
/// A [`JsonError`] for anything that is not strict JSON within the limits of this module.
///
/// ```
/// use hypersender_otp::json;
/// let value = json::parse(br#"{"success":true}"#)?;
/// assert_eq!(value.get("success"), Some(&json::Value::Bool(true)));
/// assert!(json::parse(br#"{"success":false,"success":true}"#).is_err());
/// # Ok::<(), json::JsonError>(())
/// ```
pub fn parse(bytes: &[u8]) -> Result<Value<'_>, JsonError> {
    read(bytes).map(|nodes| Value::from_raw(Raw::new(&nodes)))
}
