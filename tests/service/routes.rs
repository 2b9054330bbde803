//! Every route, every wrong request, and the exact shape of the contract's own examples.

use crate::support::{CHAT, INSTANCE, NOW, TOKEN, World, error_code, header, members, text};
use hypersender_otp::service::{BASE_PATH, MAX_BODY, Request};

const EXAMPLE: &str = r#"{"chatId":"20123456789@c.us","length":6,"useLetter":false,"useNumber":true,"allCapital":false,"name":"hypersender","expires":1800}"#;

#[test]
fn the_contracts_request_gets_an_answer_of_its_exact_shape() {
    let reply = World::new().server("request-code", EXAMPLE);
    let uuid = text(&reply, &["data", "uuid"]).unwrap();
    let code = text(&reply, &["data", "code"]).unwrap();
    assert!(code.len() == 6 && code.bytes().all(|byte| byte.is_ascii_digit()));
    let expected = format!(
        r#"{{"success":true,"message":"OTP code generated and message queued successfully","data":{{"uuid":"{uuid}","chat_id":"20123456789@c.us","code":"{code}","status":"pending","otp_type":"code","expires_at":"2025-12-29T18:09:38+00:00","created_at":"2025-12-29T17:39:38+00:00"}}}}"#
    );
    assert_eq!((reply.status, reply.body.as_str()), (200, expected.as_str()));
    assert_eq!(header(&reply, "content-type"), Some("application/json"));
}

