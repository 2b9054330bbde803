//! What was promised, told without hashes, windows or encodings: every answer is held against it.

use hypersender_otp::contract::Reason;
use hypersender_otp::service::chat::command::{Answer, Command, UuidBytes};
use hypersender_otp::service::policy::Policy;

const DAY: u64 = 86_400_000;

pub const PROMISES: [&str; 9] = [
    "a code wins once",
    "no code wins after it expired",
    "no guess is compared beyond the last",
    "only the right code wins",
    "no counter falls",
    "a locked chat compares nothing",
    "no send goes beyond its budget",
    "a guess that is left is compared",
    "a send that is left is granted",
];

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Account {
    pub codes: Vec<Code>,
    sends: Vec<Send>,
    /// When a guess without a name failed.
    failures: Vec<u64>,
    in_a_row: u32,
    /// When too many failures came together, and for how long they lock the chat.
    locked: Option<(u64, u64)>,
    locks: u32,
    /// The promises that were broken.
    pub broken: Vec<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Send {
    at: u64,
    ticket: u64,
    used: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Code {
    pub uuid: UuidBytes,
    pub code: String,
    lifetime: u64,
    expires: u64,
    pub compared: u32,
    pub won: u32,
    /// It was seen expired or replaced.
    over: bool,
}

impl Code {
    fn is_live(&self, policy: &Policy) -> bool {
        !self.over && self.won == 0 && self.compared < policy.guesses
    }
}

/// A guess as its sender meant it.
struct Guess<'a> {
    code: &'a str,
    uuid: Option<&'a UuidBytes>,
    public: bool,
}

impl Account {
    /// The clock was seen: what ended stays ended, and nothing lies in the future.
    fn see(&mut self, now: u64) {
        for code in &mut self.codes {
            code.expires = code.expires.min(now / 1000 * 1000 + code.lifetime);
            code.over |= now >= code.expires;
        }
        self.failures.iter_mut().for_each(|at| *at = now.min(*at));
        self.sends.iter_mut().for_each(|send| send.at = now.min(send.at));
        self.locked.iter_mut().for_each(|lock| lock.0 = now.min(lock.0));
        self.failures.retain(|at| now < at + DAY);
        self.sends.retain(|send| now < send.at + DAY);
        self.locked = self.locked.filter(|(from, length)| now < from + length);
        if self.failures.is_empty() && self.locked.is_none() {
            self.locks = 0;
        }
    }

    /// An answer left the machine, or what it tells was stored.
    pub fn hear(&mut self, policy: &Policy, command: &Command, answer: &Answer, now: u64) {
        self.see(now);
        match (command, answer) {
            (Command::Reserve { public, .. }, Answer::Reserved { ticket }) => {
                self.expect(self.may_send(policy, *public, now), PROMISES[6]);
                self.sends.push(Send { at: now, ticket: *ticket, used: false });
            }
            (Command::Reserve { public, .. }, _) => {
                self.expect(!self.may_send(policy, *public, now), PROMISES[8]);
            }
            (Command::Release { ticket }, _) => {
                self.sends.retain(|send| send.used || send.ticket != *ticket);
            }
            (Command::Issue { ticket, expires, .. }, answer) => {
                let open = self.sends.iter_mut().find(|send| send.ticket == *ticket && !send.used);
                let reserved = open.map(|send| send.used = true).is_some();
                let Answer::Issued { uuid, code, expires: until, .. } = answer else {
                    return self.expect(!reserved, PROMISES[8]);
                };
                self.expect(reserved, PROMISES[6]);
                let lifetime = u64::from(*expires) * 1000;
                self.add(policy, *uuid, code.clone().unwrap(), lifetime, until * 1000);
            }
            (Command::Validate { code, uuid, public, .. }, answer) => {
                let guess = Guess { code, uuid: uuid.as_ref(), public: *public };
                self.judge(policy, &guess, answer, now);
            }
            (Command::Unlock, _) => {
                self.failures.clear();
                (self.in_a_row, self.locks, self.locked) = (0, 0, None);
            }
            _ => {}
        }
    }

    fn add(&mut self, policy: &Policy, uuid: UuidBytes, code: String, lifetime: u64, expires: u64) {
        self.codes.push(Code { uuid, code, lifetime, expires, compared: 0, won: 0, over: false });
        let mut live = self.codes.iter_mut().rev().filter(|code| code.is_live(policy));
        if let Some(oldest) = live.nth(policy.live_codes as usize) {
            oldest.over = true;
        }
    }

    fn may_send(&self, policy: &Policy, public: bool, now: u64) -> bool {
        let within = |seconds: u32| {
            let window = u64::from(seconds) * 1000;
            self.sends.iter().filter(|send| now < send.at + window).count() as u32
        };
        within(policy.send_gap) == 0
            && within(policy.send_window) < policy.sends_in_window
            && (self.sends.len() as u32) < policy.sends_a_day
            && !(public && self.in_a_row >= policy.failures_in_a_row)
    }

    fn judge(&mut self, policy: &Policy, guess: &Guess<'_>, answer: &Answer, now: u64) {
        let places = self.candidates(policy, guess);
        let right = places.iter().copied().find(|place| self.codes[*place].code == guess.code);
        let closed = guess.public && self.in_a_row >= policy.failures_in_a_row;
        let locked = closed || guess.uuid.is_none() && self.is_locked(policy, now);
        match answer {
            Answer::Validated { uuid, .. } => {
                let won = self.codes.iter().position(|code| code.uuid == *uuid);
                self.charge(&places);
                self.in_a_row = 0;
                self.expect(!locked, PROMISES[5]);
                let Some(place) = won else { return self.expect(false, PROMISES[3]) };
                let winner = &mut self.codes[place];
                winner.won += 1;
                let (won, over, compared) = (winner.won, winner.over, winner.compared);
                self.expect(won == 1, PROMISES[0]);
                self.expect(!over, PROMISES[1]);
                self.expect(compared <= policy.guesses, PROMISES[2]);
                self.expect(won > 1 || over || right == Some(place), PROMISES[3]);
            }
            Answer::Refused { reason, attempts_remaining, evaluated: true, .. } => {
                self.expect(*reason == Reason::InvalidCode, PROMISES[3]);
                self.expect(!locked, PROMISES[5]);
                self.expect(!places.is_empty(), PROMISES[2]);
                self.expect(right.is_none(), PROMISES[7]);
                self.charge(&places);
                let fewest = places.iter().map(|place| self.codes[*place].compared).min();
                let left = fewest.map(|compared| policy.guesses.saturating_sub(compared) as u8);
                self.expect(*attempts_remaining == left, PROMISES[4]);
                self.in_a_row += 1;
                if guess.uuid.is_none() {
                    self.failures.push(now);
                    self.lock(policy, now);
                }
            }
            _ => self.expect(locked || places.is_empty(), PROMISES[7]),
        }
    }

    fn in_window(&self, policy: &Policy, now: u64) -> u32 {
        let window = u64::from(policy.failure_window) * 1000;
        self.failures.iter().filter(|at| now < **at + window).count() as u32
    }

    fn lock(&mut self, policy: &Policy, now: u64) {
        if self.in_window(policy, now) >= policy.failures_in_window && self.locked.is_none() {
            let length = u64::from(policy.lock) << self.locks.min(20);
            self.locked = Some((now, length.min(u64::from(policy.longest_lock)) * 1000));
            self.locks += 1;
        }
    }

    fn is_locked(&self, policy: &Policy, now: u64) -> bool {
        self.in_window(policy, now) >= policy.failures_in_window
            || self.failures.len() as u32 >= policy.failures_a_day
            || self.locked.is_some_and(|(from, length)| now < from + length)
    }

    /// The codes a guess may be compared with, newest first: the one it names, or all that live,
    /// back to the last that won.
    fn candidates(&self, policy: &Policy, guess: &Guess<'_>) -> Vec<usize> {
        let live = |place: &usize| self.codes[*place].is_live(policy);
        let newest_first = (0..self.codes.len()).rev();
        match guess.uuid {
            Some(uuid) => {
                newest_first.filter(live).filter(|at| self.codes[*at].uuid == *uuid).collect()
            }
            None => newest_first.take_while(|at| self.codes[*at].won == 0).filter(live).collect(),
        }
    }

    fn charge(&mut self, places: &[usize]) {
        places.iter().for_each(|place| self.codes[*place].compared += 1);
    }

    fn expect(&mut self, kept: bool, promise: &'static str) {
        if !kept && !self.broken.contains(&promise) {
            self.broken.push(promise);
        }
    }
}
