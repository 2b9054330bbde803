//! The list of requests, one of them, and opening a chat again.

use crate::host::{Fault, Host};
use crate::support::{
    CHAT, INSTANCE, Made, ORIGIN, ROOMY, body, everything, is, members, text, told,
};
use hypersender_otp::json::{self, Value};
use hypersender_otp::service::{BASE_PATH, Request};
use std::collections::BTreeSet;

/// The uuids of a page and where the next begins.
fn page(host: &mut Host, query: &str) -> (Vec<String>, Option<String>) {
    let reply = host.look(&format!("requests?{query}"));
    assert_eq!(reply.status, 200, "{query}: {}", body(&reply));
    let json = json::parse(body(&reply).as_bytes()).unwrap();
    let Some(Value::Array(list)) = json.get("data").unwrap().get("requests") else { panic!() };
    let uuid = |item: &Value<'_>| item.get("uuid").and_then(Value::as_str).unwrap().to_owned();
    (list.iter().map(uuid).collect(), text(&reply, &["data", "next_cursor"]))
}

/// All pages of a query.
fn pages(host: &mut Host, query: &str) -> Vec<String> {
    let first = page(host, query);
    pages_after(host, query, first)
}

/// The rest of them, after the first.
fn pages_after(
    host: &mut Host,
    query: &str,
    (mut all, mut next): (Vec<String>, Option<String>),
) -> Vec<String> {
    while let Some(cursor) = next {
        let (more, after) = page(host, &format!("{query}&cursor={cursor}"));
        assert!(!more.is_empty(), "a page that says there is more has more");
        all.extend(more);
        next = after;
    }
    all
}

