//! Messages that wait for the courier.

use crate::support::{CHAT, DAY, Store, holds, miss, roomy};
use hypersender_otp::service::chat::command::{Outcome, Stage};

#[test]
fn a_message_is_handed_out_at_once_as_the_template_says() {
    let mut store = Store::new();
    let made = store.request();
    assert_eq!(store.wake_in, Some(0));
    let due = store.due();
    let [delivery] = due.deliveries.as_slice() else { panic!("one message") };
    assert_eq!((delivery.uuid, delivery.chat.as_str()), (made.uuid, CHAT));
    assert_eq!(delivery.code, made.code);
    assert_eq!(delivery.text, format!("*{}* is your code for Acme, valid for 10 min.", made.code));
    assert_eq!((delivery.created, delivery.expires), (made.created, made.expires));
}

#[test]
fn an_accepted_message_is_forgotten_and_its_request_sent() {
    let mut store = Store::new();
    let made = store.sent();
    assert_eq!(store.due().reports[0].stage, Stage::Sent);
    store.later(61);
    assert!(store.due().deliveries.is_empty());
    assert!(store.guess(&made.code, None).is_ok());
}

#[test]
fn a_rejected_message_is_forgotten_and_its_request_stays_pending() {
    let mut store = Store::new();
    let made = store.request();
    store.due();
    store.delivered(made.uuid, Outcome::Rejected);
    assert_eq!(store.due().reports[0].stage, Stage::Pending);
    store.later(61);
    assert!(store.due().deliveries.is_empty());
}

#[test]
fn a_message_is_tried_again_with_growing_delays_until_the_code_expires() {
    let mut store = Store::new();
    let made = store.request_for(300);
    for delay in [1, 2, 4, 8, 16, 32, 60, 60, 60, 57] {
        assert_eq!(store.due().deliveries.len(), 1);
        store.reported(vec![(made.uuid, Stage::Pending)], None);
        store.delivered(made.uuid, Outcome::Retry);
        assert_eq!(store.wake_in, Some(delay * 1000));
        store.later(delay);
    }
    assert!(store.due().deliveries.is_empty(), "the code expired");
}

#[test]
fn a_message_that_may_have_gone_out_is_handed_out_once_more_and_no_more() {
    let mut store = Store::new();
    let made = store.request();
    for _ in 0..2 {
        assert_eq!(store.due().deliveries.len(), 1);
        store.delivered(made.uuid, Outcome::Unknown);
        store.later(61);
    }
    assert!(store.due().deliveries.is_empty());
}

#[test]
fn an_alarm_that_rings_twice_hands_a_message_out_once() {
    let mut store = Store::new();
    store.request();
    assert_eq!(store.due().deliveries.len(), 1);
    assert_eq!(store.due().deliveries.len(), 0);
}

#[test]
fn a_message_that_was_handed_out_before_a_crash_is_handed_out_again() {
    let mut store = Store::new();
    let made = store.request();
    store.due();
    store.reported(vec![(made.uuid, Stage::Pending)], None);
    assert_eq!(store.wake_in, Some(30_000), "longer than a courier is waited for");
    store.later(30);
    assert_eq!(store.due().deliveries.len(), 1);
}

#[test]
fn an_alarm_that_never_rings_costs_only_the_message() {
    let mut store = Store::new();
    let made = store.request();
    store.later(599);
    assert!(store.guess(&made.code, None).is_ok());
}

#[test]
fn no_message_outlives_its_code() {
    let expired = |store: &mut Store| store.later(600);
    let replaced = |store: &mut Store| (0..3).for_each(|_| drop(store.request()));
    for end in [expired, replaced] {
        let mut store = Store::with(roomy());
        let made = store.request();
        end(&mut store);
        let due = store.due();
        assert!(due.deliveries.iter().all(|delivery| delivery.uuid != made.uuid));
    }
    let mut store = Store::new();
    let made = store.request();
    for _ in 0..5 {
        miss(&mut store, &made, None);
    }
    assert!(store.due().deliveries.is_empty(), "no guess is left");
    let mut store = Store::new();
    let made = store.request();
    store.guess(&made.code, None).unwrap();
    assert!(store.due().deliveries.is_empty(), "it is used up");
}

#[test]
fn the_message_is_sealed_until_it_is_accepted_and_gone_after() {
    let mut store = Store::new();
    let made = store.request();
    let waiting = store.state.clone().unwrap();
    for secret in [made.code.as_str(), "20123456789", "Acme", "your code"] {
        assert!(!holds(&waiting, secret), "{secret} is stored");
    }
    store.due();
    store.delivered(made.uuid, Outcome::Accepted);
    let sent = store.state.clone().unwrap().len();
    assert!(sent + 100 < waiting.len(), "{sent} of {} bytes", waiting.len());
}

#[test]
fn word_of_an_unknown_or_forgotten_delivery_changes_nothing() {
    let mut store = Store::new();
    store.delivered([3; 16], Outcome::Accepted);
    assert_eq!(store.state, None);
    let made = store.request();
    store.later(2 * DAY);
    store.delivered(made.uuid, Outcome::Retry);
    assert!(store.due().deliveries.is_empty());
}

#[test]
fn what_is_filled_into_a_template_is_not_read_as_one() {
    use hypersender_otp::service::chat::command::{Command, Delivery};
    let mut store = Store::with(roomy());
    for (template, name, expected) in [
        ("{{name}}", Some("{{code}}"), "{{code}}"),
        ("{{minutes}}|{{other}}|{{name}}", None, "10||"),
        ("{{code", None, "{{code"),
        ("}}{{minutes}}}}", None, "}}10}}"),
    ] {
        let ticket = store.reserve().unwrap();
        let Command::Issue { instance, chat, format, expires, .. } =
            crate::support::issue(ticket, 600)
        else {
            panic!()
        };
        let (name, template) = (name.map(str::to_owned), template.to_owned());
        store.tell(&Command::Issue { ticket, instance, chat, format, expires, name, template });
        let [Delivery { text, .. }] = store.due().deliveries.try_into().ok().unwrap();
        assert_eq!(text, expected);
    }
}
