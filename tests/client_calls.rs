//! What is sent for a call, and what is refused before anything is sent.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may stop")]

use hypersender_otp::client::{
    AnswerHeaders, Call, CallKind, Fields, HttpRequest, Options, Surroundings, boundary,
};
use hypersender_otp::contract::FieldError;

const INSTANCE: &str = "a0b5df6a-b491-4190-80a5-38d85a2a4836";
const CHAT: (&str, &str) = ("chatId", "s20123456789@c.us");

fn text_of(fields: &[(&str, &str)]) -> String {
    fields.iter().map(|(name, value)| format!("{name}\0{value}\0")).collect()
}

fn call(kind: CallKind, fields: &[(&str, &str)]) -> Result<Call, Vec<FieldError>> {
    Call::from_fields(kind, &Fields::from_text(&text_of(fields)))
}

fn options(fields: &[(&str, &str)], around: Surroundings<'_>) -> Result<Options, Vec<FieldError>> {
    let mut all = vec![("instance", "sa0b5df6a-b491-4190-80a5-38d85a2a4836")];
    all.extend_from_slice(fields);
    Options::from_fields(&Fields::from_text(&text_of(&all)), around)
}

fn http(kind: CallKind, fields: &[(&str, &str)]) -> HttpRequest {
    let options = options(&[("token", "s12|abc")], Surroundings::default()).unwrap();
    call(kind, fields).unwrap().to_http(&options)
}

#[track_caller]
fn assert_refuses<T>(result: Result<T, Vec<FieldError>>, field: &str, given: &str) {
    let errors = result.err().unwrap_or_else(|| panic!("{field} was accepted: {given:?}"));
    let error = errors.first().unwrap();
    assert_eq!(error.field, field, "{error}; given {given:.40}");
    assert!(!error.to_string().contains("canary"), "{error} repeats what was given");
}

#[test]
fn a_chat_id_alone_asks_for_the_five_documented_defaults() {
    let request = http(CallKind::RequestCode, &[CHAT]);
    assert_eq!(
        request.body.as_deref(),
        Some(
            r#"{"chatId":"20123456789@c.us","length":6,"useLetter":false,"useNumber":true,"allCapital":false,"expires":1800}"#
        )
    );
}

#[test]
fn a_call_is_a_post_with_the_token_that_asks_for_json() {
    let request = http(CallKind::RequestCode, &[CHAT]);
    assert_eq!(request.method, "POST");
    assert_eq!(
        request.url,
        format!("https://app.hypersender.com/api/otp/v2/{INSTANCE}/request-code")
    );
    let expected = [
        ("accept", "application/json"),
        ("content-type", "application/json"),
        ("authorization", "Bearer 12|abc"),
    ];
    let sent: Vec<_> = request.headers.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
    assert_eq!(sent, expected);
}

