//! One answer to a request for a code that carried an `Idempotency-Key`: kept, so that the same
//! request sent again gets it again and sends no second message.

mod state;

pub(crate) use state::apply;

use super::chat::command::UuidBytes;
use crate::service::words::word;

/// Seconds for which an answer is kept at most.
pub const LONGEST: u64 = 86_400;
/// Seconds that a request takes at most, if it comes to an answer at all.
pub const RUNNING: u64 = 60;

/// What is kept of a request, to tell another one from the same sent again.
pub type Hash = [u8; 32];

/// What an answer's object is told. It has no `Debug`, because a code can be in it.
#[derive(Clone, PartialEq, Eq)]
pub enum Command {
    /// A request with this key came. Answers everything but [`Answer::Done`].
    Begin {
        /// Of the request.
        hash: Hash,
    },
    /// It was answered. Answers [`Answer::Done`].
    Finish {
        /// Of the request.
        hash: Hash,
        /// Whose request it was.
        instance: UuidBytes,
        /// The request for a code that came of it.
        uuid: UuidBytes,
        /// The answer's body; it is sealed before it is stored.
        body: String,
        /// Seconds since 1970 until which it is kept.
        until: u64,
    },
    /// It was refused, and may be sent again as if for the first time. Answers [`Answer::Done`].
    Drop {
        /// Of the request.
        hash: Hash,
    },
    /// The alarm rang: forgets what is over. Answers [`Answer::Done`].
    Sweep,
}

/// What an answer's object answers. It has no `Debug`, because a code can be in it.
#[derive(Clone, PartialEq, Eq)]
pub enum Answer {
    /// It is the first: go on.
    New,
    /// It was answered with this body.
    Replay(String),
    /// The first was not answered yet, or nobody knows what came of it.
    Running {
        /// Seconds until it should have been, or else until its key is free; at least 1.
        retry_after: u32,
    },
    /// The key belongs to another request.
    Mismatch,
    /// It is so.
    Done,
}

word!(enum Command {
    0 => Begin { hash },
    1 => Finish { hash, instance, uuid, body, until },
    2 => Drop { hash },
    3 => Sweep,
});
word!(enum Answer {
    0 => New,
    1 => Replay(it),
    2 => Running { retry_after },
    3 => Mismatch,
    4 => Done,
});
