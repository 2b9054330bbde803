//! Guesses at one chat's codes.

use crate::support::{CHAT, DAY, Made, Store, guess, miss, roomy, verdict, wrong};
use hypersender_otp::contract::Reason;
use hypersender_otp::service::chat::command::{Answer, CodeFormat, Command, UuidBytes};
use hypersender_otp::service::policy::Policy;

#[test]
fn the_right_code_is_validated_once() {
    let mut store = Store::new();
    let made = store.request();
    assert_eq!(store.guess(&made.code, None), Ok(made.uuid));
    assert_eq!(store.refusal(&made.code, None), Reason::AlreadyUsed);
    assert_eq!(store.refusal(&made.code, Some(made.uuid)), Reason::AlreadyUsed);
}

#[test]
fn a_wrong_code_tells_how_many_guesses_are_left() {
    let mut store = Store::new();
    let made = store.request();
    for left in [4, 3, 2, 1, 0] {
        let refusal = miss(&mut store, &made, None);
        assert_eq!((refusal.reason, refusal.left), (Reason::InvalidCode, Some(left)));
        assert!(refusal.evaluated);
    }
}

#[test]
fn the_sixth_guess_is_refused_even_if_it_is_right() {
    for named in [false, true] {
        let mut store = Store::new();
        let made = store.request();
        let uuid = named.then_some(made.uuid);
        for _ in 0..5 {
            assert_eq!(miss(&mut store, &made, uuid).reason, Reason::InvalidCode);
        }
        let refusal = store.guess(&made.code, uuid).unwrap_err();
        assert_eq!(refusal.reason, Reason::TooManyAttempts);
        assert!(!refusal.evaluated);
        assert_eq!(refusal.retry_after, None, "only a new code helps");
    }
}

#[test]
fn the_fifth_guess_is_still_compared() {
    let mut store = Store::new();
    let made = store.request();
    for _ in 0..4 {
        miss(&mut store, &made, None);
    }
    assert!(store.guess(&made.code, None).is_ok());
}

#[test]
fn a_policy_says_how_many_guesses_a_code_has() {
    let mut store = Store::with(Policy { guesses: 2, ..Policy::CONTRACT });
    let made = store.request();
    for _ in 0..2 {
        miss(&mut store, &made, None);
    }
    assert_eq!(store.refusal(&made.code, None), Reason::TooManyAttempts);
}

#[test]
fn of_a_thousand_right_codes_exactly_one_wins() {
    let mut store = Store::new();
    let made = store.request();
    let won = (0..1000).filter(|_| store.guess(&made.code, Some(made.uuid)).is_ok()).count();
    assert_eq!(won, 1);
}

#[test]
fn of_a_thousand_wrong_codes_exactly_five_are_compared() {
    let mut store = Store::new();
    let made = store.request();
    let uuid = Some(made.uuid);
    let compared = (0..1000).filter(|_| miss(&mut store, &made, uuid).evaluated).count();
    assert_eq!(compared, 5);
}

#[test]
fn a_new_request_gives_an_old_code_no_guesses_back() {
    let mut store = Store::with(roomy());
    let old = store.request();
    for _ in 0..4 {
        miss(&mut store, &old, None);
    }
    let new = store.request();
    let refusal = store.guess(&wrong(&[&old, &new]), None).unwrap_err();
    assert_eq!(refusal.left, Some(4), "the new code's");
    assert_eq!(store.refusal(&old.code, Some(old.uuid)), Reason::TooManyAttempts);
    assert!(store.guess(&new.code, Some(new.uuid)).is_ok());
}

#[test]
fn a_guess_without_a_uuid_is_charged_to_every_code_it_was_compared_with() {
    let mut store = Store::with(roomy());
    let made = [store.request(), store.request(), store.request()];
    let wrong = wrong(&made.each_ref());
    for _ in 0..5 {
        assert_eq!(store.refusal(&wrong, None), Reason::InvalidCode);
    }
    for request in &made {
        assert_eq!(store.refusal(&request.code, Some(request.uuid)), Reason::TooManyAttempts);
    }
}

#[test]
fn a_guess_with_a_uuid_is_compared_with_that_code_alone() {
    let mut store = Store::with(roomy());
    let (first, second) = (store.request(), store.request());
    for _ in 0..5 {
        assert_eq!(store.refusal(&second.code, Some(first.uuid)), Reason::InvalidCode);
    }
    assert_eq!(store.guess(&second.code, Some(second.uuid)), Ok(second.uuid));
}

#[test]
fn an_older_code_works_while_a_newer_one_waits() {
    let mut store = Store::with(roomy());
    let (first, second) = (store.request(), store.request());
    assert_eq!(store.guess(&first.code, None), Ok(first.uuid));
    assert_eq!(store.guess(&second.code, None), Ok(second.uuid));
}

#[test]
fn after_a_success_an_older_code_needs_its_uuid() {
    let mut store = Store::with(roomy());
    let (first, second) = (store.request(), store.request());
    store.guess(&second.code, None).unwrap();
    assert_eq!(store.refusal(&second.code, None), Reason::AlreadyUsed);
    assert_eq!(store.refusal(&first.code, None), Reason::AlreadyUsed);
    assert!(store.guess(&first.code, Some(first.uuid)).is_ok());
}

#[test]
fn three_codes_live_and_the_fourth_ends_the_oldest() {
    let mut store = Store::with(roomy());
    let made: Vec<Made> = (0..4).map(|_| store.request()).collect();
    assert_eq!(store.refusal(&made[0].code, Some(made[0].uuid)), Reason::ExpiredCode);
    for request in &made[1..] {
        assert!(store.guess(&request.code, Some(request.uuid)).is_ok());
    }
}

