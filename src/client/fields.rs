//! Named fields as a caller gave them, in text that any language can write and no page can twist.
//!
//! `name NUL tag value NUL ...`, where the tag is `s` (text), `n` (number), `b` (`true` or `false`)
//! or `o` (the name of any other type). A NUL inside a value must have been replaced by U+FFFD,
//! which no field accepts.

use super::options;
use crate::contract::{FieldError, Filled, Given};
use crate::text::{first_chars, split, whole};
use std::borrow::Cow;

/// A set of named fields.
#[derive(Clone, Debug, Default)]
pub struct Fields<'a>(Vec<(&'a str, Given<'a>)>);

impl<'a> Fields<'a> {
    /// Reads the text form.
    pub fn from_text(text: &'a str) -> Self {
        let mut parts = split(text, 0);
        let mut fields = Vec::new();
        while let (Some(name), Some(tagged)) = (parts.next(), parts.next()) {
            fields.push((name, given(tagged)));
        }
        Fields(fields)
    }

    /// What was given under that name.
    #[inline(never)]
    pub fn get(&self, name: &str) -> Given<'a> {
        let found = self.0.iter().find(|(known, _)| *known == name);
        found.map_or(Given::Missing, |(_, given)| *given)
    }

    /// All fields whose name starts with `prefix`, by the rest of their name.
    pub fn below(&self, prefix: &str) -> impl Iterator<Item = (&'a str, Given<'a>)> {
        self.0.iter().filter_map(move |(name, given)| Some((name.strip_prefix(prefix)?, *given)))
    }

    /// Fills in a form and refuses the first name that is not in it: a misspelt option must not be
    /// silently ignored. Where `headers` is known, `headers.x-name` is as well.
    pub(crate) fn fill(&self, form: &'static str) -> Filled<'a> {
        let mut filled = Filled::new(form, options::read, &|name| self.get(name));
        let unknown = self.0.iter().find(|(name, _)| {
            let name = if name.starts_with("headers.") { "headers" } else { name };
            filled.get(name).is_none()
        });
        if let Some((name, _)) = unknown {
            let field = String::from(first_chars(name, 64));
            let mut problem = String::from("is not known here");
            let mut before = "; allowed: ";
            for (name, _) in &filled.values {
                problem.push_str(before);
                problem.push_str(name);
                before = ", ";
            }
            filled.errors.push(FieldError { field: Cow::Owned(field), problem });
        }
        filled
    }
}

fn given(tagged: &str) -> Given<'_> {
    let (tag, value) = tagged.split_at_checked(1).unwrap_or_default();
    match tag {
        "s" => Given::Text(value),
        "b" => Given::Bool(value == "true"),
        // Every number the API takes is whole and small; the parser for floats would cost kilobytes.
        "n" => Given::Number(whole(value.as_bytes()).map_or(f64::NAN, |number| number as f64)),
        _ => Given::Other(value),
    }
}
