//! The exact shape of the contract's own examples, and each refusal.

use crate::host::{Host, NOW};
use crate::support::{CHAT, EXAMPLE, ROOMY, body, is, members, text, told};

#[test]
fn the_contracts_request_gets_an_answer_of_its_exact_shape() {
    let reply = Host::new().server("request-code", EXAMPLE);
    let uuid = text(&reply, &["data", "uuid"]).unwrap();
    let code = text(&reply, &["data", "code"]).unwrap();
    assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()));
    let expected = format!(
        r#"{{"success":true,"message":"OTP code generated and message queued successfully","data":{{"uuid":"{uuid}","chat_id":"20123456789@c.us","code":"{code}","status":"pending","otp_type":"code","expires_at":"2025-12-29T18:09:38+00:00","created_at":"2025-12-29T17:39:38+00:00"}}}}"#
    );
    assert_eq!((reply.status, body(&reply)), (200, expected.as_str()));
    assert_eq!(reply.header("content-type"), Some("application/json"));
}

#[test]
fn the_contracts_validation_gets_an_answer_of_its_exact_shape() {
    let mut host = Host::with(&[("proofKey", "")]);
    let asked = host.server("request-code", EXAMPLE);
    let uuid = text(&asked, &["data", "uuid"]).unwrap();
    let code = text(&asked, &["data", "code"]).unwrap();
    host.now = NOW.plus_seconds(238);
    let reply = host.guess(&code);
    let expected = format!(
        r#"{{"success":true,"message":"OTP code validated successfully","data":{{"uuid":"{uuid}","chat_id":"20123456789@c.us","status":"validated","validated_at":"2025-12-29T17:43:36+00:00"}}}}"#
    );
    assert_eq!((reply.status, body(&reply)), (200, expected.as_str()));
}

