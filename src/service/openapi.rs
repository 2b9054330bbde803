//! The service's own OpenAPI document.

use crate::json;

/// The document, whose one server is written as [`super::BASE_PATH`].
pub const DOCUMENT: &str = match std::str::from_utf8(&COMPACT) {
    Ok(document) => document,
    Err(_) => SOURCE,
};

/// As it is written and read by people.
const SOURCE: &str = include_str!("openapi.json");

/// Without the white space between its tokens, which is half of it.
static COMPACT: [u8; compact(SOURCE, &mut [])] = {
    let mut out = [0; compact(SOURCE, &mut [])];
    compact(SOURCE, &mut out);
    out
};

/// Writes a JSON text without its white space as far as there is room; gives how long it is.
const fn compact(json: &str, out: &mut [u8]) -> usize {
    let mut rest = json.as_bytes();
    let (mut length, mut quoted, mut escaped) = (0, false, false);
    while let [byte, tail @ ..] = rest {
        rest = tail;
        if !quoted && byte.is_ascii_whitespace() {
            continue;
        }
        quoted = quoted != (*byte == b'"' && !escaped);
        escaped = *byte == b'\\' && !escaped;
        if let Some(place) = out.split_at_mut_checked(length)
            && let [place, ..] = place.1
        {
            *place = *byte;
        }
        length += 1;
    }
    length
}

/// The document as served: its server is where it was asked for.
pub fn served(base_path: &str) -> String {
    let mut server = String::new();
    json::push_string(&mut server, base_path);
    DOCUMENT.replace("\"{basePath}\"", &server)
}

#[cfg(test)]
mod tests {
    use super::compact;

    #[test]
    fn white_space_in_a_text_stays_also_behind_an_escaped_quote() {
        let json = r#"{ "a": "b \" c\\", "d" : 1 }"#;
        let expected = r#"{"a":"b \" c\\","d":1}"#;
        let mut out = vec![0; compact(json, &mut [])];
        compact(json, &mut out);
        assert_eq!(String::from_utf8(out).as_deref(), Ok(expected));
    }
}
