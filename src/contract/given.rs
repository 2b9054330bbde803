//! A field as a caller gave it, before it is believed.

#[cfg(feature = "service")]
use crate::json::Raw;
use crate::text::concat;
use std::borrow::Cow;

/// What a caller put into a field; JavaScript and JSON values both become this before any check.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Given<'a> {
    /// The field is not there.
    Missing,
    /// A boolean.
    Bool(bool),
    /// A number; JavaScript's, so NaN and fractions are possible.
    Number(f64),
    /// A string.
    Text(&'a str),
    /// Anything else, by the name of its type, such as `array`.
    Other(&'a str),
}

impl<'a> Given<'a> {
    /// From a JSON value; `null` counts as missing, because PHP callers send it for what they leave out.
    #[cfg(feature = "service")]
    pub(crate) fn from_json(value: Raw<'a, '_>) -> Given<'a> {
        match value.first() {
            0 | b'n' => Given::Missing,
            b't' | b'f' => Given::Bool(value.is_true()),
            b'"' => Given::Text(value.text().unwrap_or_default()),
            b'[' => Given::Other("array"),
            b'{' => Given::Other("object"),
            _ => {
                let text = value.written();
                // To JSON Schema 9.0 is an integer, and some languages write it so; anything but a
                // whole number is out of every range of this contract.
                let whole = match text.split_once('.') {
                    Some((whole, zeros)) if zeros.bytes().all(|digit| digit == b'0') => whole,
                    _ => text,
                };
                let number = crate::text::whole(whole.as_bytes());
                Given::Number(number.map_or(f64::NAN, |number| number as f64))
            }
        }
    }

    /// Whether the field is not there.
    pub(crate) fn is_missing(&self) -> bool {
        matches!(self, Given::Missing)
    }

    /// A whole number in `range`.
    pub(crate) fn whole(self, range: std::ops::RangeInclusive<u64>) -> Option<u64> {
        match self {
            // The cast saturates, so that comparing back proves the number was whole and in range.
            Given::Number(number) => {
                Some(number as u64).filter(|whole| *whole as f64 == number && range.contains(whole))
            }
            _ => None,
        }
    }

    /// The type's name for an error text; never the value, which may be a secret.
    pub fn type_name(&self) -> &'a str {
        match self {
            Given::Missing => "nothing",
            Given::Bool(_) => "boolean",
            Given::Number(_) => "number",
            Given::Text("") => "empty string",
            Given::Text(_) => "string",
            Given::Other(name) => name,
        }
    }
}

/// One field that cannot be accepted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field's name on the wire.
    pub field: Cow<'static, str>,
    /// What was allowed and what type was given; never the value.
    pub problem: String,
}

impl FieldError {
    /// Says that `field` breaks `rule`.
    pub(crate) fn new(field: &'static str, rule: &str, given: Given<'_>) -> FieldError {
        let problem = concat(&[rule, "; given: ", given.type_name()]);
        FieldError { field: Cow::Borrowed(field), problem }
    }
}

impl std::fmt::Display for FieldError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.field, self.problem)
    }
}

impl std::error::Error for FieldError {}
