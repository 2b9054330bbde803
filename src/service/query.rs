//! What stands behind the question mark.

use crate::contract::{FieldError, Given, ListRequests};
use crate::text::{digits, split, split_once, whole};
use std::borrow::Cow;

/// Reads the query of a list of requests.
///
/// # Errors
/// Every field that is wrong, unknown or given twice.
pub(crate) fn list(query: &str) -> Result<ListRequests, Vec<FieldError>> {
    let mut fields: Vec<(String, String)> = Vec::new();
    let mut errors = Vec::new();
    for pair in split(query, b'&').filter(|pair| !pair.is_empty()) {
        let (name, value) = split_once(pair, "=").unwrap_or((pair, ""));
        let (name, value) = (decode(name), decode(value));
        let Some(known) = ListRequests::FIELDS.iter().find(|known| **known == name) else {
            errors.push(error(
                "query",
                "may hold limit, status, chatId and cursor, and nothing else",
            ));
            continue;
        };
        if fields.iter().any(|(earlier, _)| *earlier == name) {
            errors.push(error(known, "must be given once"));
        }
        fields.push((name, value));
    }
    let number = |text: &str| whole(text.as_bytes()).filter(|number| digits(*number) == text);
    let given = |name: &str| match fields.iter().find(|(known, _)| known == name) {
        None => Given::Missing,
        Some((_, value)) if name == "limit" => match number(value) {
            Some(number) => Given::Number(number as f64),
            None => Given::Text(value),
        },
        Some((_, value)) => Given::Text(value),
    };
    let list = ListRequests::from_fields(&given);
    match list {
        Ok(list) if errors.is_empty() => Ok(list),
        Ok(_) => Err(errors),
        Err(mut wrong) => {
            errors.append(&mut wrong);
            Err(errors)
        }
    }
}

fn error(field: &'static str, problem: &str) -> FieldError {
    FieldError { field: Cow::Borrowed(field), problem: problem.to_owned() }
}

/// Resolves `%40` and `+`; what is no such escape stays as it is, and no field accepts it.
fn decode(text: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = text.as_bytes();
    while let Some((first, after)) = rest.split_first() {
        rest = after;
        let escaped = match (first, after) {
            (b'%', [high, low, ..]) => hex_digit(*high).zip(hex_digit(*low)),
            _ => None,
        };
        bytes.push(match (first, escaped) {
            (_, Some((high, low))) => {
                rest = after.get(2..).unwrap_or_default();
                high << 4 | low
            }
            (b'+', None) => b' ',
            (other, None) => *other,
        });
    }
    String::from_utf8(bytes).unwrap_or_else(|_| String::from("\u{fffd}"))
}

fn hex_digit(digit: u8) -> Option<u8> {
    char::from(digit).to_digit(16).map(|value| value as u8)
}
