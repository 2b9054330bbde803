//! A call for a code: the key, the challenge, the chat's limits, the instance's budget, the code.

mod begin;
mod issue;
mod limits;

use super::Desk;
use super::frame::Frame;
use super::key::Key;
use super::next::{Closing, Errand, Next};
use super::step::{Brought, Step};
use crate::service::chat::command::{CodeFormat, Command};
use crate::service::http::Reply;
use crate::service::object::Kind;
use crate::service::words::{Word, word};

/// A call for a code on its way.
pub(super) struct Asking {
    pub(super) frame: Frame,
    pub(super) chat: String,
    pub(super) format: CodeFormat,
    pub(super) name: Option<String>,
    pub(super) expires: u32,
    /// The language of the message.
    locale: String,
    /// The chat's object.
    object: String,
    key: Option<Key>,
    at: At,
}

/// What was asked last.
enum At {
    Key,
    Watch,
    Challenge,
    Reserve,
    Charge {
        ticket: u64,
        /// When, in seconds since 1970.
        asked: u64,
    },
    Issue,
    Vendor {
        ticket: u64,
    },
    /// With the vendor's code, where it is passed on.
    Record {
        code: Option<String>,
    },
}

impl Asking {
    pub(super) fn resume(mut self: Box<Self>, desk: &mut Desk<'_>, brought: &Brought) -> Step {
        match std::mem::replace(&mut self.at, At::Key) {
            At::Key => self.keyed(desk, brought.answer()),
            At::Watch => self.challenge(desk, brought),
            At::Challenge => self.challenged(brought),
            At::Reserve => self.reserved(desk, brought.answer()),
            At::Charge { ticket, asked } => self.charged(desk, ticket, asked, brought.answer()),
            At::Issue => self.issued(brought.answer(), None),
            At::Vendor { ticket } => self.answered(desk, ticket, brought),
            At::Record { code } => self.issued(brought.answer(), code),
        }
    }

    /// Answers that nothing was sent; the key is free again.
    fn refuse(self: Box<Self>, reply: Box<Reply>) -> Step {
        let reply = self.frame.finish(reply);
        Closing::step(self.key.map(Key::drop).into_iter().collect(), reply)
    }

    /// The same, and gives the reserved send back.
    fn release(self: Box<Self>, ticket: u64, reply: Box<Reply>) -> Step {
        let reply = self.frame.finish(reply);
        let mut errands = vec![Errand::new(Kind::Chat, self.object, &Command::Release { ticket })];
        errands.extend(self.key.map(Key::drop));
        Closing::step(errands, reply)
    }

    fn ask(mut self: Box<Self>, at: At, kind: Kind, name: &str, command: &impl Word) -> Step {
        self.at = at;
        Step::apply(kind, name, command, &Next::Request(self))
    }
}

word!(struct Asking { frame, chat, format, name, expires, locale, object, key, at });
word!(enum At {
    0 => Key,
    1 => Watch,
    2 => Challenge,
    3 => Reserve,
    4 => Charge { ticket, asked },
    5 => Issue,
    6 => Vendor { ticket },
    7 => Record { code },
});
