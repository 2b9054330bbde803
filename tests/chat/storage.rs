//! Storage that fails on the n-th call, for every n: the state is as it was or fully committed, and
//! after a restart the caller says again what got no answer.

use crate::account::Account;
use crate::random::Random;
use crate::support::{CHAT, INSTANCE, NOW, issue, keys, roomy};
use hypersender_otp::service::chat::command::{Answer, Command, Outcome, Stage};
use hypersender_otp::service::chat::{Kept, RANDOM_BYTES, apply};
use hypersender_otp::timestamp::Timestamp;

/// One chat in a storage whose n-th call fails.
struct Storage {
    state: Option<Vec<u8>>,
    calls: u32,
    fails_at: [u32; 2],
    /// Whether a failing write wrote all the same.
    commits: bool,
    random: Random,
    account: Account,
}

impl Storage {
    fn fails(&mut self) -> bool {
        self.calls += 1;
        self.fails_at.contains(&self.calls)
    }

    /// Reads, applies, writes; `None` when a call failed, and nobody knows more than that.
    fn try_tell(&mut self, command: &Command) -> Option<Answer> {
        if self.fails() {
            return None;
        }
        let random = self.random.bytes(RANDOM_BYTES);
        let now = Timestamp::from_millis(NOW);
        let turn = apply(&keys(), &roomy(), self.state.as_deref(), command, now, &random).unwrap();
        let failed = turn.state != Kept::Unchanged && self.fails();
        if !failed || self.commits {
            match turn.state {
                Kept::Unchanged => {}
                Kept::Store(state) => self.state = Some(state),
                Kept::Delete => self.state = None,
            }
            self.account.hear(&roomy(), command, &turn.answer, NOW);
        }
        (!failed).then_some(turn.answer)
    }

    fn tell(&mut self, command: &Command) -> Answer {
        (0..3).find_map(|_| self.try_tell(command)).unwrap()
    }
}

fn guess(code: &str) -> Command {
    let (chat, code) = (CHAT.to_owned(), code.to_owned());
    Command::Validate { instance: INSTANCE, chat, code, uuid: None, public: false }
}

/// A whole life of two codes; how many calls it took, and which promises it broke.
fn live(fails_at: [u32; 2], commits: bool) -> (u32, Vec<&'static str>) {
    let (random, account) = (Random(3), Account::default());
    let mut storage = Storage { state: None, calls: 0, fails_at, commits, random, account };
    for _ in 0..2 {
        let reserve = Command::Reserve { instance: INSTANCE, public: false };
        let Answer::Reserved { ticket } = storage.tell(&reserve) else { panic!("no send") };
        // An issue whose answer was lost has used its ticket: only a new send helps then.
        let Answer::Issued { uuid, code: Some(code), .. } = storage.tell(&issue(ticket, 600))
        else {
            continue;
        };
        storage.tell(&Command::Due);
        storage.tell(&Command::Delivered { uuid, outcome: Outcome::Accepted });
        storage.tell(&guess("nobody"));
        let first = storage.try_tell(&guess(&code));
        let second = storage.try_tell(&guess(&code));
        let won = [first, second].into_iter().flatten();
        let won = won.filter(|answer| matches!(answer, Answer::Validated { .. })).count();
        assert!(won <= 1, "fails at {fails_at:?}");
        let requests = vec![(uuid, Stage::Validated)];
        storage.tell(&Command::Reported { requests, tally: None });
    }
    (storage.calls, storage.account.broken)
}

#[test]
fn a_storage_that_fails_once_or_twice_breaks_no_promise() {
    let (calls, broken) = live([0, 0], false);
    assert!(calls > 20 && broken.is_empty(), "{calls} calls, {broken:?}");
    for commits in [false, true] {
        for first in 1..=calls {
            for second in first..=calls + 2 {
                let (_, broken) = live([first, second], commits);
                assert!(broken.is_empty(), "{broken:?}, failing at {first} and {second}");
            }
        }
    }
}
