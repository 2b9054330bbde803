//! The client's boundary: what a page hands over, and what a server answers.

use crate::input::{Input, piece};
use hypersender_otp::client::boundary::{self, Exchange};
use hypersender_otp::client::{AnswerHeaders, Attempt, HttpAnswer};
use hypersender_otp::json::{self, Value};

const CHAT: &str = "20123456789@c.us";
const UUID: &str = "a0b5df6a-b491-4190-80a5-38d85a2a4836";
const TOKEN: &str = "1|canaryTOKENcanaryTOKEN";
const CODE: &str = "439713";

pub fn format_seeds() -> Vec<Vec<u8>> {
    [
        "length\0n8\0useLetter\0btrue\0unambiguous\0btrue\0",
        "alphabet\0s0123456789abcdef-_\0length\0n12\0requireEach\0btrue\0",
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}

/// A format that is taken draws codes of its own length and alphabet.
pub fn format(bytes: &[u8]) -> bool {
    let mut chosen = None;
    boundary::code_format(&String::from_utf8_lossy(bytes), &mut chosen);
    let Some(format) = chosen else { return false };
    let random: Vec<u8> =
        (0..4096_u32).map(|at| (at.wrapping_mul(2_654_435_761) >> 13) as u8).collect();
    if let Some(drawn) = format.draw(&random) {
        assert_eq!(drawn.code.len(), format.length());
        assert!(drawn.code.bytes().all(|symbol| format.alphabet().contains(&symbol)));
    }
    true
}

/// Kind, whether in a page, the call, options beside instance and token.
pub fn call_seeds() -> Vec<Vec<u8>> {
    let options = "baseUrl\0shttps://otp.example/v2\0timeout\0n5000\0headers.x-a\0sb\0";
    let request = format!("chatId\0s{CHAT}\0length\0n6\0name\0sAcme\0expires\0n300\0");
    let validate = format!("chatId\0s{CHAT}\0code\0s{CODE}\0uuid\0s{UUID}\0");
    let get = format!("uuid\0s{UUID}\0");
    let seed = |(kind, call): (usize, &str)| {
        let mut seed = vec![kind as u8, 0];
        piece(&mut seed, call.as_bytes());
        seed.extend(options.as_bytes());
        seed
    };
    [&request, &validate, &get, "limit\0n5\0"].into_iter().enumerate().map(seed).collect()
}

/// A call that is prepared goes where its options say, and an error does not repeat the token.
pub fn call(bytes: &[u8]) -> bool {
    let mut input = Input(bytes);
    let (kind, in_page) = (input.byte() % 4, input.byte() % 2 == 1);
    let call = input.text();
    let others = String::from_utf8_lossy(input.rest());
    let options = format!("instance\0s{UUID}\0token\0s{TOKEN}\0{others}");
    let said = boundary::prepare(u32::from(kind), &call, &options, in_page, "https://page.example");
    let mut parts = said.split('\0');
    if parts.next() != Some("http") {
        // Names that nobody knows are repeated, and a fuzzer may come upon any.
        let is_named = String::from_utf8_lossy(bytes).contains(TOKEN);
        assert!(is_named || !said.contains(TOKEN), "{said:?}");
        return false;
    }
    let url = parts.next().unwrap().strip_prefix('s').unwrap();
    let (scheme, rest) = url.split_once("://").unwrap();
    let local = ["localhost", "127.", "[::1]"].iter().any(|host| rest.starts_with(host));
    assert!(scheme == "https" || scheme == "http" && local, "{url}");
    assert!(!url.contains([' ', '\n', '\r', '\\', '#']) && !url.contains("/../"), "{url}");
    true
}

/// Kind, uuid or not, status, redirected, truncated, headers, body.
fn exchange(kind: u8, named: u8, status: u16, flags: u8, headers: &str, body: &str) -> Vec<u8> {
    let mut seed = vec![kind, named];
    seed.extend(status.to_le_bytes());
    seed.push(flags);
    piece(&mut seed, headers.as_bytes());
    seed.extend(body.as_bytes());
    seed
}

pub fn answer_seeds() -> Vec<Vec<u8>> {
    let json = "application/json\n2\nreq_1\n\"d\";r=0;t=5\n7\n1767030000\n";
    let requested = format!(
        r#"{{"success":true,"message":"queued","data":{{"uuid":"{UUID}","chat_id":"{CHAT}","code":"{CODE}","status":"pending","otp_type":"code","expires_at":"2025-12-29T18:09:38+00:00","created_at":"2025-12-29T17:39:38+00:00"}}}}"#
    );
    let validated = format!(
        r#"{{"success":true,"message":"ok","data":{{"uuid":"{UUID}","chat_id":"{CHAT}","status":"validated","validated_at":"2025-12-29T17:43:36+00:00"}}}}"#
    );
    let refused = r#"{"success":false,"message":"Invalid OTP code","errors":{"code":["The code is wrong."]}}"#;
    let limited = r#"{"success":false,"message":"Too Many Attempts.","error":{"code":"rate_limited"},"data":null}"#;
    vec![
        exchange(0, 0, 200, 0, json, &requested),
        exchange(1, 1, 200, 0, json, &validated),
        exchange(1, 0, 422, 0, json, refused),
        exchange(1, 0, 429, 0, json, limited),
        exchange(
            3,
            0,
            200,
            0,
            json,
            r#"{"success":true,"data":{"requests":[],"next_cursor":null}}"#,
        ),
    ]
}

/// "Validated" is said of nothing but one complete set of facts, read here by another reader.
pub fn answer(bytes: &[u8]) -> bool {
    let mut input = Input(bytes);
    let (kind, named) = (input.byte() % 4, input.byte() % 2 == 1);
    let status = u16::from_le_bytes([input.byte(), input.byte()]);
    let flags = input.byte();
    let (redirected, truncated) = (flags & 1 == 1, flags & 2 == 2);
    let headers = input.text();
    let headers = AnswerHeaders::from_lines(&headers);
    let body = input.rest();
    let exchange = Exchange {
        answer: HttpAnswer { status, redirected, headers, body, truncated },
        attempt: Attempt { number: 1, retries: 0, remaining: 9_000, random: flags },
        unknown_before: flags & 4 == 4,
        now: 1_767_029_978_000,
    };
    let uuid = if named { UUID } else { "" };
    let facts = format!("2\n{CHAT}\n{uuid}\n{TOKEN}\n{CODE}");
    let said = boundary::judge(u32::from(kind), &facts, &exchange);
    assert!(!said.contains(TOKEN), "{said:?}");
    let outcome = said.split('\0').next().unwrap();
    if outcome != "validated" {
        return matches!(outcome, "requested" | "refused" | "request" | "page" | "again");
    }
    let read = json::parse(body).unwrap();
    let data = read.get("data").unwrap();
    let told = |name: &str| data.get(name).and_then(Value::as_str);
    assert!(kind == 1 && status == 200 && !redirected && !truncated);
    assert!(matches!(read.get("success"), Some(Value::Bool(true))));
    assert_eq!(told("status"), Some("validated"));
    assert!(matches!(told("chat_id"), Some(CHAT | "20123456789@s.whatsapp.net")));
    assert!(!named || told("uuid").is_some_and(|told| told.eq_ignore_ascii_case(UUID)));
    true
}
