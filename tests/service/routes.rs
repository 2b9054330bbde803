//! Every route, and every wrong request.

use crate::host::Host;
use crate::support::{CHAT, EXAMPLE, INSTANCE, TOKEN, body as shown, error_code, members, text};
use hypersender_otp::service::{BASE_PATH, MAX_BODY, Request};

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
        let reply = Host::new().send(&request);
        assert_eq!((reply.status, error_code(&reply).as_str()), (status, name), "{method} {url}");
        assert_eq!(members(&reply, &[])[..2], ["success", "message"], "{}", shown(&reply));
        assert!(
            shown(&reply).starts_with(r#"{"success":false,"#)
                && shown(&reply).ends_with(r#""data":null}"#)
        );
        assert_eq!(reply.header("allow").is_some(), status == 405);
    }
}

#[test]
fn every_wrong_field_is_named_at_once() {
    let body =
        r#"{"chatId":"+20123456789","length":"6","useNumber":false,"expires":59,"name":"a\nb"}"#;
    let reply = Host::new().server("request-code", body);
    assert_eq!((reply.status, error_code(&reply).as_str()), (422, "invalid_request"));
    let named = members(&reply, &["errors"]);
    assert_eq!(named, ["chatId", "length", "name", "expires", "useNumber"]);
}

#[test]
fn every_answer_is_kept_from_caches_and_from_being_a_page() {
    let mut host = Host::new();
    let health = format!("https://otp.example{BASE_PATH}/health");
    for reply in [
        host.server("request-code", EXAMPLE),
        host.server("request-code", "{}"),
        host.get(&health),
        host.get("https://otp.example/"),
    ] {
        assert_eq!(reply.header("cache-control"), Some("no-store"));
        assert_eq!(reply.header("x-content-type-options"), Some("nosniff"));
        let policy = reply.header("content-security-policy").unwrap();
        assert!(policy.starts_with("default-src 'none'"));
    }
}

#[test]
fn health_is_told_to_anyone() {
    let reply = Host::new().get(&format!("https://otp.example{BASE_PATH}/health?x=1"));
    assert_eq!((reply.status, text(&reply, &["data", "status"])), (200, Some("ok".into())));
}

#[test]
fn development_routes_answer_this_machine_only() {
    let mut host = Host::new();
    for (machine, status) in [
        ("http://127.0.0.1:8788", 200),
        ("http://localhost", 200),
        ("http://[::1]:8788", 200),
        ("https://otp.example", 403),
        ("http://127.0.0.1.evil.example", 403),
        ("http://localhost:evil", 403),
        ("http://127.0.0.1@evil.example", 403),
    ] {
        for tool in ["inbox", "clock", "requests"] {
            assert_eq!(
                host.get(&format!("{machine}{BASE_PATH}/dev/{tool}")).status,
                status,
                "{machine}"
            );
        }
    }
}

#[test]
fn development_routes_refuse_a_page_whose_name_was_made_to_resolve_to_this_machine() {
    let mut host = Host::new();
    let url = format!("http://127.0.0.1:8787{BASE_PATH}/dev/inbox");
    for (named, status) in [
        ("127.0.0.1:8787", 200),
        ("127.0.0.1", 200),
        ("127.8.9.255:1", 200),
        ("localhost:8787", 200),
        ("[::1]:8787", 200),
        ("[::1]", 200),
        ("evil.example:8787", 403),
        ("evil.example", 403),
        ("127.0.0.1.evil.example", 403),
        ("128.0.0.1", 403),
        ("[::2]", 403),
        ("localhost.evil.example", 403),
        ("", 403),
    ] {
        let headers = format!("accept: */*\nhost: {named}");
        let reply = host.send(&Request { method: "GET", url: &url, headers: &headers, body: b"" });
        assert_eq!(reply.status, status, "{named}");
    }
}

#[test]
fn without_the_inbox_there_are_no_development_routes() {
    let courier =
        r#"{"type":"webhook","url":"https://a.example","key":"canaryHOOKcanaryHOOKcanaryHOOKcan"}"#;
    let mut host = Host::with(&[("courier", courier)]);
    for tool in ["inbox", "clock", "requests"] {
        let reply = host.get(&format!("http://127.0.0.1{BASE_PATH}/dev/{tool}"));
        assert_eq!((reply.status, error_code(&reply).as_str()), (404, "unknown_route"));
    }
}

#[test]
fn the_demos_clock_makes_codes_expire() {
    let mut host = Host::new();
    let asked = host.server("request-code", EXAMPLE);
    let code = text(&asked, &["data", "code"]).unwrap();
    let url = format!("http://127.0.0.1{BASE_PATH}/dev/clock");
    let json = "content-type: application/json";
    let mut turn = |headers: &str, body: &str| {
        let body = body.as_bytes();
        host.send(&Request { method: "POST", url: &url, headers, body })
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
    let reply = host.server("validate-code", &format!(r#"{{"chatId":"{CHAT}","code":"{code}"}}"#));
    assert_eq!(error_code(&reply), "expired_code");
}
