//! The odds a policy reports, against an attacker who is let loose on it.

#![cfg(feature = "service")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

#[path = "support/random.rs"]
mod random;
#[path = "support/whole_run.rs"]
mod whole_run;

use hypersender_otp::service::chat::command::{Answer, CodeFormat, Command};
use hypersender_otp::service::chat::{Kept, RANDOM_BYTES, apply};
use hypersender_otp::service::policy::Policy;
use hypersender_otp::service::{Keys, NameKey, Pepper};
use hypersender_otp::timestamp::Timestamp;
use random::Random;
use whole_run::whole_run;

const INSTANCE: [u8; 16] = [0xa0; 16];
const CHAT: &str = "20123456789@c.us";
const DIGITS: CodeFormat = CodeFormat { length: 4, letter: false, number: true, capital: false };

/// Easy to win against, so that winning is often seen.
const WEAK: Policy = Policy {
    guesses: 10,
    send_gap: 0,
    send_window: 60,
    sends_in_window: 60,
    sends_a_day: 60,
    failures_in_a_row: 1_000,
    ..Policy::CONTRACT
};

/// One chat, attacked by whoever may request codes for it and so has their uuids.
struct Attack<'a> {
    keys: &'a Keys,
    policy: &'a Policy,
    random: &'a mut Random,
    state: Option<Vec<u8>>,
    now: u64,
}

impl Attack<'_> {
    fn tell(&mut self, command: &Command) -> Answer {
        let random = self.random.bytes(RANDOM_BYTES);
        let now = Timestamp::from_millis(self.now);
        let state = self.state.as_deref();
        let turn = apply(self.keys, self.policy, state, command, now, &random).unwrap();
        if let Kept::Store(state) = turn.state {
            self.state = Some(state);
        }
        turn.answer
    }

    fn request(&mut self) -> Option<[u8; 16]> {
        let reserve = Command::Reserve { instance: INSTANCE, public: true };
        let Answer::Reserved { ticket } = self.tell(&reserve) else { return None };
        let (chat, name, template) = (CHAT.to_owned(), None, String::new());
        let (instance, format, expires) = (INSTANCE, DIGITS, 1800);
        let issue = Command::Issue { ticket, instance, chat, format, expires, name, template };
        match self.tell(&issue) {
            Answer::Issued { uuid, .. } => Some(uuid),
            _ => None,
        }
    }

    /// Guesses at one code until it falls or no guess is taken any more; no guess twice.
    fn guess(&mut self, uuid: [u8; 16]) -> bool {
        let start = self.random.next() % 10_000;
        for guess in 0.. {
            let code = format!("{:04}", (start + guess) % 10_000);
            let chat = CHAT.to_owned();
            let uuid = Some(uuid);
            match self.tell(&Command::Validate {
                instance: INSTANCE,
                chat,
                code,
                uuid,
                public: true,
            }) {
                Answer::Validated { .. } => return true,
                Answer::Refused { evaluated: true, .. } => {}
                _ => return false,
            }
        }
        false
    }

    /// Requests and guesses at once, until no code is sent any more.
    fn attack(&mut self) -> bool {
        while let Some(uuid) = self.request() {
            if self.guess(uuid) {
                return true;
            }
        }
        false
    }

    /// A day that begins with as many codes as can be saved up for it.
    fn day(&mut self) -> bool {
        let saved: Vec<_> = (0..self.policy.live_codes).filter_map(|_| self.request()).collect();
        self.now += 1_799_000;
        saved.into_iter().any(|uuid| self.guess(uuid)) || self.attack() || {
            // Those that were saved up do not count any more before the day is over.
            self.now += 86_400_000 - 1_799_000;
            self.attack()
        }
    }
}

/// How many of so many attacked days are won.
fn won(policy: &Policy, days: u32) -> f64 {
    let keys =
        Keys::new(Pepper::new(&[1; 32]).unwrap(), None, NameKey::new(&[2; 32]).unwrap()).unwrap();
    let mut random = Random(20_251_229);
    let won = (0..days).filter(|_| {
        let (state, now) = (None, 1_767_029_978_000);
        let mut attack = Attack { keys: &keys, policy, random: &mut random, state, now };
        attack.day()
    });
    won.count() as f64
}

/// How many standard deviations lie between what was counted and what these odds expect.
fn distance(won: f64, days: u32, odds: f64) -> f64 {
    let days = f64::from(days);
    (won - days * odds).abs() / (days * odds * (1.0 - odds)).sqrt()
}

/// The odds agree with what was counted, and odds for other limits do not.
fn agree(days: u32, fewer_guesses: u32, more_sends: u32) {
    let odds = WEAK.odds();
    assert!((odds.codes - 1e4).abs() < 1.0);
    let won = won(&WEAK, days);
    println!("{won} of {days} days won, {:.1} expected", f64::from(days) * odds.day);
    assert!(distance(won, days, odds.day) < 3.5, "{won} won for odds of {}", odds.day);
    let fewer = Policy { guesses: fewer_guesses, ..WEAK }.odds().day;
    let more = Policy { sends_a_day: more_sends, ..WEAK }.odds().day;
    assert!(distance(won, days, fewer) > 3.5 && distance(won, days, more) > 3.5);
}

#[test]
fn the_odds_of_a_day_are_those_of_an_attacker_who_wastes_nothing() {
    // The more days, the closer the limits whose odds are told apart.
    if whole_run() { agree(4_000, 7, 90) } else { agree(300, 3, 180) }
}
