//! Couriers: what each is handed, and what its answer means.

use crate::host::{Host, Sent};
use crate::support::{CHAT, INSTANCE, ROOMY};
use hmac::{Hmac, KeyInit, Mac};
use hypersender_otp::json;
use hypersender_otp::service::Brought;
use sha2::Sha256;

const HOOK_KEY: &str = "canaryHOOKKEYcanaryHOOKKEYcanaryHOOKKEY";
const VENDOR: &str = r#"{"type":"hypersender","instance":"99999999-2222-4333-8444-555555555555","token":"12|canaryVENDORTOKEN"}"#;

fn webhook() -> String {
    format!(r#"{{"type":"webhook","url":"https://hook.example/otp","key":"{HOOK_KEY}"}}"#)
}

fn status(status: u16, body: &'static str) -> Brought {
    Brought::Fetched { status, headers: String::new(), body: body.as_bytes().to_vec() }
}

fn header<'s>(sent: &'s Sent, name: &str) -> &'s str {
    let mut pairs = sent.headers.lines().filter_map(|line| line.split_once(": "));
    pairs.find(|(known, _)| *known == name).map_or("", |(_, value)| value)
}

#[test]
fn a_webhook_gets_a_signed_message() {
    let mut host = Host::with(&[("courier", &webhook())]);
    host.network = Box::new(|_| status(204, ""));
    let made = host.code_for(CHAT);
    host.later(2);
    let [sent] = host.sent.as_slice() else { panic!("one message") };
    assert_eq!((sent.method, sent.url.as_str()), ("POST", "https://hook.example/otp"));
    assert_eq!(header(sent, "content-type"), "application/json");
    assert_eq!(header(sent, "idempotency-key"), made.uuid);
    let body = json::parse(sent.body.as_bytes()).unwrap();
    for (member, expected) in [
        ("type", "otp.message"),
        ("instance", INSTANCE),
        ("uuid", &made.uuid),
        ("chat_id", CHAT),
        ("code", &made.code),
        ("created_at", "2025-12-29T17:39:38+00:00"),
        ("expires_at", "2025-12-29T18:09:38+00:00"),
    ] {
        assert_eq!(body.get(member).unwrap().as_str(), Some(expected));
    }
    assert!(body.get("text").unwrap().as_str().unwrap().contains(&made.code));
    let signature = header(sent, "hypersender-otp-signature");
    let (time, signature) = signature.split_once(',').unwrap();
    let seconds = time.strip_prefix("t=").unwrap();
    let mut mac = Hmac::<Sha256>::new_from_slice(HOOK_KEY.as_bytes()).unwrap();
    mac.update(format!("{seconds}.{}", sent.body).as_bytes());
    let expected: String =
        mac.finalize().into_bytes().iter().map(|byte| format!("{byte:02x}")).collect();
    assert_eq!(signature, format!("v1={expected}"));
    assert_eq!(host.status(&made.uuid), "sent");
}

