//! A token holder opens a chat again that too many wrong codes have closed.

use super::Desk;
use super::begin::body;
use super::frame::Frame;
use super::next::Next;
use super::step::{Brought, Step};
use crate::json::ObjectWriter;
use crate::service::chat::command::{Answer, Command};
use crate::service::http::{Refusal, Request};
use crate::service::object::Kind;
use crate::service::words::word;
use crate::service::{bodies, replies};

pub(super) struct Unlocking {
    frame: Frame,
    chat: String,
}

impl Unlocking {
    pub(super) fn begin(
        desk: &Desk<'_>,
        frame: Frame,
        request: &Request<'_>,
    ) -> Result<Step, Refusal> {
        let chat = body(request, bodies::chat)?;
        let object = desk.settings.keys.names().object_name(&frame.uuid(), &chat);
        let next = Next::Unlock(Unlocking { frame, chat: chat.into() });
        Ok(Step::apply(Kind::Chat, &object, &Command::Unlock, &next))
    }

    pub(super) fn resume(self, brought: &Brought) -> Step {
        if brought.answer() != Some(Answer::Done) {
            return self.frame.reply(replies::unknown());
        }
        let data = ObjectWriter::new().string("chat_id", &self.chat).finish();
        let event = self.frame.event("unlocked", &self.chat);
        self.frame.reply(replies::success("The chat is open", &data)).telling(event)
    }
}

word!(struct Unlocking { frame, chat });
