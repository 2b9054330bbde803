//! Random sources that fail, and draws that are thrown away.

use crate::random::Random;
use crate::support::{NOW, Store, issue, keys, made, roomy};
use hypersender_otp::code::Format;
use hypersender_otp::service::chat::command::{CodeFormat, Command};
use hypersender_otp::service::chat::{ApplyError, Kept, RANDOM_BYTES, apply};
use hypersender_otp::timestamp::Timestamp;

fn with(store: &Store, ticket: u64, random: &[u8]) -> Result<Vec<u8>, ApplyError> {
    let now = Timestamp::from_millis(NOW);
    let state = store.state.as_deref();
    let turn = apply(&keys(), &store.policy, state, &issue(ticket, 600), now, random)?;
    match turn.state {
        Kept::Store(state) => Ok(state),
        _ => panic!("a request was not stored"),
    }
}

#[test]
fn too_few_random_bytes_make_no_code() {
    let mut store = Store::new();
    let ticket = store.reserve().unwrap();
    let random = Random(1).bytes(RANDOM_BYTES);
    assert_eq!(random.len(), RANDOM_BYTES);
    for length in 0..31 {
        assert_eq!(with(&store, ticket, &random[..length]).err(), Some(ApplyError::Random));
    }
    assert!(with(&store, ticket, &random).is_ok());
}

#[test]
fn a_stuck_source_makes_no_code() {
    let mut store = Store::new();
    let ticket = store.reserve().unwrap();
    for byte in [0, 1, 0x7f, 0xff] {
        let random = [byte; RANDOM_BYTES];
        assert_eq!(with(&store, ticket, &random).err(), Some(ApplyError::Random));
    }
    let block = &Random(1).bytes(RANDOM_BYTES)[..16];
    let random = block.repeat(RANDOM_BYTES / 16);
    assert_eq!(with(&store, ticket, &random).err(), Some(ApplyError::Random));
}

#[test]
fn a_source_that_repeats_itself_makes_no_second_code() {
    let mut store = Store::with(roomy());
    let tickets = [store.reserve().unwrap(), store.reserve().unwrap()];
    let random = Random(1).bytes(RANDOM_BYTES);
    store.state = Some(with(&store, tickets[0], &random).unwrap());
    assert_eq!(with(&store, tickets[1], &random).err(), Some(ApplyError::Random));
}

#[test]
fn a_failed_draw_leaves_the_send_to_be_used_again() {
    let mut store = Store::new();
    let ticket = store.reserve().unwrap();
    assert!(with(&store, ticket, &[]).is_err());
    assert!(store.issue(ticket, 600).is_some());
}

#[test]
fn a_code_that_reads_as_a_number_is_drawn_again() {
    let format = Format::from_contract(4, true, true, true).unwrap();
    // A UUID and a nonce come before the code.
    let drawn = |random: &[u8], used: usize| format.draw(&random[28 + used..]).unwrap();
    let is_number = |code: &str| u32::from_str_radix(code.trim_start_matches("0X"), 16).is_ok();
    let random = (0..).map(|seed| Random(seed).bytes(RANDOM_BYTES)).find(|random| {
        let code = drawn(random, 0).code;
        code.starts_with("0X") && is_number(&code)
    });
    let random = random.unwrap();
    let mut store = Store::new();
    let mut command = issue(store.reserve().unwrap(), 600);
    if let Command::Issue { format, .. } = &mut command {
        *format = CodeFormat { length: 4, letter: true, number: true, capital: true };
    }
    let now = Timestamp::from_millis(NOW);
    let state = store.state.as_deref();
    let turn = apply(&keys(), &store.policy, state, &command, now, &random).unwrap();
    let code = made(turn.answer).unwrap().code;
    assert_eq!(code, drawn(&random, drawn(&random, 0).used).code);
}
