//! What a call for a code asks, and whether a request with its key came before.

use super::{Asking, At};
use crate::contract::RequestCode;
use crate::service::callers::{Caller, Instance};
use crate::service::chat::command::CodeFormat;
use crate::service::flow::Desk;
use crate::service::flow::begin::body;
use crate::service::flow::frame::Frame;
use crate::service::flow::key::{self, Key};
use crate::service::flow::step::Step;
use crate::service::http::{Refusal, Reply, Request};
use crate::service::object::Kind;
use crate::service::{answer, bodies, replies};

impl Asking {
    pub(in crate::service::flow) fn begin(
        desk: &Desk<'_>,
        frame: Frame,
        instance: &Instance,
        request: &Request<'_>,
    ) -> Result<Step, Refusal> {
        let policy = &desk.settings.policy;
        let caller = if frame.public { Caller::Public } else { Caller::Server };
        let asked: RequestCode =
            body(request, |body| bodies::request_code(body, caller, instance, policy))?;
        let format = CodeFormat {
            length: asked.length,
            letter: asked.use_letter,
            number: asked.use_number,
            capital: asked.all_capital,
        };
        if !policy.allows(&format) {
            let problem = "makes a code that is too easy to guess by this service's policy: ask for more characters, or for letters";
            return Err(replies::invalid_fields(&bodies::wrong("length", problem)));
        }
        if frame.public && !policy.allows_page(&format) {
            let problem = "must be 6 or more, since you show no token, unless letters make the code as hard to guess as six digits";
            return Err(replies::invalid_fields(&bodies::wrong("length", problem)));
        }
        let names = desk.settings.keys.names();
        let key = match key::given(request)? {
            None => None,
            Some(key) => Some(Key {
                object: names.answer_name(&frame.instance, frame.page(), key),
                hash: names.fingerprint(request.body),
            }),
        };
        let messages = &desk.settings.messages;
        let locale = messages.accepted(request.header("accept-language"));
        let asking = Box::new(Asking {
            object: names.object_name(instance.id(), &asked.chat_id),
            chat: asked.chat_id.into(),
            format,
            name: asked.name,
            expires: asked.expires,
            locale: locale.unwrap_or(instance.locale()).to_owned(),
            key,
            at: At::Key,
            frame,
        });
        Ok(match &asking.key {
            Some(Key { object, hash }) => {
                let (object, command) = (object.clone(), answer::Command::Begin { hash: *hash });
                asking.ask(At::Key, Kind::Answer, &object, &command)
            }
            None => asking.watch(desk),
        })
    }

    /// What was known of the key.
    pub(super) fn keyed(self: Box<Self>, desk: &Desk<'_>, answer: Option<answer::Answer>) -> Step {
        let reply = match answer {
            Some(answer::Answer::New) => return self.watch(desk),
            Some(answer::Answer::Replay(body)) => Reply::new(200, body),
            Some(answer::Answer::Running { retry_after }) => {
                let text = "A request with this Idempotency-Key is still being answered, or nobody knows what came of it. Wait, or use a new key for another message.";
                replies::problem(409, "request_in_progress", text).with_wait(Some(retry_after))
            }
            Some(answer::Answer::Mismatch) => {
                let text =
                    "This Idempotency-Key belongs to another request; use a new one for each.";
                replies::problem(422, "idempotency_key_reused", text)
            }
            Some(answer::Answer::Done) | None => replies::unavailable(),
        };
        self.frame.reply(reply)
    }
}