#[test]
fn the_contracts_validation_gets_an_answer_of_its_exact_shape() {
    let mut world = World::new();
    let asked = world.server("request-code", EXAMPLE);
    let uuid = text(&asked, &["data", "uuid"]).unwrap();
    let code = text(&asked, &["data", "code"]).unwrap();
    world.now = NOW.plus_seconds(238);
    let reply = world.server("validate-code", &format!(r#"{{"chatId":"{CHAT}","code":"{code}"}}"#));
    let expected = format!(
        r#"{{"success":true,"message":"OTP code validated successfully","data":{{"uuid":"{uuid}","chat_id":"20123456789@c.us","status":"validated","validated_at":"2025-12-29T17:43:36+00:00"}}}}"#
    );
    assert_eq!((reply.status, reply.body.as_str()), (200, expected.as_str()));
}

#[test]
fn a_null_field_counts_as_left_out() {
    let body = format!(
        r#"{{"chatId":"{CHAT}","length":null,"useLetter":null,"name":null,"expires":null}}"#
    );
    assert_eq!(World::new().server("request-code", &body).status, 200);
}

#[test]
fn each_refusal_has_its_status_and_its_name() {
    let mut world = World::new();
    let guess = |world: &mut World, code: &str| {
        world.server("validate-code", &format!(r#"{{"chatId":"{CHAT}","code":"{code}"}}"#))
    };
    let told = |reply: &hypersender_otp::service::Reply| (reply.status, error_code(reply));
    let is = |status: u16, name: &str| (status, name.to_owned());
    assert_eq!(told(&guess(&mut world, "123456")), is(404, "no_active_otp"));

    let first = world.server("request-code", EXAMPLE);
    let first = text(&first, &["data", "code"]).unwrap();
    let reply = guess(&mut world, "wrongcode");
    assert_eq!(told(&reply), is(422, "invalid_code"));
    assert_eq!(members(&reply, &["error"]), ["code", "attempts_remaining"]);
    assert!(reply.body.ends_with(r#""attempts_remaining":4},"data":null}"#));
    assert_eq!(guess(&mut world, &first).status, 200);
    assert_eq!(told(&guess(&mut world, &first)), is(409, "already_used"));

    let second = world.server("request-code", EXAMPLE);
    let second = text(&second, &["data", "code"]).unwrap();
    for _ in 0..5 {
        guess(&mut world, "wrongcode");
    }
    let reply = guess(&mut world, &second);
    assert_eq!(told(&reply), is(429, "too_many_attempts"));
    assert_eq!(header(&reply, "retry-after"), None, "only a new code helps");

    let third = world.server("request-code", EXAMPLE);
    let third = text(&third, &["data", "code"]).unwrap();
    world.now = NOW.plus_seconds(1800);
    assert_eq!(told(&guess(&mut world, &third)), is(410, "expired_code"));
}

#[test]
fn wrong_requests_each_have_their_answer() {
    let base = format!("https://otp.example{BASE_PATH}");
    let own = format!("{base}/{INSTANCE}/request-code");
    let token = format!("authorization: Bearer {TOKEN}");
    let json = format!("{token}\ncontent-type: application/json");
    let form = format!("{token}\ncontent-type: application/x-www-form-urlencoded");
    let zipped = format!("{json}\ncontent-encoding: gzip");
    let long = format!(r#"{{"chatId":"{}"}}"#, "1".repeat(MAX_BODY));
    let other = "https://otp.example/api/otp/v2/00000000-0000-4000-8000-000000000000/request-code";
    let deep = "[".repeat(100);
    for (method, url, headers, body, status, name) in [
        ("GET", "https://otp.example/", "", "", 404, "unknown_route"),
        ("GET", base.as_str(), "", "", 404, "unknown_route"),
        ("POST", &format!("{base}/{INSTANCE}"), &json, "{}", 404, "unknown_route"),
        ("POST", &format!("{base}/{INSTANCE}/resend"), &json, "{}", 404, "unknown_route"),
        ("POST", &format!("{own}/"), &json, "{}", 404, "unknown_route"),
        ("POST", &format!("{base}/../request-code"), &json, "{}", 404, "unknown_instance"),
        ("POST", &format!("{base}/%2e%2e/request-code"), &json, "{}", 404, "unknown_instance"),
        ("POST", other, &json, "{}", 404, "unknown_instance"),
        ("GET", &own, &json, "", 405, "method_not_allowed"),
        ("OPTIONS", &own, "", "", 405, "method_not_allowed"),
        ("POST", &format!("{base}/health"), "", "", 405, "method_not_allowed"),
        ("POST", &own, "content-type: application/json", EXAMPLE, 401, "unauthorized"),
        ("POST", &own.replace("https", "http"), &json, EXAMPLE, 403, "forbidden"),
        ("POST", &own, &token, EXAMPLE, 415, "unsupported_media_type"),
        ("POST", &own, &form, EXAMPLE, 415, "unsupported_media_type"),
        ("POST", &own, &zipped, EXAMPLE, 415, "unsupported_media_type"),
        ("POST", &own, &json, &long, 413, "too_large"),
        ("POST", &own, &json, "", 400, "malformed"),
        ("POST", &own, &json, "{", 400, "malformed"),
        ("POST", &own, &json, "[]", 400, "malformed"),
        ("POST", &own, &json, &deep, 400, "malformed"),
        ("POST", &own, &json, r#"{"chatId":"1","chatId":"2"}"#, 400, "malformed"),
        ("POST", &own, &json, "{}", 422, "invalid_request"),
    ] {
        let request = Request { method, url, headers, body: body.as_bytes() };
        let reply = World::new().send(&request);
        assert_eq!((reply.status, error_code(&reply).as_str()), (status, name), "{method} {url}");
        assert_eq!(members(&reply, &[])[..2], ["success", "message"], "{}", reply.body);
        assert!(
            reply.body.starts_with(r#"{"success":false,"#)
                && reply.body.ends_with(r#""data":null}"#)
        );
        assert_eq!(header(&reply, "allow").is_some(), status == 405);
    }
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let body =
        r#"{"chatId":"+20123456789","length":"6","useNumber":false,"expires":59,"name":"a\nb"}"#;
    let reply = World::new().server("request-code", body);
    assert_eq!((reply.status, error_code(&reply).as_str()), (422, "invalid_request"));
    let named = members(&reply, &["errors"]);
    assert_eq!(named, ["chatId", "length", "name", "expires", "useNumber"]);
}

#[test]
fn every_answer_is_kept_from_caches_and_from_being_a_page() {
    let mut world = World::new();
    let health = format!("https://otp.example{BASE_PATH}/health");
    for reply in [
        world.server("request-code", EXAMPLE),
        world.server("request-code", "{}"),
        world.get(&health),
        world.get("https://otp.example/"),
    ] {
        assert_eq!(header(&reply, "cache-control"), Some("no-store"));
        assert_eq!(header(&reply, "x-content-type-options"), Some("nosniff"));
        let policy = header(&reply, "content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'"));
    }
}

#[test]
fn health_is_told_to_anyone() {
    let reply = World::new().get(&format!("https://otp.example{BASE_PATH}/health?x=1"));
    assert_eq!((reply.status, text(&reply, &["data", "status"])), (200, Some("ok".into())));
}

#[test]
fn development_routes_answer_this_machine_only() {
    let mut world = World::new();
    for (host, status) in [
        ("http://127.0.0.1:8788", 200),
        ("http://localhost", 200),
        ("http://[::1]:8788", 200),
        ("https://otp.example", 403),
        ("http://127.0.0.1.evil.example", 403),
        ("http://localhost:evil", 403),
        ("http://127.0.0.1@evil.example", 403),
    ] {
        for tool in ["inbox", "clock"] {
            assert_eq!(
                world.get(&format!("{host}{BASE_PATH}/dev/{tool}")).status,
                status,
                "{host}"
            );
        }
    }
}

#[test]
fn without_the_inbox_there_are_no_development_routes() {
    let mut world = World::new();
    world.inbox = None;
    for tool in ["inbox", "clock"] {
        let reply = world.get(&format!("http://127.0.0.1{BASE_PATH}/dev/{tool}"));
        assert_eq!((reply.status, error_code(&reply).as_str()), (404, "unknown_route"));
    }
}

#[test]
fn the_demos_clock_makes_codes_expire() {
    let mut world = World::new();
    let asked = world.server("request-code", EXAMPLE);
    let code = text(&asked, &["data", "code"]).unwrap();
    let url = format!("http://127.0.0.1{BASE_PATH}/dev/clock");
    let json = "content-type: application/json";
    let mut turn = |headers: &str, body: &str| {
        let body = body.as_bytes();
        world.send(&Request { method: "POST", url: &url, headers, body })
    };
    for (headers, body) in [
        (json, r#"{"advance":-1}"#),
        (json, r#"{"advance":"1"}"#),
        (json, r#"{"advance":9000000000}"#),
        (json, "{}"),
        ("content-type: text/plain", r#"{"advance":1}"#),
    ] {
        assert_eq!(turn(headers, body).status, 422, "{body}");
    }
    let turned = turn(json, r#"{"advance":1800}"#);
    assert_eq!(text(&turned, &["now"]).as_deref(), Some("2025-12-29T18:09:38+00:00"));
    let reply = world.server("validate-code", &format!(r#"{{"chatId":"{CHAT}","code":"{code}"}}"#));
    assert_eq!(error_code(&reply), "expired_code");
}
