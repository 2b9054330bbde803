//! What crosses into JavaScript and back: text and bytes, read here as a shell reads them.

use crate::host::{Host, NOW};
use crate::support::{CHAT, INSTANCE, NAME_KEY, PEPPER, TOKEN, setup};
use hypersender_otp::json::{self, Value};
use hypersender_otp::service::boundary::{brought, configure, refused, started, step, turn};
use hypersender_otp::service::chat::{ApplyError, Kept};
use hypersender_otp::service::stored::StateError;
use hypersender_otp::service::{
    Act, Applied, Brought, Event, Notice, Reply, Request, Service, Step,
};

/// The JSON of a frame, and its bytes.
fn opened(mut frame: &[u8]) -> (String, Vec<&[u8]>) {
    let mut parts = Vec::new();
    while let Some((length, rest)) = frame.split_first_chunk() {
        let (part, rest) = rest.split_at(u32::from_be_bytes(*length) as usize);
        parts.push(part);
        frame = rest;
    }
    assert!(frame.is_empty());
    (String::from_utf8(parts.remove(0).to_vec()).unwrap(), parts)
}

fn shown(act: Act) -> (String, usize) {
    let frame = step(&Step { act, events: Vec::new() });
    let (json, bytes) = opened(&frame);
    (json, bytes.len())
}

