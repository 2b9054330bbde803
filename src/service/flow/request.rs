//! A call for a code: the key, the challenge, the chat's limits, the instance's budget, the code.

use super::begin::body;
use super::frame::Frame;
use super::key::{self, Key};
use super::names::{budget_name, budget_names, ledger_name};
use super::next::{Closing, Errand, Next};
use super::step::{Act, Brought, Step};
use super::{Desk, vendor};
use crate::chat_id::ChatId;
use crate::contract::{RequestCode, RequestedCode, Status};
use crate::service::budget::{self, calling_code};
use crate::service::callers::{Caller, Instance};
use crate::service::chat::command::{Answer, CodeFormat, Command, Counts, Limit, Report, Stage};
use crate::service::http::{Reply, Request};
use crate::service::object::Kind;
use crate::service::settings::Issuer;
use crate::service::words::{Word, word};
use crate::service::{answer, bodies, ledger, replies, words};
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

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
#[derive(Clone)]
enum At {
    Key,
    Watch,
    Challenge,
    Reserve,
    Charge {
        ticket: u64,
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
    pub(super) fn begin(
        desk: &Desk<'_>,
        frame: Frame,
        instance: &Instance,
        request: &Request<'_>,
    ) -> Result<Step, Reply> {
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
        let asking = Asking {
            object: names.object_name(instance.id(), &asked.chat_id),
            chat: asked.chat_id.into(),
            format,
            name: asked.name,
            expires: asked.expires,
            locale: locale.unwrap_or(instance.locale()).to_owned(),
            key,
            at: At::Key,
            frame,
        };
        Ok(match &asking.key {
            Some(Key { object, hash }) => {
                let (object, command) = (object.clone(), answer::Command::Begin { hash: *hash });
                asking.ask(At::Key, Kind::Answer, &object, &command)
            }
            None => asking.watch(desk),
        })
    }

    pub(super) fn resume(self, desk: &mut Desk<'_>, brought: &Brought) -> Step {
        match self.at.clone() {
            At::Key => self.keyed(desk, brought.answer()),
            At::Watch => self.challenge(desk, brought),
            At::Challenge if matches!(brought, Brought::Challenged(true)) => self.reserve(),
            At::Challenge => {
                let text = "The challenge was not passed; nothing was sent.";
                let event = self.frame.event("challenge_failed", &self.chat);
                self.refuse(replies::problem(403, "forbidden", text)).telling(event)
            }
            At::Reserve => match brought.answer() {
                Some(Answer::Reserved { ticket }) => self.charge(desk, ticket),
                Some(Answer::Limited { why, retry_after }) => {
                    let mut event = self.frame.event("limited", &self.chat);
                    event.reason = Some(limit_name(why));
                    self.refuse(replies::limited(why, retry_after)).telling(event)
                }
                _ => self.refuse(replies::unavailable()),
            },
            At::Charge { ticket } => match brought.answer() {
                Some(budget::Answer::Charged) => self.issue(desk, ticket),
                Some(budget::Answer::Spent { country, retry_after }) => {
                    let mut event = self.frame.event("limited", &self.chat);
                    event.reason = Some(if country { "country" } else { "instance" });
                    self.release(ticket, replies::spent(country, retry_after)).telling(event)
                }
                _ => self.release(ticket, replies::unavailable()),
            },
            At::Issue => self.issued(desk, brought.answer(), None),
            At::Vendor { ticket } => match vendor::requested(&self, desk, brought) {
                Ok(made) => self.record(ticket, made),
                Err(failure) => {
                    let mut event = self.frame.event("issuer_failed", &self.chat);
                    event.reason = Some(failure.code);
                    let step = match (failure.unsent, self.frame.public) {
                        (true, false) => self.release(ticket, failure.reply),
                        // The send stays charged, or a page could ask on and on which numbers are on
                        // WhatsApp.
                        (true, true) => self.refuse(failure.reply),
                        (false, _) => self.frame.reply(failure.reply),
                    };
                    step.telling(event)
                }
            },
            At::Record { code } => self.issued(desk, brought.answer(), code),
        }
    }

    /// What was known of the key.
    fn keyed(self, desk: &Desk<'_>, answer: Option<answer::Answer>) -> Step {
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

    /// Asks how guesses go over all chats, where a page is to pass a challenge.
    fn watch(mut self, desk: &Desk<'_>) -> Step {
        if !(self.frame.public && desk.settings.challenge) {
            return self.reserve();
        }
        self.at = At::Watch;
        let names = budget_names(desk, &self.frame.uuid());
        let command = words::to_bytes(&budget::Command::Status);
        let next = words::to_bytes(&Next::Request(self));
        Step::new(Act::Apply { kind: Kind::Budget, names, command, next })
    }

    fn challenge(mut self, desk: &Desk<'_>, brought: &Brought) -> Step {
        self.at = At::Challenge;
        let instance = self.frame.uuid().into();
        let allowed = u64::from(desk.settings.policy.failures_an_hour);
        // What cannot be known is taken for the worst.
        let under_attack = hour(brought).is_none_or(|hour| budget::is_attack(hour, allowed));
        let next = words::to_bytes(&Next::Request(self));
        Step::new(Act::Challenge { instance, under_attack, next })
    }

    fn reserve(self) -> Step {
        let Frame { instance, public, .. } = self.frame;
        let object = self.object.clone();
        self.ask(At::Reserve, Kind::Chat, &object, &Command::Reserve { instance, public })
    }

    fn charge(self, desk: &Desk<'_>, ticket: u64) -> Step {
        let object = self.budget(desk);
        let command = budget::Command::Charge { country: calling_code(&self.chat) };
        self.ask(At::Charge { ticket }, Kind::Budget, &object, &command)
    }

    fn issue(mut self, desk: &Desk<'_>, ticket: u64) -> Step {
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

    /// Enters what the vendor made.
    fn record(self, ticket: u64, made: vendor::Made) -> Step {
        let vendor::Made { uuid, expires, code } = made;
        let (instance, chat) = (self.frame.instance, self.chat.clone());
        let command = Command::Record { ticket, instance, chat, uuid, expires };
        let object = self.object.clone();
        self.ask(At::Record { code }, Kind::Chat, &object, &command)
    }

    /// The code is made: enters it in the ledger, keeps the answer for its key, and gives it.
    fn issued(self, desk: &Desk<'_>, answer: Option<Answer>, passed: Option<String>) -> Step {
        let Some(Answer::Issued { uuid, code, created, expires }) = answer else {
            // Whether the code was made is not known, so nothing is given back or forgotten.
            return self.frame.reply(replies::unknown());
        };
        let Some(chat_id) = ChatId::parse(&self.chat) else {
            return self.frame.reply(replies::unknown());
        };
        let report = Report {
            uuid,
            masked: chat_id.masked(),
            tag: desk.settings.keys.names().tag(&self.frame.instance, &self.chat),
            stage: Stage::Pending,
            created,
            expires,
            validated_at: None,
        };
        let mut event = self.frame.event("requested", &self.chat);
        event.uuid = Some(Uuid::from_bytes(uuid).into());
        let requested = RequestedCode {
            uuid: Uuid::from_bytes(uuid),
            chat_id,
            code: code.or(passed).filter(|_| !self.frame.public),
            status: Status::Pending,
            otp_type: String::from("code"),
            expires_at: Timestamp::from_millis(expires.saturating_mul(1000)),
            created_at: Timestamp::from_millis(created.saturating_mul(1000)),
        };
        let body = requested.to_json(RequestedCode::MESSAGE);
        let ledger = ledger_name(&self.frame.uuid(), &uuid);
        let mut errands =
            vec![Errand::new(Kind::Ledger, ledger, &ledger::Command::Put(vec![report]))];
        if let Some(Key { object, hash }) = self.key {
            let (instance, body) = (self.frame.instance, body.clone());
            let command = answer::Command::Finish { hash, instance, uuid, body, until: expires };
            errands.push(Errand::new(Kind::Answer, object, &command));
        }
        let reply = self.frame.finish(Reply::new(200, body));
        Closing::step(errands, reply).telling(event)
    }

    /// Answers that nothing was sent; the key is free again.
    fn refuse(self, reply: Reply) -> Step {
        let reply = self.frame.finish(reply);
        Closing::step(self.key.map(Key::drop).into_iter().collect(), reply)
    }

    /// The same, and gives the reserved send back.
    fn release(self, ticket: u64, reply: Reply) -> Step {
        let reply = self.frame.finish(reply);
        let mut errands = vec![Errand::new(Kind::Chat, self.object, &Command::Release { ticket })];
        errands.extend(self.key.map(Key::drop));
        Closing::step(errands, reply)
    }

    fn ask(mut self, at: At, kind: Kind, name: &str, command: &impl Word) -> Step {
        self.at = at;
        Step::apply(kind, name, command, &Next::Request(self))
    }

    /// The part of the instance's budget that this chat falls to.
    fn budget(&self, desk: &Desk<'_>) -> String {
        budget_name(desk, &self.frame.uuid(), &self.object)
    }
}

/// The last hour's guesses of all shards together.
fn hour(brought: &Brought) -> Option<Counts> {
    let Brought::Applied(answers) = brought else { return None };
    let mut sum = Counts::default();
    for answer in answers {
        let Some(budget::Answer::Status { hour }) = words::from_bytes(answer) else { return None };
        sum.failures = sum.failures.saturating_add(hour.failures);
        sum.successes = sum.successes.saturating_add(hour.successes);
    }
    Some(sum)
}

fn limit_name(limit: Limit) -> &'static str {
    match limit {
        Limit::Gap => "gap",
        Limit::Window => "window",
        Limit::Day => "day",
        Limit::Closed => "closed",
    }
}

word!(struct Asking { frame, chat, format, name, expires, locale, object, key, at });
word!(enum At {
    0 => Key,
    1 => Watch,
    2 => Challenge,
    3 => Reserve,
    4 => Charge { ticket },
    5 => Issue,
    6 => Vendor { ticket },
    7 => Record { code },
});
