//! Random histories: messages repeated, lost and overtaken, states that are not stored, clocks that
//! jump both ways, and beside it the plain account of what was promised.

use crate::account::Account;
use crate::random::{Random, seed};
use crate::support::{CHAT, DIGITS, INSTANCE, TEMPLATE, keys, roomy};
use crate::whole_run::whole_run;
use hypersender_otp::service::Keys;
use hypersender_otp::service::chat::command::{Answer, Command, Outcome, Stage, UuidBytes};
use hypersender_otp::service::chat::{Kept, RANDOM_BYTES, apply};
use hypersender_otp::service::policy::Policy;
use hypersender_otp::timestamp::Timestamp;

const EVENTS: u64 = 40;

#[derive(Clone, Copy, PartialEq, Eq)]
enum Machine {
    Ours,
    /// Lets an answer out before the state is stored, and crashes now and then in between.
    AnswersFirst,
}

struct History<'a> {
    keys: &'a Keys,
    policy: Policy,
    machine: Machine,
    random: Random,
    state: Option<Vec<u8>>,
    now: u64,
    tickets: Vec<u64>,
    said: Vec<Command>,
    account: Account,
}

/// The promises that one history broke.
fn run(keys: &Keys, machine: Machine, seed: u64) -> Vec<&'static str> {
    let mut random = Random(seed);
    let small = Policy {
        guesses: 2,
        live_codes: 2,
        failures_in_window: 3,
        failures_a_day: 7,
        failures_in_a_row: 6,
        ..roomy()
    };
    let tight = Policy { send_gap: 1, sends_in_window: 3, sends_a_day: 6, guesses: 3, ..roomy() };
    let policies = [Policy::CONTRACT, Policy::STRICT, roomy(), small, tight];
    let policy = policies[random.below(5) as usize].clone();
    let mut history = History {
        keys,
        policy,
        machine,
        random,
        state: None,
        now: crate::support::NOW,
        tickets: Vec::new(),
        said: Vec::new(),
        account: Account::default(),
    };
    for _ in 0..EVENTS {
        history.time();
        let command = history.command();
        history.tell(command);
    }
    history.account.broken
}

impl History<'_> {
    fn time(&mut self) {
        match self.random.below(64) {
            0..=39 => self.now += self.random.below(20_000),
            40..=45 => self.now += self.random.below(1_000_000),
            46 => self.now += self.random.below(100_000_000),
            47..=48 => self.now -= self.random.below(1_000_000),
            _ => {}
        }
    }

    fn command(&mut self) -> Command {
        let (instance, chat) = (INSTANCE, CHAT.to_owned());
        let public = self.random.below(4) == 0;
        match self.random.below(32) {
            0..=6 => Command::Reserve { instance, public },
            7..=11 if !self.tickets.is_empty() => Command::Issue {
                ticket: self.ticket(),
                instance,
                chat,
                format: DIGITS,
                expires: 60 + self.random.below(60) as u32 * 10,
                name: None,
                template: TEMPLATE.to_owned(),
            },
            12 if !self.tickets.is_empty() => Command::Release { ticket: self.ticket() },
            13 => Command::Due,
            14 => {
                let outcomes = [Outcome::Accepted, Outcome::Retry, Outcome::Rejected];
                let outcome = outcomes[self.random.below(3) as usize];
                Command::Delivered { uuid: self.uuid(), outcome }
            }
            15 => {
                let requests = vec![(self.uuid(), Stage::Sent)];
                Command::Reported { requests, tally: None }
            }
            16 if self.random.below(4) == 0 => Command::Unlock,
            17 if !self.said.is_empty() => {
                let place = self.random.below(self.said.len() as u64) as usize;
                self.said[place].clone()
            }
            _ => {
                let place = self.random.below(self.account.codes.len() as u64 * 2 + 1) as usize;
                let code = self.account.codes.iter().rev().nth(place);
                let code = code.map_or(String::from("000000"), |code| code.code.clone());
                let named = self.random.below(2) == 0;
                let uuid = named.then(|| self.uuid());
                Command::Validate { instance, chat, code, uuid, public }
            }
        }
    }

    fn ticket(&mut self) -> u64 {
        self.tickets[self.random.below(self.tickets.len() as u64) as usize]
    }

    fn uuid(&mut self) -> UuidBytes {
        let place = self.random.below(self.account.codes.len() as u64 + 1) as usize;
        self.account.codes.iter().rev().nth(place).map_or([9; 16], |code| code.uuid)
    }

    fn tell(&mut self, command: Command) {
        let now = Timestamp::from_millis(self.now);
        let bytes = self.random.bytes(RANDOM_BYTES);
        let state = self.state.as_deref();
        let turn = apply(self.keys, &self.policy, state, &command, now, &bytes).unwrap();
        let stored = self.random.below(16) != 0;
        if stored {
            match turn.state {
                Kept::Unchanged => {}
                Kept::Store(state) => self.state = Some(state),
                Kept::Delete => self.state = None,
            }
        }
        if stored || self.machine == Machine::AnswersFirst {
            self.account.hear(&self.policy, &command, &turn.answer, self.now);
            if let Answer::Reserved { ticket } = turn.answer {
                self.tickets.push(ticket);
            }
        }
        self.said.push(command);
    }
}

/// Runs so many histories on two threads; each has a seed of its own, so that it can be replayed
/// alone, as the first of its run.
fn hold(histories: u64) {
    let seed = seed();
    println!("OTP_SEED={seed}, {histories} histories of {EVENTS} events");
    std::thread::scope(|scope| {
        for part in 0..2 {
            scope.spawn(move || {
                let keys = keys();
                for history in (part..histories).step_by(2) {
                    let seed = seed.wrapping_add(history);
                    let broken = run(&keys, Machine::Ours, seed);
                    assert!(broken.is_empty(), "{broken:?}: replay with OTP_SEED={seed}");
                }
            });
        }
    });
}

#[test]
fn random_histories_break_no_promise() {
    hold(if whole_run() { 1_000_000 } else { 20_000 });
}

#[test]
fn a_machine_that_answers_before_it_stores_breaks_promises() {
    let keys = keys();
    let broken = (0..500).filter(|seed| !run(&keys, Machine::AnswersFirst, *seed).is_empty());
    let broken = broken.count();
    assert!(broken > 50, "{broken} of 500 histories");
}
