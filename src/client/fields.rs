//! Named fields as a caller gave them, in text that any language can write and no page can twist.
//!
//! `name NUL tag value NUL ...`, where the tag is `s` (text), `n` (number), `b` (`true` or `false`)
//! or `o` (the name of any other type). A NUL inside a value must have been replaced by U+FFFD,
//! which no field accepts.

use crate::contract::{FieldError, Given};
use std::borrow::Cow;

/// A set of named fields.
#[derive(Clone, Debug, Default)]
pub struct Fields<'a>(Vec<(&'a str, Given<'a>)>);

impl<'a> Fields<'a> {
    /// Reads the text form.
    pub fn from_text(text: &'a str) -> Self {
        let mut parts = text.split('\0');
        let mut fields = Vec::new();
        while let (Some(name), Some(tagged)) = (parts.next(), parts.next()) {
            fields.push((name, given(tagged)));
        }
        Fields(fields)
    }

    /// What was given under that name.
    pub fn get(&self, name: &str) -> Given<'a> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map_or(Given::Missing, |(_, given)| given.clone())
    }

    /// All fields whose name starts with `prefix`, by the rest of their name.
    pub fn below(&self, prefix: &str) -> impl Iterator<Item = (&'a str, &Given<'a>)> {
        self.0.iter().filter_map(move |(name, given)| Some((name.strip_prefix(prefix)?, given)))
    }

    /// Refuses a name that is not in `known`: a misspelt option must not be silently ignored.
    ///
    /// # Errors
    /// The first unknown name, with the known ones.
    pub fn check_known(&self, known: &[&str]) -> Result<(), Vec<FieldError>> {
        let unknown = self.0.iter().find(|(name, _)| {
            let head = name.split('.').next().unwrap_or_default();
            !known.contains(&head)
        });
        let Some((name, _)) = unknown else { return Ok(()) };
        let field: String = name.chars().take(64).collect();
        let problem = ["is not known here; allowed: ", &known.join(", ")].concat();
        Err(vec![FieldError { field: Cow::Owned(field), problem }])
    }
}

fn given(tagged: &str) -> Given<'_> {
    let mut rest = tagged.chars();
    let tag = rest.next();
    let value = rest.as_str();
    match tag {
        Some('s') => Given::Text(Cow::Borrowed(value)),
        Some('b') => Given::Bool(value == "true"),
        // Every number the API takes is whole and small; the parser for floats would cost kilobytes.
        Some('n') => Given::Number(value.parse::<u32>().map_or(f64::NAN, f64::from)),
        _ => Given::Other(match value {
            "null" => "null",
            "array" => "an array",
            "object" => "an object",
            "function" => "a function",
            "bigint" => "a bigint",
            "symbol" => "a symbol",
            _ => "nothing",
        }),
    }
}
