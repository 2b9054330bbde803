//! What is stored of a chat.

use crate::support::{CHAT, Store, holds, miss, roomy};
use hypersender_otp::service::chat::ApplyError;
use hypersender_otp::service::chat::command::{Command, Outcome};
use hypersender_otp::service::stored::StateError;

/// A chat with something of everything: a lock, live, used and expired codes, messages, charges.
fn full() -> Store {
    let mut store = Store::with(roomy());
    let used = store.request();
    store.guess(&used.code, None).unwrap();
    for _ in 0..2 {
        let made = store.request();
        for _ in 0..5 {
            miss(&mut store, &made, None);
        }
    }
    store.due();
    let sent = store.request();
    store.delivered(sent.uuid, Outcome::Accepted);
    store.request();
    store.charge(Some(sent.uuid)).unwrap();
    store
}

#[test]
fn neither_a_code_nor_a_number_nor_a_key_is_stored() {
    let mut store = full();
    let made = store.request();
    let state = store.state.clone().unwrap();
    for secret in [made.code.as_str(), "20123456789", CHAT, "canary", "Acme"] {
        assert!(!holds(&state, secret), "{secret} is stored");
    }
    assert!(holds(&state, "+20*******89"), "a search that finds what is there");
}

#[test]
fn a_full_chat_takes_less_than_1_kib() {
    assert!(full().state.unwrap().len() < 1024);
}

#[test]
fn what_is_refused_without_a_charge_is_not_stored() {
    let mut store = Store::new();
    let made = store.request();
    let writes = store.writes;
    for _ in 0..2 {
        store.reserve().unwrap_err();
        store.guess(&made.code, Some([9; 16])).unwrap_err();
        store.charge(Some([9; 16])).unwrap_err();
    }
    assert_eq!(store.writes, writes);
}

#[test]
fn any_changed_bit_is_an_error_and_never_a_fresh_chat() {
    let mut store = full();
    let good = store.state.clone().unwrap();
    for bit in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        store.state = Some(bad);
        let expected = match bit / 8 {
            0 => StateError::UnknownVersion(1 ^ (1 << bit)),
            _ => StateError::Corrupt,
        };
        assert_eq!(store.try_tell(&Command::Due).err(), Some(ApplyError::State(expected)));
    }
}

#[test]
fn two_changed_bits_do_not_hide_each_other() {
    let mut store = full();
    let good = store.state.clone().unwrap();
    for first in 0..good.len() {
        for second in (first + 1..good.len()).take(64) {
            let mut bad = good.clone();
            bad[first] ^= 0x80;
            bad[second] ^= 0x80;
            store.state = Some(bad);
            assert!(store.try_tell(&Command::Due).is_err(), "{first} and {second}");
        }
    }
}

#[test]
fn a_truncated_or_lengthened_chat_is_an_error() {
    let mut store = full();
    let good = store.state.clone().unwrap();
    for length in 0..good.len() {
        store.state = Some(good[..length].to_vec());
        assert!(matches!(store.try_tell(&Command::Due), Err(ApplyError::State(_))), "{length}");
    }
    store.state = Some([good.as_slice(), &[0]].concat());
    assert!(matches!(store.try_tell(&Command::Due), Err(ApplyError::State(_))));
}

#[test]
fn the_first_version_is_read_as_long_as_there_are_chats_of_it() {
    let golden = include_str!("../data/chat-v1.hex").split_whitespace();
    let bytes = |hex: &str| u8::from_str_radix(hex, 16).unwrap();
    let golden: Vec<u8> = golden.map(bytes).collect();
    let written = full().state.unwrap();
    assert_eq!(golden, written, "what is written; a change of it needs a new version");
    let mut store = full();
    store.state = Some(golden);
    let made = store.request();
    assert_eq!(store.guess(&made.code, Some(made.uuid)), Ok(made.uuid));
    assert!(store.guess("000000", None).unwrap_err().retry_after.is_some(), "still locked");
}

#[test]
fn errors_say_what_to_do_and_show_nothing_that_was_stored() {
    let error = ApplyError::State(StateError::UnknownVersion(9)).to_string();
    assert_eq!(error, "the stored state has version 9; this build reads 1");
    let error = ApplyError::State(StateError::Corrupt).to_string();
    assert_eq!(error, "the stored state is damaged");
}
