//! One shard of a budget by itself: whose limit is spent, when it is told of, what is kept.

use crate::host::Host;
use crate::objects::Object;
use hypersender_otp::service::Kind;
use hypersender_otp::service::budget::{Answer, Command};
use hypersender_otp::service::chat::command::Counts;

const ATTACK: Counts = Counts { failures: 1001, successes: 0 };

/// Ten sends a minute, three of them to one country.
fn small() -> Object {
    Object::new(Kind::Budget, r#"{"sendsAMinute":10,"sendsToOnePrefix":30}"#)
}

fn hour(object: &mut Object) -> Counts {
    match object.tell(&Command::Status) {
        Answer::Status { hour } => hour,
        other => panic!("{other:?}"),
    }
}

fn alarm(object: &mut Object) -> Option<Counts> {
    match object.tell(&Command::Verdicts(ATTACK)) {
        Answer::Noted { alarm } => alarm,
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_refused_send_is_told_whether_one_country_or_the_whole_is_spent() {
    let mut object = small();
    let spent = |country| Answer::Spent { country, retry_after: 67 };
    assert!((0..3).all(|_| object.charges(20)));
    assert_eq!(object.charge(20), spent(true));
    for country in [1, 1, 1, 49, 49, 49, 212] {
        assert!(object.charges(country), "{country} has sends left");
    }
    assert_eq!(object.charge(966), spent(false));
    assert_eq!(object.charge(20), spent(false), "another country would not help");
}

#[test]
fn the_chats_of_an_instance_are_spread_over_all_its_shards() {
    // 64 shards of 600 sends a minute.
    let policy = r#"{"sendsAMinute":38400,"sendsToOnePrefix":100}"#;
    let mut host = Host::with(&[("policy", policy)]);
    for at in 0..600 {
        host.code_for(&format!("2010000{at:04}@c.us"));
    }
    let shards = host.objects.keys().filter(|(kind, _)| *kind == Kind::Budget).count();
    assert_eq!(shards, 64);
}

#[test]
fn what_is_refused_or_only_asked_for_is_not_stored() {
    let mut object = small();
    hour(&mut object);
    assert_eq!((object.writes, object.wake_in), (0, None), "nothing is left to forget");
    assert!((0..3).all(|_| object.charges(20)));
    let writes = object.writes;
    assert!(!object.charges(20));
    hour(&mut object);
    assert_eq!(object.writes, writes);
}

#[test]
fn a_budget_is_forgotten_two_hours_after_its_last_command() {
    let mut object = small();
    for second in [0, 100] {
        object.at(second);
        object.charge(20);
        assert_eq!(object.wake_in, Some(7_200_000));
    }
    object.at(7300);
    object.tell::<Answer>(&Command::Sweep);
    assert_eq!((&object.state, object.wake_in), (&None, None));
}

#[test]
fn guesses_counted_by_a_clock_that_was_ahead_count_for_an_hour_and_no_longer() {
    let mut object = small();
    object.charge(20);
    alarm(&mut object);
    object.at(-3600);
    assert_eq!(hour(&mut object), ATTACK);
    object.at(300);
    assert_eq!(hour(&mut object), Counts::default(), "65 minutes later by the clock that is right");
}

#[test]
fn a_clock_that_wavers_gives_no_send_back() {
    for seconds in [1, 6, 11, 59] {
        let policy = r#"{"sendsAMinute":1000,"sendsToOnePrefix":1}"#;
        let mut object = Object::new(Kind::Budget, policy);
        assert!((0..10).all(|_| object.charges(20)));
        for country in 100..200 {
            // A slice of five seconds begins at second 2.
            object.at(i64::from(1 + country % 2 * seconds));
            assert!(object.charges(country));
        }
        assert!(!object.charges(20), "to and fro by {seconds} s");
    }
}

#[test]
fn clocks_that_differ_by_little_take_no_more_room() {
    let mut object = Object::new(Kind::Budget, r#"{"sendsAMinute":1000,"sendsToOnePrefix":100}"#);
    let mut room = |times| {
        for at in 0..times {
            object.at(1 + at % 2);
            assert!(object.charges(20));
        }
        object.state.as_ref().unwrap().len()
    };
    assert_eq!(room(2), room(100));
}

#[test]
fn an_attack_that_goes_on_is_told_once_an_hour() {
    let mut object = small();
    assert!(alarm(&mut object).is_some());
    object.at(3599);
    assert_eq!(alarm(&mut object), None);
    object.at(3600);
    assert!(alarm(&mut object).is_some());
    object.at(3000);
    assert!(alarm(&mut object).is_some(), "a clock that went back keeps nobody waiting");
}