#[test]
fn a_whole_number_may_be_written_with_a_fraction_of_zeros() {
    let body = format!(r#"{{"chatId":"{CHAT}","length":9.0,"expires":300.00}}"#);
    let reply = Host::new().server("request-code", &body);
    assert_eq!(text(&reply, &["data", "code"]).map(|code| code.len()), Some(9));
}

#[test]
fn a_null_field_counts_as_left_out() {
    let body = format!(
        r#"{{"chatId":"{CHAT}","length":null,"useLetter":null,"name":null,"expires":null}}"#
    );
    assert_eq!(Host::new().server("request-code", &body).status, 200);
}

#[test]
fn each_refusal_has_its_status_and_its_name() {
    let mut host = Host::with(&[("policy", ROOMY)]);
    assert_eq!(told(&host.guess("123456")), is(404, "no_active_otp"));

    let first = host.code_for(CHAT).code;
    let reply = host.guess("wrongcode");
    assert_eq!(told(&reply), is(422, "invalid_code"));
    assert_eq!(members(&reply, &["error"]), ["code", "attempts_remaining"]);
    assert!(body(&reply).ends_with(r#""attempts_remaining":4},"data":null}"#));
    assert_eq!(host.guess(&first).status, 200);
    assert_eq!(told(&host.guess(&first)), is(409, "already_used"));

    let second = host.code_for(CHAT).code;
    for _ in 0..5 {
        host.guess("wrongcode");
    }
    let reply = host.guess(&second);
    assert_eq!(told(&reply), is(429, "too_many_attempts"));
    assert_eq!(reply.header("retry-after"), None, "only a new code helps");

    let third = host.code_for(CHAT).code;
    host.now = NOW.plus_seconds(1800);
    assert_eq!(told(&host.guess(&third)), is(410, "expired_code"));
}

#[test]
fn a_locked_chat_says_how_long() {
    let mut host = Host::with(&[("policy", ROOMY)]);
    for _ in 0..2 {
        host.code_for(CHAT);
        for _ in 0..5 {
            host.guess("wrongcode");
        }
    }
    let code = host.code_for(CHAT).code;
    let reply = host.guess(&code);
    assert_eq!(told(&reply), is(429, "too_many_attempts"));
    assert_eq!(reply.header("retry-after"), Some("900"));
}

#[test]
fn a_chat_that_was_written_to_a_moment_ago_says_how_long_to_wait() {
    let mut host = Host::new();
    host.code_for(CHAT);
    let reply = host.server("request-code", EXAMPLE);
    assert_eq!(told(&reply), is(429, "rate_limited"));
    assert_eq!(reply.header("retry-after"), Some("30"));
    host.now = NOW.plus_seconds(30);
    assert_eq!(host.server("request-code", EXAMPLE).status, 200);
}

#[test]
fn in_uniform_mode_every_refusal_reads_alike_without_the_uuid() {
    let mut host = Host::with(&[("policy", r#"{"uniformReasons":true}"#)]);
    let none = host.guess("123456");
    let made = host.code_for(CHAT);
    let wrong = host.guess("wrongcode");
    assert_eq!(host.guess(&made.code).status, 200);
    let used = host.guess(&made.code);
    assert_eq!(told(&none), is(422, "invalid_code"));
    assert_eq!((body(&none), body(&none)), (body(&wrong), body(&used)));
    let named = format!(r#"{{"chatId":"{CHAT}","code":"{}","uuid":"{}"}}"#, made.code, made.uuid);
    assert_eq!(told(&host.server("validate-code", &named)), is(409, "already_used"));
}

#[test]
fn every_legal_combination_of_flags_and_lengths_makes_such_a_code() {
    let mut host = Host::with(&[("policy", ROOMY)]);
    for length in 4..=10 {
        for (letter, number, capital, allowed) in [
            (false, true, false, "0123456789"),
            (false, true, true, "0123456789"),
            (true, false, true, "ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            (true, true, true, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"),
            (true, false, false, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
            (true, true, false, "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"),
        ] {
            let body = format!(
                r#"{{"chatId":"{CHAT}","length":{length},"useLetter":{letter},"useNumber":{number},"allCapital":{capital}}}"#
            );
            let reply = host.server("request-code", &body);
            let code = text(&reply, &["data", "code"]).unwrap();
            assert_eq!(code.len(), length, "{body}");
            assert!(code.chars().all(|symbol| allowed.contains(symbol)), "{code} of {body}");
            host.ring();
            let (_, text, delivered) = host.inbox().remove(0);
            assert!(delivered == code && text.contains(&code), "{text}");
            host.now = host.now.plus_seconds(1);
        }
    }
}

#[test]
fn profile_strict_shortens_lifetimes_and_refuses_easy_codes() {
    let mut host = Host::with(&[("policy", "strict")]);
    let reply = host.server("request-code", EXAMPLE);
    assert_eq!(text(&reply, &["data", "expires_at"]).unwrap(), "2025-12-29T17:49:38+00:00");
    let body = format!(r#"{{"chatId":"{CHAT}","length":5}}"#);
    let reply = host.server("request-code", &body);
    assert_eq!(told(&reply), is(422, "invalid_request"));
    assert_eq!(members(&reply, &["errors"]), ["length"]);
}

#[test]
fn without_expires_the_policys_own_lifetime_counts() {
    let mut host = Host::with(&[("policy", r#"{"defaultExpires":120}"#)]);
    let reply = host.server("request-code", &format!(r#"{{"chatId":"{CHAT}"}}"#));
    assert_eq!(text(&reply, &["data", "expires_at"]).unwrap(), "2025-12-29T17:41:38+00:00");
}

#[test]
fn an_instance_that_has_sent_enough_says_how_long_to_wait_and_leaves_the_chat_alone() {
    let policy = r#"{"sendsAMinute":3,"sendsToOnePrefix":100,"sendGap":3600}"#;
    let mut host = Host::with(&[("policy", policy)]);
    for last in 1..=3 {
        host.code_for(&format!("2012345678{last}@c.us"));
    }
    let reply = host.server("request-code", EXAMPLE);
    assert_eq!(told(&reply), is(429, "rate_limited"));
    let wait: u64 = reply.header("retry-after").unwrap().parse().unwrap();
    assert!((60..=70).contains(&wait), "{wait}");
    host.now = NOW.plus_seconds(wait);
    assert_eq!(host.server("request-code", EXAMPLE).status, 200, "the chat was not charged");
}

#[test]
fn one_country_gets_its_share_and_no_more() {
    let mut host = Host::with(&[("policy", r#"{"sendsAMinute":10,"sendsToOnePrefix":20}"#)]);
    host.code_for("20123456781@c.us");
    host.code_for("20123456782@c.us");
    let reply = host.server("request-code", EXAMPLE);
    assert_eq!(told(&reply), is(429, "rate_limited"));
    host.code_for("12025550123@c.us");
    host.code_for("212612345678@c.us");
}
