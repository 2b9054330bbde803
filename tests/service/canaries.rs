//! Secrets searched for in everything that leaves the service or stays in its storage.

use crate::host::Host;
use crate::support::{INSTANCE, ORIGIN, ROOMY, TOKEN, everything};
use hypersender_otp::service::{BASE_PATH, Brought, Request};

/// A number that no rule shows as its example.
const CHAT: &str = "4915112345678@c.us";

/// A service that has seen everything, with what it said, and the codes it made.
struct Seen {
    host: Host,
    said: Vec<String>,
    codes: Vec<String>,
}

fn everything_once() -> Seen {
    let courier = r#"{"type":"webhook","url":"https://hook.example","key":"canaryHOOKKEYcanaryHOOKKEYcanaryHOOK"}"#;
    let mut host = Host::with(&[("policy", ROOMY), ("courier", courier), ("challenge", "true")]);
    let mut dead = true;
    host.network = Box::new(move |_| {
        dead = !dead;
        match dead {
            true => Brought::NotFetched { timeout: true },
            false => {
                Brought::Fetched { status: 200, headers: String::new(), body: b"canary".to_vec() }
            }
        }
    });
    let mut said = Vec::new();
    let ask = format!(r#"{{"chatId":"{CHAT}","name":"Acme"}}"#);
    let keyed = format!("authorization: Bearer {TOKEN}\nidempotency-key: canaryKEY");
    let page = format!("origin: {ORIGIN}\nidempotency-key: canaryKEY");
    let mut codes = Vec::new();
    for _ in 0..2 {
        let reply = host.post("request-code", &keyed, &ask);
        codes.push(crate::support::text(&reply, &["data", "code"]).unwrap());
        said.push(everything(&host.post("request-code", &page, &ask)));
    }
    let made = host.code_for(CHAT);
    codes.push(made.code.clone());
    for body in [
        format!(r#"{{"chatId":"{CHAT}","code":"wrongcode"}}"#),
        format!(r#"{{"chatId":"{CHAT}","code":"{}","uuid":"{INSTANCE}"}}"#, made.code),
        format!(r#"{{"chatId":"{CHAT}","code":"{}","uuid":"{}"}}"#, made.code, made.uuid),
        format!(r#"{{"chatId":"{CHAT}","code":"{}","uuid":"{}"}}"#, made.code, made.uuid),
    ] {
        let reply = host.server("validate-code", &body);
        // A success names the chat and the request to who asked for them, and never the code.
        said.push(everything(&reply).replace(CHAT, "").replace(&made.uuid, ""));
    }
    host.challenge = false;
    said.push(everything(&host.public("request-code", &ask)));
    for path in ["requests", &format!("requests/{}", made.uuid), "requests?cursor=canary"] {
        said.push(everything(&host.look(path)));
    }
    for (header, body) in [
        (format!("authorization: Bearer {TOKEN}x"), ask.as_str()),
        (format!("authorization: Bearer {TOKEN}"), r#"{"chatId":"canary","name":"canary\n"}"#),
        (format!("authorization: Bearer {TOKEN}"), "canary"),
        (keyed.replace("canaryKEY", "canary KEY"), &ask),
    ] {
        said.push(everything(&host.post("request-code", &header, body)));
    }
    for url in ["health?canary=canary", "openapi.json", "canary", "dev/inbox"] {
        said.push(everything(&host.get(&format!("https://otp.example{BASE_PATH}/{url}"))));
    }
    let url = format!("http://canary.example{BASE_PATH}/{INSTANCE}/request-code");
    let headers = format!("authorization: Bearer {TOKEN}");
    said.push(everything(&host.send(&Request {
        method: "POST",
        url: &url,
        headers: &headers,
        body: ask.as_bytes(),
    })));
    host.later(90);
    Seen { host, said, codes }
}

#[test]
fn no_answer_to_a_page_and_no_error_shows_a_secret() {
    let Seen { said, codes, .. } = everything_once();
    for said in &said {
        for code in &codes {
            assert!(!said.contains(code.as_str()), "a code in {said}");
        }
        let own = said.replace(&format!("\\\"chat_id\\\":\\\"{CHAT}\\\""), "");
        assert!(!own.contains("canary") && !own.contains("4915112345678"), "{own}");
    }
    assert!(said.len() > 15);
}

#[test]
fn no_event_shows_a_secret() {
    let Seen { host, codes, .. } = everything_once();
    let events = format!("{:?}", host.events);
    for kind in ["requested", "validated", "refused", "sent", "delivery_failed", "challenge_failed"]
    {
        assert!(events.contains(&format!("\"{kind}\"")), "{kind} of {events}");
    }
    assert!(events.contains("+49*********78"));
    assert!(!events.contains("canary") && !events.contains("4915112345678"), "{events}");
    assert!(!codes.iter().any(|code| events.contains(code.as_str())));
}

#[test]
fn no_stored_state_and_no_objects_name_shows_a_secret() {
    let Seen { host, codes, .. } = everything_once();
    assert!(host.objects.len() >= 5);
    let secrets = ["canary", "4915112345678", "Acme", "verification"];
    let secrets: Vec<&str> = secrets.into_iter().chain(codes.iter().map(String::as_str)).collect();
    for ((_, name), state) in &host.objects {
        for secret in &secrets {
            let found = state.windows(secret.len()).any(|part| part == secret.as_bytes());
            assert!(!found && !name.contains(secret), "{secret} in {name}");
        }
    }
    let anywhere = |text: &str| {
        host.objects.values().any(|state| state.windows(text.len()).any(|p| p == text.as_bytes()))
    };
    assert!(anywhere("+49*********78"), "a search that finds what is there");
}

#[test]
fn a_refused_start_shows_no_value() {
    for name in
        ["instances", "pepper", "nameKey", "proofKey", "policy", "issuer", "courier", "messages"]
    {
        for wrong in [
            "canary",
            r#"{"x":"canary"}"#,
            r#"["canary"]"#,
            r#"{"type":"canary"}"#,
            r#"{"type":"hypersender","token":"canary canary"}"#,
            r#"{"type":"webhook","url":"canary","key":"canary"}"#,
            r#"[{"id":"canary","tokens":["canary"]}]"#,
        ] {
            if let Err(error) = crate::support::setup(&[(name, wrong)]) {
                let told = error.to_string();
                assert!(!told.contains("canary"), "{told}");
                assert!(told.starts_with(name) || told.starts_with("issuer."), "{name}: {told}");
            }
        }
    }
}
