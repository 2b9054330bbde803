//! The code is made, here or by the vendor; the key is told, and the answer given.

use super::{Asking, At};
use crate::chat_id::ChatId;
use crate::contract::{RequestedCode, Status};
use crate::service::chat::command::{Answer, Command};
use crate::service::flow::Desk;
use crate::service::flow::key::Key;
use crate::service::flow::next::{Closing, Errand};
use crate::service::flow::step::{Brought, Step};
use crate::service::flow::vendor;
use crate::service::http::Reply;
use crate::service::object::Kind;
use crate::service::settings::Issuer;
use crate::service::{answer, replies};
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

impl Asking {
    pub(super) fn issue(mut self: Box<Self>, desk: &Desk<'_>, ticket: u64) -> Step {
        if let Issuer::Hypersender(account) = &desk.settings.issuer {
            self.at = At::Vendor { ticket };
            return vendor::request(self, account);
        }
        let template = desk.settings.messages.text(&self.locale, self.name.is_some());
        let command = Command::Issue {
            ticket,
            instance: self.frame.instance,
            chat: self.chat.clone(),
            format: self.format,
            expires: self.expires,
            name: self.name.clone(),
            template: template.to_owned(),
        };
        let object = self.object.clone();
        self.ask(At::Issue, Kind::Chat, &object, &command)
    }

    /// What the vendor answered.
    pub(super) fn answered(
        self: Box<Self>,
        desk: &Desk<'_>,
        ticket: u64,
        brought: &Brought,
    ) -> Step {
        let failure = match vendor::requested(&self, desk, brought) {
            Ok(made) => return self.record(ticket, made),
            Err(failure) => failure,
        };
        let mut event = self.frame.event("issuer_failed", &self.chat);
        event.reason = Some(failure.code);
        let step = match (failure.unsent, self.frame.public) {
            (true, false) => self.release(ticket, failure.reply),
            // The send stays charged, or a page could ask on and on which numbers are on WhatsApp.
            (true, true) => self.refuse(failure.reply),
            (false, _) => self.frame.reply(failure.reply),
        };
        step.telling(event)
    }

    /// Enters what the vendor made.
    fn record(self: Box<Self>, ticket: u64, made: vendor::Made) -> Step {
        let vendor::Made { uuid, expires, code } = made;
        let (instance, chat) = (self.frame.instance, self.chat.clone());
        let command = Command::Record { ticket, instance, chat, uuid, expires };
        let object = self.object.clone();
        self.ask(At::Record { code }, Kind::Chat, &object, &command)
    }

    /// The code is made: keeps the answer for its key, and gives it.
    pub(super) fn issued(self: Box<Self>, answer: Option<Answer>, passed: Option<String>) -> Step {
        let Some(Answer::Issued { uuid, code, created, expires }) = answer else {
            // Whether the code was made is not known, so nothing is given back or forgotten.
            return self.frame.reply(replies::unknown());
        };
        let Some(chat_id) = ChatId::parse(&self.chat) else {
            return self.frame.reply(replies::unknown());
        };
        let mut event = self.frame.event("requested", &self.chat);
        event.uuid = Some(Uuid::from_bytes(uuid).into());
        let requested = RequestedCode {
            uuid: Uuid::from_bytes(uuid),
            chat_id,
            code: code.or(passed).filter(|_| !self.frame.public),
            status: Status::Pending,
            otp_type: String::from("code"),
            expires_at: Timestamp::from_seconds(expires),
            created_at: Timestamp::from_seconds(created),
        };
        let body = requested.to_json(RequestedCode::MESSAGE);
        let mut errands = Vec::new();
        if let Some(Key { object, hash }) = self.key {
            let (instance, body) = (self.frame.instance, body.clone());
            let command = answer::Command::Finish { hash, instance, uuid, body, until: expires };
            errands.push(Errand::new(Kind::Answer, object, &command));
        }
        let reply = self.frame.finish(Reply::new(200, body));
        Closing::step(errands, reply).telling(event)
    }
}
