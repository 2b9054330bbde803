//! The one reader of JSON: it checks a whole text first, then finds values in it where they stand.

// The service uses less of this than the client.
#![cfg_attr(not(feature = "client"), allow(dead_code))]

use super::{JsonError, MAX_DEPTH, MAX_MEMBERS, Problem};
use crate::text;

/// A value in a text that was checked, from its first character on; empty where there is none.
#[derive(Clone, Copy)]
pub(crate) struct Raw<'a>(&'a [u8]);

impl<'a> Raw<'a> {
    /// No value: what [`Raw::get`] gives for a member that is not there.
    pub(crate) const MISSING: Raw<'static> = Raw(b"");

    /// Checks the whole text and gives the value in it.
    pub(crate) fn read(bytes: &'a [u8]) -> Result<Raw<'a>, JsonError> {
        let mut scan = Scanner::new(bytes);
        scan.space();
        let value = Raw(scan.rest);
        if scan.value(0, Some(&mut Vec::new())).is_some() {
            scan.space();
            if scan.rest.is_empty() {
                return Ok(value);
            }
            scan.problem = Problem::TextAfter;
        }
        Err(JsonError { offset: bytes.len() - scan.rest.len(), problem: scan.problem })
    }

    /// The value's first character, which tells its type; 0 where there is none.
    pub(crate) fn first(self) -> u8 {
        self.0.first().copied().unwrap_or(0)
    }

    /// Whether it is not there, which for a member is not the same as `null`.
    pub(crate) fn is_missing(self) -> bool {
        self.first() == 0
    }

    /// Whether it is an object.
    pub(crate) fn is_object(self) -> bool {
        self.first() == b'{'
    }

    /// Whether it is an array.
    pub(crate) fn is_array(self) -> bool {
        self.first() == b'['
    }

    /// Whether it is `true`.
    pub(crate) fn is_true(self) -> bool {
        self.first() == b't'
    }

    /// Whether it is `false`.
    pub(crate) fn is_false(self) -> bool {
        self.first() == b'f'
    }

    /// Whether it is `null` or not there.
    pub(crate) fn is_nothing(self) -> bool {
        matches!(self.first(), 0 | b'n')
    }

    /// The text of a string, `None` for any other value.
    pub(crate) fn text(self) -> Option<String> {
        Some(self.inside(b'"')?.collect())
    }

    /// Whether it is a string with that text.
    pub(crate) fn is_text(self, text: &str) -> bool {
        self.inside(b'"').is_some_and(|inside| inside.eq(text.chars()))
    }

    /// A number as it was written, `None` for any other value.
    pub(crate) fn number(self) -> Option<&'a [u8]> {
        let of_number =
            |byte: &&u8| byte.is_ascii_alphanumeric() || matches!(byte, b'+' | b'-' | b'.');
        let length = self.0.iter().take_while(of_number).count();
        if matches!(self.first(), b'-' | b'0'..=b'9') { self.0.get(..length) } else { None }
    }

    /// A whole number from 0 to 2^53 - 1 written plainly, `None` for any other value.
    pub(crate) fn whole(self) -> Option<u64> {
        text::whole(self.number()?)
    }

    /// The member of an object; [`Raw::MISSING`] for any other value or a missing member.
    pub(crate) fn get(self, key: &str) -> Raw<'a> {
        let found =
            if self.is_object() { self.parts().find(|(name, _)| name.is_text(key)) } else { None };
        found.map_or(Raw::MISSING, |(_, value)| value)
    }

    /// The members of an object with their names, or the items of an array with none.
    pub(crate) fn parts(self) -> Parts<'a> {
        let close = if self.is_object() { b'}' } else { b']' };
        let first = self.is_object() || self.is_array();
        let mut scan = Scanner::new(self.0);
        scan.byte();
        Parts { scan, close, first }
    }

    fn inside(self, first: u8) -> Option<Scanner<'a>> {
        let mut scan = Scanner::new(self.0);
        scan.eat(first).then_some(scan)
    }
}

/// The members of an object or the items of an array.
pub(crate) struct Parts<'a> {
    scan: Scanner<'a>,
    close: u8,
    first: bool,
}

impl<'a> Iterator for Parts<'a> {
    type Item = (Raw<'a>, Raw<'a>);

    fn next(&mut self) -> Option<Self::Item> {
        let part = self.scan.part(self.close, self.first, 0, None);
        self.first = false;
        part
    }
}

/// A place in a text. Whatever finds the text wrong there says why and gives `None`.
struct Scanner<'a> {
    rest: &'a [u8],
    problem: Problem,
}

impl<'a> Scanner<'a> {
    fn new(rest: &'a [u8]) -> Self {
        Scanner { rest, problem: Problem::None }
    }

    #[inline(never)]
    fn fail<T>(&mut self, problem: Problem) -> Option<T> {
        self.problem = problem;
        None
    }

    /// The next byte, 0 at the end; no text that is accepted has a 0 of its own.
    fn peek(&self) -> u8 {
        self.rest.first().copied().unwrap_or(0)
    }

    /// The same, and passes over it.
    fn byte(&mut self) -> u8 {
        match self.rest {
            [first, rest @ ..] => {
                self.rest = rest;
                *first
            }
            [] => 0,
        }
    }

