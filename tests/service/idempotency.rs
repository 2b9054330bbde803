//! `Idempotency-Key`: the same request sent again gets the same answer and sends nothing.

use crate::host::{Fault, Host};
use crate::random::Random;
use crate::support::{CHAT, INSTANCE, ORIGIN, ROOMY, TOKEN, body, everything, is, text, told};
use hypersender_otp::service::{Kind, Reply};
use hypersender_otp::timestamp::Timestamp;

const KEY: &str = "8e03978e-40d5-43dd-bc93-6894a57f9324";

fn ask(host: &mut Host, key: &str, expires: u32) -> Reply {
    let header = format!("authorization: Bearer {TOKEN}\nidempotency-key: {key}");
    host.post("request-code", &header, &format!(r#"{{"chatId":"{CHAT}","expires":{expires}}}"#))
}

fn ask_as_page(host: &mut Host, key: &str) -> Reply {
    let header = format!("origin: {ORIGIN}\nidempotency-key: {key}");
    host.post("request-code", &header, &format!(r#"{{"chatId":"{CHAT}","expires":600}}"#))
}

#[test]
fn a_repeated_request_gets_the_first_answer_and_no_second_message() {
    let mut host = Host::new();
    let first = ask(&mut host, KEY, 600);
    host.later(5);
    let second = ask(&mut host, &format!("\"{KEY}\""), 600);
    assert_eq!((first.status, body(&first)), (second.status, body(&second)));
    host.later(60);
    assert_eq!(host.inbox().len(), 1);
    let code = text(&second, &["data", "code"]).unwrap();
    assert_eq!(host.guess(&code).status, 200);
}

#[test]
fn another_request_with_the_same_key_is_refused() {
    let mut host = Host::with(&[("policy", ROOMY)]);
    ask(&mut host, KEY, 600);
    assert_eq!(told(&ask(&mut host, KEY, 601)), is(422, "idempotency_key_reused"));
    assert_eq!(ask(&mut host, "another", 601).status, 200);
}

#[test]
fn a_request_that_never_came_to_an_answer_holds_its_key_as_long_as_a_code_may_live() {
    let mut host = Host::with(&[("policy", ROOMY)]);
    host.fault = Some((2, Fault::Crashed));
    let header = format!("authorization: Bearer {TOKEN}\nidempotency-key: {KEY}");
    let asked = format!(r#"{{"chatId":"{CHAT}","expires":600}}"#);
    assert!(host.try_post("request-code", &header, &asked).is_none());
    let reply = ask(&mut host, KEY, 600);
    assert_eq!(told(&reply), is(409, "request_in_progress"));
    assert_eq!(reply.header("retry-after"), Some("60"));
    host.later(61);
    let reply = ask(&mut host, KEY, 600);
    assert_eq!(told(&reply), is(409, "request_in_progress"));
    assert_eq!(reply.header("retry-after"), Some("1739"), "its message may have gone out");
    host.later(1738);
    assert_eq!(ask(&mut host, KEY, 600).status, 409);
    host.later(1);
    assert_eq!(ask(&mut host, KEY, 600).status, 200);
}

#[test]
fn a_vendor_whose_outcome_nobody_knows_is_not_asked_again_for_the_same_key() {
    let issuer = r#"{"type":"hypersender","token":"12|canaryVENDORTOKENcanaryVENDORTOKEN"}"#;
    let mut host = Host::with(&[("issuer", issuer), ("courier", ""), ("policy", ROOMY)]);
    assert_eq!(told(&ask(&mut host, KEY, 600)), is(502, "issuer_failed"));
    for _ in 0..2 {
        host.later(61);
        assert_eq!(told(&ask(&mut host, KEY, 600)), is(409, "request_in_progress"));
    }
    assert_eq!(host.sent.len(), 1);
    assert_eq!(told(&ask(&mut host, "another", 600)), is(502, "issuer_failed"));
    assert_eq!(host.sent.len(), 2, "a new key asks anew");
}

#[test]
fn a_clock_that_goes_back_frees_no_key() {
    for back in [1, 3600, 100_000_000] {
        let mut host = Host::with(&[("policy", ROOMY)]);
        let first = ask(&mut host, KEY, 600);
        host.now = Timestamp::from_millis(host.now.millis() - back * 1000);
        assert_eq!(body(&ask(&mut host, KEY, 600)), body(&first), "{back} s");
        host.later(599);
        assert_eq!(body(&ask(&mut host, KEY, 600)), body(&first), "{back} s");
        host.later(1);
        assert_ne!(body(&ask(&mut host, KEY, 600)), body(&first), "and holds none for years");
    }
}

#[test]
fn a_refused_request_frees_its_key() {
    let mut host = Host::new();
    host.code_for(CHAT);
    assert_eq!(told(&ask(&mut host, KEY, 600)), is(429, "rate_limited"));
    host.later(30);
    assert_eq!(ask(&mut host, KEY, 600).status, 200);
}

#[test]
fn an_answer_is_kept_until_its_code_expires_and_never_longer() {
    let mut host = Host::with(&[("policy", ROOMY)]);
    let first = ask(&mut host, KEY, 600);
    host.later(599);
    assert_eq!(body(&ask(&mut host, KEY, 600)), body(&first));
    host.later(1);
    assert!(!host.objects.keys().any(|(kind, _)| *kind == Kind::Answer), "it is forgotten");
    assert_ne!(body(&ask(&mut host, KEY, 600)), body(&first));
}

#[test]
fn a_page_gets_its_answer_again_without_the_code() {
    let mut host = Host::new();
    let first = ask_as_page(&mut host, KEY);
    let second = ask_as_page(&mut host, KEY);
    assert_eq!((first.status, body(&first)), (200, body(&second)));
    host.later(1);
    let (_, _, code) = host.inbox().remove(0);
    assert!(!everything(&second).contains(&code));
}

#[test]
fn a_page_cannot_fetch_a_servers_answer_by_its_key() {
    let mut host = Host::with(&[("policy", ROOMY)]);
    let first = ask(&mut host, KEY, 600);
    let stolen = ask_as_page(&mut host, KEY);
    assert_ne!(text(&first, &["data", "uuid"]), text(&stolen, &["data", "uuid"]));
    assert_eq!(text(&stolen, &["data", "code"]), None);
}

#[test]
fn a_page_of_another_origin_cannot_fetch_an_answer_by_its_key() {
    let instances =
        format!(r#"[{{"id":"{INSTANCE}","origins":["{ORIGIN}","https://other.example"]}}]"#);
    let mut host = Host::with(&[("policy", ROOMY), ("instances", &instances)]);
    let first = ask_as_page(&mut host, KEY);
    let header = format!("origin: https://other.example\nidempotency-key: {KEY}");
    let asked = format!(r#"{{"chatId":"{CHAT}","expires":600}}"#);
    let stolen = host.post("request-code", &header, &asked);
    assert_eq!((first.status, stolen.status), (200, 200));
    assert_ne!(text(&first, &["data", "uuid"]), text(&stolen, &["data", "uuid"]));
}

#[test]
fn a_server_gets_its_answer_again_whatever_origin_its_request_names() {
    let mut host = Host::new();
    let first = ask(&mut host, KEY, 600);
    let header = format!("authorization: Bearer {TOKEN}\norigin: {ORIGIN}\nidempotency-key: {KEY}");
    let second =
        host.post("request-code", &header, &format!(r#"{{"chatId":"{CHAT}","expires":600}}"#));
    assert_eq!((first.status, body(&first)), (200, body(&second)));
}

#[test]
fn what_is_kept_shows_neither_code_nor_number() {
    let mut host = Host::new();
    let code = text(&ask(&mut host, KEY, 600), &["data", "code"]).unwrap();
    let kept = host.objects.iter().find(|((kind, _), _)| *kind == Kind::Answer).unwrap();
    let holds = |text: &str| kept.1.windows(text.len()).any(|part| part == text.as_bytes());
    for secret in [code.as_str(), "20123456789", "queued", KEY, "canary"] {
        assert!(!holds(secret) && !kept.0.1.contains(secret), "{secret}");
    }
}

#[test]
fn a_key_that_is_no_key_is_refused_before_anything_happens() {
    let mut host = Host::new();
    let long = "x".repeat(256);
    for key in ["\"\"", "\"", "a b", "a\"b", "\u{e9}", "", long.as_str()] {
        assert_eq!(told(&ask(&mut host, key, 600)), is(400, "malformed"), "{key}");
    }
    assert!(host.objects.is_empty());
}

#[test]
fn after_the_pepper_was_rotated_away_the_request_counts_as_new() {
    let mut host = Host::with(&[("policy", ROOMY)]);
    let first = ask(&mut host, KEY, 600);
    let mut rotated =
        Host::with(&[("policy", ROOMY), ("pepper", "canaryNEWPEPPERcanaryNEWPEPPERcanaryNEW")]);
    rotated.objects = host.objects.clone();
    rotated.random = Random(12);
    let again = ask(&mut rotated, KEY, 600);
    assert_eq!(again.status, 200);
    assert_ne!(body(&again), body(&first));
    let both =
        format!(r#"["canaryNEWPEPPERcanaryNEWPEPPERcanaryNEW","{}"]"#, crate::support::PEPPER);
    let mut rotating = Host::with(&[("policy", ROOMY), ("pepper", &both)]);
    rotating.objects = host.objects;
    assert_eq!(body(&ask(&mut rotating, KEY, 600)), body(&first));
}
