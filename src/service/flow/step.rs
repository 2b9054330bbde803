//! The words between a flow and its shell: what the shell is to do, and what it brings back.

use super::next::Next;
use crate::service::http::Reply;
use crate::service::object::Kind;
use crate::service::words::{self, Word};

/// What a shell does next. It has no `Debug`: codes and tokens pass through it.
pub struct Step {
    /// What to do.
    pub act: Act,
    /// What hooks may be told.
    pub events: Vec<Event>,
}

/// One thing to do. `next` goes back to [`super::Service::resume`] with what came of it.
#[derive(Clone)]
pub enum Act {
    /// Send this answer; the flow is over.
    Reply(Box<Reply>),
    /// Send this answer with [`crate::service::openapi::served`] as its body; the flow is over.
    Document {
        /// The answer, without its body.
        reply: Box<Reply>,
        /// What the document is served for.
        base_path: String,
    },
    /// Let one command happen to each of these objects, in any order or at once. Bring back
    /// [`Brought::Applied`], or [`Brought::Failed`] if even one could not be stored.
    Apply {
        /// What they hold.
        kind: Kind,
        /// Which they are.
        names: Vec<String>,
        /// The command.
        command: Vec<u8>,
        /// The flow.
        next: Vec<u8>,
    },
    /// Ask the challenge hook whether a person is there. Bring back [`Brought::Challenged`].
    Challenge {
        /// The instance.
        instance: String,
        /// Whether wrong guesses exceed what honest callers make.
        under_attack: bool,
        /// The flow.
        next: Vec<u8>,
    },
    /// Send an HTTP request, following no redirect. Bring back [`Brought::Fetched`] or
    /// [`Brought::NotFetched`].
    Fetch {
        /// The whole URL.
        url: String,
        /// The method.
        method: &'static str,
        /// One header a line, `name: value`, names in lower case.
        headers: String,
        /// The body.
        body: String,
        /// Milliseconds for all of it, the answer's body included.
        timeout: u32,
        /// The flow.
        next: Vec<u8>,
    },
    /// Nothing: the flow of an alarm is over.
    Done {
        /// Whether it came to nothing, so that the alarm has to ring again.
        again: bool,
    },
}

/// What a shell brings back. It has no `Debug`: codes pass through it.
pub enum Brought {
    /// The answers of the objects, in the order of their names.
    Applied(Vec<Vec<u8>>),
    /// An object could not be reached or stored.
    Failed,
    /// What the challenge hook said.
    Challenged(bool),
    /// An HTTP answer.
    Fetched {
        /// The status; 0 for an opaque redirect.
        status: u16,
        /// One header a line, `name: value`, names in lower case.
        headers: String,
        /// The body; one byte more than 65,536 is enough to see that it is too long.
        body: Vec<u8>,
    },
    /// An HTTP answer began, and its body broke off or is too long.
    Cut {
        /// The status.
        status: u16,
        /// Whether time ran out.
        timeout: bool,
    },
    /// There was no HTTP answer: in time, or at all.
    NotFetched {
        /// Whether time ran out.
        timeout: bool,
    },
}

impl Brought {
    /// The status of an HTTP answer, whole or not.
    pub(super) fn status(&self) -> Option<u16> {
        match self {
            Brought::Fetched { status, .. } | Brought::Cut { status, .. } => Some(*status),
            _ => None,
        }
    }

    /// The answer of the one object that was asked.
    #[inline(never)]
    pub(super) fn answer<T: Word>(&self) -> Option<T> {
        match self {
            Brought::Applied(answers) => words::from_bytes(answers.first()?),
            _ => None,
        }
    }
}

/// What hooks may be told: never a code, a token or a full number.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Event {
    /// What happened, such as `requested`.
    pub kind: &'static str,
    /// The instance.
    pub instance: String,
    /// The request.
    pub uuid: Option<String>,
    /// The number with its middle hidden.
    pub chat: Option<String>,
    /// Why, by the stable name that answers use.
    pub reason: Option<&'static str>,
    /// Wrong guesses in the last hour.
    pub failures: Option<u64>,
    /// Right guesses in the last hour.
    pub successes: Option<u64>,
}

impl Step {
    /// Does this, and tells nobody.
    pub(super) fn new(act: Act) -> Step {
        Step { act, events: Vec::new() }
    }

    /// Sends an answer.
    #[inline(never)]
    pub(super) fn reply(reply: Box<Reply>) -> Step {
        Step::new(Act::Reply(reply))
    }

    /// Lets a command happen to one object.
    pub(super) fn apply(kind: Kind, name: &str, command: &impl Word, next: &Next) -> Step {
        let (names, command) = (vec![name.to_owned()], words::to_bytes(command));
        Step::new(Act::Apply { kind, names, command, next: words::to_bytes(next) })
    }

    /// Does the same, and tells hooks.
    #[inline(never)]
    pub(super) fn telling(mut self, event: Event) -> Step {
        self.events.push(event);
        self
    }
}
