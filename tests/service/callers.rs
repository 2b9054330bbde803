//! Who may call, and what each caller sees.

use crate::host::Host;
use crate::support::{CHAT, INSTANCE, ORIGIN, TOKEN, error_code, everything, members, text};
use hypersender_otp::service::{BASE_PATH, Request};

fn ask() -> String {
    format!(r#"{{"chatId":"{CHAT}"}}"#)
}

#[test]
fn a_token_holder_sees_the_code() {
    let reply = Host::new().server("request-code", &ask());
    assert_eq!(reply.status, 200);
    assert!(text(&reply, &["data", "code"]).is_some());
}

#[test]
fn a_public_caller_never_sees_the_code() {
    let mut host = Host::new();
    let reply = host.public("request-code", &ask());
    let keys = ["uuid", "chat_id", "status", "otp_type", "expires_at", "created_at"];
    assert_eq!(members(&reply, &["data"]), keys);
    host.later(1);
    let (_, _, code) = host.inbox().remove(0);
    assert!(!everything(&reply).contains(&code));
    let uuid = text(&reply, &["data", "uuid"]).unwrap();
    let guess = format!(r#"{{"chatId":"{CHAT}","code":"{code}","uuid":"{uuid}"}}"#);
    assert_eq!(host.public("validate-code", &guess).status, 200);
}

#[test]
fn a_public_caller_must_name_the_request() {
    let guess = format!(r#"{{"chatId":"{CHAT}","code":"123456"}}"#);
    let reply = Host::new().public("validate-code", &guess);
    assert_eq!((reply.status, error_code(&reply).as_str()), (422, "invalid_request"));
    assert_eq!(members(&reply, &["errors"]), ["uuid"]);
}

#[test]
fn a_public_caller_cannot_choose_a_word_of_the_message() {
    let mut host = Host::new();
    let body = format!(r#"{{"chatId":"{CHAT}","name":"visit evil.example"}}"#);
    host.public("request-code", &body);
    host.later(1);
    let (_, text, _) = host.inbox().remove(0);
    assert!(!text.contains("evil") && text.contains("for Shop."), "{text}");
}

#[test]
fn a_public_caller_cannot_ask_for_a_code_that_is_easier_to_guess_than_six_digits() {
    for (format, status) in [
        (r#""length":6"#, 200),
        (r#""length":5"#, 422),
        (r#""length":4"#, 422),
        (r#""length":4,"useLetter":true,"useNumber":false,"allCapital":true"#, 422),
        (r#""length":4,"useLetter":true,"useNumber":false"#, 200),
        (r#""length":4,"useLetter":true,"allCapital":true"#, 200),
    ] {
        let body = format!(r#"{{"chatId":"{CHAT}",{format}}}"#);
        let reply = Host::new().public("request-code", &body);
        assert_eq!(reply.status, status, "{format}");
        if status == 422 {
            assert_eq!(error_code(&reply), "invalid_request");
            assert_eq!(members(&reply, &["errors"]), ["length"]);
            assert!(everything(&reply).contains("must be 6 or more"), "{}", everything(&reply));
        }
        assert_eq!(Host::new().server("request-code", &body).status, 200, "{format}");
    }
}

#[test]
fn strangers_are_refused_and_learn_nothing_of_the_tokens() {
    let long = format!("authorization: Bearer {TOKEN}x");
    let bare = format!("authorization: {TOKEN}");
    let both = format!("authorization: Bearer wrong\norigin: {ORIGIN}");
    for header_line in [
        "accept: application/json",
        "origin: https://evil.example",
        "origin: null",
        "origin: https://shop.example.evil.example",
        "authorization: Bearer",
        "authorization: Bearer ",
        "authorization:",
        "authorization: Basic abc",
        &long,
        &bare,
        &both,
    ] {
        let reply = Host::new().post("request-code", header_line, &ask());
        assert_eq!(
            (reply.status, error_code(&reply).as_str()),
            (401, "unauthorized"),
            "{header_line}"
        );
        assert_eq!(reply.header("www-authenticate"), Some("Bearer"));
        assert!(!everything(&reply).contains("canary"));
    }
}

#[test]
fn pages_of_listed_origins_can_read_answers_and_errors() {
    let mut host = Host::new();
    for reply in [host.public("request-code", &ask()), host.public("request-code", "{")] {
        assert_eq!(reply.header("access-control-allow-origin"), Some(ORIGIN));
        assert_eq!(reply.header("access-control-expose-headers"), Some("Retry-After"));
        assert_eq!(reply.header("vary"), Some("Origin"));
    }
}

#[test]
fn pages_of_other_origins_can_read_nothing() {
    let mut host = Host::new();
    let stranger = "origin: https://evil.example";
    let with_token = format!("authorization: Bearer {TOKEN}\n{stranger}");
    for reply in [
        host.post("request-code", stranger, &ask()),
        host.post("request-code", &with_token, &ask()),
    ] {
        assert_eq!(reply.header("access-control-allow-origin"), None);
    }
}

#[test]
fn a_preflight_is_granted_to_listed_origins_only() {
    let url = format!("https://otp.example{BASE_PATH}/{INSTANCE}/request-code");
    let ask = |origin: &str| {
        let headers = format!("origin: {origin}\naccess-control-request-method: POST");
        Host::new().send(&Request { method: "OPTIONS", url: &url, headers: &headers, body: b"" })
    };
    let granted = ask(ORIGIN);
    assert_eq!((granted.status, granted.body.as_deref()), (204, None));
    assert_eq!(granted.header("access-control-allow-origin"), Some(ORIGIN));
    assert_eq!(granted.header("access-control-allow-methods"), Some("POST"));
    let refused = ask("https://evil.example");
    assert_eq!((refused.status, error_code(&refused).as_str()), (403, "forbidden"));
    assert_eq!(refused.header("access-control-allow-origin"), None);
}
