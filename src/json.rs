//! A small, strict JSON reader and a writer that cannot produce anything else.
//!
//! Strict means: UTF-8 without a byte order mark, no duplicate keys, no trailing text, at most
//! [`MAX_DEPTH`] levels and [`MAX_MEMBERS`] members an object. What two parsers could read
//! differently is refused, because a verdict hangs on it.

use std::borrow::Cow;

/// Levels of nesting that are still read.
pub const MAX_DEPTH: usize = 16;
/// Members of one object that are still read; it bounds the search for duplicate keys.
pub const MAX_MEMBERS: usize = 256;

/// One JSON value, borrowing from the text where it can.
#[derive(Clone, Debug, PartialEq)]
pub enum Value<'a> {
    /// `null`
    Null,
    /// `true` or `false`
    Bool(bool),
    /// The number as it was written; [`Value::as_u64`] reads whole ones.
    Number(&'a str),
    /// A string with its escapes resolved.
    String(Cow<'a, str>),
    /// An array.
    Array(Vec<Value<'a>>),
    /// An object in the order it was written.
    Object(Vec<(Cow<'a, str>, Value<'a>)>),
}

impl<'a> Value<'a> {
    /// The member of an object, `None` for any other value or a missing member.
    pub fn get(&self, key: &str) -> Option<&Value<'a>> {
        match self {
            Value::Object(members) => members.iter().find(|(name, _)| name == key).map(|(_, v)| v),
            _ => None,
        }
    }

    /// The text of a string, `None` for any other value.
    pub fn as_str(&self) -> Option<&str> {
        match self {
            Value::String(text) => Some(text),
            _ => None,
        }
    }

    /// A whole number from 0 to 2^53 - 1 written plainly, `None` for any other value.
    pub fn as_u64(&self) -> Option<u64> {
        match self {
            Value::Number(text) if text.len() <= 16 => {
                text.parse().ok().filter(|number| *number < 1 << 53)
            }
            _ => None,
        }
    }
}

/// Where and why a text is not the JSON we accept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct JsonError {
    /// The byte at which reading stopped.
    pub offset: usize,
    /// What was wrong there.
    pub problem: &'static str,
}

impl std::fmt::Display for JsonError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} at byte {}", self.problem, self.offset)
    }
}

impl std::error::Error for JsonError {}

/// Reads one JSON value that fills the whole text.
///
/// # Errors
/// A [`JsonError`] for anything that is not strict JSON within the limits of this module.
///
/// ```
/// use hypersender_otp::json;
/// let value = json::parse(br#"{"success":true}"#)?;
/// assert_eq!(value.get("success"), Some(&json::Value::Bool(true)));
/// assert!(json::parse(br#"{"success":false,"success":true}"#).is_err());
/// # Ok::<(), json::JsonError>(())
/// ```
pub fn parse(bytes: &[u8]) -> Result<Value<'_>, JsonError> {
    let text = std::str::from_utf8(bytes).map_err(|error| JsonError {
        offset: error.valid_up_to(),
        problem: "text that is not UTF-8",
    })?;
    let mut reader = Reader { text, at: 0 };
    let value = reader.value(0)?;
    reader.space();
    if reader.at < text.len() {
        return Err(reader.error("text after the value"));
    }
    Ok(value)
}

struct Reader<'a> {
    text: &'a str,
    at: usize,
}

impl<'a> Reader<'a> {
    fn error(&self, problem: &'static str) -> JsonError {
        JsonError { offset: self.at, problem }
    }

