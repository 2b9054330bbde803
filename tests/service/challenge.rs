//! The challenge: asked of pages before a message is sent, and told of attacks.

use crate::host::{Fault, Host};
use crate::support::{CHAT, ROOMY, is, told};

const ASK: &str = r#"{"chatId":"20123456789@c.us"}"#;

#[test]
fn a_page_passes_the_challenge_before_a_message_is_sent() {
    let mut host = Host::with(&[("challenge", "true")]);
    assert_eq!(host.public("request-code", ASK).status, 200);
    assert_eq!(host.challenged, [false]);
}

#[test]
fn who_fails_the_challenge_changes_nothing() {
    let mut host = Host::with(&[("challenge", "true")]);
    host.challenge = false;
    assert_eq!(told(&host.public("request-code", ASK)), is(403, "forbidden"));
    assert!(host.objects.is_empty() && host.alarms.is_empty());
    assert_eq!(host.events.pop().unwrap().kind, "challenge_failed");
    host.challenge = true;
    assert_eq!(host.public("request-code", ASK).status, 200, "the chat was not charged");
}

#[test]
fn nobody_is_asked_without_the_setting_or_with_a_token() {
    let mut host = Host::with(&[("policy", ROOMY)]);
    host.public("request-code", ASK);
    let mut other = Host::with(&[("policy", ROOMY), ("challenge", "true")]);
    other.server("request-code", ASK);
    let guess = format!(
        r#"{{"chatId":"{CHAT}","code":"123456","uuid":"a0b5df6a-b491-4190-80a5-38d85a2a4836"}}"#
    );
    other.public("validate-code", &guess);
    assert!(host.challenged.is_empty() && other.challenged.is_empty());
}

#[test]
fn the_hook_is_told_when_wrong_guesses_exceed_what_honest_callers_make() {
    let policy = r#"{"sendGap":0,"sendsInWindow":1000,"sendsADay":1000,"sendsAMinute":1000,"sendsToOnePrefix":100,"failuresAnHour":10}"#;
    let mut host = Host::with(&[("policy", policy), ("challenge", "true")]);
    // One guess each over many chats, which no limit of a chat can see.
    let one_each = |host: &mut Host, from: usize, to: usize| {
        for at in from..to {
            let chat = format!("2010000{at:04}@c.us");
            host.code_for(&chat);
            let guess = format!(r#"{{"chatId":"{chat}","code":"wrongcode"}}"#);
            assert_eq!(told(&host.server("validate-code", &guess)), is(422, "invalid_code"));
        }
        host.later(60);
    };
    one_each(&mut host, 0, 10);
    host.public("request-code", ASK);
    one_each(&mut host, 10, 11);
    host.public("request-code", ASK);
    assert_eq!(host.challenged, [false, true], "the eleventh is one too many");
    let alarms = |host: &Host| {
        let attacks = host.events.iter().filter(|event| event.kind == "under_attack");
        attacks.map(|event| (event.failures, event.successes)).collect::<Vec<_>>()
    };
    assert_eq!(alarms(&host), [(Some(11), Some(0))]);
    one_each(&mut host, 11, 20);
    assert_eq!(alarms(&host).len(), 1, "once an hour");
    host.later(3600);
    one_each(&mut host, 20, 40);
    assert_eq!(alarms(&host).len(), 2);
}

#[test]
fn an_attack_on_many_chats_is_seen_by_a_page_of_any_chat() {
    // Ten shards of 600 sends a minute, each of which counts the guesses of its own chats.
    let policy = r#"{"sendGap":0,"sendsAMinute":6000,"sendsToOnePrefix":100,"failuresAnHour":20}"#;
    for (attacked, expected) in [(20, false), (21, true)] {
        let mut host = Host::with(&[("policy", policy), ("challenge", "true")]);
        for at in 0..attacked {
            let chat = format!("2010000{at:04}@c.us");
            host.code_for(&chat);
            let guess = format!(r#"{{"chatId":"{chat}","code":"wrongcode"}}"#);
            assert_eq!(told(&host.server("validate-code", &guess)), is(422, "invalid_code"));
        }
        host.later(60);
        for page in 0..5 {
            host.public("request-code", &format!(r#"{{"chatId":"2011000000{page}@c.us"}}"#));
        }
        assert_eq!(host.challenged, [expected; 5]);
    }
}

#[test]
fn guesses_at_chats_without_a_code_do_not_count() {
    let mut host = Host::with(&[("policy", r#"{"failuresAnHour":1}"#), ("challenge", "true")]);
    for at in 0..20 {
        let guess = format!(r#"{{"chatId":"2010000{at:04}@c.us","code":"wrongcode"}}"#);
        assert_eq!(told(&host.server("validate-code", &guess)), is(404, "no_active_otp"));
    }
    host.later(60);
    host.public("request-code", ASK);
    assert_eq!(host.challenged, [false]);
}

#[test]
fn what_cannot_be_known_is_taken_for_an_attack() {
    let mut host = Host::with(&[("challenge", "true")]);
    host.fault = Some((1, Fault::Refused));
    host.public("request-code", ASK);
    assert_eq!(host.challenged, [true]);
}