    #[inline(never)]
    fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        if found {
            self.byte();
        }
        found
    }

    #[inline(never)]
    fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.byte();
        }
    }

    /// Passes over one value. `keys` collects the names of objects that are not finished yet,
    /// where duplicates are looked for; a text that was checked before needs none.
    fn value(&mut self, depth: usize, keys: Option<&mut Vec<Raw<'a>>>) -> Option<()> {
        if depth >= MAX_DEPTH {
            return self.fail(Problem::TooDeep);
        }
        match self.peek() {
            b'"' => self.string(),
            b'{' => self.container(b'}', depth, keys),
            b'[' => self.container(b']', depth, keys),
            b'-' | b'0'..=b'9' => self.number(),
            _ => {
                let words: [&[u8]; 3] = [b"true", b"false", b"null"];
                match words.into_iter().find_map(|word| self.rest.strip_prefix(word)) {
                    Some(rest) => self.rest = rest,
                    None => return self.fail(Problem::NoValue),
                }
                Some(())
            }
        }
    }

    fn container(
        &mut self,
        close: u8,
        depth: usize,
        mut keys: Option<&mut Vec<Raw<'a>>>,
    ) -> Option<()> {
        self.byte();
        let outer = keys.as_ref().map_or(0, |keys| keys.len());
        let mut first = true;
        while let Some((name, _)) = self.part(close, first, depth, keys.as_deref_mut()) {
            first = false;
            if let (Some(keys), true) = (keys.as_deref_mut(), close == b'}') {
                let own = keys.get(outer..)?;
                if own.iter().any(|known| same(*known, name)) {
                    return self.fail(Problem::DuplicateKey);
                }
                if own.len() == MAX_MEMBERS {
                    return self.fail(Problem::TooManyMembers);
                }
                keys.push(name);
            }
        }
        if let Some(keys) = keys {
            keys.truncate(outer);
        }
        (self.problem == Problem::None).then_some(())
    }

    /// The next member or item with what parts it from the one before; `None` at the end as well.
    fn part(
        &mut self,
        close: u8,
        first: bool,
        depth: usize,
        keys: Option<&mut Vec<Raw<'a>>>,
    ) -> Option<(Raw<'a>, Raw<'a>)> {
        self.space();
        if self.eat(close) {
            return None;
        }
        if !first && !self.eat(b',') {
            return self.fail(Problem::NoComma);
        }
        self.space();
        let mut name = Raw::MISSING;
        if close == b'}' {
            name = Raw(self.rest);
            self.string()?;
            self.space();
            if !self.eat(b':') {
                return self.fail(Problem::NoColon);
            }
            self.space();
        }
        let value = Raw(self.rest);
        self.value(depth + 1, keys)?;
        Some((name, value))
    }

    fn number(&mut self) -> Option<()> {
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
        Some(())
    }

    fn digits(&mut self) -> Option<()> {
        if !self.peek().is_ascii_digit() {
            return self.fail(Problem::NoDigit);
        }
        while self.peek().is_ascii_digit() {
            self.byte();
        }
        Some(())
    }

    fn string(&mut self) -> Option<()> {
        if !self.eat(b'"') {
            return self.fail(Problem::NoString);
        }
        while self.next().is_some() {}
        (self.problem == Problem::None).then_some(())
    }

    fn escape(&mut self) -> Option<char> {
        Some(match self.byte() {
            plain @ (b'"' | b'\\' | b'/') => char::from(plain),
            b'b' => '\u{8}',
            b'f' => '\u{c}',
            b'n' => '\n',
            b'r' => '\r',
            b't' => '\t',
            b'u' => {
                let mut code = self.hex()?;
                if code & 0xfc00 == 0xd800 && self.eat(b'\\') && self.eat(b'u') {
                    // The two halves of a character beyond 16 bits; anything else comes out as none.
                    let low = self.hex()? ^ 0xdc00;
                    code = if low < 0x400 { 0x10000 + ((code & 0x3ff) << 10) + low } else { code };
                }
                return self.character(code, Problem::HalfCharacter);
            }
            _ => return self.fail(Problem::UnknownEscape),
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let mut number = 0;
        for _ in 0..4 {
            match char::from(self.byte()).to_digit(16) {
                Some(digit) => number = number * 16 + digit,
                None => return self.fail(Problem::NoHexDigit),
            }
        }
        Some(number)
    }

    /// A character of several bytes, in the one form UTF-8 has for it.
    fn utf8(&mut self, first: u8) -> Option<char> {
        let (mut code, more, least) = match first {
            0xc0..=0xdf => (u32::from(first & 0x1f), 1, 0x80),
            0xe0..=0xef => (u32::from(first & 0x0f), 2, 0x800),
            0xf0..=0xf7 => (u32::from(first & 0x07), 3, 0x1_0000),
            _ => return self.fail(Problem::NotUtf8),
        };
        for _ in 0..more {
            match self.byte() {
                next @ 0x80..=0xbf => code = code << 6 | u32::from(next & 0x3f),
                _ => return self.fail(Problem::NotUtf8),
            }
        }
        self.character(if code < least { u32::MAX } else { code }, Problem::NotUtf8)
    }

    fn character(&mut self, code: u32, problem: Problem) -> Option<char> {
        let character = char::from_u32(code);
        if character.is_none() { self.fail(problem) } else { character }
    }
}

/// The characters of a string with its escapes resolved, up to its closing quote.
impl Iterator for Scanner<'_> {
    type Item = char;

    #[inline(never)]
    fn next(&mut self) -> Option<char> {
        match self.byte() {
            b'"' => None,
            b'\\' => self.escape(),
            0..=0x1f => self.fail(Problem::OpenString),
            plain @ 0x20..=0x7f => Some(char::from(plain)),
            first => self.utf8(first),
        }
    }
}

fn same(one: Raw<'_>, other: Raw<'_>) -> bool {
    match (one.inside(b'"'), other.inside(b'"')) {
        (Some(one), Some(other)) => one.eq(other),
        _ => false,
    }
}
