//! Who asked, kept along a flow for its answer.

use super::step::{Event, Step};
use crate::chat_id::ChatId;
use crate::service::chat::command::UuidBytes;
use crate::service::cors::open_to_origin;
use crate::service::http::Reply;
use crate::service::words::word;
use crate::uuid::Uuid;

/// Who asked.
#[derive(Clone)]
pub(super) struct Frame {
    pub(super) instance: UuidBytes,
    /// Whether it is a page and not the holder of a token.
    pub(super) public: bool,
    /// The origin whose pages may read the answer.
    pub(super) origin: Option<String>,
    /// Whether only the headers are wanted.
    pub(super) head: bool,
}

impl Frame {
    pub(super) fn uuid(&self) -> Uuid {
        Uuid::from_bytes(self.instance)
    }

    /// The origin of the page that asks; `None` for the holder of a token.
    pub(super) fn page(&self) -> Option<&str> {
        self.origin.as_deref().filter(|_| self.public)
    }

    /// The answer as this caller gets it.
    pub(super) fn finish(&self, reply: Box<Reply>) -> Box<Reply> {
        let reply = open_to_origin(reply, self.origin.as_deref());
        if self.head { reply.without_body() } else { reply }
    }

    pub(super) fn reply(&self, reply: Box<Reply>) -> Step {
        Step::reply(self.finish(reply))
    }

    /// What hooks are told of a chat of this instance.
    pub(super) fn event(&self, kind: &'static str, chat: &str) -> Event {
        Event {
            kind,
            instance: self.uuid().into(),
            chat: ChatId::parse(chat).map(|chat| chat.masked()),
            ..Event::default()
        }
    }
}

word!(struct Frame { instance, public, origin, head });