    fn peek(&self) -> Option<u8> {
        self.text.as_bytes().get(self.at).copied()
    }

    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == Some(byte);
        self.at += usize::from(found);
        found
    }

    fn space(&mut self) {
        while matches!(self.peek(), Some(b' ' | b'\t' | b'\n' | b'\r')) {
            self.at += 1;
        }
    }

    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    fn value(&mut self, depth: usize) -> Result<Value<'a>, JsonError> {
        if depth >= MAX_DEPTH {
            return Err(self.error("too many levels"));
        }
        self.space();
        match self.peek() {
            Some(b'"') => Ok(Value::String(self.string()?)),
            Some(b'{') => self.object(depth),
            Some(b'[') => self.array(depth),
            Some(b'-' | b'0'..=b'9') => self.number(),
            _ => self.word(),
        }
    }

    fn word(&mut self) -> Result<Value<'a>, JsonError> {
        let rest = self.text.get(self.at..).unwrap_or_default();
        for (word, value) in
            [("true", Value::Bool(true)), ("false", Value::Bool(false)), ("null", Value::Null)]
        {
            if rest.starts_with(word) {
                self.at += word.len();
                return Ok(value);
            }
        }
        Err(self.error("no value"))
    }

    fn array(&mut self, depth: usize) -> Result<Value<'a>, JsonError> {
        self.at += 1;
        let mut items = Vec::new();
        self.space();
        if self.eat(b']') {
            return Ok(Value::Array(items));
        }
        loop {
            items.push(self.value(depth + 1)?);
            self.space();
            if self.eat(b']') {
                return Ok(Value::Array(items));
            }
            if !self.eat(b',') {
                return Err(self.error("no comma between items"));
            }
        }
    }

    fn object(&mut self, depth: usize) -> Result<Value<'a>, JsonError> {
        self.at += 1;
        let mut members: Vec<(Cow<'a, str>, Value<'a>)> = Vec::new();
        self.space();
        if self.eat(b'}') {
            return Ok(Value::Object(members));
        }
        loop {
            self.space();
            let key = self.string()?;
            if members.iter().any(|(name, _)| *name == key) {
                return Err(self.error("a key that stands twice"));
            }
            if members.len() == MAX_MEMBERS {
                return Err(self.error("too many members"));
            }
            self.space();
            if !self.eat(b':') {
                return Err(self.error("no colon after a key"));
            }
            let value = self.value(depth + 1)?;
            members.push((key, value));
            self.space();
            if self.eat(b'}') {
                return Ok(Value::Object(members));
            }
            if !self.eat(b',') {
                return Err(self.error("no comma between members"));
            }
        }
    }

    fn digits(&mut self) -> Result<(), JsonError> {
        let start = self.at;
        while matches!(self.peek(), Some(b'0'..=b'9')) {
            self.at += 1;
        }
        if self.at == start { Err(self.error("no digit")) } else { Ok(()) }
    }

    fn number(&mut self) -> Result<Value<'a>, JsonError> {
        let start = self.at;
        self.eat(b'-');
        if !self.eat(b'0') {
            self.digits()?;
        }
        if self.eat(b'.') {
            self.digits()?;
        }
        if self.eat(b'e') || self.eat(b'E') {
            let _ = self.eat(b'+') || self.eat(b'-');
            self.digits()?;
        }
        Ok(Value::Number(self.since(start)))
    }

    fn string(&mut self) -> Result<Cow<'a, str>, JsonError> {
        if !self.eat(b'"') {
            return Err(self.error("no string"));
        }
        let mut start = self.at;
        let mut built = String::new();
        loop {
            match self.peek() {
                None | Some(0..=0x1f) => return Err(self.error("a string without its end")),
                Some(b'"') => {
                    let tail = self.since(start);
                    self.at += 1;
                    if built.is_empty() {
                        return Ok(Cow::Borrowed(tail));
                    }
                    built.push_str(tail);
                    return Ok(Cow::Owned(built));
                }
                Some(b'\\') => {
                    built.push_str(self.since(start));
                    self.at += 1;
                    let character = self.escape()?;
                    built.push(character);
                    start = self.at;
                }
                Some(_) => self.at += 1,
            }
        }
    }

    fn escape(&mut self) -> Result<char, JsonError> {
        let letter = self.peek();
        self.at += 1;
        match letter {
            Some(plain @ (b'"' | b'\\' | b'/')) => Ok(char::from(plain)),
            Some(b'b') => Ok('\u{8}'),
            Some(b'f') => Ok('\u{c}'),
            Some(b'n') => Ok('\n'),
            Some(b'r') => Ok('\r'),
            Some(b't') => Ok('\t'),
            Some(b'u') => {
                let high = self.hex()?;
                let pair = 0xd800..0xdc00;
                if !pair.contains(&high) {
                    return char::from_u32(high).ok_or(self.error("half a character"));
                }
                if !(self.eat(b'\\') && self.eat(b'u')) {
                    return Err(self.error("half a character"));
                }
                let low = self.hex()?.wrapping_sub(0xdc00);
                if low >= 0x400 {
                    return Err(self.error("half a character"));
                }
                char::from_u32(0x10000 + ((high - 0xd800) << 10) + low)
                    .ok_or(self.error("half a character"))
            }
            _ => Err(self.error("an unknown escape")),
        }
    }

    fn hex(&mut self) -> Result<u32, JsonError> {
        let mut number = 0;
        for _ in 0..4 {
            let digit = self.peek().and_then(|byte| char::from(byte).to_digit(16));
            number = number * 16 + digit.ok_or(self.error("no hexadecimal digit"))?;
            self.at += 1;
        }
        Ok(number)
    }
}

