//! The list of requests of an instance, in shards: no code, no full number.

mod page;
mod state;

pub use page::{Cursor, Query, merge};
pub(crate) use state::apply;
pub use state::{MAX_ENTRIES, status};

use super::chat::command::{Report, UuidBytes};
use super::object::shard_name;
use crate::service::words::word;
use crate::uuid::Uuid;

/// Shards of one instance: whoever tells one of a request writes the whole of it, so there are many
/// small ones; a list asks them all.
pub const SHARDS: u8 = 64;

/// The name of the shard of an instance's ledger that holds a request: by the last byte of its uuid,
/// which is random even where the first ones are a time.
pub(super) fn name(instance: &Uuid, request: &UuidBytes) -> String {
    shard_name(instance, u32::from(request[15] % SHARDS))
}

/// The names of all shards of an instance's ledger.
pub(super) fn names(instance: &Uuid) -> Vec<String> {
    (0..SHARDS).map(|shard| shard_name(instance, u32::from(shard))).collect()
}

/// What a shard is told.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Command {
    /// Enters a request, or moves it on; neither order nor repetition matters.
    /// Answers [`Answer::Done`].
    Put(Report),
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
}

word!(enum Command { 0 => Put(it), 1 => Get(it), 2 => List(it) });
word!(enum Answer { 0 => Done, 1 => Page(it) });
