//! What one validation costs on one core, in time and in allocations.

#![cfg(feature = "service")]
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

use hypersender_otp::service::chat::command::{Answer, CodeFormat, Command};
use hypersender_otp::service::chat::{Kept, RANDOM_BYTES, Turn, apply};
use hypersender_otp::service::policy::Policy;
use hypersender_otp::service::{Keys, NameKey, Pepper};
use hypersender_otp::timestamp::Timestamp;
use std::alloc::{GlobalAlloc, Layout, System};
use std::hint::black_box;
use std::sync::atomic::{AtomicU64, Ordering::Relaxed};
use std::time::Instant;

const INSTANCE: [u8; 16] = [0xa0; 16];
const CHAT: &str = "20123456789@c.us";
const CHATS: usize = 1_000;
const ROUNDS: usize = 200;
/// The least that is allowed.
const LEAST: f64 = 500_000.0;

struct Counting;

static ALLOCATIONS: AtomicU64 = AtomicU64::new(0);

// Safety: every call is handed on as it came.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn realloc(&self, at: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        ALLOCATIONS.fetch_add(1, Relaxed);
        unsafe { System.realloc(at, layout, size) }
    }

    unsafe fn dealloc(&self, at: *mut u8, layout: Layout) {
        unsafe { System.dealloc(at, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

struct Bench {
    keys: Keys,
    random: Vec<u8>,
}

/// A chat with live codes, and the newest of them.
struct Chat {
    state: Vec<u8>,
    uuid: [u8; 16],
    code: String,
}

impl Bench {
    fn tell(&self, state: Option<&[u8]>, command: &Command) -> Turn {
        let policy = Policy { send_gap: 0, ..Policy::CONTRACT };
        let now = Timestamp::from_millis(1_767_029_978_000);
        apply(&self.keys, &policy, state, command, now, &self.random).unwrap()
    }

    fn chat(&mut self, number: usize, codes: usize) -> Chat {
        let mut chat = Chat { state: Vec::new(), uuid: [0; 16], code: String::new() };
        for round in 0..codes {
            let seed = (number * 7 + round) as u8;
            let shade = |at: usize| (at as u8).wrapping_mul(31) ^ seed ^ (number >> 8) as u8;
            self.random = (0..RANDOM_BYTES).map(shade).collect();
            let stored = Some(chat.state.as_slice()).filter(|state| !state.is_empty());
            let reserved =
                self.tell(stored, &Command::Reserve { instance: INSTANCE, public: false });
            let Answer::Reserved { ticket } = reserved.answer else { panic!("no send") };
            let Kept::Store(state) = reserved.state else { panic!("not stored") };
            let format = CodeFormat { length: 6, letter: false, number: true, capital: false };
            let (chat_id, name, template) = (CHAT.to_owned(), None, String::from("{{code}}"));
            let (instance, expires) = (INSTANCE, 600);
            let issue =
                Command::Issue { ticket, instance, chat: chat_id, format, expires, name, template };
            let issued = self.tell(Some(&state), &issue);
            let Answer::Issued { uuid, code: Some(code), .. } = issued.answer else {
                panic!("no code")
            };
            let Kept::Store(state) = issued.state else { panic!("not stored") };
            // The message is on its way, as it is when a person types the code.
            let sent = Command::Delivered {
                uuid,
                outcome: hypersender_otp::service::chat::command::Outcome::Accepted,
            };
            let Kept::Store(state) = self.tell(Some(&state), &sent).state else {
                panic!("not stored")
            };
            chat = Chat { state, uuid, code };
        }
        chat
    }
}

/// Validations a second and allocations each; every call reads a state and writes the next one.
fn measure(name: &str, codes: usize, guess: impl Fn(&Chat) -> (String, Option<[u8; 16]>)) -> f64 {
    let keys =
        Keys::new(Pepper::new(&[1; 32]).unwrap(), None, NameKey::new(&[2; 32]).unwrap()).unwrap();
    let mut bench = Bench { keys, random: Vec::new() };
    let chats: Vec<(Chat, Command)> = (0..CHATS)
        .map(|number| {
            let chat = bench.chat(number, codes);
            let (code, uuid) = guess(&chat);
            let (instance, chat_id, public) = (INSTANCE, CHAT.to_owned(), false);
            (chat, Command::Validate { instance, chat: chat_id, code, uuid, public })
        })
        .collect();
    let mut best = f64::INFINITY;
    let mut allocations = 0;
    for _ in 0..ROUNDS {
        let before = ALLOCATIONS.load(Relaxed);
        let start = Instant::now();
        for (chat, command) in &chats {
            black_box(bench.tell(Some(&chat.state), command));
        }
        best = best.min(start.elapsed().as_secs_f64());
        allocations = ALLOCATIONS.load(Relaxed) - before;
    }
    let rate = CHATS as f64 / best;
    let each = allocations as f64 / CHATS as f64;
    let (nanos, bytes) = (1e9 / rate, chats.first().map_or(0, |(chat, _)| chat.state.len()));
    println!("{name:<44} {rate:>12.0} /s {nanos:>8.0} ns {each:>6.1} allocations {bytes:>5} bytes");
    rate
}

#[test]
fn a_core_does_half_a_million_validations_a_second() {
    let right = measure("right code, by uuid", 1, |chat| (chat.code.clone(), Some(chat.uuid)));
    let wrong = measure("wrong code, by uuid", 1, |chat| (String::from("wrong"), Some(chat.uuid)));
    let plain = measure("right code, one live, without uuid", 1, |chat| (chat.code.clone(), None));
    let three =
        measure("wrong code, three live, without uuid", 3, |_| (String::from("wrong"), None));
    for rate in [right, wrong, plain] {
        assert!(rate >= LEAST, "{rate:.0} a second");
    }
    println!("three codes at once: {:.2} of one", three / plain);
}
