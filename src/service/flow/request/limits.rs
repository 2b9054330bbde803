//! Whether a code may be sent: the challenge, the chat's limits, the instance's budget.

use super::{Asking, At};
use crate::service::budget::{self, calling_code};
use crate::service::chat::command::{Answer, Command, Counts, Limit};
use crate::service::flow::Desk;
use crate::service::flow::frame::Frame;
use crate::service::flow::leases::Account;
use crate::service::flow::names::{budget_names, budget_shard};
use crate::service::flow::next::Next;
use crate::service::flow::step::{Act, Brought, Step};
use crate::service::object::{Kind, shard_name};
use crate::service::{replies, words};

impl Asking {
    /// Asks how guesses go over all chats, where a page is to pass a challenge.
    pub(super) fn watch(mut self: Box<Self>, desk: &Desk<'_>) -> Step {
        if !(self.frame.public && desk.settings.challenge) {
            return self.reserve();
        }
        self.at = At::Watch;
        let names = budget_names(desk, &self.frame.uuid());
        let command = words::to_bytes(&budget::Command::Status);
        let next = words::to_bytes(&Next::Request(self));
        Step::new(Act::Apply { kind: Kind::Budget, names, command, next })
    }

    pub(super) fn challenge(mut self: Box<Self>, desk: &Desk<'_>, brought: &Brought) -> Step {
        self.at = At::Challenge;
        let instance = self.frame.uuid().into();
        let allowed = u64::from(desk.settings.policy.failures_an_hour);
        // What cannot be known is taken for the worst.
        let under_attack = hour(brought).is_none_or(|hour| budget::is_attack(hour, allowed));
        let next = words::to_bytes(&Next::Request(self));
        Step::new(Act::Challenge { instance, under_attack, next })
    }

    pub(super) fn challenged(self: Box<Self>, brought: &Brought) -> Step {
        if matches!(brought, Brought::Challenged(true)) {
            return self.reserve();
        }
        let text = "The challenge was not passed; nothing was sent.";
        let event = self.frame.event("challenge_failed", &self.chat);
        self.refuse(replies::problem(403, "forbidden", text)).telling(event)
    }

    fn reserve(self: Box<Self>) -> Step {
        let Frame { instance, public, .. } = self.frame;
        let object = self.object.clone();
        self.ask(At::Reserve, Kind::Chat, &object, &Command::Reserve { instance, public })
    }

    /// What the chat's own limits say.
    pub(super) fn reserved(self: Box<Self>, desk: &mut Desk<'_>, answer: Option<Answer>) -> Step {
        match answer {
            Some(Answer::Reserved { ticket }) => self.charge(desk, ticket),
            Some(Answer::Limited { why, retry_after }) => {
                let mut event = self.frame.event("limited", &self.chat);
                event.reason = Some(limit_name(why));
                self.refuse(replies::limited(why, retry_after)).telling(event)
            }
            _ => self.refuse(replies::unavailable()),
        }
    }

    /// Asks the instance's budget, unless a send is left of what it counted ahead.
    fn charge(self: Box<Self>, desk: &mut Desk<'_>, ticket: u64) -> Step {
        let (account, asked) = (self.account(desk), desk.now.millis() / 1000);
        let Err(wanted) = desk.leases.spend(account, asked) else {
            return self.issue(desk, ticket);
        };
        let object = shard_name(&self.frame.uuid(), account.shard);
        let command = budget::Command::Charge { country: account.country, wanted };
        self.ask(At::Charge { ticket, asked }, Kind::Budget, &object, &command)
    }

    #[inline(never)]
    fn account(&self, desk: &Desk<'_>) -> Account {
        let (instance, shard) = (self.frame.instance, budget_shard(desk, &self.object));
        Account { instance, shard, country: calling_code(&self.chat) }
    }

    /// What the instance's budget says.
    pub(super) fn charged(
        self: Box<Self>,
        desk: &mut Desk<'_>,
        ticket: u64,
        asked: u64,
        answer: Option<budget::Answer>,
    ) -> Step {
        match answer {
            Some(budget::Answer::Charged { ahead }) => {
                desk.leases.keep(self.account(desk), asked, ahead);
                self.issue(desk, ticket)
            }
            Some(budget::Answer::Spent { country, retry_after }) => {
                let mut event = self.frame.event("limited", &self.chat);
                event.reason = Some(if country { "country" } else { "instance" });
                self.release(ticket, replies::spent(country, retry_after)).telling(event)
            }
            _ => self.release(ticket, replies::unavailable()),
        }
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
