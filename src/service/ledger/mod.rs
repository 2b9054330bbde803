//! The list of requests of an instance, in shards: no code, no full number.

mod page;
mod state;

pub use page::{Cursor, Query, merge};
pub(crate) use state::apply;
pub use state::{MAX_ENTRIES, status};

use super::chat::command::{Report, UuidBytes};
use crate::service::words::word;

/// Shards of one instance: whoever tells one of a request writes the whole of it, so there are many
/// small ones; a list asks them all.
pub const SHARDS: u8 = 64;

/// What a shard is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Enters requests, or moves them on; neither order nor repetition matters.
    /// Answers [`Answer::Done`].
    Put(Vec<Report>),
    /// A request was validated. Answers [`Answer::Done`], or [`Answer::Missing`] for one that is not
    /// entered, which is left to its report.
    Validated {
        /// The request.
        uuid: UuidBytes,
        /// Milliseconds since 1970.
        at: u64,
    },
    /// Asks for one request. Answers [`Answer::Page`] with one or none.
    Get(UuidBytes),
    /// Asks for a page. Answers [`Answer::Page`].
    List(Query),
}

/// What a shard answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// It is so.
    Done,
    /// Requests, newest first; one more than was asked for tells that there are more.
    Page(Vec<Report>),
    /// There is no such request.
    Missing,
}

word!(enum Command { 0 => Put(it), 1 => Validated { uuid, at }, 2 => Get(it), 3 => List(it) });
word!(enum Answer { 0 => Done, 1 => Page(it), 2 => Missing });