#[test]
fn a_guess_reaches_no_further_back_than_the_policy_lets_codes_live() {
    let mut store = Store::with(Policy { live_codes: 5, ..roomy() });
    let made: Vec<Made> = (0..4).map(|_| store.request()).collect();
    store.policy.live_codes = 3;
    for _ in 0..5 {
        assert_eq!(store.refusal(&made[0].code, None), Reason::InvalidCode);
    }
    assert_eq!(store.refusal(&made[1].code, Some(made[1].uuid)), Reason::TooManyAttempts);
    assert!(store.guess(&made[0].code, Some(made[0].uuid)).is_ok());
}

#[test]
fn a_code_works_until_the_second_it_expires() {
    let mut store = Store::new();
    store.now += 700;
    let made = store.request_for(60);
    assert_eq!((made.created, made.expires), (store.now / 1000, store.now / 1000 + 60));
    store.now = made.expires * 1000 - 1;
    let mut twin = Store { state: store.state.clone(), now: store.now, ..Store::new() };
    assert!(twin.guess(&made.code, None).is_ok());
    store.now = made.expires * 1000;
    assert_eq!(store.refusal(&made.code, None), Reason::ExpiredCode);
}

#[test]
fn what_ended_is_forgotten_a_day_after_its_time_was_up() {
    let mut store = Store::new();
    let made = store.request_for(60);
    store.guess(&made.code, None).unwrap();
    store.later(60 + DAY - 1);
    assert_eq!(store.refusal(&made.code, None), Reason::AlreadyUsed);
    store.later(1);
    assert_eq!(store.refusal(&made.code, None), Reason::NoActiveOtp);
}

#[test]
fn a_chat_without_a_request_has_no_active_code_and_stores_nothing() {
    let mut store = Store::new();
    let refusal = store.guess("123456", None).unwrap_err();
    assert_eq!((refusal.reason, refusal.evaluated), (Reason::NoActiveOtp, false));
    assert_eq!((store.state, store.wake_in), (None, None));
}

#[test]
fn an_unknown_uuid_has_no_active_code_and_costs_no_guess() {
    let mut store = Store::new();
    let made = store.request();
    for _ in 0..50 {
        assert_eq!(store.refusal(&made.code, Some([9; 16])), Reason::NoActiveOtp);
    }
    assert!(store.guess(&made.code, None).is_ok());
}

#[test]
fn nothing_that_is_no_code_ever_equals_anything() {
    let odd = ["", " ", "0", "null", "undefined", "\0\0\0\0\0\0", "٤٣٩٧١٣", "0x6b5a1"];
    let mut store = Store::new();
    for code in odd {
        assert_eq!(store.refusal(code, None), Reason::NoActiveOtp, "{code:?} with no code");
    }
    for code in odd {
        let mut store = Store::new();
        store.request();
        assert_eq!(store.refusal(code, None), Reason::InvalidCode, "{code:?}");
    }
}

#[test]
fn a_code_of_one_instance_and_chat_validates_nowhere_else() {
    let mut store = Store::new();
    let made = store.request();
    let elsewhere = |instance: UuidBytes, chat: &str| Command::Validate {
        instance,
        chat: chat.to_owned(),
        code: made.code.clone(),
        uuid: None,
        public: false,
    };
    let answer = store.tell(&elsewhere(crate::support::INSTANCE, "20123456788@c.us"));
    assert_eq!(verdict(answer).unwrap_err().reason, Reason::InvalidCode);
    assert!(store.try_tell(&elsewhere([1; 16], CHAT)).is_err(), "another instance's chat");
    assert!(store.guess(&made.code, None).is_ok());
}

#[test]
fn the_case_of_letters_matters() {
    let mut store = Store::new();
    let ticket = store.reserve().unwrap();
    let format = CodeFormat { length: 6, letter: true, number: false, capital: true };
    let Command::Issue { instance, chat, expires, name, template, .. } =
        crate::support::issue(ticket, 600)
    else {
        panic!()
    };
    let issue = Command::Issue { ticket, instance, chat, format, expires, name, template };
    let Answer::Issued { code: Some(code), .. } = store.tell(&issue) else { panic!() };
    assert!(code.bytes().all(|byte| byte.is_ascii_uppercase()), "{code}");
    assert_eq!(store.refusal(&code.to_lowercase(), None), Reason::InvalidCode);
    assert!(store.guess(&code, None).is_ok());
}

#[test]
fn the_reason_never_depends_on_the_guess_but_for_a_live_code_that_does_not_match() {
    let mut store = Store::with(roomy());
    let made = store.request();
    let answers = |store: &Store| {
        [&made.code, "000000", "999999"].map(|code| {
            let mut twin = Store { state: store.state.clone(), now: store.now, ..Store::new() };
            twin.guess(code, None).map_err(|refusal| refusal.reason)
        })
    };
    for _ in 0..5 {
        miss(&mut store, &made, None);
    }
    assert_eq!(answers(&store), [Err(Reason::TooManyAttempts); 3]);
    store.later(600);
    assert_eq!(answers(&store), [Err(Reason::ExpiredCode); 3]);
    store.later(2 * DAY);
    assert_eq!(answers(&store), [Err(Reason::NoActiveOtp); 3]);
}

#[test]
fn a_page_and_a_token_holder_are_judged_alike() {
    let mut store = Store::new();
    let made = store.request();
    assert!(store.tell(&guess("000000", Some(made.uuid), true)) != Answer::Done);
    assert_eq!(miss(&mut store, &made, Some(made.uuid)).left, Some(3));
    assert_eq!(store.guess_as_page(&made.code, made.uuid), Ok(made.uuid));
}
