//! The vendor as issuer: what it is asked, what its answers come to, and what callers never see.

use crate::host::Host;
use crate::support::{CHAT, INSTANCE, ORIGIN, everything, is, text, told};
use hypersender_otp::service::{Brought, Kind, Reply};
use std::cell::RefCell;
use std::rc::Rc;

const VENDOR_TOKEN: &str = "12|canaryVENDORTOKENcanaryVENDORTOKEN";
const UUID: &str = "11111111-2222-4333-8444-555555555555";
const POLICY: &str = r#"{"sendGap":0,"sendsInWindow":100,"sendsADay":100,"sendsAMinute":1000,"sendsToOnePrefix":100}"#;

fn host(pass_code: bool) -> Host {
    let issuer = format!(
        r#"{{"type":"hypersender","baseUrl":"https://vendor.example/api/otp/v2","token":"{VENDOR_TOKEN}","passCode":{pass_code}}}"#
    );
    Host::with(&[("issuer", &issuer), ("courier", ""), ("policy", POLICY)])
}

fn fetched(status: u16, headers: &[(&str, &str)], body: &str) -> Brought {
    let mut headers: String =
        headers.iter().map(|(name, value)| format!("{name}: {value}\n")).collect();
    headers.push_str("content-type: application/json");
    Brought::Fetched { status, headers, body: body.as_bytes().to_vec() }
}

fn requested(uuid: &str) -> Brought {
    let body = format!(
        r#"{{"success":true,"message":"OTP code generated and message queued successfully","data":{{"uuid":"{uuid}","chat_id":"{CHAT}","code":"439713","status":"pending","otp_type":"code","expires_at":"2025-12-29T18:09:38+00:00","created_at":"2025-12-29T17:39:38+00:00"}}}}"#
    );
    fetched(200, &[], &body)
}

fn validated(uuid: &str, chat: &str) -> Brought {
    let body = format!(
        r#"{{"success":true,"message":"OTP code validated successfully","data":{{"uuid":"{uuid}","chat_id":"{chat}","status":"validated","validated_at":"2025-12-29T17:43:36+00:00"}}}}"#
    );
    fetched(200, &[], &body)
}

