//! What is refused before anything is stored, named and sent.

use crate::host::Host;
use crate::support::{CHAT, EXAMPLE, INSTANCE, TOKEN, error_code, everything, is, members, told};
use hypersender_otp::service::{BASE_PATH, Request};

#[test]
fn an_instance_that_is_none_names_nothing() {
    let mut host = Host::new();
    let json = format!("authorization: Bearer {TOKEN}\ncontent-type: application/json");
    let long = "a".repeat(1 << 20);
    for instance in [
        "",
        ".",
        "..",
        "%2e%2e",
        "a/../b",
        "a\\b",
        "/evil.example",
        "a\tb",
        "zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz",
        "a0b5df6a-b491-4190-80a5-38d85a2a4836\n",
        "a0b5df6a-b491-4190-80a5-38d85a2a4836%0a",
        "{a0b5df6a-b491-4190-80a5-38d85a2a4836}",
        "a0b5df6ab491419080a538d85a2a4836",
        "1",
        "null",
        "__proto__",
        &long,
    ] {
        let url = format!("https://otp.example{BASE_PATH}/{instance}/request-code");
        let body = EXAMPLE.as_bytes();
        let request = Request { method: "POST", url: &url, headers: &json, body };
        let reply = host.send(&request);
        let short = instance.get(..40).unwrap_or(instance);
        assert_eq!(reply.status, 404, "{short}");
        let code = error_code(&reply);
        assert!(matches!(code.as_str(), "unknown_instance" | "unknown_route"), "{short}");
        assert!(everything(&reply).len() < 1000, "nothing of it is repeated");
    }
    for cut in ["?x=1", "#f"] {
        let url = format!("https://otp.example{BASE_PATH}/a{cut}/request-code");
        let body = EXAMPLE.as_bytes();
        let reply = host.send(&Request { method: "POST", url: &url, headers: &json, body });
        assert_eq!(told(&reply), is(404, "unknown_route"));
    }
    assert!(host.objects.is_empty());
}