/// Writes one JSON object member by member.
///
/// ```
/// use hypersender_otp::json::ObjectWriter;
/// let text = ObjectWriter::new().string("chatId", "20123456789@c.us").number("length", 6).finish();
/// assert_eq!(text, r#"{"chatId":"20123456789@c.us","length":6}"#);
/// ```
#[derive(Debug, Default)]
#[must_use]
pub struct ObjectWriter {
    text: String,
}

impl ObjectWriter {
    /// An object without members.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a member whose value is JSON text already.
    pub fn raw(mut self, key: &str, json: &str) -> Self {
        self.text.push(if self.text.is_empty() { '{' } else { ',' });
        push_string(&mut self.text, key);
        self.text.push(':');
        self.text.push_str(json);
        self
    }

    /// Adds a string.
    pub fn string(self, key: &str, value: &str) -> Self {
        let mut json = String::new();
        push_string(&mut json, value);
        self.raw(key, &json)
    }

    /// Adds a string or `null`.
    pub fn optional_string(self, key: &str, value: Option<&str>) -> Self {
        match value {
            Some(text) => self.string(key, text),
            None => self.raw(key, "null"),
        }
    }

    /// Adds a boolean.
    pub fn bool(self, key: &str, value: bool) -> Self {
        self.raw(key, if value { "true" } else { "false" })
    }

    /// Adds a whole number.
    pub fn number(self, key: &str, value: u64) -> Self {
        let mut json = String::new();
        push_number(&mut json, value);
        self.raw(key, &json)
    }

    /// The finished text.
    pub fn finish(mut self) -> String {
        if self.text.is_empty() {
            self.text.push('{');
        }
        self.text.push('}');
        self.text
    }
}

/// Appends a JSON string with its quotes.
pub fn push_string(out: &mut String, value: &str) {
    out.push('"');
    for character in value.chars() {
        match character {
            '"' => out.push_str("\\\""),
            '\\' => out.push_str("\\\\"),
            '\n' => out.push_str("\\n"),
            '\r' => out.push_str("\\r"),
            '\t' => out.push_str("\\t"),
            control @ '\0'..='\u{1f}' => {
                out.push_str("\\u00");
                for shift in [4, 0] {
                    let digit = (u32::from(control) >> shift) & 15;
                    out.push(char::from_digit(digit, 16).unwrap_or('0'));
                }
            }
            plain => out.push(plain),
        }
    }
    out.push('"');
}

/// Appends a whole number; the formatting machinery of the standard library would cost kilobytes.
pub fn push_number(out: &mut String, value: u64) {
    if value >= 10 {
        push_number(out, value / 10);
    }
    out.push(char::from(b'0' + (value % 10) as u8));
}
