//! The scanner under the reader of JSON: it passes over values and says what is wrong with them.

// The service uses less of this than the client.
#![cfg_attr(not(feature = "client"), allow(dead_code))]

use super::raw::Raw;
use super::{MAX_DEPTH, MAX_MEMBERS, Problem};

/// A place in a text. Whatever finds the text wrong there says why and gives `None`.
pub(super) struct Scanner<'a> {
    pub(super) rest: &'a [u8],
    pub(super) problem: Problem,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(rest: &'a [u8]) -> Self {
        Scanner { rest, problem: Problem::None }
    }

    #[inline(never)]
    fn fail<T>(&mut self, problem: Problem) -> Option<T> {
        self.problem = problem;
        None
    }

    /// The next byte, 0 at the end; no text that is accepted has a 0 of its own.
    pub(super) fn peek(&self) -> u8 {
        self.rest.first().copied().unwrap_or(0)
    }

    /// The same, and passes over it.
    pub(super) fn byte(&mut self) -> u8 {
        match self.rest {
            [first, rest @ ..] => {
                self.rest = rest;
                *first
            }
            [] => 0,
        }
    }

    #[inline(never)]
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        if found {
            self.byte();
        }
        found
    }

    #[inline(never)]
    pub(super) fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.byte();
        }
    }

    /// Passes over one value. `keys` collects the names of objects that are not finished yet,
    /// where duplicates are looked for; a text that was checked before needs none.
    pub(super) fn value(&mut self, depth: usize, keys: Option<&mut Vec<Raw<'a>>>) -> Option<()> {
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
                if own.iter().any(|known| known.is_same_text(name)) {
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
    pub(super) fn part(
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
            name = Raw::at(self.rest);
            self.string()?;
            self.space();
            if !self.eat(b':') {
                return self.fail(Problem::NoColon);
            }
            self.space();
        }
        let value = Raw::at(self.rest);
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
