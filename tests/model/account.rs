//! What was promised, told without hashes, windows or encodings.

use crate::machine::{LIFETIME, POLICY};
use crate::world::{Guess, Said};
use hypersender_otp::contract::Reason;
use hypersender_otp::service::chat::command::{Answer, UuidBytes};

#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct Account {
    pub codes: Vec<Code>,
    /// When a send was reserved, its ticket, and whether it was used.
    sends: Vec<(u64, u64, bool)>,
    /// When a guess without a name failed.
    failures: Vec<u64>,
    /// When too many of them came together.
    locked: Option<u64>,
    /// The promises that were broken.
    pub broken: Vec<&'static str>,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Code {
    pub uuid: UuidBytes,
    pub code: String,
    expires: u64,
    pub compared: u8,
    pub won: u8,
    /// It was seen expired or replaced.
    over: bool,
}

impl Code {
    fn is_live(&self) -> bool {
        !self.over && self.won == 0
    }

    fn has_guesses(&self) -> bool {
        u32::from(self.compared) < POLICY.guesses
    }
}

pub const PROMISES: [&str; 8] = [
    "a code wins once",
    "no code wins after it expired",
    "no guess is compared beyond the last",
    "only the right code wins",
    "no counter falls",
    "a locked chat compares nothing",
    "no send goes beyond its budget",
    "a guess that is left is compared",
];

impl Account {
    /// The clock was seen: what ended stays ended, and nothing lies in the future.
    pub fn see(&mut self, now: u64) {
        for code in &mut self.codes {
            code.expires = code.expires.min(now / 1000 * 1000 + LIFETIME);
            code.over |= now >= code.expires;
        }
        self.failures.iter_mut().chain(&mut self.locked).for_each(|at| *at = now.min(*at));
        self.sends.iter_mut().for_each(|send| send.0 = now.min(send.0));
    }

    /// An answer left the machine, or what it tells was stored.
    pub fn hear(&mut self, said: Said, answer: &Answer, now: u64) {
        self.see(now);
        match (said, answer) {
            (Said::Reserve, Answer::Reserved { ticket }) => {
                let window = u64::from(POLICY.send_window) * 1000;
                let recent = self.sends.iter().filter(|send| now < send.0 + window).count();
                self.expect(recent < POLICY.sends_in_window as usize, PROMISES[6]);
                self.sends.push((now, *ticket, false));
            }
            (Said::Release(ticket), _) => self.sends.retain(|send| send.2 || send.1 != ticket),
            (Said::Issue(ticket), Answer::Issued { uuid, code, .. }) => {
                let open = self.sends.iter_mut().find(|send| send.1 == ticket && !send.2);
                let reserved = open.map(|send| send.2 = true).is_some();
                self.expect(reserved, PROMISES[6]);
                let (uuid, code, expires) = (*uuid, code.clone().unwrap(), now + LIFETIME);
                let new = Code { uuid, code, expires, compared: 0, won: 0, over: false };
                self.codes.push(new);
                let mut live = self.codes.iter_mut().rev();
                let mut live = live.by_ref().filter(|code| code.is_live() && code.has_guesses());
                if let Some(oldest) = live.nth(POLICY.live_codes as usize) {
                    oldest.over = true;
                }
            }
            (Said::Guess(guess), answer) => self.judge(guess, answer, now),
            _ => {}
        }
    }

    fn judge(&mut self, guess: Guess, answer: &Answer, now: u64) {
        let places = self.candidates(guess);
        let code = guess.code.map(|place| self.codes[usize::from(place)].code.clone());
        let right = places.iter().find(|place| Some(&self.codes[**place].code) == code.as_ref());
        let locked = guess.named.is_none() && self.is_locked(now);
        match answer {
            Answer::Validated { uuid, .. } => {
                let right = right.copied();
                let won = self.codes.iter().position(|code| code.uuid == *uuid);
                self.charge(&places);
                self.expect(!locked, PROMISES[5]);
                let Some(place) = won else { return self.expect(false, PROMISES[3]) };
                let winner = &mut self.codes[place];
                winner.won += 1;
                let (won, over, compared) = (winner.won, winner.over, winner.compared);
                self.expect(won == 1, PROMISES[0]);
                self.expect(!over, PROMISES[1]);
                self.expect(u32::from(compared) <= POLICY.guesses, PROMISES[2]);
                self.expect(won > 1 || over || right == Some(place), PROMISES[3]);
            }
            Answer::Refused { reason, attempts_remaining, evaluated: true, .. } => {
                self.expect(*reason == Reason::InvalidCode, PROMISES[3]);
                self.expect(!locked, PROMISES[5]);
                self.expect(!places.is_empty(), PROMISES[2]);
                self.expect(right.is_none(), PROMISES[7]);
                self.charge(&places);
                let left = places.iter().map(|place| self.codes[*place].compared).min();
                let left = left.map(|compared| POLICY.guesses as u8 - compared);
                self.expect(*attempts_remaining == left, PROMISES[4]);
                if guess.named.is_none() {
                    self.failures.push(now);
                    if self.is_locked(now) {
                        self.locked = Some(now);
                    }
                }
            }
            _ => self.expect(locked || places.is_empty(), PROMISES[7]),
        }
    }

    fn is_locked(&self, now: u64) -> bool {
        let window = u64::from(POLICY.failure_window) * 1000;
        let recent = self.failures.iter().filter(|at| now < **at + window).count();
        let lock = u64::from(POLICY.lock) * 1000;
        recent >= POLICY.failures_in_window as usize
            || self.locked.is_some_and(|from| now < from + lock)
    }

    /// The codes a guess may be compared with: the one it names, or all that live, back to the
    /// last that won.
    fn candidates(&self, guess: Guess) -> Vec<usize> {
        let live = |place: &usize| self.codes[*place].is_live() && self.codes[*place].has_guesses();
        if let Some(place) = guess.named {
            return Some(usize::from(place)).into_iter().filter(live).collect();
        }
        let newest_first = (0..self.codes.len()).rev();
        newest_first.take_while(|place| self.codes[*place].won == 0).filter(live).collect()
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
