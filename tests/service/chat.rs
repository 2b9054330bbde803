//! One chat's codes.

use crate::support::{Random, Store, chat_id, code, wrong};
use hypersender_otp::contract::{Reason, RequestCode, Status, ValidateCode};
use hypersender_otp::service::{Binding, Event, Outcome, Pepper, RANDOM_BYTES, StepError, step};
use hypersender_otp::timestamp::Timestamp;
use hypersender_otp::uuid::Uuid;

#[test]
fn the_right_code_is_validated_once() {
    let mut store = Store::new();
    let asked = store.request();
    let validated = store.validate(&code(&asked), None).unwrap();
    assert_eq!(validated.uuid, asked.uuid);
    assert_eq!(validated.status, Status::Validated);
    assert_eq!(store.refusal(&code(&asked), None), Reason::AlreadyUsed);
    assert_eq!(store.refusal(&code(&asked), Some(&asked.uuid)), Reason::AlreadyUsed);
}

#[test]
fn a_wrong_code_tells_how_many_guesses_are_left() {
    let mut store = Store::new();
    let asked = store.request();
    for left in [4, 3, 2, 1, 0] {
        let refusal = store.validate(&wrong(&[&asked]), None).unwrap_err();
        assert_eq!((refusal.reason, refusal.attempts_remaining), (Reason::InvalidCode, Some(left)));
    }
}

#[test]
fn the_sixth_guess_is_refused_even_if_it_is_right() {
    let mut store = Store::new();
    let asked = store.request();
    for _ in 0..5 {
        assert_eq!(store.refusal(&wrong(&[&asked]), None), Reason::InvalidCode);
    }
    assert_eq!(store.refusal(&code(&asked), None), Reason::TooManyAttempts);
    assert_eq!(store.refusal(&code(&asked), Some(&asked.uuid)), Reason::TooManyAttempts);
}

#[test]
fn the_fifth_guess_is_still_compared() {
    let mut store = Store::new();
    let asked = store.request();
    for _ in 0..4 {
        store.refusal(&wrong(&[&asked]), None);
    }
    assert!(store.validate(&code(&asked), None).is_ok());
}

#[test]
fn a_new_request_gives_an_old_code_no_guesses_back() {
    let mut store = Store::new();
    let old = store.request();
    for _ in 0..4 {
        store.refusal(&wrong(&[&old]), None);
    }
    let new = store.request();
    let refusal = store.validate(&wrong(&[&old, &new]), None).unwrap_err();
    assert_eq!(refusal.attempts_remaining, Some(4), "the new code's");
    assert_eq!(store.refusal(&code(&old), Some(&old.uuid)), Reason::TooManyAttempts);
    assert!(store.validate(&code(&new), Some(&new.uuid)).is_ok());
}

#[test]
fn a_guess_without_a_uuid_is_charged_to_every_code_it_was_compared_with() {
    let mut store = Store::new();
    let asked = [store.request(), store.request(), store.request()];
    let wrong = wrong(&asked.each_ref());
    for _ in 0..5 {
        assert_eq!(store.refusal(&wrong, None), Reason::InvalidCode);
    }
    for request in &asked {
        assert_eq!(store.refusal(&code(request), Some(&request.uuid)), Reason::TooManyAttempts);
    }
}

#[test]
fn a_guess_with_a_uuid_is_compared_with_that_code_alone() {
    let mut store = Store::new();
    let (first, second) = (store.request(), store.request());
    for _ in 0..5 {
        assert_eq!(store.refusal(&code(&second), Some(&first.uuid)), Reason::InvalidCode);
    }
    let validated = store.validate(&code(&second), Some(&second.uuid)).unwrap();
    assert_eq!(validated.uuid, second.uuid);
}

#[test]
fn an_older_code_works_while_a_newer_one_waits() {
    let mut store = Store::new();
    let (first, second) = (store.request(), store.request());
    assert_eq!(store.validate(&code(&first), None).unwrap().uuid, first.uuid);
    assert_eq!(store.validate(&code(&second), None).unwrap().uuid, second.uuid);
}

#[test]
fn after_a_success_an_older_code_needs_its_uuid() {
    let mut store = Store::new();
    let (first, second) = (store.request(), store.request());
    store.validate(&code(&second), None).unwrap();
    assert_eq!(store.refusal(&code(&second), None), Reason::AlreadyUsed);
    assert_eq!(store.refusal(&code(&first), None), Reason::AlreadyUsed);
    assert!(store.validate(&code(&first), Some(&first.uuid)).is_ok());
}

#[test]
fn three_codes_live_and_the_fourth_ends_the_oldest() {
    let mut store = Store::new();
    let asked: Vec<_> = (0..4).map(|_| store.request()).collect();
    assert_eq!(store.refusal(&code(&asked[0]), Some(&asked[0].uuid)), Reason::ExpiredCode);
    for request in &asked[1..] {
        assert!(store.validate(&code(request), Some(&request.uuid)).is_ok());
    }
}

