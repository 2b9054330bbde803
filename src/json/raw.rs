//! The one reader of JSON: it checks a whole text first, then finds values in it where they stand.

// The service uses less of this than the client.
#![cfg_attr(not(feature = "client"), allow(dead_code))]

use super::scan::Scanner;
use super::{JsonError, Problem};
use crate::text;

/// A value in a text that was checked, from its first character on; empty where there is none.
#[derive(Clone, Copy)]
pub(crate) struct Raw<'a>(&'a [u8]);

impl<'a> Raw<'a> {
    /// No value: what [`Raw::get`] gives for a member that is not there.
    pub(crate) const MISSING: Raw<'static> = Raw(b"");

    /// The value that begins there, in a text that is being checked.
    pub(super) fn at(rest: &'a [u8]) -> Raw<'a> {
        Raw(rest)
    }

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

    /// Whether both are strings with the same text.
    pub(super) fn is_same_text(self, other: Raw<'_>) -> bool {
        // What is written alike needs no reading, so that many long keys cost little time.
        let pairs = self.0.iter().zip(other.0).skip(1);
        let alike = pairs.take_while(|(a, b)| a == b && !matches!(a, b'"' | b'\\')).count() + 1;
        let (one, other) = (self.0.get(alike..), other.0.get(alike..));
        match (one, other) {
            (Some(one @ [b'\\', ..]), Some(other)) | (Some(one), Some(other @ [b'\\', ..])) => {
                Scanner::new(one).eq(Scanner::new(other))
            }
            (Some([a, ..]), Some([b, ..])) => a == b,
            _ => false,
        }
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
