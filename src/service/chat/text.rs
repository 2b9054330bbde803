//! The text of a message.

use crate::text::split_once;

/// Fills in `{{field}}`, once: what is filled in is never read as a template again. A field that
/// is not known is left out.
pub(super) fn render<'a>(template: &str, field: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = split_once(rest, "{{") {
        let Some((name, tail)) = split_once(after, "}}") else { break };
        text.push_str(before);
        text.push_str(field(name).unwrap_or_default());
        rest = tail;
    }
    text.push_str(rest);
    text
}
