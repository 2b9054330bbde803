//! What the fields of a call may hold, as one text a form, and the one check that reads them.
//!
//! The fields of a form stand between bars. A name alone is a text that must be given. Behind a name
//! may stand
//!
//! | | |
//! |---|---|
//! | `?` | the text may be missing |
//! | `:false` | a boolean, false unless given |
//! | `#4,10,6` | a whole number from 4 to 10, 6 unless given; its unit may follow, as in `, of seconds` |
//! | `=function` | something only carried, of the type with that name; it may be missing |

use super::given::{FieldError, Given};
use crate::json::ObjectWriter;
use crate::text::{concat, split, whole};
use std::borrow::Cow;

/// The names of a form's fields.
#[allow(clippy::indexing_slicing, reason = "no place is read that was not counted to")]
pub(crate) const fn names<const N: usize>(form: &'static str) -> [&'static str; N] {
    let (mut names, mut rest, mut count) = ([""; N], form, 0);
    while count < N {
        let (bytes, mut end) = (rest.as_bytes(), 0);
        while end < bytes.len() && bytes[end].is_ascii_alphabetic() {
            end += 1;
        }
        names[count] = rest.split_at(end).0;
        count += 1;
        while end < bytes.len() && bytes[end] != b'|' {
            end += 1;
        }
        rest = rest.split_at(if end < bytes.len() { end + 1 } else { end }).1;
    }
    names
}

/// What stands in a field once it was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Checked<'v> {
    /// A boolean.
    Flag(bool),
    /// A whole number in its range.
    Whole(u64),
    /// A text of its form; `None` where an optional one was not given.
    Text(Option<Cow<'v, str>>),
}

/// Reads the text in the field of that name, as it stands there or in its usual form, if it may stand
/// there; and says what may. What only some later check can tell is let through.
pub(crate) type Read =
    for<'t> fn(name: &str, text: &'t str) -> (Option<Cow<'t, str>>, &'static str);

/// A form once it was filled in and checked.
#[derive(Clone, Debug, Default)]
pub(crate) struct Filled<'v> {
    /// What stands in each field, its default where that is wrong.
    pub(crate) values: Vec<(&'static str, Checked<'v>)>,
    /// Every mistake.
    pub(crate) errors: Vec<FieldError>,
}

impl<'v> Filled<'v> {
    /// Checks every field of a form.
    pub(crate) fn new(form: &'static str, read: Read, given: &dyn Fn(&str) -> Given<'v>) -> Self {
        let mut filled = Filled::default();
        for field in split(form, b'|') {
            let end = field.bytes().position(|byte| !byte.is_ascii_alphabetic());
            let end = end.unwrap_or(field.len());
            let (name, kind) = field.split_at_checked(end).unwrap_or_default();
            let given = given(name);
            let (value, broken) = check(name, kind, read, given);
            filled.values.push((name, value));
            if let Some(rule) = broken {
                filled.refuse(name, &rule, given);
            }
        }
        filled
    }

    /// Notes that what was given for a field breaks a rule.
    #[inline(never)]
    pub(crate) fn refuse(&mut self, field: &'static str, rule: &str, given: Given<'_>) {
        self.errors.push(FieldError::new(field, rule, given));
    }

    /// The form, if nothing in it is wrong.
    pub(crate) fn finish(self) -> Result<Self, Vec<FieldError>> {
        if self.errors.is_empty() { Ok(self) } else { Err(self.errors) }
    }

    /// What stands in the field of that name.
    pub(crate) fn get(&self, name: &str) -> Option<&Checked<'v>> {
        self.values.iter().find(|(known, _)| *known == name).map(|(_, value)| value)
    }

    /// The text in the field of that name, empty where there is none.
    pub(crate) fn text(&self, name: &str) -> &str {
        if let Some(Checked::Text(Some(text))) = self.get(name) { text } else { "" }
    }

    /// The number in the field of that name, 0 where there is none.
    pub(crate) fn number(&self, name: &str) -> u64 {
        if let Some(Checked::Whole(number)) = self.get(name) { *number } else { 0 }
    }

    /// The boolean in the field of that name, false where there is none.
    pub(crate) fn flag(&self, name: &str) -> bool {
        self.get(name) == Some(&Checked::Flag(true))
    }

    /// The form as a JSON object, without the texts that are empty or were not given.
    pub(crate) fn to_json(&self) -> String {
        let mut body = ObjectWriter::new();
        for (name, value) in &self.values {
            match value {
                Checked::Flag(flag) => body.bool(name, *flag),
                Checked::Whole(number) => body.number(name, *number),
                Checked::Text(Some(text)) if !text.is_empty() => body.string(name, text),
                Checked::Text(_) => &mut body,
            };
        }
        body.finish()
    }
}

/// What stands in a field, and the rule that is broken there, if one is.
fn check<'g>(
    name: &str,
    kind: &'static str,
    read: Read,
    given: Given<'g>,
) -> (Checked<'g>, Option<Cow<'static, str>>) {
    let inner = kind.get(1..).unwrap_or_default();
    let is_missing = given.is_missing();
    let (value, fits, rule) = match kind.bytes().next() {
        Some(b':') => {
            let flag = if let Given::Bool(flag) = given { Some(flag) } else { None };
            let value = Checked::Flag(flag.unwrap_or(inner == "true"));
            (value, flag.is_some() || is_missing, Cow::Borrowed("must be true or false"))
        }
        Some(b'#') => {
            let mut parts = split(inner, b',');
            let mut next = || parts.next().unwrap_or_default();
            let (least, most, default, unit) = (next(), next(), next(), next());
            let number = |text: &str| whole(text.as_bytes()).unwrap_or(0);
            let found = given.whole(number(least)..=number(most));
            let value = Checked::Whole(found.unwrap_or(number(default)));
            if found.is_some() || is_missing {
                return (value, None);
            }
            let rule = concat(&["must be a whole number", unit, " from ", least, " to ", most]);
            (value, false, Cow::Owned(rule))
        }
        mark => {
            let given_text = if let Given::Text(text) = given { Some(text) } else { None };
            let (text, rule) = read(name, given_text.unwrap_or_default());
            let text = text.filter(|_| given_text.is_some());
            let fits = match mark {
                Some(b'=') => is_missing || given.type_name() == inner,
                mark => text.is_some() || (is_missing && mark.is_some()),
            };
            (Checked::Text(text), fits, Cow::Borrowed(rule))
        }
    };
    (value, Some(rule).filter(|_| !fits))
}

/// The body of a success, with `data` as JSON.
pub(crate) fn success(message: &str, data: &str) -> String {
    ObjectWriter::new().bool("success", true).string("message", message).raw("data", data).finish()
}