#[test]
fn the_contracts_own_requests_are_made_as_they_stand() {
    let all = [
        CHAT,
        ("length", "n6"),
        ("useLetter", "bfalse"),
        ("useNumber", "btrue"),
        ("allCapital", "bfalse"),
        ("name", "shypersender"),
        ("expires", "n1800"),
    ];
    assert_eq!(
        http(CallKind::RequestCode, &all).body.as_deref(),
        Some(
            r#"{"chatId":"20123456789@c.us","length":6,"useLetter":false,"useNumber":true,"allCapital":false,"name":"hypersender","expires":1800}"#
        )
    );
    assert_eq!(
        http(CallKind::ValidateCode, &[CHAT, ("code", "s439713")]).body.as_deref(),
        Some(r#"{"chatId":"20123456789@c.us","code":"439713"}"#)
    );
}

#[test]
fn a_name_cannot_break_out_of_its_json_string() {
    let body = http(CallKind::RequestCode, &[CHAT, ("name", "s\"},{\\ \u{645}")]).body.unwrap();
    assert!(body.contains(r#""name":"\"},{\\ م""#), "{body}");
}

#[test]
fn wrong_chat_ids_are_refused() {
    let long = format!("s1{}@c.us", "0".repeat(10_000));
    for given in [
        "s",
        "s ",
        "s@c.us",
        "s20123456789@c.us\n",
        "sabcdefghij@c.us",
        "s20123456789@g.us",
        "s20123456789@lid",
        "s20123456789@C.US",
        "s20123456789",
        "s+20123456789@c.us",
        "s020123456789@c.us",
        "s٢٠١٢٣٤٥٦٧٨٩@c.us",
        "s20123456789@c.us\u{fffd}",
        "s201234@c.us",
        "s2012345678901234@c.us",
        "oarray",
        "oobject",
        "onull",
        "n20123456789",
        "s__proto__",
        "s\u{fffd}@c.us",
        &long,
    ] {
        for kind in [CallKind::RequestCode, CallKind::ValidateCode] {
            assert_refuses(call(kind, &[("chatId", given)]), "chatId", given);
        }
    }
    assert_refuses(call(CallKind::RequestCode, &[]), "chatId", "");
}

#[test]
fn wrong_codes_are_refused() {
    let long = format!("s{}", "4".repeat(1_000_000));
    for given in [
        "s",
        "onull",
        "n439713",
        "obigint",
        "s123",
        "s12345678901",
        "s４３９７１３",
        "s0x6b5a1",
        "s4.39713e5",
        "oarray",
        "oobject",
        "s439\u{fffd}713",
        "btrue",
        "s 439713",
        "s439-713",
        &long,
    ] {
        assert_refuses(call(CallKind::ValidateCode, &[CHAT, ("code", given)]), "code", given);
    }
}

#[test]
fn wrong_settings_of_a_code_are_refused() {
    let long = format!("s{}", "n".repeat(65));
    for (field, givens) in [
        (
            "length",
            &[
                "n0",
                "n-1",
                "n3",
                "n11",
                "n1.5",
                "nNaN",
                "nInfinity",
                "s6",
                "n4294967302",
                "n1e9",
                "onull",
            ][..],
        ),
        ("expires", &["n0", "n-1", "n59", "n1801", "n1e+18", "s600", "nNaN", "n60.5"][..]),
        ("useLetter", &["sfalse", "n0", "onull"][..]),
        ("useNumber", &["sfalse", "n0", "bfalse"][..]),
        ("allCapital", &["sfalse", "n0"][..]),
        (
            "name",
            &[
                "sa\r\nb",
                "sa\u{7}",
                "s\u{202e}abc",
                "s\u{2066}abc",
                "s\u{fffd}",
                "n1",
                "oobject",
                &long,
            ][..],
        ),
    ] {
        for given in givens {
            assert_refuses(call(CallKind::RequestCode, &[CHAT, (field, given)]), field, given);
        }
    }
}

#[test]
fn right_to_left_names_and_marks_are_welcome() {
    for name in ["sشركة", "s\u{200f}שלום\u{200e}", "sAcme & Söhne"] {
        assert!(call(CallKind::RequestCode, &[CHAT, ("name", name)]).is_ok(), "{name}");
    }
}

#[test]
fn misspelt_names_are_refused_with_the_right_ones() {
    let errors = call(CallKind::RequestCode, &[CHAT, ("expire", "n60")]).unwrap_err();
    assert_eq!(
        errors[0].to_string(),
        "expire is not known here; allowed: chatId, length, useLetter, useNumber, allCapital, name, expires"
    );
    assert_refuses(options(&[("timeOut", "n5")], Surroundings::default()), "timeOut", "n5");
}

#[test]
fn a_misspelt_name_is_the_message_and_what_it_left_missing_a_detail() {
    let text = boundary::prepare(1, "chatid\0s20123456789@c.us\0code\0s439713\0", "", false, "");
    let parts: Vec<_> = text.split('\0').collect();
    assert_eq!(parts[..2], ["error", "sinvalid_argument"]);
    assert_eq!(parts[2], "schatid is not known here; allowed: chatId, code, uuid");
    let names: Vec<_> = parts[8..].iter().step_by(2).collect();
    assert_eq!(names, [&"schatId", &"schatid"]);
}

#[test]
fn every_mistake_is_told_at_once() {
    let errors =
        call(CallKind::RequestCode, &[("chatId", "n1"), ("length", "n1"), ("expires", "n1")]);
    let fields: Vec<_> = errors.unwrap_err().into_iter().map(|error| error.field).collect();
    assert_eq!(fields, ["chatId", "length", "expires"]);
}

#[test]
fn wrong_instances_are_refused() {
    let long = format!("s{}", "a".repeat(1_000_000));
    for given in [
        "s",
        "s.",
        "s..",
        "s%2e%2e",
        "sa/../b",
        "sa?x",
        "sa#f",
        "s\\",
        "s//evil.example",
        "s\t",
        "szzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz",
        "sa0b5df6a-b491-4190-80a5-38d85a2a4836\n",
        "n1",
        "onull",
        &long,
    ] {
        let result = Options::from_fields(
            &Fields::from_text(&text_of(&[("instance", given)])),
            Surroundings::default(),
        );
        assert_refuses(result, "instance", given);
    }
}

#[test]
fn wrong_tokens_are_refused_and_never_repeated() {
    let long = format!("s{}", "t".repeat(65_536));
    for given in ["s", "scanary\ntoken", "scanary token", "scanary-tökén", "n1", "onull", &long] {
        assert_refuses(options(&[("token", given)], Surroundings::default()), "token", given);
    }
}

#[test]
fn a_token_in_a_page_is_refused_unless_the_caller_insists() {
    let page = Surroundings { in_page: true, origin: "https://shop.example" };
    assert_refuses(options(&[("token", "s12|abc")], page), "token", "12|abc");
    assert!(options(&[("token", "s12|abc"), ("dangerouslyAllowBrowser", "btrue")], page).is_ok());
    assert!(options(&[], page).is_ok());
}

#[test]
fn base_urls_are_https_or_loopback_or_a_path_of_the_pages_origin() {
    let page = Surroundings { in_page: true, origin: "https://shop.example" };
    for (given, around, expected) in [
        ("https://otp.example/v2", Surroundings::default(), Some("https://otp.example/v2")),
        ("https://otp.example/v2/", Surroundings::default(), Some("https://otp.example/v2")),
        ("https://otp.example:8443", Surroundings::default(), Some("https://otp.example:8443")),
        ("https://otp.example:443", Surroundings::default(), Some("https://otp.example")),
        ("http://localhost:8787/api", Surroundings::default(), Some("http://localhost:8787/api")),
        ("http://127.0.0.1:8787", Surroundings::default(), Some("http://127.0.0.1:8787")),
        ("http://[::1]:8787", Surroundings::default(), Some("http://[::1]:8787")),
        ("/api/otp/v2", page, Some("https://shop.example/api/otp/v2")),
        ("/api/otp/v2", Surroundings::default(), None),
        ("/api", Surroundings { in_page: false, origin: "null" }, None),
        ("/api", Surroundings { in_page: true, origin: "http://shop.example" }, None),
        ("//evil.example", page, None),
        ("/\\evil.example", page, None),
        ("/api/../admin", page, None),
        ("/%2e%2e/admin", page, None),
        ("api", page, None),
        ("http://otp.example", Surroundings::default(), None),
        ("http://127.0.0.1.evil.example", Surroundings::default(), None),
        ("http://127.1", Surroundings::default(), None),
        ("http://0x7f.1", Surroundings::default(), None),
        ("https://2130706433", Surroundings::default(), None),
        ("https://user:pass@otp.example", Surroundings::default(), None),
        ("https://otp.example?x=1", Surroundings::default(), None),
        ("https://otp.example/#x", Surroundings::default(), None),
        ("https://OTP.example", Surroundings::default(), None),
        ("https://", Surroundings::default(), None),
        ("https://otp.example:0x50", Surroundings::default(), None),
        ("https://otp.example:99999", Surroundings::default(), None),
        ("https://otp.example\\@evil.example", Surroundings::default(), None),
        ("javascript://otp.example/%0aalert(1)", page, None),
        ("data:text/html,x", page, None),
        ("file:///etc/passwd", Surroundings::default(), None),
        ("", page, None),
    ] {
        let value = format!("s{given}");
        let found = options(&[("baseUrl", &value)], around).map(|options| options.base_url);
        match expected {
            Some(url) => assert_eq!(found.as_deref(), Ok(url), "{given}"),
            None => assert_refuses(found, "baseUrl", &value),
        }
    }
}

#[test]
fn headers_that_decide_what_a_call_means_are_not_the_callers_to_set() {
    for (name, given) in [
        ("headers.authorization", "sBearer x"),
        ("headers.Content-Type", "stext/plain"),
        ("headers.cookie", "sa=b"),
        ("headers.host", "sevil.example"),
        ("headers.x-a", "sa\r\nb: c"),
        ("headers.x a", "s1"),
        ("headers.x-a", "n1"),
        ("headers.", "s1"),
        ("headers", "s1"),
        ("headers", "onull"),
    ] {
        assert_refuses(options(&[(name, given)], Surroundings::default()), "headers", given);
    }
    let taken = options(&[("headers.X-Captcha", "sabc 1")], Surroundings::default()).unwrap();
    assert_eq!(taken.headers, [("x-captcha".to_owned(), "abc 1".to_owned())]);
}

#[test]
fn times_and_carried_things_have_their_types() {
    for (field, givens) in [
        ("timeout", &["n0", "n-1", "n600001", "nNaN", "s1000", "onull"][..]),
        ("retry", &["n6", "n-1", "btrue", "n1.5"][..]),
        ("fetch", &["s", "oobject", "onull"][..]),
        ("signal", &["btrue", "ofunction", "onull"][..]),
        ("dangerouslyAllowBrowser", &["n1", "strue"][..]),
    ] {
        for given in givens {
            assert_refuses(options(&[(field, given)], Surroundings::default()), field, given);
        }
    }
}

#[test]
fn the_list_of_requests_is_a_query_that_needs_no_escaping() {
    let list = http(
        CallKind::ListRequests,
        &[CHAT, ("status", "ssent"), ("cursor", "sabc_-1"), ("limit", "n5")],
    );
    assert_eq!(list.method, "GET");
    assert!(
        list.url.ends_with("/requests?limit=5&status=sent&chatId=20123456789%40c.us&cursor=abc_-1"),
        "{}",
        list.url
    );
    for (field, given) in
        [("status", "snew"), ("cursor", "sa&b"), ("limit", "n0"), ("limit", "n101")]
    {
        assert_refuses(call(CallKind::ListRequests, &[(field, given)]), field, given);
    }
}

#[test]
fn one_request_is_named_by_its_uuid() {
    let one = http(CallKind::GetRequest, &[("uuid", "sA0B5DF6A-b491-4190-80a5-38d85a2a4836")]);
    assert!(one.url.ends_with(&format!("/requests/{INSTANCE}")), "{}", one.url);
    assert_refuses(call(CallKind::GetRequest, &[("uuid", "s../x")]), "uuid", "s../x");
}

#[test]
fn the_shell_hands_over_the_headers_a_verdict_looks_at_in_the_cores_order() {
    let shell = include_str!("../pkg-template/lib/transport.js");
    let quoted = AnswerHeaders::NAMES.map(|name| format!("  \"{name}\",\n")).concat();
    assert!(shell.contains(&format!("const HEADERS = [\n{quoted}];")), "{quoted}");
}
