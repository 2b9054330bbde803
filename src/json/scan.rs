//! The scanner under the reader of JSON: it passes over a text once, notes each value it meets and
//! says what is wrong.

use super::raw::Node;
use super::write::plain;
use super::{MAX_DEPTH, MAX_MEMBERS, Problem};
use std::borrow::Cow;

/// A place in a text. Whatever finds the text wrong there says why and gives `None`.
pub(super) struct Scanner<'a> {
    pub(super) text: &'a str,
    pub(super) at: usize,
    pub(super) nodes: Vec<Node<'a>>,
    pub(super) problem: Problem,
}

impl<'a> Scanner<'a> {
    pub(super) fn new(text: &'a str) -> Self {
        Scanner { text, at: 0, nodes: Vec::new(), problem: Problem::None }
    }

    #[inline(never)]
    fn fail<T>(&mut self, problem: Problem) -> Option<T> {
        self.problem = problem;
        None
    }

    /// The next byte, 0 at the end; no text that is accepted has a 0 of its own.
    pub(super) fn peek(&self) -> u8 {
        self.text.as_bytes().get(self.at).copied().unwrap_or(0)
    }

    #[inline(never)]
    pub(super) fn eat(&mut self, byte: u8) -> bool {
        let found = self.peek() == byte;
        self.at += usize::from(found);
        found
    }

    #[inline(never)]
    pub(super) fn space(&mut self) {
        while matches!(self.peek(), b' ' | b'\t' | b'\n' | b'\r') {
            self.at += 1;
        }
    }

    /// What was passed over since `start`.
    fn since(&self, start: usize) -> &'a str {
        self.text.get(start..self.at).unwrap_or_default()
    }

    /// Passes over one value and notes it, and after it what it holds.
    pub(super) fn value(&mut self, name: Cow<'a, str>, depth: usize) -> Option<()> {
        if depth >= MAX_DEPTH {
            return self.fail(Problem::TooDeep);
        }
        let (start, place, first) = (self.at, self.nodes.len(), self.peek());
        self.nodes.push(Node { depth, first, name, text: Cow::Borrowed("") });
        let mut text = None;
        match first {
            b'"' => text = Some(self.string()?),
            b'{' => self.container(b'}', depth)?,
            b'[' => self.container(b']', depth)?,
            b'-' | b'0'..=b'9' => self.number()?,
            _ => {
                let rest = self.text.get(start..).unwrap_or_default();
                let mut words = ["true", "false", "null"].into_iter();
                match words.find(|word| rest.starts_with(word)) {
                    Some(word) => self.at += word.len(),
                    None => return self.fail(Problem::NoValue),
                }
            }
        }
        let text = text.unwrap_or_else(|| Cow::Borrowed(self.since(start)));
        self.nodes.get_mut(place)?.text = text;
        Some(())
    }

    fn container(&mut self, close: u8, depth: usize) -> Option<()> {
        self.at += 1;
        let first = self.nodes.len();
        loop {
            self.space();
            if self.eat(close) {
                return Some(());
            }
            if self.nodes.len() > first {
                if !self.eat(b',') {
                    return self.fail(Problem::NoComma);
                }
                self.space();
            }
            let mut name = Cow::Borrowed("");
            if close == b'}' {
                name = self.string()?;
                self.check_name(&name, first, depth)?;
                self.space();
                if !self.eat(b':') {
                    return self.fail(Problem::NoColon);
                }
                self.space();
            }
            self.value(name, depth + 1)?;
        }
    }

    /// Whether the object whose members began at `first` may have one more of that name.
    fn check_name(&mut self, name: &str, first: usize, depth: usize) -> Option<()> {
        let mut members = 0;
        for node in self.nodes.get(first..)?.iter().filter(|node| node.depth == depth + 1) {
            members += 1;
            if node.name == name {
                return self.fail(Problem::DuplicateKey);
            }
        }
        if members == MAX_MEMBERS { self.fail(Problem::TooManyMembers) } else { Some(()) }
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
            self.at += 1;
        }
        Some(())
    }

    /// Passes over a string and gives its text, the escapes resolved.
    fn string(&mut self) -> Option<Cow<'a, str>> {
        if !self.eat(b'"') {
            return self.fail(Problem::NoString);
        }
        let mut text = Cow::Borrowed(self.run());
        while !self.eat(b'"') {
            if !self.eat(b'\\') {
                return self.fail(Problem::OpenString);
            }
            let text = text.to_mut();
            text.push(self.escape()?);
            text.push_str(self.run());
        }
        Some(text)
    }

    /// Passes over what stands for itself in a string, and gives it.
    fn run(&mut self) -> &'a str {
        let start = self.at;
        self.at += plain(self.text.get(start..).unwrap_or_default());
        self.since(start)
    }

    /// Passes over an escape behind its backslash, and gives its character.
    #[inline(never)]
    fn escape(&mut self) -> Option<char> {
        let mark = self.peek();
        self.at += 1;
        Some(match mark {
            b'"' | b'\\' | b'/' => char::from(mark),
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
                let character = char::from_u32(code);
                return if character.is_none() {
                    self.fail(Problem::HalfCharacter)
                } else {
                    character
                };
            }
            _ => return self.fail(Problem::UnknownEscape),
        })
    }

    fn hex(&mut self) -> Option<u32> {
        let mut number = 0;
        for _ in 0..4 {
            match char::from(self.peek()).to_digit(16) {
                Some(digit) => number = number * 16 + digit,
                None => return self.fail(Problem::NoHexDigit),
            }
            self.at += 1;
        }
        Some(number)
    }
}
