//! Searching and cutting text, in a few bytes of code.
//!
//! The standard library's searchers are fast on long texts and cost kilobytes; what is looked at
//! here is short, and a browser downloads every byte of this.

// The service uses less of this than the client.
#![cfg_attr(not(any(feature = "client", feature = "service")), allow(dead_code))]

#[cfg(feature = "service")]
use crate::json::push_number;

/// Bytes that most texts made here have room in, so that few are moved while they grow.
pub(crate) const USUAL: usize = 128;

/// The pieces of a text between the bytes `mark`, which must be ASCII.
pub(crate) struct Split<'a> {
    rest: Option<&'a str>,
    mark: u8,
}

/// The pieces of `text` between the bytes `mark`; at least one, possibly empty.
pub(crate) fn split(text: &str, mark: u8) -> Split<'_> {
    Split { rest: Some(text), mark }
}

impl<'a> Iterator for Split<'a> {
    type Item = &'a str;

    #[inline(never)]
    fn next(&mut self) -> Option<&'a str> {
        let rest = self.rest?;
        let (piece, after) = cut(rest, rest.bytes().position(|byte| byte == self.mark));
        self.rest = after;
        Some(piece)
    }
}

impl<'a> Split<'a> {
    /// What is not yet cut into pieces.
    #[cfg(feature = "service")]
    pub(crate) fn rest(&self) -> &'a str {
        self.rest.unwrap_or_default()
    }

    /// Whether there is no further piece.
    pub(crate) fn is_at_end(&self) -> bool {
        self.rest.is_none()
    }
}

/// What stands before and after the one ASCII byte at `at`; all of it, where there is none.
fn cut(text: &str, at: Option<usize>) -> (&str, Option<&str>) {
    match at.and_then(|at| text.split_at_checked(at)) {
        Some((before, after)) => (before, after.get(1..)),
        None => (text, None),
    }
}

/// Where `part` first stands in `text`.
#[inline(never)]
pub(crate) fn find(text: &str, part: &str) -> Option<usize> {
    text.as_bytes().windows(part.len().max(1)).position(|place| place == part.as_bytes())
}

/// What stands before and after the first `part`.
pub(crate) fn split_once<'a>(text: &'a str, part: &str) -> Option<(&'a str, &'a str)> {
    let at = find(text, part)?;
    Some((text.get(..at)?, text.get(at + part.len()..)?))
}

/// Whether `text` says one of `phrases`, which stand in lower case between bars; ASCII letters of
/// either case are alike.
#[inline(never)]
pub(crate) fn says(text: &str, phrases: &str) -> bool {
    split(phrases, b'|').any(|phrase| {
        let mut places = text.as_bytes().windows(phrase.len().max(1));
        places.any(|place| place.eq_ignore_ascii_case(phrase.as_bytes()))
    })
}

/// Whether `text` is made of ASCII letters, digits and the bytes of `others` only.
#[inline(never)]
pub(crate) fn is_plain(text: &str, others: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_alphanumeric() || others.as_bytes().contains(&byte))
}

/// Whether every byte of `text` is one from `first` to `last`.
#[inline(never)]
pub(crate) fn is_within(text: &str, first: u8, last: u8) -> bool {
    text.bytes().all(|byte| (first..=last).contains(&byte))
}

/// The whole number that `text` writes in ASCII digits and nothing else, if it is below 2^53.
#[inline(never)]
pub(crate) fn whole(text: &[u8]) -> Option<u64> {
    const END: u64 = 1 << 53;
    let mut number = 0;
    for byte in text {
        let digit = byte.wrapping_sub(b'0');
        if digit > 9 {
            return None;
        }
        // Cut at every step, so that no number of digits can overflow.
        number = (number * 10 + u64::from(digit)).min(END);
    }
    (number < END && !text.is_empty()).then_some(number)
}

/// A whole number in digits; the standard library's formatting would cost kilobytes.
#[cfg(feature = "service")]
#[inline(never)]
pub(crate) fn digits(number: u64) -> String {
    let mut text = String::new();
    push_number(&mut text, number);
    text
}

/// Adds a byte as two hexadecimal digits.
#[inline(never)]
pub(crate) fn push_hex(text: &mut String, byte: u8) {
    for digit in [byte >> 4, byte & 15] {
        text.push(char::from_digit(u32::from(digit), 16).unwrap_or('0'));
    }
}

/// The texts one after another with `gap` in between.
#[cfg(feature = "service")]
pub(crate) fn join(parts: &[&str], gap: &str) -> String {
    let mut text = String::new();
    for part in parts {
        text.push_str(if text.is_empty() { "" } else { gap });
        text.push_str(part);
    }
    text
}

/// The first so many characters.
#[inline(never)]
pub(crate) fn first_chars(text: &str, count: usize) -> &str {
    let mut left = count;
    for (at, byte) in text.bytes().enumerate() {
        // Every byte but the first of a character begins with the bits 10.
        if byte & 0b1100_0000 != 0b1000_0000 {
            if left == 0 {
                return text.get(..at).unwrap_or_default();
            }
            left -= 1;
        }
    }
    text
}

/// Whether `text` has an ASCII digit.
pub(crate) fn has_digit(text: &str) -> bool {
    text.bytes().any(|byte| byte.is_ascii_digit())
}

/// The texts one after another.
#[inline(never)]
pub(crate) fn concat(parts: &[&str]) -> String {
    let mut text = String::with_capacity(USUAL);
    for part in parts {
        text.push_str(part);
    }
    text
}