#[test]
fn the_vendor_gets_chat_and_text_by_the_way_that_paces_like_a_human() {
    let mut host = Host::with(&[("courier", VENDOR)]);
    host.network = Box::new(|_| status(200, r#"{"queued":true,"message":"Processing"}"#));
    let made = host.code_for(CHAT);
    host.later(2);
    let [sent] = host.sent.as_slice() else { panic!("one message") };
    assert_eq!(
        sent.url,
        "https://app.hypersender.com/api/whatsapp/v2/99999999-2222-4333-8444-555555555555/send-text-safe"
    );
    assert_eq!(header(sent, "authorization"), "Bearer 12|canaryVENDORTOKEN");
    let text = format!(
        "*{}* is your verification code. It is valid for 30 min. Share it with nobody.",
        made.code
    );
    assert_eq!(sent.body, format!(r#"{{"chatId":"{CHAT}","text":"{text}"}}"#));
    assert_eq!(host.status(&made.uuid), "sent");
}

#[test]
fn each_answer_of_a_courier_has_its_meaning() {
    let accepted = ("sent", false);
    let refused = ("pending", false);
    let again = ("pending", true);
    for (courier, answer, body, (outcome, tried_again)) in [
        (webhook().as_str(), 200, "", accepted),
        (&webhook(), 204, "", accepted),
        (&webhook(), 400, "", refused),
        (&webhook(), 410, "", refused),
        (&webhook(), 422, "", refused),
        (&webhook(), 301, "", again),
        (&webhook(), 0, "", again),
        (&webhook(), 401, "", again),
        (&webhook(), 404, "", again),
        (&webhook(), 429, "", again),
        (&webhook(), 500, "", again),
        (VENDOR, 201, r#"{"queued":true}"#, accepted),
        (VENDOR, 200, r#"{"queued":false}"#, again),
        (VENDOR, 429, "", again),
        (VENDOR, 503, "", again),
        (VENDOR, 200, "<html>", again),
        (VENDOR, 404, "", refused),
        (VENDOR, 422, "", refused),
        (VENDOR, 401, "", again),
        (VENDOR, 502, "", again),
    ] {
        let mut host = Host::with(&[("courier", courier)]);
        host.network = Box::new(move |_| status(answer, body));
        let made = host.code_for(CHAT);
        host.later(30);
        assert_eq!(host.status(&made.uuid), outcome, "{answer} {body}");
        assert_eq!(host.sent.len() > 1, tried_again, "{answer} {body}");
    }
}

#[test]
fn a_dead_courier_is_tried_until_the_code_expires_and_the_request_expires_pending() {
    let mut host = Host::with(&[("courier", &webhook())]);
    let made = host.code_for(CHAT);
    host.later(1799);
    assert_eq!(host.status(&made.uuid), "pending");
    let tries = host.sent.len();
    assert!((20..60).contains(&tries), "with growing delays: {tries}");
    host.later(1);
    assert_eq!(host.status(&made.uuid), "expired");
    host.later(86_400);
    assert!(host.sent.len() <= tries + 1, "an expired code is sent no more");
}

#[test]
fn a_courier_that_comes_back_gets_the_message() {
    let mut host = Host::with(&[("courier", &webhook())]);
    let mut left = 3;
    host.network = Box::new(move |_| {
        left -= 1;
        if left > 0 { Brought::NotFetched { timeout: true } } else { status(200, "") }
    });
    let made = host.code_for(CHAT);
    host.later(120);
    assert_eq!((host.sent.len(), host.status(&made.uuid).as_str()), (3, "sent"));
    let kinds: Vec<&str> = host.events.iter().map(|event| event.kind).collect();
    assert_eq!(kinds, ["requested", "delivery_failed", "delivery_failed", "sent"]);
}

#[test]
fn several_messages_that_are_due_at_once_all_go() {
    let mut host = Host::with(&[("courier", &webhook()), ("policy", ROOMY)]);
    host.network = Box::new(|_| status(200, ""));
    let made: Vec<_> = (0..3).map(|_| host.code_for(CHAT)).collect();
    host.later(2);
    assert_eq!(host.sent.len(), 3);
    for made in made {
        assert_eq!(host.status(&made.uuid), "sent");
    }
}

#[test]
fn the_status_decides_even_where_the_answer_breaks_off_or_is_too_long() {
    for (courier, answer, outcome) in [
        (webhook().as_str(), 200, "sent"),
        (&webhook(), 410, "delivery_refused"),
        (&webhook(), 500, "delivery_failed"),
        (VENDOR, 200, "delivery_failed"),
        (VENDOR, 422, "delivery_refused"),
        (VENDOR, 503, "delivery_failed"),
    ] {
        let mut host = Host::with(&[("courier", courier)]);
        host.network = Box::new(move |_| Brought::Cut { status: answer, timeout: false });
        host.code_for(CHAT);
        host.later(1);
        assert_eq!(host.events.last().unwrap().kind, outcome, "{answer}");
    }
}

#[test]
fn of_a_message_whose_fate_the_vendor_leaves_open_a_second_is_sent_and_never_a_third() {
    let lost = || Brought::NotFetched { timeout: false };
    let late = || Brought::NotFetched { timeout: true };
    for answer in [
        Box::new(lost) as Box<dyn Fn() -> Brought>,
        Box::new(late),
        Box::new(|| status(200, "{}")),
        Box::new(|| status(200, r#"{"queued":false}"#)),
        Box::new(|| status(302, "")),
        Box::new(|| status(0, "")),
        Box::new(|| status(500, "")),
        Box::new(|| status(502, "")),
        Box::new(|| status(504, "")),
        Box::new(|| Brought::Cut { status: 200, timeout: true }),
    ] {
        let mut host = Host::with(&[("courier", VENDOR)]);
        host.network = Box::new(move |_| answer());
        let made = host.code_for(CHAT);
        host.later(1900);
        assert_eq!(host.sent.len(), 2);
        assert_eq!(host.status(&made.uuid), "expired");
    }
}

#[test]
fn a_message_the_vendor_surely_did_not_take_is_sent_again_until_it_does() {
    for unsent in [401, 403, 423, 429, 503] {
        let mut host = Host::with(&[("courier", VENDOR)]);
        let mut left = 6;
        host.network = Box::new(move |_| {
            left -= 1;
            if left > 0 { status(unsent, "") } else { status(200, r#"{"queued":true}"#) }
        });
        let made = host.code_for(CHAT);
        host.later(120);
        assert_eq!((host.sent.len(), host.status(&made.uuid).as_str()), (6, "sent"), "{unsent}");
    }
}

#[test]
fn however_the_vendor_changes_its_answers_two_messages_may_have_gone_at_most() {
    let mut host = Host::with(&[("courier", VENDOR)]);
    let open = |call: usize| call % 3 != 1;
    let mut calls = 0;
    host.network = Box::new(move |_| {
        calls += 1;
        if open(calls) { Brought::NotFetched { timeout: true } } else { status(503, "") }
    });
    host.code_for(CHAT);
    host.later(1900);
    let gone = (1..=host.sent.len()).filter(|call| open(*call)).count();
    assert!((1..=2).contains(&gone), "{gone}");
}