#[test]
fn a_code_works_until_the_second_it_expires() {
    let mut store = Store::new();
    store.now = Timestamp::from_millis(store.now.millis() + 700);
    let asked = store.request_for(60);
    assert_eq!(asked.expires_at, asked.created_at.plus_seconds(60));
    store.now = Timestamp::from_millis(asked.expires_at.millis() - 1);
    let mut twin = Store { state: store.state.clone(), ..Store::new() };
    twin.now = store.now;
    assert!(twin.validate(&code(&asked), None).is_ok());
    store.now = asked.expires_at;
    assert_eq!(store.refusal(&code(&asked), None), Reason::ExpiredCode);
}

#[test]
fn an_expired_code_stays_expired_when_the_clock_goes_back() {
    let mut store = Store::new();
    let asked = store.request_for(60);
    let start = store.now;
    store.later(60);
    assert_eq!(store.refusal(&code(&asked), None), Reason::ExpiredCode);
    store.now = start;
    assert_eq!(store.refusal(&code(&asked), None), Reason::ExpiredCode);
}

#[test]
fn what_ended_is_forgotten_a_day_after_its_time_was_up() {
    let mut store = Store::new();
    let asked = store.request_for(60);
    store.validate(&code(&asked), None).unwrap();
    store.later(60 + 86_399);
    assert_eq!(store.refusal(&code(&asked), None), Reason::AlreadyUsed);
    store.later(1);
    assert_eq!(store.refusal(&code(&asked), None), Reason::NoActiveOtp);
}

#[test]
fn a_chat_without_a_request_has_no_active_code_and_stores_nothing() {
    let mut store = Store::new();
    assert_eq!(store.refusal("123456", None), Reason::NoActiveOtp);
    assert_eq!(store.state, None);
}

#[test]
fn an_unknown_uuid_has_no_active_code_and_costs_no_guess() {
    let mut store = Store::new();
    let asked = store.request();
    let other = Uuid::from_random([9; 16]);
    for _ in 0..10 {
        assert_eq!(store.refusal(&code(&asked), Some(&other)), Reason::NoActiveOtp);
    }
    assert!(store.validate(&code(&asked), None).is_ok());
}

#[test]
fn a_code_is_bound_to_its_chat_instance_and_pepper() {
    let mut store = Store::new();
    let asked = store.request();
    let other_chat = hypersender_otp::chat_id::ChatId::parse("20123456788@c.us").unwrap();
    let other_instance = Uuid::from_random([3; 16]);
    let other_pepper = Pepper::new(&[1; 32]).unwrap();
    let (own_instance, own_pepper) = (store.instance.clone(), store.pepper.clone());
    for (instance, pepper, chat) in [
        (&own_instance, &own_pepper, &other_chat),
        (&other_instance, &own_pepper, &chat_id()),
        (&own_instance, &other_pepper, &chat_id()),
    ] {
        let guess = ValidateCode { chat_id: chat.clone(), code: code(&asked), uuid: None };
        let event = Event::ValidateCode(guess);
        let binding = Binding { instance, pepper };
        let taken = step(binding, store.state.as_deref(), &event, store.now, &[]).unwrap();
        assert!(matches!(taken.outcome, Outcome::Refused(_)));
    }
    assert!(store.validate(&code(&asked), None).is_ok());
}

#[test]
fn the_case_of_letters_matters() {
    let mut store = Store::new();
    let asked = RequestCode {
        use_letter: true,
        use_number: false,
        all_capital: true,
        ..RequestCode::new(chat_id())
    };
    let step = store.try_step(&Event::RequestCode(asked)).unwrap();
    let Outcome::Requested(asked) = step.outcome else { panic!() };
    let lower = code(&asked).to_ascii_lowercase();
    assert_eq!(store.refusal(&lower, None), Reason::InvalidCode);
    assert!(store.validate(&code(&asked), None).is_ok());
}

#[test]
fn too_few_or_repeated_random_bytes_make_no_code() {
    let mut store = Store::new();
    let event = Event::RequestCode(RequestCode::new(chat_id()));
    let (instance, pepper) = (store.instance.clone(), store.pepper.clone());
    let binding = Binding { instance: &instance, pepper: &pepper };
    for random in [vec![], vec![1; 15], vec![1; 18]] {
        let made = step(binding, None, &event, store.now, &random);
        assert_eq!(made.err(), Some(StepError::Random));
    }
    let random = Random(1).bytes();
    assert_eq!(random.len(), RANDOM_BYTES);
    store.state = step(binding, None, &event, store.now, &random).unwrap().state;
    let again = step(binding, store.state.as_deref(), &event, store.now, &random);
    assert_eq!(again.err(), Some(StepError::Random));
}
