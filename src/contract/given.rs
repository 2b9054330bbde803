//! A field as a caller gave it, before it is believed.

use crate::json::Value;
use std::borrow::Cow;

/// What a caller put into a field; JavaScript and JSON values both become this before any check.
#[derive(Clone, Debug, PartialEq)]
pub enum Given<'a> {
    /// The field is not there.
    Missing,
    /// A boolean.
    Bool(bool),
    /// A number; JavaScript's, so NaN and fractions are possible.
    Number(f64),
    /// A string.
    Text(Cow<'a, str>),
    /// Anything else, by the name of its type.
    Other(&'static str),
}

impl Given<'_> {
    /// From a JSON value; `null` counts as missing, because PHP callers send it for what they leave out.
    pub fn from_json<'a>(value: Option<&'a Value<'_>>) -> Given<'a> {
        match value {
            None | Some(Value::Null) => Given::Missing,
            Some(Value::Bool(flag)) => Given::Bool(*flag),
            Some(Value::String(text)) => Given::Text(Cow::Borrowed(text)),
            Some(Value::Number(_)) => {
                // Anything but a plain whole number is out of every range of this contract.
                Given::Number(
                    value.and_then(Value::as_u64).map_or(f64::NAN, |number| number as f64),
                )
            }
            Some(Value::Array(_)) => Given::Other("an array"),
            Some(Value::Object(_)) => Given::Other("an object"),
        }
    }

    /// The type's name for an error text; never the value, which may be a secret.
    pub fn type_name(&self) -> &'static str {
        match self {
            Given::Missing => "nothing",
            Given::Bool(_) => "a boolean",
            Given::Number(number) if number.is_nan() => {
                "a number that is not whole or not in range"
            }
            Given::Number(_) => "a number",
            Given::Text(text) if text.is_empty() => "an empty string",
            Given::Text(_) => "a string",
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

impl std::fmt::Display for FieldError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.field, self.problem)
    }
}

impl std::error::Error for FieldError {}

/// Collects every mistake of one set of fields, so that a caller sees them all at once.
pub(crate) struct Checker<'g> {
    given: &'g dyn Fn(&str) -> Given<'g>,
    errors: Vec<FieldError>,
}

impl<'g> Checker<'g> {
    pub(crate) fn new(given: &'g dyn Fn(&str) -> Given<'g>) -> Self {
        Checker { given, errors: Vec::new() }
    }

    pub(crate) fn given(&self, field: &'static str) -> Given<'g> {
        (self.given)(field)
    }

    /// Notes that `field` breaks `rule`.
    pub(crate) fn refuse(&mut self, field: &'static str, rule: &str, given: &Given<'_>) {
        let problem = [rule, "; given: ", given.type_name()].concat();
        self.errors.push(FieldError { field: Cow::Borrowed(field), problem });
    }

    /// A boolean, or its default where nothing was given.
    pub(crate) fn flag(&mut self, field: &'static str, default: bool) -> bool {
        match self.given(field) {
            Given::Missing => default,
            Given::Bool(flag) => flag,
            other => {
                self.refuse(field, "must be true or false", &other);
                default
            }
        }
    }

    /// A whole number in `range`, or its default where nothing was given.
    pub(crate) fn whole(
        &mut self,
        field: &'static str,
        range: std::ops::RangeInclusive<u32>,
        default: u32,
        rule: &str,
    ) -> u32 {
        match self.given(field) {
            Given::Missing => default,
            // The cast saturates, so that comparing back proves the number was whole and in range.
            Given::Number(number)
                if f64::from(number as u32) == number && range.contains(&(number as u32)) =>
            {
                number as u32
            }
            other => {
                self.refuse(field, rule, &other);
                default
            }
        }
    }

    /// A text that `read` accepts; required where `required`.
    pub(crate) fn text<T>(
        &mut self,
        field: &'static str,
        required: bool,
        rule: &str,
        read: impl FnOnce(&str) -> Option<T>,
    ) -> Option<T> {
        let given = self.given(field);
        let read = match &given {
            Given::Missing if !required => return None,
            Given::Text(text) => read(text),
            _ => None,
        };
        if read.is_none() {
            self.refuse(field, rule, &given);
        }
        read
    }

    /// The value, if no field was refused and the required ones are there.
    pub(crate) fn finish<T>(self, value: Option<T>) -> Result<T, Vec<FieldError>> {
        match value {
            Some(value) if self.errors.is_empty() => Ok(value),
            _ => Err(self.errors),
        }
    }
}
