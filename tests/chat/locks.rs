//! Failures that lock a chat, and those that close it.

use crate::support::{DAY, Made, Refusal, Store, miss, roomy};
use hypersender_otp::contract::Reason;
use hypersender_otp::service::chat::command::Limit;
use hypersender_otp::service::policy::Policy;

/// Wrong guesses without `uuid`, on as many codes as that takes.
fn misses(store: &mut Store, count: usize) -> (Made, Refusal) {
    let mut last = None;
    let mut made = store.request();
    for guess in 0..count {
        if guess % 5 == 0 && guess > 0 {
            made = store.request();
        }
        let refusal = miss(store, &made, None);
        assert_eq!(refusal.reason, Reason::InvalidCode, "guess {guess}");
        last = Some(refusal);
    }
    (made, last.unwrap())
}

fn locked(store: &mut Store, code: &str) -> Option<u32> {
    let refusal = store.guess(code, None).unwrap_err();
    assert_eq!((refusal.reason, refusal.evaluated), (Reason::TooManyAttempts, false));
    refusal.retry_after
}

/// No limit a day, so that locks can be seen to grow.
fn endless() -> Policy {
    Policy { failures_a_day: 10_000, ..roomy() }
}

#[test]
fn ten_failures_in_15_minutes_lock_a_chat_for_15_minutes() {
    let mut store = Store::with(roomy());
    misses(&mut store, 10);
    let new = store.request();
    assert_eq!(locked(&mut store, &new.code), Some(900));
    store.now += 899_001;
    assert_eq!(locked(&mut store, &new.code), Some(1));
    store.now += 999;
    let new = store.request();
    assert!(store.guess(&new.code, None).is_ok());
}

#[test]
fn nine_failures_lock_nothing_and_older_ones_do_not_count() {
    let mut store = Store::with(roomy());
    misses(&mut store, 9);
    store.later(900);
    let (made, _) = misses(&mut store, 5);
    let made = Made { code: made.code, ..store.request() };
    assert_eq!(store.refusal(&made.code, None), Reason::InvalidCode, "14 in all, 6 in the window");
}

#[test]
fn a_lock_is_refused_even_the_right_code_and_even_without_a_live_one() {
    let mut store = Store::with(roomy());
    misses(&mut store, 10);
    assert!(locked(&mut store, "000000").is_some(), "no code lives");
    let new = store.request();
    assert!(locked(&mut store, &new.code).is_some(), "a new code does not open it");
}

#[test]
fn whoever_has_the_uuid_is_not_locked_out() {
    let mut store = Store::with(roomy());
    misses(&mut store, 10);
    let made = store.request();
    locked(&mut store, &made.code);
    assert_eq!(store.guess(&made.code, Some(made.uuid)), Ok(made.uuid));
}

#[test]
fn failures_with_a_uuid_lock_nothing() {
    let mut store = Store::with(roomy());
    for _ in 0..6 {
        let made = store.request();
        for _ in 0..5 {
            miss(&mut store, &made, Some(made.uuid));
        }
    }
    let made = store.request();
    assert!(store.guess(&made.code, None).is_ok());
}

#[test]
fn each_lock_lasts_twice_as_long_as_the_one_before_up_to_an_hour() {
    let mut store = Store::with(endless());
    for length in [900, 1800, 3600, 3600] {
        misses(&mut store, 10);
        let made = store.request();
        assert_eq!(locked(&mut store, &made.code), Some(length));
        store.later(u64::from(length));
    }
}

#[test]
fn locks_begin_small_again_after_a_day_without_failures() {
    let mut store = Store::with(endless());
    misses(&mut store, 10);
    store.later(900);
    misses(&mut store, 10);
    store.later(DAY);
    misses(&mut store, 10);
    let made = store.request();
    assert_eq!(locked(&mut store, &made.code), Some(900));
}

#[test]
fn twenty_failures_a_day_lock_a_chat_until_the_first_is_a_day_old() {
    let mut store = Store::with(Policy { failures_in_window: 100, ..roomy() });
    let start = store.now;
    misses(&mut store, 10);
    store.later(3600);
    misses(&mut store, 10);
    let made = store.request();
    let left = DAY - (store.now - start) / 1000;
    assert_eq!(locked(&mut store, &made.code), Some(left as u32));
    store.later(left);
    let made = store.request();
    assert!(store.guess(&made.code, None).is_ok());
}

#[test]
fn the_counters_survive_a_success_but_for_the_failures_in_a_row() {
    let mut store = Store::with(roomy());
    misses(&mut store, 5);
    let made = store.request();
    store.guess(&made.code, None).unwrap();
    let (made, _) = misses(&mut store, 5);
    assert_eq!(locked(&mut store, &made.code), Some(900));
}

#[test]
fn a_success_is_not_counted_as_a_failure() {
    let mut store = Store::with(roomy());
    for _ in 0..30 {
        let made = store.request();
        store.guess(&made.code, None).unwrap();
    }
}

#[test]
fn a_guess_with_nothing_to_compare_costs_the_chat_nothing() {
    let mut store = Store::new();
    for _ in 0..100 {
        assert_eq!(store.refusal("000000", None), Reason::NoActiveOtp);
    }
    let made = store.request();
    assert!(store.guess(&made.code, None).is_ok());
}

/// A hundred failures with `uuid`, which lock nothing.
fn close(store: &mut Store) {
    for _ in 0..20 {
        let made = store.request();
        for _ in 0..5 {
            miss(store, &made, Some(made.uuid));
        }
    }
}

#[test]
fn a_hundred_failures_in_a_row_close_a_chat_to_pages_until_it_is_unlocked() {
    let mut store = Store::with(roomy());
    close(&mut store);
    assert_eq!(store.reserve_as(true), Err((Limit::Closed, None)));
    let made = store.request();
    let refusal = store.guess_as_page(&made.code, made.uuid).unwrap_err();
    assert_eq!((refusal.reason, refusal.retry_after), (Reason::TooManyAttempts, None));
    store.later(30 * DAY);
    assert_eq!(store.reserve_as(true), Err((Limit::Closed, None)), "time alone opens nothing");
    store.unlock();
    assert!(store.reserve_as(true).is_ok());
}

#[test]
fn a_closed_chat_still_serves_token_holders_and_their_success_opens_it() {
    let mut store = Store::with(roomy());
    close(&mut store);
    let made = store.request();
    assert!(store.guess(&made.code, Some(made.uuid)).is_ok());
    assert!(store.reserve_as(true).is_ok());
}

#[test]
fn ninety_nine_failures_and_a_success_close_nothing() {
    let mut store = Store::with(Policy { failures_in_a_row: 10, ..roomy() });
    for _ in 0..2 {
        let first = store.request();
        for _ in 0..5 {
            miss(&mut store, &first, Some(first.uuid));
        }
        let second = store.request();
        for _ in 0..4 {
            miss(&mut store, &second, Some(second.uuid));
        }
        assert!(store.guess_as_page(&second.code, second.uuid).is_ok());
    }
}

#[test]
fn unlocking_opens_a_locked_chat_but_gives_no_guess_at_a_code_back() {
    let mut store = Store::with(roomy());
    let (made, _) = misses(&mut store, 10);
    store.unlock();
    assert_eq!(store.refusal(&made.code, None), Reason::TooManyAttempts);
    let made = store.request();
    assert!(store.guess(&made.code, None).is_ok());
}
