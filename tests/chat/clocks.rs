//! Clocks that jump.

use crate::support::{DAY, Store, miss, roomy};
use hypersender_otp::contract::Reason;
use hypersender_otp::service::chat::command::Limit;

const YEAR: u64 = 365 * DAY;

fn back(store: &mut Store, seconds: u64) {
    store.now -= seconds * 1000;
}

#[test]
fn an_expired_code_stays_expired_when_the_clock_goes_back() {
    let mut store = Store::new();
    let made = store.request_for(60);
    store.later(60);
    assert_eq!(store.refusal(&made.code, None), Reason::ExpiredCode);
    back(&mut store, 60);
    assert_eq!(store.refusal(&made.code, None), Reason::ExpiredCode);
}

#[test]
fn a_code_never_lives_longer_than_its_lifetime_from_now() {
    let mut store = Store::new();
    store.later(YEAR);
    let made = store.request_for(60);
    back(&mut store, YEAR);
    assert!(store.due().reports.len() == 1, "the chat sees the clock");
    store.later(60);
    assert_eq!(store.refusal(&made.code, None), Reason::ExpiredCode);
}

#[test]
fn a_clock_that_goes_back_ends_no_code_early() {
    let mut store = Store::new();
    store.later(YEAR);
    let made = store.request_for(60);
    back(&mut store, YEAR);
    store.due();
    store.later(59);
    assert_eq!(store.guess(&made.code, None), Ok(made.uuid));
}

#[test]
fn a_code_never_lives_past_the_time_it_was_given() {
    let mut store = Store::new();
    let made = store.request_for(60);
    for _ in 0..10 {
        back(&mut store, 30);
        store.due();
        store.later(30);
    }
    store.now = made.expires * 1000;
    assert_eq!(store.refusal(&made.code, None), Reason::ExpiredCode);
}

#[test]
fn no_guess_comes_back_in_either_direction() {
    let mut store = Store::new();
    let made = store.request();
    for _ in 0..4 {
        miss(&mut store, &made, None);
    }
    back(&mut store, YEAR);
    assert_eq!(miss(&mut store, &made, None).left, Some(0));
    store.later(YEAR);
    assert_ne!(store.refusal(&made.code, None), Reason::InvalidCode);
    back(&mut store, 2 * YEAR);
    assert_ne!(store.refusal(&made.code, None), Reason::InvalidCode);
}

#[test]
fn no_send_comes_back_when_the_clock_goes_back() {
    let mut store = Store::new();
    for _ in 0..5 {
        store.request();
        store.later(30);
    }
    back(&mut store, 10 * DAY);
    assert_eq!(store.reserve(), Err((Limit::Window, Some(600))));
    store.later(599);
    assert_eq!(store.reserve(), Err((Limit::Window, Some(1))));
    store.later(1);
    assert!(store.reserve().is_ok(), "and no limit lasts longer than it should");
}

#[test]
fn a_clock_that_was_a_year_ahead_shuts_nobody_out() {
    let mut store = Store::with(roomy());
    store.later(YEAR);
    for _ in 0..2 {
        let made = store.request();
        for _ in 0..5 {
            miss(&mut store, &made, None);
        }
    }
    back(&mut store, YEAR);
    let made = store.request();
    let refusal = store.guess(&made.code, None).unwrap_err();
    assert_eq!((refusal.reason, refusal.retry_after), (Reason::TooManyAttempts, Some(900)));
    store.later(900);
    let made = store.request();
    assert!(store.guess(&made.code, None).is_ok());
}

#[test]
fn a_message_that_was_to_be_sent_next_year_is_sent_within_a_minute() {
    let mut store = Store::new();
    store.later(YEAR);
    store.request();
    back(&mut store, YEAR);
    store.due();
    assert!(store.wake_in.unwrap() <= 60_000);
}

#[test]
fn the_ends_of_the_calendar_are_times_like_any_other() {
    for now in [0, 1, 253_402_300_799_999, u64::MAX] {
        let mut store = Store::with(roomy());
        store.now = now;
        store.request();
        store.later(0);
        store.due();
        for _ in 0..15 {
            let _ = store.guess("000000", None);
        }
        store.now = NOW_AGAIN;
        store.due();
        assert!(store.request().expires >= NOW_AGAIN / 1000);
    }
}

const NOW_AGAIN: u64 = crate::support::NOW;
