//! A guess costs as many hashes whether a code waits or not; that a charged one is stored besides,
//! which takes its own time, is not hidden.

use super::command::{Answer, Command, UuidBytes};
use super::{Kept, apply};
use crate::service::keys::{HASHES, Keys, NameKey, Pepper};
use crate::service::policy::Policy;
use crate::timestamp::Timestamp;

const INSTANCE: UuidBytes = [1; 16];
const CHAT: &str = "20123456789@c.us";

struct Store {
    state: Option<Vec<u8>>,
    now: u64,
    turns: u8,
}

impl Store {
    fn tell(&mut self, command: &Command) -> Option<Answer> {
        let keys = Keys::new(Pepper::new(&[1; 32])?, None, NameKey::new(&[2; 32])?)?;
        let policy = Policy { send_gap: 0, ..Policy::CONTRACT };
        self.turns += 1;
        let random: Vec<u8> = (0..=255_u8).map(|at| at.wrapping_mul(7) ^ self.turns).collect();
        let now = Timestamp::from_millis(self.now);
        let turn = apply(&keys, &policy, self.state.as_deref(), command, now, &random).ok()?;
        if let Kept::Store(state) = turn.state {
            self.state = Some(state);
        }
        Some(turn.answer)
    }

    fn request(&mut self) -> Option<UuidBytes> {
        let reserve = Command::Reserve { instance: INSTANCE, public: false };
        let Some(Answer::Reserved { ticket }) = self.tell(&reserve) else { return None };
        let (chat, template) = (CHAT.to_owned(), String::new());
        let format =
            super::command::CodeFormat { length: 6, letter: false, number: true, capital: false };
        let (instance, name, expires) = (INSTANCE, None, 600);
        match self.tell(&Command::Issue {
            ticket,
            instance,
            chat,
            format,
            expires,
            name,
            template,
        })? {
            Answer::Issued { uuid, .. } => Some(uuid),
            _ => None,
        }
    }

    /// How many codes were hashed for one wrong guess.
    fn hashes(&mut self, uuid: Option<UuidBytes>) -> usize {
        let (chat, code) = (CHAT.to_owned(), String::from("wrong"));
        HASHES.set(0);
        self.tell(&Command::Validate { instance: INSTANCE, chat, code, uuid, public: false });
        HASHES.get()
    }
}

#[test]
fn a_guess_costs_as_many_hashes_without_a_live_code_as_with_three() {
    let mut store = Store { state: None, now: 1_767_029_978_000, turns: 0 };
    let (mut named, mut unnamed) = (Vec::new(), Vec::new());
    let mut look = |store: &mut Store, uuid| {
        unnamed.push(store.hashes(None));
        named.push(store.hashes(Some(uuid)));
    };
    look(&mut store, [9; 16]);
    for _ in 0..3 {
        let uuid = store.request();
        look(&mut store, uuid.unwrap_or_default());
        look(&mut store, [9; 16]);
    }
    // By now the guesses of some are used up, then the chat is locked, then all has expired.
    (0..6).for_each(|_| look(&mut store, [9; 16]));
    store.now += 600_000;
    look(&mut store, [9; 16]);
    store.now += 100_000_000;
    look(&mut store, [9; 16]);
    assert_eq!((named, unnamed), (vec![1; 15], vec![3; 15]));
}
