//! A call with a code: charged, compared and used up in the chat, then proven.

use super::begin::body;
use super::frame::Frame;
use super::next::Next;
use super::step::{Brought, Step};
use super::{Desk, vendor};
use crate::chat_id::ChatId;
use crate::contract::{Reason, Status, ValidateCode, Validated};
use crate::service::callers::Caller;
use crate::service::chat::command::{Answer, Command, UuidBytes, Verdict};
use crate::service::http::{Refusal, Reply, Request};
use crate::service::object::Kind;
use crate::service::proof::{self, Claims};
use crate::service::settings::Issuer;
use crate::service::words::word;
use crate::service::{bodies, replies};
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

/// A guess on its way.
pub(super) struct Guessing {
    pub(super) frame: Frame,
    pub(super) chat: String,
    pub(super) code: String,
    pub(super) uuid: Option<UuidBytes>,
    /// The chat's object.
    object: String,
    at: At,
}

/// What was asked last.
enum At {
    Validate,
    Charge,
    Vendor {
        ticket: u64,
    },
    /// With the answer to a guess of which the vendor said nothing that can be believed.
    Settle {
        failure: Option<Box<Reply>>,
    },
}

impl Guessing {
    pub(super) fn begin(
        desk: &Desk<'_>,
        frame: Frame,
        request: &Request<'_>,
    ) -> Result<Step, Refusal> {
        let caller = if frame.public { Caller::Public } else { Caller::Server };
        let ValidateCode { chat_id, code, uuid } =
            body(request, |body| bodies::validate_code(body, caller))?;
        let guessing = Box::new(Guessing {
            object: desk.settings.keys.names().object_name(&frame.uuid(), &chat_id),
            chat: chat_id.into(),
            code,
            uuid: uuid.as_ref().map(Uuid::to_bytes),
            at: At::Validate,
            frame,
        });
        let Frame { instance, public, .. } = guessing.frame;
        let uuid = guessing.uuid;
        Ok(match &desk.settings.issuer {
            Issuer::Local => {
                let (chat, code) = (guessing.chat.clone(), guessing.code.clone());
                let command = Command::Validate { instance, chat, code, uuid, public };
                guessing.ask(At::Validate, &command)
            }
            Issuer::Hypersender(_) => guessing.ask(At::Charge, &Command::Charge { uuid, public }),
        })
    }

    pub(super) fn resume(mut self: Box<Self>, desk: &mut Desk<'_>, brought: &Brought) -> Step {
        match std::mem::replace(&mut self.at, At::Validate) {
            At::Validate => self.judged(desk, brought.answer()),
            At::Charge => match (brought.answer(), &desk.settings.issuer) {
                (Some(Answer::Charged { ticket }), Issuer::Hypersender(account)) => {
                    self.at = At::Vendor { ticket };
                    vendor::validate(self, account)
                }
                (answer, _) => self.judged(desk, answer),
            },
            At::Vendor { ticket } => {
                let (verdict, failure) = match vendor::validated(&self, desk, brought) {
                    Ok(verdict) => (verdict, None),
                    Err(failure) => (Verdict::Unknown, Some(failure)),
                };
                let event = failure.as_ref().map(|failure| {
                    let mut event = self.frame.event("issuer_failed", &self.chat);
                    event.reason = Some(failure.code);
                    event
                });
                let failure = failure.map(|failure| failure.reply);
                let command = Command::Settle { ticket, verdict };
                let step = self.ask(At::Settle { failure }, &command);
                match event {
                    Some(event) => step.telling(event),
                    None => step,
                }
            }
            At::Settle { failure: Some(reply) } => self.frame.reply(reply),
            At::Settle { failure: None } => self.judged(desk, brought.answer()),
        }
    }

    /// The answer that follows from what the chat says.
    fn judged(&self, desk: &Desk<'_>, answer: Option<Answer>) -> Step {
        match answer {
            Some(Answer::Validated { uuid, at }) => self.valid(desk, uuid, at),
            Some(Answer::Refused { reason, attempts_remaining, retry_after, .. }) => {
                let mut event = self.frame.event("refused", &self.chat);
                event.reason = Some(reason.as_str());
                let uniform = desk.settings.policy.uniform_reasons && self.uuid.is_none();
                let reply = if uniform {
                    replies::refused(Reason::InvalidCode, None, None)
                } else {
                    replies::refused(reason, attempts_remaining, retry_after)
                };
                self.frame.reply(reply).telling(event)
            }
            _ => self.frame.reply(replies::unknown()),
        }
    }

    fn valid(&self, desk: &Desk<'_>, uuid: UuidBytes, at: u64) -> Step {
        let Some(chat_id) = ChatId::parse(&self.chat) else {
            return self.frame.reply(replies::unknown());
        };
        let request = Uuid::from_bytes(uuid);
        let mut event = self.frame.event("validated", &self.chat);
        event.uuid = Some(request.as_str().to_owned());
        let validated = Validated {
            proof: self.proof(desk, &request),
            uuid: request,
            chat_id,
            status: Status::Validated,
            validated_at: Timestamp::from_millis(at),
        };
        let reply = Reply::new(200, validated.to_json(Validated::MESSAGE));
        self.frame.reply(reply).telling(event)
    }

    fn proof(&self, desk: &Desk<'_>, request: &Uuid) -> Option<String> {
        let key = desk.settings.proof_key.as_ref()?;
        let instance = desk.settings.instance(&self.frame.uuid())?;
        let now = desk.now.millis() / 1000;
        Some(key.sign(&Claims {
            instance: instance.id().as_str().to_owned(),
            chat_id: self.chat.clone(),
            uuid: request.as_str().to_owned(),
            audience: instance.audience().to_owned(),
            issued_at: now,
            expires_at: now + proof::LIFETIME,
        }))
    }

    fn ask(mut self: Box<Self>, at: At, command: &Command) -> Step {
        self.at = at;
        let object = self.object.clone();
        Step::apply(Kind::Chat, &object, command, &Next::Validate(self))
    }
}

word!(struct Guessing { frame, chat, code, uuid, object, at });
word!(enum At { 0 => Validate, 1 => Charge, 2 => Vendor { ticket }, 3 => Settle { failure } });