fn refused(message: &str) -> Brought {
    fetched(422, &[], &format!(r#"{{"success":false,"message":"{message}"}}"#))
}

/// A vendor that answers one after the other, the last one for ever.
fn answers(host: &mut Host, mut list: Vec<Brought>) {
    list.reverse();
    let list = Rc::new(RefCell::new(list));
    host.network = Box::new(move |_| {
        list.borrow_mut().pop().unwrap_or(Brought::NotFetched { timeout: false })
    });
}

fn ask(host: &mut Host) -> Reply {
    host.server("request-code", &format!(r#"{{"chatId":"{CHAT}","name":"Acme","expires":600}}"#))
}

fn guess(host: &mut Host, uuid: Option<&str>) -> Reply {
    let uuid = uuid.map_or(String::new(), |uuid| format!(r#","uuid":"{uuid}""#));
    host.server("validate-code", &format!(r#"{{"chatId":"{CHAT}","code":"439713"{uuid}}}"#))
}

#[test]
fn the_vendor_is_asked_by_its_own_contract_with_its_own_token() {
    let mut host = host(false);
    answers(&mut host, vec![requested(UUID), validated(UUID, CHAT)]);
    ask(&mut host);
    guess(&mut host, Some(UUID));
    let [request, validation] = host.sent.as_slice() else { panic!("two calls") };
    let url = format!("https://vendor.example/api/otp/v2/{INSTANCE}");
    assert_eq!((request.method, request.url.as_str()), ("POST", &*format!("{url}/request-code")));
    assert_eq!(validation.url, format!("{url}/validate-code"));
    let token = format!("authorization: Bearer {VENDOR_TOKEN}");
    for sent in [request, validation] {
        assert!(sent.headers.lines().any(|line| line == token));
    }
    assert_eq!(
        request.body,
        r#"{"chatId":"20123456789@c.us","length":6,"useLetter":false,"useNumber":true,"allCapital":false,"name":"Acme","expires":600}"#
    );
    assert_eq!(validation.body, r#"{"chatId":"20123456789@c.us","code":"439713"}"#);
}

#[test]
fn a_code_of_the_vendors_goes_from_request_to_proof() {
    let mut host = host(false);
    answers(&mut host, vec![requested(UUID), validated(UUID, CHAT)]);
    let asked = ask(&mut host);
    assert_eq!((asked.status, text(&asked, &["data", "uuid"]).as_deref()), (200, Some(UUID)));
    assert_eq!(text(&asked, &["data", "expires_at"]).unwrap(), "2025-12-29T17:49:38+00:00");
    assert_eq!(host.status(UUID), "sent", "since the vendor sends it");
    let reply = guess(&mut host, Some(UUID));
    assert_eq!(reply.status, 200);
    assert!(text(&reply, &["data", "proof"]).is_some());
    assert_eq!(host.status(UUID), "validated");
}

#[test]
fn requests_whose_uuids_begin_with_a_time_are_spread_over_the_shards_of_the_list() {
    let mut host = host(false);
    for last in 0..8 {
        answers(&mut host, vec![requested(&format!("019a0000-0000-7000-8000-00000000000{last}"))]);
        assert_eq!(ask(&mut host).status, 200);
    }
    host.look("requests");
    let shards = host.objects.keys().filter(|(kind, _)| *kind == Kind::Ledger).count();
    assert_eq!(shards, 8);
}

#[test]
fn the_code_is_kept_from_every_caller_unless_the_setting_says_otherwise() {
    for (pass_code, shown) in [(false, None), (true, Some("439713".to_owned()))] {
        let mut host = host(pass_code);
        answers(&mut host, vec![requested(UUID)]);
        assert_eq!(text(&ask(&mut host), &["data", "code"]), shown);
        let uuid = "11111111-2222-4333-8444-666666666666";
        answers(&mut host, vec![requested(uuid)]);
        let page = host.public("request-code", &format!(r#"{{"chatId":"{CHAT}"}}"#));
        assert_eq!((page.status, text(&page, &["data", "code"])), (200, None));
    }
}

#[test]
fn a_page_cannot_choose_a_word_of_the_vendors_message() {
    let mut host = host(false);
    answers(&mut host, vec![requested(UUID)]);
    host.public("request-code", &format!(r#"{{"chatId":"{CHAT}","name":"visit evil.example"}}"#));
    let body = &host.sent[0].body;
    assert!(body.contains(r#""name":"Shop""#) && !body.contains("evil"), "{body}");
}

#[test]
fn guesses_are_charged_before_the_vendor_is_asked() {
    let mut host = host(false);
    let mut list = vec![requested(UUID)];
    list.extend((0..5).map(|_| refused("Invalid OTP code")));
    list.push(validated(UUID, CHAT));
    answers(&mut host, list);
    ask(&mut host);
    for left in (0..5).rev() {
        let reply = guess(&mut host, Some(UUID));
        assert_eq!(told(&reply), is(422, "invalid_code"));
        assert!(everything(&reply).contains(&format!(r#"\"attempts_remaining\":{left}"#)));
    }
    assert_eq!(told(&guess(&mut host, Some(UUID))), is(429, "too_many_attempts"));
    assert_eq!(host.sent.len(), 6, "the sixth guess never reached the vendor");
}

#[test]
fn without_a_code_that_waits_the_vendor_is_not_asked() {
    let mut host = host(false);
    answers(&mut host, vec![validated(UUID, CHAT)]);
    assert_eq!(told(&guess(&mut host, None)), is(404, "no_active_otp"));
    assert!(host.sent.is_empty());
}

#[test]
fn an_unknown_outcome_of_a_guess_stays_charged_and_is_never_validated() {
    let html = || Brought::Fetched {
        status: 200,
        headers: String::from("content-type: text/html"),
        body: b"<html>success validated</html>".to_vec(),
    };
    for (brought, status, code) in [
        (Brought::NotFetched { timeout: true }, 504, "issuer_timeout"),
        (Brought::NotFetched { timeout: false }, 502, "issuer_failed"),
        (Brought::Cut { status: 200, timeout: true }, 504, "issuer_timeout"),
        (Brought::Cut { status: 200, timeout: false }, 502, "issuer_failed"),
        (fetched(500, &[], r#"{"message":"Server Error"}"#), 502, "issuer_failed"),
        (html(), 502, "issuer_failed"),
        (fetched(200, &[], r#"{"success":true}"#), 502, "issuer_failed"),
        (fetched(302, &[("location", "https://evil.example")], ""), 502, "issuer_failed"),
        (fetched(0, &[], ""), 502, "issuer_failed"),
        (validated(UUID, "20123456780@c.us"), 502, "issuer_failed"),
        (validated("99999999-2222-4333-8444-555555555555", CHAT), 502, "issuer_failed"),
        (fetched(401, &[], r#"{"message":"Unauthenticated."}"#), 502, "issuer_misconfigured"),
        (fetched(403, &[], "{}"), 502, "issuer_misconfigured"),
        (fetched(423, &[], "{}"), 423, "channel_restricted"),
        (fetched(429, &[("retry-after", "7")], "{}"), 429, "rate_limited"),
    ] {
        let mut host = host(false);
        answers(&mut host, vec![requested(UUID), brought, refused("Invalid OTP code")]);
        ask(&mut host);
        let reply = guess(&mut host, Some(UUID));
        assert_eq!(told(&reply), is(status, code));
        assert_eq!(reply.header("retry-after"), (status == 429).then_some("7"));
        let next = guess(&mut host, Some(UUID));
        assert!(everything(&next).contains(r#"\"attempts_remaining\":3"#), "the guess was charged");
        assert!(host.events[1].reason.is_some());
    }
}

#[test]
fn a_request_that_was_surely_not_sent_is_given_back_and_another_is_not() {
    let strict = r#"{"sendGap":30}"#;
    for (brought, status, code, given_back) in [
        (fetched(429, &[("retry-after", "7")], "{}"), 429, "rate_limited", true),
        (fetched(401, &[], "{}"), 502, "issuer_misconfigured", true),
        (fetched(423, &[], "{}"), 423, "channel_restricted", true),
        (
            fetched(422, &[], r#"{"message":"x","errors":{"exists":false}}"#),
            422,
            "recipient_unavailable",
            true,
        ),
        (fetched(422, &[], r#"{"message":"bad"}"#), 422, "issuer_refused", true),
        (Brought::NotFetched { timeout: true }, 504, "issuer_timeout", false),
        (Brought::NotFetched { timeout: false }, 502, "issuer_failed", false),
        (fetched(500, &[], ""), 502, "issuer_failed", false),
        (fetched(200, &[], r#"{"success":true}"#), 502, "issuer_failed", false),
    ] {
        let issuer = format!(r#"{{"type":"hypersender","token":"{VENDOR_TOKEN}"}}"#);
        let mut host = Host::with(&[("issuer", &issuer), ("courier", ""), ("policy", strict)]);
        answers(&mut host, vec![brought, requested(UUID)]);
        assert_eq!(told(&ask(&mut host)), is(status, code));
        let next = ask(&mut host).status;
        assert_eq!(next, if given_back { 200 } else { 429 }, "{code}");
    }
}

#[test]
fn a_leased_send_goes_to_the_vendor_without_a_turn_of_the_budget() {
    let mut host = host(false);
    answers(
        &mut host,
        (0..3).map(|at| requested(&UUID.replace("2222", &format!("222{at}")))).collect(),
    );
    for budgets in [1, 2, 2] {
        assert_eq!(ask(&mut host).status, 200);
        assert_eq!(host.budgets, budgets);
    }
    assert_eq!(host.sent.len(), 3);
}

#[test]
fn the_vendors_words_and_secrets_reach_nobody() {
    let mut host = host(false);
    let leaky = format!(
        r#"{{"success":false,"message":"canaryMESSAGE {VENDOR_TOKEN} 439713","errors":{{"code":["canaryFIELD"]}}}}"#
    );
    for status in [400, 401, 403, 404, 409, 410, 422, 423, 429, 500, 502] {
        let headers = [("s-request-id", "canaryHEADER"), ("retry-after", "1")];
        answers(&mut host, vec![fetched(status, &headers, &leaky)]);
        let reply = ask(&mut host);
        assert!(!everything(&reply).contains("canary"), "{}", everything(&reply));
        let uuid = format!("11111111-2222-4333-8444-{:012}", status);
        answers(&mut host, vec![requested(&uuid), fetched(status, &headers, &leaky)]);
        ask(&mut host);
        let reply = guess(&mut host, Some(&uuid));
        assert!(!everything(&reply).contains("canary"), "{}", everything(&reply));
        host.now = host.now.plus_seconds(3600);
    }
    assert!(!format!("{:?}", host.events).contains("canary"));
}

#[test]
fn the_vendors_refusals_keep_their_reasons() {
    for (message, status, code) in [
        ("The OTP code has expired", 410, "expired_code"),
        ("The OTP code was already used", 409, "already_used"),
        ("No active OTP found", 404, "no_active_otp"),
        ("Something else", 422, "refused"),
    ] {
        let mut host = host(false);
        answers(&mut host, vec![requested(UUID), refused(message)]);
        ask(&mut host);
        assert_eq!(told(&guess(&mut host, Some(UUID))), is(status, code), "{message}");
    }
}

#[test]
fn an_answer_that_is_too_long_is_not_believed() {
    let mut host = host(false);
    let Brought::Fetched { status, headers, mut body } = requested(UUID) else { panic!() };
    body.extend(vec![b' '; 70_000]);
    answers(&mut host, vec![Brought::Fetched { status, headers, body }]);
    assert_eq!(told(&ask(&mut host)), is(502, "issuer_failed"));
}

#[test]
fn a_page_of_a_listed_origin_can_read_what_the_vendor_came_to() {
    let mut host = host(false);
    answers(&mut host, vec![Brought::NotFetched { timeout: true }]);
    let reply = host.public("request-code", &format!(r#"{{"chatId":"{CHAT}"}}"#));
    assert_eq!(reply.header("access-control-allow-origin"), Some(ORIGIN));
}

#[test]
fn a_vendor_that_answers_with_the_same_request_again_is_taken_at_its_word() {
    let mut host = host(false);
    answers(&mut host, vec![requested(UUID), requested(UUID), validated(UUID, CHAT)]);
    let first = ask(&mut host);
    host.later(300);
    let second = ask(&mut host);
    assert_eq!((second.status, text(&second, &["data", "uuid"])), (200, Some(UUID.to_owned())));
    let expires = |reply: &Reply| text(reply, &["data", "expires_at"]).unwrap();
    assert!(expires(&second) > expires(&first));
    host.later(599);
    assert_eq!(host.status(UUID), "sent");
    assert_eq!(guess(&mut host, Some(UUID)).status, 200);
}

#[test]
fn a_page_cannot_ask_over_and_over_whether_a_number_is_on_whatsapp() {
    let issuer = format!(r#"{{"type":"hypersender","token":"{VENDOR_TOKEN}"}}"#);
    let mut host = Host::with(&[("issuer", &issuer), ("courier", "")]);
    let absent = || fetched(422, &[], r#"{"message":"x","errors":{"exists":false}}"#);
    answers(&mut host, (0..50).map(|_| absent()).collect());
    let mut told_so = 0;
    for _ in 0..50 {
        let reply = host.public("request-code", &format!(r#"{{"chatId":"{CHAT}"}}"#));
        told_so += usize::from(told(&reply) == is(422, "recipient_unavailable"));
    }
    assert_eq!((told_so, host.sent.len()), (1, 1));
    host.later(30);
    let header = format!("origin: {ORIGIN}\nidempotency-key: one");
    for (status, code) in [(422, "recipient_unavailable"), (429, "rate_limited")] {
        let reply = host.post("request-code", &header, &format!(r#"{{"chatId":"{CHAT}"}}"#));
        assert_eq!(told(&reply), is(status, code), "the key is free, since nothing was sent");
    }
}
