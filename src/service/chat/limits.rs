//! How often a chat may be written to, and how often guessed at.

use super::command::{Answer, Limit};
use super::state::{Chat, Lock, Send};
use super::time::DAY;
use crate::service::policy::Policy;

impl Chat {
    /// Charges one send, or says which limit forbids it for longest.
    pub(super) fn reserve(
        &mut self,
        policy: &Policy,
        public: bool,
        now: u64,
        random: &[u8],
    ) -> Answer {
        if public && self.is_closed(policy) {
            return Answer::Limited { why: Limit::Closed, retry_after: None };
        }
        let at = || self.sends.iter().map(|send| send.at);
        let gap = full_until(at(), 1, seconds(policy.send_gap));
        let window = full_until(at(), policy.sends_in_window, seconds(policy.send_window));
        let day = full_until(at(), policy.sends_a_day, DAY);
        let longest = [(gap, Limit::Gap), (window, Limit::Window), (day, Limit::Day)]
            .into_iter()
            .max_by_key(|(until, _)| *until);
        if let Some((until, why)) = longest
            && until > now
        {
            return Answer::Limited { why, retry_after: Some(wait(until, now)) };
        }
        let ticket = self.ticket(now, random);
        self.sends.push(Send { at: now, ticket, used: false });
        Answer::Reserved { ticket }
    }

    /// Gives back a send of which no request was made.
    pub(super) fn release(&mut self, ticket: u64) {
        self.sends.retain(|send| send.used || send.ticket != ticket);
    }

    /// Takes a reserved send for a request; whether there was one.
    pub(super) fn use_send(&mut self, ticket: u64) -> bool {
        let mut open = self.sends.iter_mut().filter(|send| !send.used && send.ticket == ticket);
        open.next().map(|send| send.used = true).is_some()
    }

    /// Whether too many failures in a row have closed the chat to pages.
    pub(super) fn is_closed(&self, policy: &Policy) -> bool {
        self.in_a_row >= policy.failures_in_a_row
    }

    /// Why no guess is taken now: `Some` with the seconds to wait, if waiting helps.
    ///
    /// A guess that names its request meets no lock, so that nobody who lacks the name can lock its
    /// owner out for a while. Wrong guesses at requests of one's own count all the same towards those
    /// in a row that close the chat to pages.
    pub(super) fn barred(
        &self,
        policy: &Policy,
        named: bool,
        public: bool,
        now: u64,
    ) -> Option<Option<u32>> {
        if public && self.is_closed(policy) {
            return Some(None);
        }
        if named {
            return None;
        }
        let at = || self.failures.iter().copied();
        let window = full_until(at(), policy.failures_in_window, seconds(policy.failure_window));
        let day = full_until(at(), policy.failures_a_day, DAY);
        let lock = self.lock.as_ref().map_or(0, |lock| lock.from.saturating_add(lock.length));
        let until = window.max(day).max(lock);
        (until > now).then(|| Some(wait(until, now)))
    }

    /// Charges a failure before anything is compared.
    pub(super) fn charge_failure(&mut self, named: bool, now: u64) {
        self.in_a_row = self.in_a_row.saturating_add(1);
        if !named {
            self.failures.push(now);
        }
    }

    /// Takes back what [`Chat::charge_failure`] charged at that time, after a success.
    pub(super) fn forgive_failure(&mut self, named: bool, at: u64) {
        self.in_a_row = 0;
        if !named && let Some(place) = self.failures.iter().rposition(|failure| *failure == at) {
            self.failures.remove(place);
        }
    }

    /// Locks the chat when a failure without `uuid` was one too many.
    pub(super) fn lock_if_full(&mut self, policy: &Policy, now: u64) {
        let window = seconds(policy.failure_window);
        let full = full_until(self.failures.iter().copied(), policy.failures_in_window, window);
        if full > now && self.lock.is_none() {
            let length = seconds(policy.lock) << self.locks.min(20);
            self.lock = Some(Lock { from: now, length: length.min(seconds(policy.longest_lock)) });
            self.locks = self.locks.saturating_add(1);
        }
    }
}

/// When there are fewer than `limit` of these times in the window that ends then.
fn full_until(times: impl DoubleEndedIterator<Item = u64>, limit: u32, window: u64) -> u64 {
    let nth = times.rev().nth(limit.saturating_sub(1) as usize);
    nth.map_or(0, |at| at.saturating_add(window))
}

fn seconds(seconds: u32) -> u64 {
    u64::from(seconds) * 1000
}

/// Whole seconds, rounded up.
fn wait(until: u64, now: u64) -> u32 {
    u32::try_from((until - now).div_ceil(1000)).unwrap_or(u32::MAX)
}
