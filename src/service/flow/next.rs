//! Where a flow stands: all it knows between two steps, as bytes that a shell hands back.

use super::{list, request, unlock, validate, wake};
use crate::service::http::Reply;
use crate::service::object::Kind;
use crate::service::words;
use crate::service::words::{Word, word};

/// A flow that waits for its shell; what is large of it stays in one place.
pub(super) enum Next {
    Request(Box<request::Asking>),
    Validate(Box<validate::Guessing>),
    List(list::Listing),
    Get(list::Getting),
    Unlock(unlock::Unlocking),
    Wake(Box<wake::Waking>),
    Close(Closing),
}

/// What is left to do when the answer is certain: none of it can change it any more.
pub(super) struct Closing {
    errands: Vec<Errand>,
    reply: Box<Reply>,
}

/// One command to one object, whatever comes of it.
pub(super) struct Errand {
    kind: Kind,
    name: String,
    command: Vec<u8>,
}

impl Errand {
    pub(super) fn new(kind: Kind, name: String, command: &impl Word) -> Errand {
        Errand { kind, name, command: words::to_bytes(command) }
    }
}

impl Closing {
    /// These errands, then this answer.
    pub(super) fn step(mut errands: Vec<Errand>, reply: Box<Reply>) -> super::Step {
        use super::step::{Act, Step};
        if errands.is_empty() {
            return Step::reply(reply);
        }
        let Errand { kind, name, command } = errands.remove(0);
        let next = words::to_bytes(&Next::Close(Closing { errands, reply }));
        Step::new(Act::Apply { kind, names: vec![name], command, next })
    }

    pub(super) fn resume(self) -> super::Step {
        Closing::step(self.errands, self.reply)
    }
}

word!(enum Next {
    0 => Request(it),
    1 => Validate(it),
    2 => List(it),
    3 => Get(it),
    4 => Unlock(it),
    5 => Wake(it),
    6 => Close(it),
});
word!(struct Closing { errands, reply });
word!(struct Errand { kind, name, command });