#[test]
fn a_chat_id_that_is_none_is_named_before_anything_is_stored() {
    let mut host = Host::new();
    let long = format!("\"{}@c.us\"", "1".repeat(10_000));
    for chat in [
        r#""""#,
        r#"" ""#,
        r#""@c.us""#,
        r#""20123456789@c.us\n""#,
        r#"" 20123456789@c.us""#,
        r#""2012345678a@c.us""#,
        r#""20123456789@g.us""#,
        r#""20123456789@lid""#,
        r#""20123456789@C.US""#,
        r#""20123456789@s.whatsapp.net""#,
        r#""+20123456789@c.us""#,
        r#""020123456789@c.us""#,
        r#""٢٠١٢٣٤٥٦٧٨٩@c.us""#,
        r#""２０123456789@c.us""#,
        r#""20123456789@c.us\u0000""#,
        r#""\u202e20123456789@c.us""#,
        r#"["20123456789@c.us"]"#,
        r#"{"toString":"20123456789@c.us"}"#,
        r#""__proto__""#,
        "20123456789",
        "null",
        "true",
        &long,
    ] {
        for (action, rest) in
            [("request-code", ""), ("validate-code", r#","code":"439713""#), ("chats/unlock", "")]
        {
            let reply = host.server(action, &format!(r#"{{"chatId":{chat}{rest}}}"#));
            assert_eq!(told(&reply), is(422, "invalid_request"), "{action} {chat:.40}");
            assert_eq!(members(&reply, &["errors"]), ["chatId"]);
        }
    }
    let lone = r#"{"chatId":"\ud80020123456789@c.us"}"#;
    assert_eq!(told(&host.server("request-code", lone)), is(400, "malformed"));
    assert!(host.objects.is_empty());
}

#[test]
fn a_code_that_is_none_is_named_before_anything_is_charged() {
    let mut host = Host::new();
    let made = host.code_for(CHAT);
    let before = host.objects.clone();
    let long = format!("\"{}\"", "1".repeat(15_000));
    for code in [
        r#""""#,
        "null",
        "439713",
        "439713.0",
        "[439713]",
        r#"["439713"]"#,
        "{}",
        "true",
        r#""439""#,
        r#""43971312345""#,
        r#""４３９７１３""#,
        r#""٤٣٩٧١٣""#,
        r#""0x6b5a1""#,
        r#""4.39713e5""#,
        r#""439713\u0000""#,
        r#""43 971""#,
        r#"" 439713""#,
        r#""' OR 1=1""#,
        &long,
    ] {
        let reply =
            host.server("validate-code", &format!(r#"{{"chatId":"{CHAT}","code":{code}}}"#));
        assert_eq!(told(&reply), is(422, "invalid_request"), "{code:.40}");
        assert_eq!(members(&reply, &["errors"]), ["code"]);
    }
    assert_eq!(host.objects, before);
    assert_eq!(host.guess(&made.code).status, 200);
}

#[test]
fn fields_out_of_their_ranges_are_named() {
    let mut host = Host::new();
    let long = format!("\"{}\"", "n".repeat(65));
    for (field, value) in [
        ("length", "0"),
        ("length", "-1"),
        ("length", "3"),
        ("length", "11"),
        ("length", "1.5"),
        ("length", "6.01"),
        ("length", "6e0"),
        ("length", "6e0"),
        ("length", "\"6\""),
        ("length", "4294967302"),
        ("length", "1000000000"),
        ("length", "true"),
        ("expires", "0"),
        ("expires", "-1"),
        ("expires", "59"),
        ("expires", "1801"),
        ("expires", "1e18"),
        ("expires", "99999999999999999999"),
        ("expires", "\"600\""),
        ("useLetter", "\"false\""),
        ("useLetter", "0"),
        ("useNumber", "false"),
        ("allCapital", "[]"),
        ("name", "5"),
        ("name", &long),
        ("name", r#""a\r\nb""#),
        ("name", r#""a\u0007""#),
        ("name", r#""a\u202eb""#),
        ("name", r#""a\u2066b""#),
    ] {
        let reply =
            host.server("request-code", &format!(r#"{{"chatId":"{CHAT}","{field}":{value}}}"#));
        assert_eq!(told(&reply), is(422, "invalid_request"), "{field} {value:.40}");
        assert_eq!(members(&reply, &["errors"]), [field]);
    }
    assert!(host.objects.is_empty());
    for name in ["محل", "\u{200f}محل", "Müller & Söhne \u{1f600}"] {
        let reply =
            host.server("request-code", &format!(r#"{{"chatId":"{CHAT}","name":"{name}"}}"#));
        assert_eq!(reply.status, 200, "{name}");
        host.now = host.now.plus_seconds(300);
    }
}

#[test]
fn bodies_that_two_readers_could_read_differently_are_refused() {
    let mut host = Host::new();
    let deep = format!("{}{}", "{\"a\":".repeat(100_000), "}".repeat(100_000));
    let many =
        format!("{{{}}}", (0..300).map(|at| format!("\"k{at}\":1")).collect::<Vec<_>>().join(","));
    for (body, status) in [
        (format!(r#"{{"chatId":"{CHAT}","chatId":"{CHAT}"}}"#), 400),
        (format!(r#"{{"chatId":"{CHAT}"}} "#), 200),
        (format!(r#"{{"chatId":"{CHAT}"}}x"#), 400),
        (format!("\u{feff}{EXAMPLE}"), 400),
        (deep, 413),
        (many, 400),
        (format!(r#"{{'chatId':'{CHAT}'}}"#), 400),
        (format!(r#"{{"chatId":"{CHAT}",}}"#), 400),
        ("NaN".to_owned(), 400),
        ("null".to_owned(), 400),
    ] {
        assert_eq!(host.server("request-code", &body).status, status, "{body:.60}");
    }
}

#[test]
fn headers_that_try_more_than_one_thing_get_nothing() {
    let mut host = Host::new();
    for (header, status) in [
        (format!("authorization: Bearer {TOKEN}, Bearer other"), 401),
        (format!("authorization: bearer {TOKEN}"), 200),
        (format!("authorization: BEARER  {TOKEN}"), 200),
        (format!("x-forwarded-authorization: Bearer {TOKEN}"), 401),
        (format!("authorization: Bearer {}", TOKEN.to_lowercase()), 401),
        ("authorization: Bearer undefined".to_owned(), 401),
        (format!("cookie: token={TOKEN}"), 401),
    ] {
        let reply = host.post("request-code", &header, EXAMPLE);
        assert_eq!(reply.status, status, "{header}");
        host.now = host.now.plus_seconds(300);
    }
}

#[test]
fn any_uuid_that_is_no_text_of_one_is_named() {
    let mut host = Host::new();
    for uuid in ["\"\"", "1", "\"..\"", "[]", "\"a0b5df6ab491419080a538d85a2a4836\""] {
        let reply = host.server(
            "validate-code",
            &format!(r#"{{"chatId":"{CHAT}","code":"439713","uuid":{uuid}}}"#),
        );
        assert_eq!(told(&reply), is(422, "invalid_request"), "{uuid}");
    }
    let shouted = INSTANCE.to_uppercase();
    let url = format!("https://otp.example{BASE_PATH}/{shouted}/request-code");
    let headers = format!("authorization: Bearer {TOKEN}\ncontent-type: application/json");
    let body = EXAMPLE.as_bytes();
    let reply = host.send(&Request { method: "POST", url: &url, headers: &headers, body });
    assert_eq!(reply.status, 200, "the same instance in capitals");
}
