//! What the fields of a call may hold, as tables, and the one check that reads them.

use super::given::{Checker, FieldError, Given};
use crate::json::ObjectWriter;
use std::borrow::Cow;

/// One field of a form.
pub(crate) struct Field {
    pub(crate) name: &'static str,
    pub(crate) kind: Kind,
    /// What it may hold in words, for errors; a flag needs none.
    pub(crate) rule: &'static str,
}

/// Reads a text that may stand in a field, as it stands there or in its usual form.
pub(crate) type Read = fn(&str) -> Option<Cow<'_, str>>;

/// What a field may hold.
pub(crate) enum Kind {
    /// A boolean, with its default.
    Flag(bool),
    /// A whole number from the first to the second, with its default.
    Whole(u32, u32, u32),
    /// A text that this reads.
    Text(Read),
    /// The same, or nothing.
    OptionalText(Read),
    /// Something that is only carried, of the type with that name, or nothing.
    #[cfg(any(feature = "client", feature = "service"))]
    Carried(&'static str),
}

/// What stands in a field once it was checked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Checked<'v> {
    /// A boolean.
    Flag(bool),
    /// A whole number in its range.
    Whole(u32),
    /// A text of its form; `None` where an optional one was not given.
    Text(Option<Cow<'v, str>>),
}

impl<'v> Checked<'v> {
    /// The text that was given, if one was.
    pub(crate) fn text(self) -> Option<Cow<'v, str>> {
        if let Checked::Text(text) = self { text } else { None }
    }

    /// The number; 0 where the form has no number there.
    pub(crate) fn whole(self) -> u32 {
        if let Checked::Whole(number) = self { number } else { 0 }
    }

    /// The boolean; false where the form has no boolean there.
    pub(crate) fn flag(self) -> bool {
        self == Checked::Flag(true)
    }
}

/// The names of a form's fields.
#[allow(clippy::indexing_slicing, reason = "both arrays have the length that is counted to")]
pub(crate) const fn names<const N: usize>(form: &[Field; N]) -> [&'static str; N] {
    let mut names = [""; N];
    let mut at = 0;
    while at < N {
        names[at] = form[at].name;
        at += 1;
    }
    names
}

/// Checks every field of a form: what stands in each, and every mistake.
pub(crate) fn fill<'g>(
    form: &[Field],
    given: &dyn Fn(&str) -> Given<'g>,
) -> (Vec<Checked<'g>>, Vec<FieldError>) {
    let mut check = Checker::new(given);
    let mut values = Vec::new();
    for Field { name, kind, rule } in form {
        values.push(match *kind {
            Kind::Flag(default) => Checked::Flag(check.flag(name, default)),
            Kind::Whole(min, max, default) => {
                Checked::Whole(check.whole(name, min..=max, default, rule))
            }
            Kind::Text(read) => Checked::Text(check.text(name, true, rule, read)),
            Kind::OptionalText(read) => Checked::Text(check.text(name, false, rule, read)),
            #[cfg(any(feature = "client", feature = "service"))]
            Kind::Carried(type_name) => {
                check.of_type(name, type_name, rule);
                Checked::Text(None)
            }
        });
    }
    (values, check.errors)
}

/// Checks every field of a form.
///
/// # Errors
/// Every field that is wrong, with what it may hold.
pub(crate) fn check<'g>(
    form: &[Field],
    given: &dyn Fn(&str) -> Given<'g>,
) -> Result<Vec<Checked<'g>>, Vec<FieldError>> {
    let (values, errors) = fill(form, given);
    if errors.is_empty() { Ok(values) } else { Err(errors) }
}

/// What stands in a field of that name.
#[cfg(any(feature = "client", feature = "service"))]
pub(crate) fn value<'v>(
    form: &[Field],
    values: &'v [Checked<'v>],
    name: &str,
) -> Option<&'v Checked<'v>> {
    form.iter().zip(values).find(|(field, _)| field.name == name).map(|(_, value)| value)
}

/// The text in a field of that name, empty where there is none.
#[cfg(any(feature = "client", feature = "service"))]
pub(crate) fn text<'v>(form: &[Field], values: &'v [Checked<'v>], name: &str) -> &'v str {
    if let Some(Checked::Text(Some(text))) = value(form, values, name) { text } else { "" }
}

/// The body of a success, with `data` as JSON.
pub(crate) fn success(message: &str, data: &str) -> String {
    ObjectWriter::new().bool("success", true).string("message", message).raw("data", data).finish()
}

/// The form as a JSON object, without the texts that are empty or were not given.
pub(crate) fn to_json(form: &[Field], values: &[Checked<'_>]) -> String {
    let mut body = ObjectWriter::new();
    for (field, value) in form.iter().zip(values) {
        match value {
            Checked::Flag(flag) => body.bool(field.name, *flag),
            Checked::Whole(number) => body.number(field.name, u64::from(*number)),
            Checked::Text(Some(text)) if !text.is_empty() => body.string(field.name, text),
            Checked::Text(_) => &mut body,
        };
    }
    body.finish()
}
