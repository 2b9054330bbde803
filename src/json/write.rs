//! Writing JSON.

use crate::text::USUAL;

/// Writes one JSON object member by member.
///
/// ```
/// use hypersender_otp::json::ObjectWriter;
/// let text = ObjectWriter::new().string("chatId", "20123456789@c.us").number("length", 6).finish();
/// assert_eq!(text, r#"{"chatId":"20123456789@c.us","length":6}"#);
/// ```
#[derive(Debug, Default)]
pub struct ObjectWriter {
    text: String,
}

impl ObjectWriter {
    /// An object without members.
    pub fn new() -> Self {
        ObjectWriter { text: String::with_capacity(USUAL) }
    }

    /// Begins a member: what comes next is its value.
    #[inline(never)]
    fn key(&mut self, key: &str) -> &mut String {
        self.text.push(if self.text.is_empty() { '{' } else { ',' });
        push_string(&mut self.text, key);
        self.text.push(':');
        &mut self.text
    }

    /// Adds a member whose value is JSON text already.
    pub fn raw(&mut self, key: &str, json: &str) -> &mut Self {
        self.key(key).push_str(json);
        self
    }

    /// Adds a string.
    pub fn string(&mut self, key: &str, value: &str) -> &mut Self {
        push_string(self.key(key), value);
        self
    }

    /// Adds a string or `null`.
    pub fn optional_string(&mut self, key: &str, value: Option<&str>) -> &mut Self {
        match value {
            Some(text) => self.string(key, text),
            None => self.raw(key, "null"),
        }
    }

    /// Adds a boolean.
    pub fn bool(&mut self, key: &str, value: bool) -> &mut Self {
        self.raw(key, if value { "true" } else { "false" })
    }

    /// Adds a whole number.
    pub fn number(&mut self, key: &str, value: u64) -> &mut Self {
        push_number(self.key(key), value);
        self
    }

    /// The finished text; what is written from then on is another object.
    pub fn finish(&mut self) -> String {
        if self.text.is_empty() {
            self.text.push('{');
        }
        self.text.push('}');
        std::mem::take(&mut self.text)
    }
}

/// Appends a JSON string with its quotes.
pub fn push_string(out: &mut String, value: &str) {
    out.push('"');
    let mut rest = value;
    loop {
        let (before, after) = rest.split_at(plain(rest));
        out.push_str(before);
        let mut after = after.chars();
        let Some(special) = after.next() else { break };
        push_escape(out, special);
        rest = after.as_str();
    }
    out.push('"');
}

/// How many bytes stand for themselves in a string, before the first that does not.
#[inline(never)]
pub(super) fn plain(text: &str) -> usize {
    let is_special = |byte: u8| matches!(byte, 0..b' ' | b'"' | b'\\');
    text.bytes().position(is_special).unwrap_or(text.len())
}

fn push_escape(out: &mut String, character: char) {
    let short = match character {
        '\n' => 'n',
        '\r' => 'r',
        '\t' => 't',
        '"' | '\\' => character,
        _ => 'u',
    };
    out.push('\\');
    out.push(short);
    if short == 'u' {
        out.push_str("00");
        for digit in [u32::from(character) >> 4, u32::from(character) & 15] {
            out.push(char::from_digit(digit, 16).unwrap_or('0'));
        }
    }
}

/// Appends a whole number; the formatting machinery of the standard library would cost kilobytes.
pub fn push_number(out: &mut String, value: u64) {
    if value >= 10 {
        push_number(out, value / 10);
    }
    out.push(char::from(b'0' + (value % 10) as u8));
}
