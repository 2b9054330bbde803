//! What an alarm brings about: messages are delivered, and the budget is told.

use super::names::budget_name;
use super::next::Next;
use super::step::{Act, Brought, Event, Step};
use super::{Desk, courier};
use crate::chat_id::ChatId;
use crate::service::chat::command::{Answer, Command, Counts, Delivery, Outcome, Tally, UuidBytes};
use crate::service::object::Kind;
use crate::service::words::{Word, word};
use crate::service::{answer, budget};
use crate::uuid::Uuid;

/// A chat whose alarm rang.
pub(super) struct Waking {
    /// The chat's object.
    object: String,
    instance: UuidBytes,
    /// Messages that still have to go.
    deliveries: Vec<Delivery>,
    tally: Option<Tally>,
    at: At,
}

/// What was asked last.
enum At {
    Due,
    Courier,
    Delivered,
    Budget { total: Counts },
    Reported,
}

pub(super) fn begin(kind: Kind, name: &str) -> Step {
    let waking = Box::new(Waking {
        object: name.to_owned(),
        instance: [0; 16],
        deliveries: Vec::new(),
        tally: None,
        at: At::Due,
    });
    match kind {
        Kind::Chat => waking.ask(At::Due, Kind::Chat, name, &Command::Due),
        Kind::Budget => waking.ask(At::Reported, kind, name, &budget::Command::Sweep),
        Kind::Answer => waking.ask(At::Reported, kind, name, &answer::Command::Sweep),
        // A ledger sets no alarm.
        Kind::Ledger => done(),
    }
}

fn done() -> Step {
    Step::new(Act::Done { again: false })
}

impl Waking {
    pub(super) fn resume(mut self: Box<Self>, desk: &mut Desk<'_>, brought: &Brought) -> Step {
        match std::mem::replace(&mut self.at, At::Due) {
            At::Delivered if brought.answer() == Some(Answer::Done) => self.deliver(desk),
            At::Due => {
                let Some(Answer::Due { instance, deliveries, tally }) = brought.answer() else {
                    return Step::new(Act::Done { again: true });
                };
                let Some(instance) = instance else { return done() };
                self.instance = instance;
                (self.deliveries, self.tally) = (deliveries, tally);
                self.deliver(desk)
            }
            At::Courier => {
                let outcome = courier::outcome(desk.settings.courier.as_ref(), brought);
                self.delivered(outcome)
            }
            At::Budget { total } => {
                let Some(budget::Answer::Noted { alarm }) = brought.answer() else {
                    return done();
                };
                let instance = Uuid::from_bytes(self.instance).into();
                let command = Command::Reported { requests: Vec::new(), tally: Some(total) };
                let object = self.object.clone();
                let step = self.ask(At::Reported, Kind::Chat, &object, &command);
                match alarm {
                    Some(Counts { failures, successes }) => step.telling(Event {
                        kind: "under_attack",
                        instance,
                        failures: Some(failures),
                        successes: Some(successes),
                        ..Event::default()
                    }),
                    None => step,
                }
            }
            At::Delivered => Step::new(Act::Done { again: true }),
            At::Reported => Step::new(Act::Done { again: !matches!(brought, Brought::Applied(_)) }),
        }
    }

    /// Hands the next message to the courier; tells the others when none is left.
    fn deliver(mut self: Box<Self>, desk: &mut Desk<'_>) -> Step {
        let Some(delivery) = self.deliveries.first() else { return self.count(desk) };
        if desk.settings.has_inbox() {
            desk.inbox.deliver(delivery);
            return self.delivered(Outcome::Accepted);
        }
        let Some(courier) = &desk.settings.courier else {
            return self.delivered(Outcome::Rejected);
        };
        let instance = Uuid::from_bytes(self.instance);
        match courier::request(courier, &instance, delivery, desk.now) {
            Some(request) => {
                self.at = At::Courier;
                request.step(&Next::Wake(self))
            }
            None => self.delivered(Outcome::Rejected),
        }
    }

    /// Tells the chat what became of the message.
    fn delivered(mut self: Box<Self>, outcome: Outcome) -> Step {
        if self.deliveries.is_empty() {
            return done();
        }
        let Delivery { uuid, chat, .. } = self.deliveries.remove(0);
        let event = Event {
            kind: match outcome {
                Outcome::Accepted => "sent",
                Outcome::Retry | Outcome::Unknown => "delivery_failed",
                Outcome::Rejected => "delivery_refused",
            },
            instance: Uuid::from_bytes(self.instance).into(),
            uuid: Some(Uuid::from_bytes(uuid).into()),
            chat: ChatId::parse(&chat).map(|chat| chat.masked()),
            ..Event::default()
        };
        let object = self.object.clone();
        let command = Command::Delivered { uuid, outcome };
        self.ask(At::Delivered, Kind::Chat, &object, &command).telling(event)
    }

    /// Tells the budget of guesses, then the chat that it heard.
    fn count(mut self: Box<Self>, desk: &Desk<'_>) -> Step {
        let Some(Tally { new, total }) = self.tally.take() else { return done() };
        let object = budget_name(desk, &Uuid::from_bytes(self.instance), &self.object);
        let command = budget::Command::Verdicts(new);
        self.ask(At::Budget { total }, Kind::Budget, &object, &command)
    }

    fn ask(mut self: Box<Self>, at: At, kind: Kind, name: &str, command: &impl Word) -> Step {
        self.at = at;
        Step::apply(kind, name, command, &Next::Wake(self))
    }
}

word!(struct Waking { object, instance, deliveries, tally, at });
word!(enum At {
    0 => Due,
    1 => Courier,
    2 => Delivered,
    3 => Budget { total },
    4 => Reported,
});
