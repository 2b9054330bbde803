//! Pages of the list: filters, a place to go on from, and shards put together.

use super::state::status;
use crate::contract::Status;
use crate::service::chat::command::{Report, UuidBytes};
use crate::service::words::word;
use crate::timestamp::Timestamp;

/// A place in the list: the request after which a page begins. Requests made in the same second
/// are told apart by their uuid.
pub type Cursor = (u64, UuidBytes);

/// Which requests are asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Query {
    /// Only those with this status, by its name on the wire.
    pub status: Option<String>,
    /// Only those of this chat, by the first bytes of its keyed name.
    pub tag: Option<[u8; 8]>,
    /// Only those after this one.
    pub after: Option<Cursor>,
    /// How many at most; one more is given to tell that there are more.
    pub limit: u8,
}

/// What the list is ordered by, newest first.
pub(super) fn key(report: &Report) -> Cursor {
    (report.created, report.uuid)
}

impl Query {
    /// The wanted among one shard's requests, or one chat's.
    pub(crate) fn pick(&self, mut entries: Vec<Report>, now: Timestamp) -> Vec<Report> {
        let wanted = self.status.as_deref().map(Status::from_name);
        let fits = |entry: &Report| {
            self.after.is_none_or(|after| key(entry) < after)
                && self.tag.is_none_or(|tag| entry.tag == tag)
                && wanted.as_ref().is_none_or(|wanted| status(entry, now) == *wanted)
        };
        entries.retain(fits);
        entries.truncate(usize::from(self.limit) + 1);
        entries
    }
}

/// One page out of every shard's, and where the next begins.
pub fn merge(shards: Vec<Vec<Report>>, limit: u8) -> (Vec<Report>, Option<Cursor>) {
    let limit = usize::from(limit);
    let mut all: Vec<Report> = Vec::new();
    for shard in shards {
        for entry in shard {
            // Into its place: sorting of the standard library would cost kilobytes.
            let place = all.iter().position(|known| key(known) < key(&entry)).unwrap_or(all.len());
            all.insert(place, entry);
            all.truncate(limit + 1);
        }
    }
    let more = all.len() > limit;
    all.truncate(limit);
    let next = all.last().map(key).filter(|_| more);
    (all, next)
}

word!(struct Query { status, tag, after, limit });
