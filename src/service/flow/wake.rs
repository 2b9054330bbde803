//! What an alarm brings about: messages are delivered, the ledger and the budget are told.

use super::names::{budget_name, ledger_name};
use super::next::Next;
use super::step::{Act, Brought, Event, Step};
use super::{Desk, courier};
use crate::chat_id::ChatId;
use crate::service::chat::command::{
    Answer, Command, Counts, Delivery, Outcome, Report, Stage, Tally, UuidBytes,
};
use crate::service::object::Kind;
use crate::service::words::{Word, word};
use crate::service::{answer, budget, ledger};
use crate::uuid::Uuid;

/// A chat whose alarm rang.
pub(super) struct Waking {
    /// The chat's object.
    object: String,
    instance: UuidBytes,
    /// Messages that still have to go.
    deliveries: Vec<Delivery>,
    /// Requests the ledger still has to be told of.
    reports: Vec<Report>,
    tally: Option<Tally>,
    /// What was taken in.
    told: Vec<(UuidBytes, Stage)>,
    counted: Option<Counts>,
    at: At,
}

/// What was asked last.
enum At {
    Due,
    Courier,
    Delivered,
    Ledger { told: Vec<(UuidBytes, Stage)> },
    Budget { total: Counts },
    Reported,
}

pub(super) fn begin(kind: Kind, name: &str) -> Step {
    let waking = Box::new(Waking {
        object: name.to_owned(),
        instance: [0; 16],
        deliveries: Vec::new(),
        reports: Vec::new(),
        tally: None,
        told: Vec::new(),
        counted: None,
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
                let Some(Answer::Due { instance, deliveries, reports, tally }) = brought.answer()
                else {
                    return Step::new(Act::Done { again: true });
                };
                let Some(instance) = instance else { return done() };
                self.instance = instance;
                (self.deliveries, self.reports, self.tally) = (deliveries, reports, tally);
                self.deliver(desk)
            }
            At::Courier => {
                let outcome = courier::outcome(desk.settings.courier.as_ref(), brought);
                self.delivered(outcome)
            }
            At::Ledger { mut told } => {
                if brought.answer() == Some(ledger::Answer::Done) {
                    self.told.append(&mut told);
                }
                self.report(desk)
            }
            At::Budget { total } => {
                let Some(budget::Answer::Noted { alarm }) = brought.answer() else {
                    return self.report(desk);
                };
                self.counted = Some(total);
                let instance = Uuid::from_bytes(self.instance).into();
                let step = self.report(desk);
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
        let Some(delivery) = self.deliveries.first().cloned() else { return self.report(desk) };
        if desk.settings.has_inbox() {
            desk.inbox.deliver(delivery);
            return self.delivered(Outcome::Accepted);
        }
        let Some(courier) = &desk.settings.courier else {
            return self.delivered(Outcome::Rejected);
        };
        let instance = Uuid::from_bytes(self.instance);
        match courier::request(courier, &instance, &delivery, desk.now) {
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

    /// Tells the ledger, shard by shard, then the budget, then the chat that they heard.
    fn report(mut self: Box<Self>, desk: &Desk<'_>) -> Step {
        let instance = Uuid::from_bytes(self.instance);
        if let Some(first) = self.reports.first() {
            let shard = ledger_name(&instance, &first.uuid);
            let (mut here, mut told) = (Vec::new(), Vec::new());
            for report in std::mem::take(&mut self.reports) {
                if ledger_name(&instance, &report.uuid) == shard {
                    told.push((report.uuid, report.stage));
                    here.push(report);
                } else {
                    self.reports.push(report);
                }
            }
            let command = ledger::Command::Put(here);
            return self.ask(At::Ledger { told }, Kind::Ledger, &shard, &command);
        }
        if let Some(Tally { new, total }) = self.tally.take() {
            let object = budget_name(desk, &instance, &self.object);
            let command = budget::Command::Verdicts(new);
            return self.ask(At::Budget { total }, Kind::Budget, &object, &command);
        }
        if self.told.is_empty() && self.counted.is_none() {
            return done();
        }
        let requests = std::mem::take(&mut self.told);
        let command = Command::Reported { requests, tally: self.counted.take() };
        let object = self.object.clone();
        self.ask(At::Reported, Kind::Chat, &object, &command)
    }

    fn ask(mut self: Box<Self>, at: At, kind: Kind, name: &str, command: &impl Word) -> Step {
        self.at = at;
        Step::apply(kind, name, command, &Next::Wake(self))
    }
}

word!(struct Waking { object, instance, deliveries, reports, tally, told, counted, at });
word!(enum At {
    0 => Due,
    1 => Courier,
    2 => Delivered,
    3 => Ledger { told },
    4 => Budget { total },
    5 => Reported,
});
