//! Outcomes in text: parts joined by NUL, as JavaScript takes them apart.
//!
//! The first part names the outcome; each further one is `s` and a text, `n` and a number, or empty
//! for nothing.

use crate::json::push_number;
use crate::text::{USUAL, split, whole};
use crate::timestamp::Timestamp;

/// An outcome that is being written.
pub(super) struct Parts(pub(super) String);

impl Parts {
    pub(super) fn new(outcome: &str) -> Parts {
        let mut text = String::with_capacity(4 * USUAL);
        text.push_str(outcome);
        Parts(text)
    }

    #[inline(never)]
    pub(super) fn text(&mut self, text: &str) -> &mut Self {
        let mut before = "\0s";
        for piece in split(text, 0) {
            self.0.push_str(before);
            self.0.push_str(piece);
            // A NUL would end the part early; no honest text holds one.
            before = "\u{fffd}";
        }
        self
    }

    #[inline(never)]
    pub(super) fn number(&mut self, number: u64) -> &mut Self {
        self.0.push_str("\0n");
        push_number(&mut self.0, number);
        self
    }

    pub(super) fn optional_text(&mut self, text: Option<&str>) -> &mut Self {
        match text {
            Some(text) => self.text(text),
            None => self.nothing(),
        }
    }

    pub(super) fn optional_number(&mut self, number: Option<u64>) -> &mut Self {
        match number {
            Some(number) => self.number(number),
            None => self.nothing(),
        }
    }

    #[inline(never)]
    pub(super) fn nothing(&mut self) -> &mut Self {
        self.0.push('\0');
        self
    }
}

/// The parts of a written outcome, one after another.
pub(super) struct Read<'a>(crate::text::Split<'a>);

impl<'a> Read<'a> {
    /// The outcome's name and its parts.
    pub(super) fn new(text: &'a str) -> (&'a str, Read<'a>) {
        let mut pieces = split(text, 0);
        (pieces.next().unwrap_or_default(), Read(pieces))
    }

    pub(super) fn text(&mut self) -> Option<String> {
        self.0.next()?.strip_prefix('s').map(String::from)
    }

    pub(super) fn number(&mut self) -> Option<u64> {
        whole(self.0.next()?.strip_prefix('n')?.as_bytes())
    }

    pub(super) fn time(&mut self) -> Option<Timestamp> {
        self.number().map(Timestamp::from_millis)
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.0.is_at_end()
    }
}
