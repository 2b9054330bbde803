//! A shell in memory: one loop, single-writer objects, alarms, a clock and a network.

use crate::random::Random;
use crate::support::setup;
use hypersender_otp::service::chat::Kept;
use hypersender_otp::service::{
    Act, Applied, Brought, Event, Kind, Notice, RANDOM_BYTES, Reply, Request, Service, Step,
    openapi,
};
use hypersender_otp::timestamp::Timestamp;
use std::collections::BTreeMap;

/// 2025-12-29T17:39:38+00:00, the contract's own example.
pub const NOW: Timestamp = Timestamp::from_millis(1_767_029_978_000);

/// A request that a flow wants sent.
#[derive(Clone)]
pub struct Sent {
    pub url: String,
    pub method: &'static str,
    pub headers: String,
    pub body: String,
}

type Object = (Kind, String);
type Network = Box<dyn FnMut(&Sent) -> Brought>;

/// When a storage stops doing its part.
#[derive(Clone, Copy, PartialEq)]
pub enum Fault {
    /// Nothing was stored, and the flow is told.
    Refused,
    /// It was stored, and the flow is told that it was not.
    Lost,
    /// Nothing was stored, and the flow is never heard of again.
    Crashed,
}

pub struct Host {
    pub service: Service,
    pub objects: BTreeMap<Object, Vec<u8>>,
    pub alarms: BTreeMap<Object, u64>,
    /// What chats have not told yet, by their names.
    untold: BTreeMap<String, Vec<Notice>>,
    pub now: Timestamp,
    pub random: Random,
    /// What the challenge hook says, and how often it was asked, with whether there was an attack.
    pub challenge: bool,
    pub challenged: Vec<bool>,
    pub network: Network,
    pub sent: Vec<Sent>,
    pub events: Vec<Event>,
    /// Commands carried out so far, and the one that fails.
    pub applied: usize,
    pub fault: Option<(usize, Fault)>,
    /// How often a budget was told something, and seconds until its answer arrives.
    pub budgets: usize,
    pub slow: u64,
}

impl Host {
    pub fn new() -> Host {
        Host::with(&[])
    }

    /// A host whose settings differ in these names of the `config` style; an empty JSON leaves a
    /// setting out.
    pub fn with(changes: &[(&str, &str)]) -> Host {
        Host {
            service: Service::new(setup(changes).unwrap()),
            objects: BTreeMap::new(),
            alarms: BTreeMap::new(),
            untold: BTreeMap::new(),
            now: NOW,
            random: Random(11),
            challenge: true,
            challenged: Vec::new(),
            network: Box::new(|_| Brought::NotFetched { timeout: false }),
            sent: Vec::new(),
            events: Vec::new(),
            applied: 0,
            fault: None,
            budgets: 0,
            slow: 0,
        }
    }

    /// One call; `None` where a fault left it without an answer.
    pub fn try_send(&mut self, request: &Request<'_>) -> Option<Reply> {
        let step = self.service.begin(request, self.now);
        match self.run(step)? {
            Act::Reply(reply) => Some(*reply),
            Act::Document { reply, base_path } => {
                Some(Reply { body: Some(openapi::served(&base_path)), ..*reply })
            }
            _ => panic!("a call ended without an answer"),
        }
    }

    pub fn send(&mut self, request: &Request<'_>) -> Reply {
        self.try_send(request).unwrap()
    }

    fn run(&mut self, mut step: Step) -> Option<Act> {
        loop {
            self.events.append(&mut step.events);
            let (next, brought) = match step.act {
                Act::Apply { kind, names, command, next } => {
                    if kind == Kind::Ledger {
                        self.tell();
                    }
                    (next, self.apply(kind, &names, &command)?)
                }
                Act::Challenge { under_attack, next, .. } => {
                    self.challenged.push(under_attack);
                    (next, Brought::Challenged(self.challenge))
                }
                Act::Fetch { url, method, headers, body, next, timeout } => {
                    assert!((1..=10_000).contains(&timeout));
                    let sent = Sent { url, method, headers, body };
                    self.sent.push(sent.clone());
                    (next, (self.network)(&sent))
                }
                end => return Some(end),
            };
            step = self.service.resume(&next, &brought, self.now);
        }
    }

    fn apply(&mut self, kind: Kind, names: &[String], command: &[u8]) -> Option<Brought> {
        let mut answers = Vec::new();
        let mut lost = false;
        for name in names {
            self.applied += 1;
            let fault = self.fault.filter(|(at, _)| *at == self.applied).map(|(_, fault)| fault);
            match fault {
                Some(Fault::Crashed) => return None,
                Some(Fault::Refused) => return Some(Brought::Failed),
                Some(Fault::Lost) => lost = true,
                None => {}
            }
            let object = (kind, name.clone());
            let random = self.random.bytes(RANDOM_BYTES);
            let state = self.objects.get(&object).map(Vec::as_slice);
            let applied = self.service.apply(kind, state, command, self.now, &random);
            let Ok(Applied { state, answer, wake_in, notices }) = applied else {
                return Some(Brought::Failed);
            };
            match state {
                Kept::Unchanged => {}
                Kept::Delete => drop(self.objects.remove(&object)),
                Kept::Store(state) => drop(self.objects.insert(object.clone(), state)),
            }
            if !notices.is_empty() {
                self.untold.insert(name.clone(), notices);
            }
            match wake_in {
                Some(wake_in) => self.alarms.insert(object, self.now.millis() + wake_in),
                None => self.alarms.remove(&object),
            };
            answers.push(answer);
        }
        if kind == Kind::Budget {
            self.budgets += names.len();
            self.now = self.now.plus_seconds(self.slow);
        }
        Some(if lost { Brought::Failed } else { Brought::Applied(answers) })
    }

    /// Tells ledgers what chats have for them; what fails is told again when the chat wakes.
    fn tell(&mut self) {
        for (chat, notices) in std::mem::take(&mut self.untold) {
            for Notice { ledger, command, heard } in notices {
                let told = self.apply(Kind::Ledger, &[ledger], &command);
                if matches!(told, Some(Brought::Applied(_))) {
                    self.apply(Kind::Chat, std::slice::from_ref(&chat), &heard);
                }
            }
        }
    }

    /// Rings every alarm that is due, and those that these set, until none is.
    pub fn ring(&mut self) {
        for _ in 0..10_000 {
            let now = self.now.millis();
            self.tell();
            let due = self.alarms.iter().find(|(_, at)| **at <= now).map(|(object, _)| object);
            let Some((kind, name)) = due.cloned() else { return };
            let object = (kind, name);
            self.alarms.remove(&object);
            let step = self.service.wake(kind, &object.1, self.now);
            let again = match self.run(step) {
                Some(Act::Done { again }) => again,
                Some(_) => panic!("an alarm was answered"),
                None => true,
            };
            if again {
                self.alarms.insert(object, now + 30_000);
            }
        }
        panic!("the alarms never stop");
    }

    /// Lets time go by, second by second as far as alarms need it.
    pub fn later(&mut self, seconds: u64) {
        let end = self.now.plus_seconds(seconds);
        loop {
            self.ring();
            let next = self.alarms.values().min().copied().unwrap_or(u64::MAX);
            if next >= end.millis() {
                break;
            }
            self.now = Timestamp::from_millis(next.max(self.now.millis()));
        }
        self.now = end;
        self.ring();
    }
}