#[test]
fn a_thousand_requests_are_listed_filtered_and_paged_each_exactly_once() {
    let mut host = Host::with(&[("policy", ROOMY)]);
    let (mut made, mut seconds) = (Vec::new(), Vec::new());
    let chat = |at: usize| format!("2010000{:04}@c.us", at % 250);
    for at in 0..1000 {
        made.push(host.code_for(&chat(at)));
        seconds.push(host.now);
        if at % 3 == 0 {
            host.now = host.now.plus_seconds(1);
        }
        if at % 100 == 99 && at < 800 {
            host.later(2);
        }
    }
    // The fourth code of a chat ends its first. The newest 40 of the sent ones are validated; the newest 200 are still pending.
    for (at, made) in made.iter().enumerate().take(800).skip(760) {
        let guess =
            format!(r#"{{"chatId":"{}","code":"{}","uuid":"{}"}}"#, chat(at), made.code, made.uuid);
        assert_eq!(host.server("validate-code", &guess).status, 200);
    }
    let all: BTreeSet<&str> = made.iter().map(|made| made.uuid.as_str()).collect();
    for limit in [7, 20, 100] {
        let listed = pages(&mut host, &format!("limit={limit}"));
        assert_eq!(listed.len(), 1000);
        assert_eq!(listed.iter().map(String::as_str).collect::<BTreeSet<_>>(), all);
    }
    let newest = pages(&mut host, "limit=100");
    let place = |uuid: &str| made.iter().position(|made| made.uuid == uuid).unwrap();
    let times: Vec<_> = newest.iter().map(|uuid| seconds[place(uuid)]).collect();
    assert!(times.windows(2).all(|pair| pair[0] >= pair[1]), "newest first");
    for (status, count) in [("pending", 200), ("sent", 510), ("validated", 40), ("expired", 250)] {
        let listed = pages(&mut host, &format!("status={status}&limit=33"));
        assert_eq!(listed.iter().collect::<BTreeSet<_>>().len(), count, "{status}");
        assert_eq!(listed.len(), count, "{status}");
    }
    let of_chat = pages(&mut host, "chatId=20100000007%40c.us&limit=1");
    assert_eq!(
        of_chat,
        [7, 257, 507, 757]
            .map(|at| made[at].uuid.clone())
            .iter()
            .rev()
            .cloned()
            .collect::<Vec<_>>()
    );
    assert_eq!(pages(&mut host, "chatId=20100000007%40c.us&status=validated").len(), 0);
}

#[test]
fn requests_made_while_a_list_is_paged_do_not_disturb_it() {
    let mut host = Host::with(&[("policy", ROOMY)]);
    for at in 0..30 {
        host.code_for(&format!("2010000{at:04}@c.us"));
    }
    let (first, next) = page(&mut host, "limit=10");
    host.now = host.now.plus_seconds(1);
    host.code_for(CHAT);
    let all = pages_after(&mut host, "limit=10", (first, next));
    assert_eq!((all.len(), all.iter().collect::<BTreeSet<_>>().len()), (30, 30));
}

#[test]
fn a_list_shows_neither_a_code_nor_a_full_number() {
    let mut host = Host::new();
    let made = host.code_for(CHAT);
    for reply in [host.look("requests"), host.look(&format!("requests/{}", made.uuid))] {
        let told = everything(&reply);
        assert!(told.contains("+20*******89") && told.contains(&made.uuid), "{told}");
        assert!(!told.contains("20123456789") && !told.contains(&made.code), "{told}");
    }
    let keys =
        ["uuid", "chat_id", "status", "otp_type", "expires_at", "created_at", "validated_at"];
    assert_eq!(members(&host.look(&format!("requests/{}", made.uuid)), &["data"]), keys);
}

#[test]
fn an_instance_lists_only_its_own_requests() {
    let other = "00000000-0000-4000-8000-000000000000";
    let instances = format!(
        r#"[{{"id":"{INSTANCE}","tokens":["{0}"]}},{{"id":"{other}","tokens":["{0}"]}}]"#,
        crate::support::TOKEN
    );
    let mut host = Host::with(&[("instances", &instances)]);
    let made = host.code_for(CHAT);
    let mut look = |path: &str| {
        let url = format!("https://otp.example{BASE_PATH}/{other}/{path}");
        let headers = format!("authorization: Bearer {}", crate::support::TOKEN);
        host.send(&Request { method: "GET", url: &url, headers: &headers, body: b"" })
    };
    assert!(body(&look("requests")).contains(r#""requests":[],"next_cursor":null"#));
    assert_eq!(told(&look(&format!("requests/{}", made.uuid))), is(404, "unknown_request"));
}

#[test]
fn only_holders_of_a_token_list_look_and_unlock() {
    let mut host = Host::new();
    let made = host.code_for(CHAT);
    let origin = format!("origin: {ORIGIN}");
    for path in ["requests", &format!("requests/{}", made.uuid)] {
        let url = format!("https://otp.example{BASE_PATH}/{INSTANCE}/{path}");
        let mut ask =
            |headers: &str| host.send(&Request { method: "GET", url: &url, headers, body: b"" });
        assert_eq!(told(&ask(&origin)), is(403, "forbidden"));
        assert_eq!(told(&ask("")), is(401, "unauthorized"));
    }
    let unlock = format!(r#"{{"chatId":"{CHAT}"}}"#);
    assert_eq!(told(&host.public("chats/unlock", &unlock)), is(403, "forbidden"));
    assert_eq!(told(&host.post("chats/unlock", "", &unlock)), is(401, "unauthorized"));
}

#[test]
fn a_request_that_nobody_made_is_unknown() {
    let mut host = Host::new();
    host.code_for(CHAT);
    for uuid in [INSTANCE, "..", "%2e%2e", "a0b5df6a", "x".repeat(10_000).as_str()] {
        assert_eq!(told(&host.look(&format!("requests/{uuid}"))), is(404, "unknown_request"));
    }
}

#[test]
fn a_wrong_query_names_its_field() {
    let mut host = Host::new();
    for (query, field) in [
        ("limit=0", "limit"),
        ("limit=101", "limit"),
        ("limit=+5", "limit"),
        ("limit=05", "limit"),
        ("limit=1e1", "limit"),
        ("limit=", "limit"),
        ("limit=4294967297", "limit"),
        ("limit=1&limit=2", "limit"),
        ("status=done", "status"),
        ("status=", "status"),
        ("chatId=20123456789", "chatId"),
        ("chatId=20123456789@c.us%0a", "chatId"),
        ("chatId=__proto__", "chatId"),
        ("cursor=", "cursor"),
        ("cursor=abc", "cursor"),
        ("cursor=1-a0b5df6a", "cursor"),
        ("cursor=99999999999999999999-a0b5df6a-b491-4190-80a5-38d85a2a4836", "cursor"),
        ("cursor=%00", "cursor"),
        ("page=2", "query"),
        ("__proto__=1", "query"),
        ("limit%00=1", "query"),
    ] {
        let reply = host.look(&format!("requests?{query}"));
        assert_eq!(told(&reply), is(422, "invalid_request"), "{query}");
        assert_eq!(members(&reply, &["errors"]), [field], "{query}");
    }
    for query in ["", "&", "limit=1", "chatId=20123456789@c.us", "chatId=20123456789%40c%2Eus"] {
        assert_eq!(host.look(&format!("requests?{query}")).status, 200, "{query}");
    }
}

#[test]
fn a_head_of_the_list_has_no_body() {
    let url = format!("https://otp.example{BASE_PATH}/{INSTANCE}/requests");
    let headers = format!("authorization: Bearer {}", crate::support::TOKEN);
    let reply =
        Host::new().send(&Request { method: "HEAD", url: &url, headers: &headers, body: b"" });
    assert_eq!((reply.status, reply.body), (200, None));
}

#[test]
fn a_closed_chat_is_open_again_once_a_token_holder_says_so() {
    let policy = r#"{"sendGap":0,"sendsInWindow":100,"sendsADay":100,"failuresInARow":2,"failuresInWindow":100,"failuresADay":100}"#;
    let mut host = Host::with(&[("policy", policy)]);
    let ask = format!(r#"{{"chatId":"{CHAT}"}}"#);
    host.code_for(CHAT);
    host.guess("wrongcode");
    host.guess("wrongcode");
    let closed = host.public("request-code", &ask);
    assert_eq!(told(&closed), is(429, "rate_limited"));
    assert_eq!(closed.header("retry-after"), None, "time alone does not help");
    assert_eq!(host.server("request-code", &ask).status, 200, "its own server may");
    let reply = host.server("chats/unlock", &ask);
    assert_eq!((reply.status, text(&reply, &["data", "chat_id"])), (200, Some(CHAT.into())));
    assert_eq!(host.public("request-code", &ask).status, 200);
}

#[test]
fn the_demos_list_needs_no_token_and_this_machine() {
    let mut host = Host::new();
    let made = host.code_for(CHAT);
    let reply = host.get(&format!("http://127.0.0.1{BASE_PATH}/dev/requests?limit=5"));
    assert!(body(&reply).contains(&made.uuid) && !body(&reply).contains(&made.code));
}

/// A host whose ledger missed that the code of its one request was validated, and the request.
fn behind() -> (Host, Made) {
    let mut host = Host::new();
    let made = host.code_for(CHAT);
    host.later(2);
    assert_eq!(host.guess(&made.code).status, 200);
    (host, made)
}

#[test]
fn the_list_of_one_chat_shows_what_the_ledger_missed() {
    for (status, count) in [("sent", 0), ("validated", 1)] {
        let (mut host, made) = behind();
        // The chat is asked first, then the ledger is told.
        host.fault = Some((host.applied + 2, Fault::Refused));
        let listed = pages(&mut host, &format!("chatId=20123456789%40c.us&status={status}"));
        assert_eq!(listed, vec![made.uuid; count], "{status}");
    }
}

#[test]
fn what_a_ledger_missed_it_is_told_half_a_minute_later() {
    let (mut host, made) = behind();
    host.fault = Some((host.applied + 1, Fault::Refused));
    assert_eq!(host.status(&made.uuid), "sent");
    host.later(29);
    assert_eq!(host.status(&made.uuid), "sent");
    host.later(1);
    assert_eq!(host.status(&made.uuid), "validated");
}
