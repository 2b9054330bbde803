//! The one reader of JSON: it checks a whole text first and notes where each value stands.

// The service uses less of this than the client.
#![cfg_attr(not(feature = "client"), allow(dead_code))]

use super::scan::Scanner;
use super::{JsonError, Problem};
use crate::text;
use std::borrow::Cow;

/// One value of a text that was checked. What a value holds stands behind it, one level deeper.
pub(crate) struct Node<'a> {
    pub(super) depth: usize,
    /// The value's first character, which tells its type.
    pub(super) first: u8,
    /// A member's name; empty for an item.
    pub(super) name: Cow<'a, str>,
    /// The text of a string; any other value as it is written.
    pub(super) text: Cow<'a, str>,
}

/// Checks the whole text and gives every value in it, the outermost first.
pub(crate) fn read(bytes: &[u8]) -> Result<Vec<Node<'_>>, JsonError> {
    let text = bytes.utf8_chunks().next().map_or("", |chunk| chunk.valid());
    if text.len() < bytes.len() {
        return Err(JsonError { offset: text.len(), problem: Problem::NotUtf8 });
    }
    let mut scan = Scanner::new(text);
    scan.space();
    if scan.value(Cow::Borrowed(""), 0).is_some() {
        scan.space();
        if scan.at == text.len() {
            return Ok(scan.nodes);
        }
        scan.problem = Problem::TextAfter;
    }
    Err(JsonError { offset: scan.at, problem: scan.problem })
}

/// A value with all it holds; empty where there is none.
#[derive(Clone, Copy)]
pub(crate) struct Raw<'n, 'a>(&'n [Node<'a>]);

impl<'n, 'a> Raw<'n, 'a> {
    /// The outermost of what [`read`] gave.
    pub(crate) fn new(nodes: &'n [Node<'a>]) -> Raw<'n, 'a> {
        Raw(nodes)
    }

    /// The value's first character, which tells its type; 0 where there is none.
    pub(crate) fn first(self) -> u8 {
        self.0.first().map_or(0, |node| node.first)
    }

    /// Whether it is not there, which for a member is not the same as `null`.
    pub(crate) fn is_missing(self) -> bool {
        self.0.is_empty()
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

    /// What stands there, and for a member its name.
    pub(super) fn node(self) -> Option<&'n Node<'a>> {
        self.0.first()
    }

    /// The text of a string, `None` for any other value.
    pub(crate) fn text(self) -> Option<&'n str> {
        self.node().filter(|node| node.first == b'"').map(|node| &*node.text)
    }

    /// The value as it is written, for whatever is neither a string nor holds others.
    #[cfg(feature = "service")]
    pub(crate) fn written(self) -> &'n str {
        self.node().map_or("", |node| &node.text)
    }

    /// The name of a member, empty for an item.
    pub(crate) fn name(self) -> &'n str {
        self.node().map_or("", |node| &node.name)
    }

    /// A whole number from 0 to 2^53 - 1 written plainly, `None` for any other value.
    pub(crate) fn whole(self) -> Option<u64> {
        self.node()
            .filter(|node| node.first != b'"')
            .and_then(|node| text::whole(node.text.as_bytes()))
    }

    /// The member of an object; nothing for any other value or a missing member.
    pub(crate) fn get(self, key: &str) -> Raw<'n, 'a> {
        let is_named = |part: &Raw<'_, '_>| part.name() == key;
        self.parts().find(is_named).unwrap_or(Raw(&[]))
    }

    /// The members of an object or the items of an array.
    pub(crate) fn parts(self) -> Parts<'n, 'a> {
        Parts(self.0.get(1..).unwrap_or_default())
    }
}

/// Values that follow one another, with all that stands in each.
pub(crate) struct Parts<'n, 'a>(&'n [Node<'a>]);

impl<'n, 'a> Iterator for Parts<'n, 'a> {
    type Item = Raw<'n, 'a>;

    #[inline(never)]
    fn next(&mut self) -> Option<Raw<'n, 'a>> {
        let (first, below) = self.0.split_first()?;
        let inside = below.iter().take_while(|node| node.depth > first.depth).count();
        let (part, rest) = self.0.split_at_checked(inside + 1)?;
        self.0 = rest;
        Some(Raw(part))
    }
}
