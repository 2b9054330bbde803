//! How often a chat may be written to.

use crate::support::{DAY, Store, miss, roomy};
use hypersender_otp::service::chat::command::{Command, Limit};
use hypersender_otp::service::policy::Policy;

#[test]
fn two_messages_are_at_least_30_seconds_apart() {
    let mut store = Store::new();
    store.request();
    store.now += 1;
    assert_eq!(store.reserve(), Err((Limit::Gap, Some(30))), "29.999 s, rounded up");
    store.now += 29_998;
    assert_eq!(store.reserve(), Err((Limit::Gap, Some(1))));
    store.now += 1;
    assert!(store.reserve().is_ok());
}

#[test]
fn five_messages_fit_in_ten_minutes() {
    let mut store = Store::new();
    for _ in 0..5 {
        store.request();
        store.later(30);
    }
    assert_eq!(store.reserve(), Err((Limit::Window, Some(450))));
    store.later(449);
    assert_eq!(store.reserve(), Err((Limit::Window, Some(1))));
    store.later(1);
    assert!(store.reserve().is_ok());
}

#[test]
fn ten_messages_fit_in_a_day() {
    let mut store = Store::new();
    let start = store.now;
    for _ in 0..10 {
        store.request();
        store.later(600);
    }
    let left = DAY - (store.now - start) / 1000;
    assert_eq!(store.reserve(), Err((Limit::Day, Some(left as u32))));
    store.later(left - 1);
    assert_eq!(store.reserve(), Err((Limit::Day, Some(1))));
    store.later(1);
    assert!(store.reserve().is_ok());
    store.later(30);
    assert!(matches!(store.reserve(), Err((Limit::Day, _))), "the next one is ten minutes away");
}

#[test]
fn a_policy_says_how_often_a_chat_is_written_to() {
    let policy = Policy { send_gap: 5, sends_in_window: 2, send_window: 60, ..Policy::CONTRACT };
    let mut store = Store::with(policy);
    store.request();
    assert_eq!(store.reserve(), Err((Limit::Gap, Some(5))));
    store.later(5);
    store.request();
    store.later(5);
    assert_eq!(store.reserve(), Err((Limit::Window, Some(50))));
}

#[test]
fn a_refused_request_changes_nothing_and_leaves_live_codes_alive() {
    let mut store = Store::new();
    let made = store.request();
    let before = store.state.clone();
    for _ in 0..100 {
        assert!(store.reserve().is_err());
    }
    assert_eq!(store.state, before);
    assert!(store.guess(&made.code, None).is_ok());
}

#[test]
fn a_send_that_went_nowhere_can_be_given_back_once() {
    let mut store = Store::new();
    let ticket = store.reserve().unwrap();
    store.release(ticket);
    assert_eq!(store.state, None, "nothing is left to remember");
    let kept = store.reserve().unwrap();
    assert!(store.reserve().is_err());
    store.release(ticket);
    assert!(store.reserve().is_err(), "a repeated release gives no other send back");
    store.release(kept);
    assert!(store.reserve().is_ok());
}

#[test]
fn a_send_that_was_used_is_never_given_back() {
    let mut store = Store::new();
    let ticket = store.reserve().unwrap();
    store.issue(ticket, 600).unwrap();
    store.release(ticket);
    assert!(store.reserve().is_err());
}

#[test]
fn a_send_makes_one_request_and_none_without_it() {
    let mut store = Store::with(roomy());
    assert!(store.issue(1, 600).is_none(), "never reserved");
    let ticket = store.reserve().unwrap();
    assert!(store.issue(ticket, 600).is_some());
    assert!(store.issue(ticket, 600).is_none(), "used");
    assert!(!store.record(ticket, [1; 16]), "used");
    let ticket = store.reserve().unwrap();
    store.release(ticket);
    assert!(store.issue(ticket, 600).is_none(), "given back");
}

#[test]
fn a_crash_between_charge_and_message_stays_charged() {
    let mut store = Store::new();
    store.reserve().unwrap();
    assert_eq!(store.reserve(), Err((Limit::Gap, Some(30))));
}

#[test]
fn success_and_unlocking_give_no_send_back() {
    let mut store = Store::new();
    let made = store.request();
    store.guess(&made.code, None).unwrap();
    assert!(store.reserve().is_err());
    store.unlock();
    assert!(store.reserve().is_err());
}

#[test]
fn pages_and_token_holders_share_one_budget() {
    let mut store = Store::new();
    store.reserve_as(true).unwrap();
    assert!(store.reserve_as(false).is_err());
}

#[test]
fn an_address_that_is_none_makes_no_request_and_uses_no_send() {
    let mut store = Store::new();
    let ticket = store.reserve().unwrap();
    for chat in ["", "20123456789", "20123456789@g.us", "__proto__", "20123456789@c.us\n"] {
        let command = Command::Record {
            ticket,
            instance: crate::support::INSTANCE,
            chat: chat.to_owned(),
            uuid: [1; 16],
            expires: 600,
        };
        assert!(store.try_tell(&command).is_err(), "{chat:?}");
    }
    let made = store.issue(ticket, 600).unwrap();
    assert_eq!(miss(&mut store, &made, None).left, Some(4));
}
