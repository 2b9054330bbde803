//! A storage that fails at any one command, in every way, and what is true all the same.

use crate::host::{Fault, Host};
use crate::support::{CHAT, TOKEN, is, text, told};
use hypersender_otp::service::Reply;

const FAULTS: [Fault; 3] = [Fault::Refused, Fault::Lost, Fault::Crashed];

fn ask(host: &mut Host) -> Option<Reply> {
    let header = format!("authorization: Bearer {TOKEN}\nidempotency-key: one");
    host.try_post("request-code", &header, &format!(r#"{{"chatId":"{CHAT}"}}"#))
}

fn guess(host: &mut Host, code: &str) -> Option<Reply> {
    let header = format!("authorization: Bearer {TOKEN}");
    let body = format!(r#"{{"chatId":"{CHAT}","code":"{code}"}}"#);
    host.try_post("validate-code", &header, &body)
}

/// Commands that a call needs when nothing fails.
fn commands(call: impl FnOnce(&mut Host)) -> usize {
    let mut host = Host::new();
    call(&mut host);
    host.applied
}

#[test]
fn a_request_is_answered_truly_wherever_the_storage_fails() {
    let count = commands(|host| drop(ask(host)));
    assert_eq!(count, 5, "key, chat, budget, chat, key");
    for fault in FAULTS {
        for at in 1..=count {
            let mut host = Host::new();
            host.fault = Some((at, fault));
            let reply = ask(&mut host);
            match &reply {
                Some(reply) if reply.status == 200 => {}
                Some(reply) if reply.status == 503 => {
                    assert_eq!(reply.header("retry-after"), Some("1"));
                    host.later(90);
                    assert!(host.inbox().is_empty(), "503 says that nothing was done");
                }
                Some(reply) => assert_eq!(told(reply), is(500, "internal")),
                None => assert!(fault == Fault::Crashed),
            }
            host.later(120);
            assert!(host.inbox().len() <= 1, "one call sends one message at most");
            // Where nobody knows whether a message went the key is held, and a new one is free.
            let held = ask(&mut host).unwrap();
            let again = match held.status {
                409 => host.server("request-code", &format!(r#"{{"chatId":"{CHAT}"}}"#)),
                _ => held,
            };
            assert_eq!(again.status, 200, "command {at}");
            host.later(120);
            let uuid = text(&again, &["data", "uuid"]).unwrap();
            assert!(host.inbox().iter().any(|(known, ..)| *known == uuid), "command {at}");
            assert_eq!(host.status(&uuid), "sent", "command {at}");
            for told in [&again].into_iter().chain(&reply).filter(|reply| reply.status == 200) {
                let code = text(told, &["data", "code"]).unwrap();
                let status = host.guess(&code).status;
                assert!(matches!(status, 200 | 409), "a code that was told is good: {status}");
            }
        }
    }
}

#[test]
fn a_refused_reservation_and_a_refused_budget_charge_nothing() {
    for at in [2, 3] {
        let mut host = Host::new();
        host.fault = Some((at, Fault::Refused));
        assert_eq!(told(&ask(&mut host).unwrap()), is(503, "unavailable"));
        assert_eq!(ask(&mut host).unwrap().status, 200, "the very next try, command {at}");
    }
}

#[test]
fn a_right_code_wins_once_wherever_the_storage_fails() {
    let before = commands(|host| drop(host.code_for(CHAT)));
    let count = commands(|host| {
        let made = host.code_for(CHAT);
        host.guess(&made.code);
    }) - before;
    assert_eq!(count, 1, "the chat alone");
    for fault in FAULTS {
        for at in 1..=count {
            let mut host = Host::new();
            let made = host.code_for(CHAT);
            host.fault = Some((before + at, fault));
            let first = guess(&mut host, &made.code).map_or(0, |reply| reply.status);
            let second = guess(&mut host, &made.code).unwrap().status;
            let stored = !(at == 1 && fault != Fault::Lost);
            assert_eq!(second, if stored { 409 } else { 200 }, "command {at}");
            assert!(first == 200 || first == 500 || first == 0);
            assert!(!(first == 200 && second == 200), "it won twice");
            host.later(120);
            assert_eq!(host.status(&made.uuid), "validated", "command {at}");
        }
    }
}

#[test]
fn a_message_and_its_reports_arrive_wherever_the_storage_fails() {
    let before = commands(|host| drop(host.code_for(CHAT)));
    let count = commands(|host| {
        let made = host.code_for(CHAT);
        host.guess("wrongcode");
        host.later(60);
        let _ = made;
    }) - before;
    for fault in FAULTS {
        for at in 2..=count {
            let mut host = Host::new();
            let made = host.code_for(CHAT);
            host.guess("wrongcode");
            host.fault = Some((before + at, fault));
            host.later(300);
            assert_eq!(host.inbox().len(), 1, "command {at}");
            assert_eq!(host.status(&made.uuid), "sent", "command {at}");
        }
    }
}

#[test]
fn a_list_that_cannot_be_read_whole_is_not_shown() {
    for at in 1..=16 {
        let mut host = Host::new();
        host.fault = Some((at, Fault::Refused));
        assert_eq!(told(&host.look("requests")), is(503, "unavailable"));
    }
}

#[test]
fn damaged_states_are_errors_and_never_empty_ones() {
    let mut host = Host::new();
    let made = host.code_for(CHAT);
    assert_eq!(host.status(&made.uuid), "pending");
    for state in host.objects.values_mut() {
        *state.last_mut().unwrap() ^= 1;
    }
    assert_eq!(told(&host.guess(&made.code)), is(500, "internal"));
    assert_eq!(told(&host.look(&format!("requests/{}", made.uuid))), is(503, "unavailable"));
    host.now = host.now.plus_seconds(60);
    let asked = format!(r#"{{"chatId":"{CHAT}"}}"#);
    assert_eq!(told(&host.server("request-code", &asked)), is(503, "unavailable"));
}

#[test]
fn bytes_that_are_no_flow_and_no_command_change_nothing() {
    let mut host = Host::new();
    host.code_for(CHAT);
    let before = host.objects.clone();
    let mut random = crate::random::Random(5);
    for length in 0..200 {
        let bytes = random.bytes(length);
        let brought = hypersender_otp::service::Brought::Failed;
        host.service.resume(&bytes, &brought, host.now);
        for ((kind, _), state) in &before {
            let seed = random.bytes(256);
            let _ = host.service.apply(*kind, Some(state), &bytes, host.now, &seed);
            let _ = host.service.apply(*kind, Some(&bytes), &bytes, host.now, &seed);
        }
    }
}