#[test]
fn a_step_is_json_and_the_bytes_it_goes_on_with() {
    let text = String::from;
    let reply = Reply { status: 200, headers: text("a: b\nc: d"), body: Some(text("{\"x\":1}")) };
    let (next, body) = (vec![1], text("{}"));
    for (act, json, bytes) in [
        (
            Act::Reply(Box::new(reply.clone())),
            r#"{"do":"reply","status":200,"headers":"a: b\nc: d","body":"{\"x\":1}"}"#,
            0,
        ),
        (
            Act::Document { reply: Box::new(reply), base_path: text("/api") },
            r#"{"do":"document","status":200,"headers":"a: b\nc: d","basePath":"/api"}"#,
            0,
        ),
        (
            Act::Challenge { instance: text("i"), under_attack: true, next: next.clone() },
            r#"{"do":"challenge","instance":"i","underAttack":true}"#,
            1,
        ),
        (
            Act::Fetch {
                url: text("u"),
                method: "POST",
                headers: text("a: b"),
                body,
                timeout: 9,
                next,
            },
            r#"{"do":"fetch","url":"u","method":"POST","headers":"a: b","body":"{}","timeout":9}"#,
            1,
        ),
        (Act::Done { again: true }, r#"{"do":"done","again":true}"#, 0),
    ] {
        assert_eq!(shown(act), (json.to_owned(), bytes));
    }
}

#[test]
fn a_command_comes_behind_the_place_where_the_flow_goes_on() {
    let mut service = Service::new(setup(&[]).unwrap());
    let url = format!("https://otp.example/api/otp/v2/{INSTANCE}/request-code");
    let headers = format!("authorization: Bearer {TOKEN}\ncontent-type: application/json");
    let body = format!(r#"{{"chatId":"{CHAT}"}}"#);
    let request = Request { method: "POST", url: &url, headers: &headers, body: body.as_bytes() };
    let first = service.begin(&request, NOW);
    let frame = step(&first);
    let (json, bytes) = opened(&frame);
    let Act::Apply { names, command, next, .. } = &first.act else { panic!("a chat is asked") };
    assert_eq!(json, format!(r#"{{"do":"apply","kind":"chat","names":["{}"]}}"#, names[0]));
    assert_eq!(bytes, [next, command]);
}

#[test]
fn events_are_told_without_what_they_lack() {
    let event = Event {
        kind: "limited",
        instance: INSTANCE.into(),
        reason: Some("gap"),
        failures: Some(3),
        ..Event::default()
    };
    let frame = step(&Step { act: Act::Done { again: false }, events: vec![event] });
    let told =
        format!(r#"[{{"type":"limited","instance":"{INSTANCE}","reason":"gap","failures":3}}]"#);
    assert_eq!(opened(&frame).0, format!(r#"{{"do":"done","again":false,"events":{told}}}"#));
}

#[test]
fn what_is_brought_is_read_by_what_is_said_of_it() {
    let answers = [0, 0, 0, 1, 7, 0, 0, 0, 0];
    let answered = |found: &Brought| match found {
        Brought::Applied(answers) => *answers == [vec![7], vec![]],
        _ => false,
    };
    assert!(answered(&brought("applied", &answers)));
    let fetched = |found: Brought| match found {
        Brought::Fetched { status, headers, body } => Some((status, headers, body)),
        _ => None,
    };
    let expected = Some((202, String::from("a: b\nc: d"), b"hello".to_vec()));
    assert_eq!(fetched(brought("202\na: b\nc: d", b"hello")), expected);
    assert_eq!(fetched(brought("0\n", b"")), Some((0, String::new(), Vec::new())));
    assert!(matches!(brought("challenged", b""), Brought::Challenged(true)));
    assert!(matches!(brought("refused", b""), Brought::Challenged(false)));
    assert!(matches!(brought("timeout", b""), Brought::NotFetched { timeout: true }));
    assert!(matches!(brought("network", b""), Brought::NotFetched { timeout: false }));
    let cut = brought("network\n201", b"");
    assert!(matches!(cut, Brought::Cut { status: 201, timeout: false }));
    for (said, bytes) in
        [("storage", &b""[..]), ("", b""), ("70000\n", b""), ("applied", &[0, 0, 0, 9, 1])]
    {
        assert!(matches!(brought(said, bytes), Brought::Failed), "{said}");
    }
}

#[test]
fn what_becomes_of_a_state_is_told_apart() {
    let told = |state, wake_in| {
        let frame = turn(Ok(Applied { state, answer: vec![5], wake_in, notices: Vec::new() }));
        let (json, bytes) = opened(&frame);
        (json, bytes.concat())
    };
    assert_eq!(told(Kept::Unchanged, None), ("{}".into(), vec![5]));
    assert_eq!(told(Kept::Delete, None), (r#"{"state":null}"#.into(), vec![5]));
    assert_eq!(told(Kept::Store(vec![6, 7]), Some(30)), (r#"{"wakeIn":30}"#.into(), vec![5, 6, 7]));
    let notices = [("a:1", 8), ("a:2", 10)].map(|(ledger, at)| Notice {
        ledger: ledger.to_owned(),
        command: vec![at],
        heard: vec![at + 1],
    });
    let (state, notices) = (Kept::Store(vec![6]), notices.to_vec());
    let frame = turn(Ok(Applied { state, answer: vec![5], wake_in: None, notices }));
    let (json, bytes) = opened(&frame);
    assert_eq!(json, r#"{"notices":["a:1","a:2"]}"#);
    assert_eq!(bytes, [[5], [8], [9], [10], [11], [6]]);
    let frame = turn(Err(ApplyError::State(StateError::UnknownVersion(9))));
    let error = r#"{"error":"the stored state has version 9; this build reads 1"}"#;
    assert_eq!(opened(&frame), (error.to_owned(), vec![]));
}

/// Two lines a setting, with these changed or added; a line that is empty could not be read.
fn lines(changes: &[(&str, &str)]) -> String {
    let instances = format!(r#"[{{"id":"{INSTANCE}","tokens":["{TOKEN}"]}}]"#);
    let [pepper, name_key] = [PEPPER, NAME_KEY].map(|text| format!("\"{text}\""));
    let mut settings = vec![
        ("instances", instances.as_str()),
        ("pepper", &pepper),
        ("nameKey", &name_key),
        ("courier", "\"inbox\""),
    ];
    settings.retain(|(name, _)| changes.iter().all(|(changed, _)| changed != name));
    settings.extend(changes);
    settings.iter().map(|(name, value)| format!("\"{name}\"\n{value}\n")).collect()
}

fn error(changes: &[(&str, &str)]) -> String {
    configure(&lines(changes), "config").err().unwrap().to_string()
}

#[test]
fn settings_start_a_service_and_its_summary_says_how() {
    let service = configure(&lines(&[("challenge", "true")]), "config").unwrap();
    let frame = started(&service, 3);
    let (json, bytes) = opened(&frame);
    assert_eq!(
        json,
        r#"{"handle":3,"basePath":"/api/otp/v2","issuer":"local","courier":"inbox","challenge":true,"proof":false,"strict":false}"#
    );
    let odds: Vec<f64> =
        bytes[0].as_chunks().0.iter().map(|bytes| f64::from_be_bytes(*bytes)).collect();
    let expected = service.settings().policy.odds();
    assert_eq!(
        odds,
        [
            expected.codes,
            expected.code,
            expected.day,
            expected.until_closed,
            expected.takeovers_an_hour
        ]
    );
}

#[test]
fn a_setting_that_is_none_or_cannot_be_read_is_named_and_its_value_never_shown() {
    assert!(
        error(&[("naemKey", "\"canary\"")])
            .starts_with("naemKey is no setting; there are instances, pepper, ")
    );
    assert!(error(&[("canary key 1", "1")]).starts_with("A member is no setting"));
    assert!(error(&[("issuer.token", "\"canary\"")]).starts_with("A member is no setting"));
    assert_eq!(error(&[("pepper", "")]), "pepper cannot be read.");
    // Half a character is no text.
    let told = error(&[("nameKey", r#""canary canary canary canary canary \ud800""#)]);
    assert!(told.starts_with("nameKey must be at least 32") && !told.contains("canary"), "{told}");
    let json = opened(&refused("a \"sentence\"")).0;
    assert_eq!(
        json::parse(json.as_bytes()).unwrap().get("error").and_then(Value::as_str),
        Some("a \"sentence\"")
    );
}

#[test]
fn an_environment_may_hold_what_is_no_setting() {
    let instances = format!(r#"[{{"id":"{INSTANCE}","tokens":["{TOKEN}"]}}]"#);
    let env = [
        ("OTP_INSTANCES", instances.as_str()),
        ("OTP_PEPPER", &format!("\"{PEPPER}\"")),
        ("OTP_NAME_KEY", &format!("\"{NAME_KEY}\"")),
        ("OTP_COURIER", "\"inbox\""),
        ("OTHER", ""),
    ]
    .map(|(name, value)| format!("\"{name}\"\n{value}\n"))
    .concat();
    assert!(configure(&env, "env").is_ok());
}

#[test]
fn a_call_goes_through_the_boundary_as_it_goes_through_the_core() {
    let mut host = Host::new();
    let made = host.code_for(CHAT);
    let reply =
        host.server("validate-code", &format!(r#"{{"chatId":"{CHAT}","code":"{}"}}"#, made.code));
    let frame = step(&Step { act: Act::Reply(Box::new(reply.clone())), events: Vec::new() });
    let json = opened(&frame).0;
    let json = json::parse(json.as_bytes()).unwrap();
    assert_eq!(json.get("body").and_then(Value::as_str), reply.body.as_deref());
    assert_eq!(json.get("headers").and_then(Value::as_str), Some(reply.headers.as_str()));
}
