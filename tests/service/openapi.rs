//! The service's own document: all of the contract's, and what was added to it.

use crate::host::Host;
use crate::support::{body, text};
use hypersender_otp::json::{self, Value};
use hypersender_otp::service::openapi::DOCUMENT;
use hypersender_otp::service::{BASE_PATH, Request};

const CONTRACT: &str = include_str!("../contract/openapi.json");

/// Where ours may say something else: who we are and where, and a placeholder that is no UUID.
const OWN: [&str; 3] = ["/info", "/servers", "/components/parameters/instance/example"];

/// Every place where `ours` lacks or contradicts what `theirs` says.
fn lacks(theirs: &Value<'_>, ours: Option<&Value<'_>>, path: &str, out: &mut Vec<String>) {
    if OWN.contains(&path) {
        return;
    }
    match (theirs, ours) {
        (Value::Object(members), Some(Value::Object(_))) => {
            for (name, value) in members {
                let place = format!("{path}/{name}");
                lacks(value, ours.and_then(|ours| ours.get(name)), &place, out);
            }
        }
        // A list may be longer; a type may be one of several.
        (Value::Array(items), Some(Value::Array(own))) => {
            let missing = |item: &&Value<'_>| !own.contains(item);
            out.extend(items.iter().filter(missing).map(|item| format!("{path} has {item:?}")));
        }
        (kind @ Value::String(_), Some(Value::Array(own))) if path.ends_with("/type") => {
            if !own.contains(kind) {
                out.push(format!("{path} allows {kind:?}"));
            }
        }
        (theirs, Some(ours)) if theirs == ours => {}
        (theirs, ours) => out.push(format!("{path}: {theirs:?} became {ours:?}")),
    }
}

fn difference(ours: &str) -> Vec<String> {
    let mut out = Vec::new();
    let theirs = json::parse(CONTRACT.as_bytes()).unwrap();
    lacks(&theirs, Some(&json::parse(ours.as_bytes()).unwrap()), "", &mut out);
    out
}

#[test]
fn the_document_is_a_superset_of_the_contracts() {
    assert_eq!(difference(DOCUMENT), Vec::<String>::new());
}

#[test]
fn the_comparison_sees_what_is_missing_and_what_is_changed() {
    for (from, to) in [
        ("\"operationId\":\"requestCode\"", "\"operationId\":\"sendCode\""),
        ("\"useLetter\":{", "\"useLetters\":{"),
        ("\"expires_at\":{", "\"expiresAt\":{"),
        ("\"scheme\":\"bearer\"", "\"scheme\":\"basic\""),
        ("\"/{instance}/validate-code\"", "\"/{instance}/validate\""),
        ("a0b5df6a-b491-4190-80a5-38d85a2a4836", "a0b5df6a-b491-4190-80a5-38d85a2a4837"),
    ] {
        assert!(DOCUMENT.contains(from), "{from}");
        assert!(!difference(&DOCUMENT.replace(from, to)).is_empty(), "{from}");
    }
}

#[test]
fn it_is_the_written_one_without_white_space_between_its_tokens() {
    let written = include_str!("../../src/service/openapi.json");
    assert_eq!(json::parse(DOCUMENT.as_bytes()), json::parse(written.as_bytes()));
    assert!(!DOCUMENT.contains('\n') && !DOCUMENT.contains("\": "));
}

#[test]
fn it_is_served_with_the_base_path_it_was_asked_at() {
    let mut host = Host::with(&[("basePath", "/codes")]);
    let reply = host.get("https://otp.example/codes/openapi.json");
    let document = json::parse(body(&reply).as_bytes()).unwrap();
    let Some(Value::Array(servers)) = document.get("servers") else { panic!("no servers") };
    assert_eq!(servers[0].get("url").unwrap().as_str(), Some("/codes"));
    assert_eq!(text(&reply, &["openapi"]).as_deref(), Some("3.1.0"));
    assert!(!body(&reply).contains("{basePath}"));
}

/// Each path and method of the document.
fn operations() -> Vec<(String, String)> {
    let document = json::parse(DOCUMENT.as_bytes()).unwrap();
    let Some(Value::Object(paths)) = document.get("paths") else { panic!("no paths") };
    let methods = |(path, item): &(std::borrow::Cow<'_, str>, Value<'_>)| {
        let Value::Object(methods) = item else { panic!("{path}") };
        methods.iter().map(|(method, _)| (path.to_string(), method.to_string())).collect::<Vec<_>>()
    };
    paths.iter().flat_map(methods).collect()
}

#[test]
fn every_documented_route_exists_and_takes_no_other_method() {
    let uuid = crate::support::INSTANCE;
    let mut host = Host::new();
    assert_eq!(operations().len(), 7);
    for (path, documented) in operations() {
        let local = path.replace("{instance}", uuid).replace("{uuid}", uuid);
        let url = format!("https://otp.example{BASE_PATH}{local}");
        for method in ["GET", "POST", "PUT", "PATCH", "DELETE", "TRACE"] {
            let reply = host.send(&Request { method, url: &url, headers: "", body: b"" });
            let takes = documented.eq_ignore_ascii_case(method);
            assert_eq!(reply.status != 405, takes, "{method} {path}");
            assert_eq!(reply.header("allow").is_some(), !takes, "{method} {path}");
        }
        let reply = host.send(&Request { method: "OPTIONS", url: &url, headers: "", body: b"" });
        assert_eq!((reply.status, reply.body.is_none()), (204, true), "{path}");
        assert!(reply.header("allow").unwrap().contains(&documented.to_uppercase()));
    }
}

/// The texts of `src/service` that name a problem, as they stand in its code.
const SAID: [&str; 7] = [
    include_str!("../../src/service/replies.rs"),
    include_str!("../../src/service/bodies.rs"),
    include_str!("../../src/service/callers.rs"),
    include_str!("../../src/service/flow/begin.rs"),
    include_str!("../../src/service/flow/request/begin.rs"),
    include_str!("../../src/service/flow/request/limits.rs"),
    include_str!("../../src/service/flow/vendor/answer.rs"),
];

#[test]
fn every_problem_that_can_be_said_is_documented_with_its_status() {
    let document = json::parse(DOCUMENT.as_bytes()).unwrap();
    let Some(Value::Object(paths)) = document.get("paths") else { panic!("no paths") };
    let parts = document.get("components").and_then(|parts| parts.get("responses")).unwrap();
    // Which named response stands for a status, and whether that one knows the code.
    let documented = |status: &str, code: &str| {
        let operations = paths.iter().flat_map(|(_, path)| match path {
            Value::Object(methods) => methods.iter().map(|(_, operation)| operation).collect(),
            _ => Vec::new(),
        });
        let mut named = operations.filter_map(|operation| {
            let response = operation.get("responses")?.get(status)?.get("$ref")?.as_str()?;
            parts.get(response.strip_prefix("#/components/responses/")?)
        });
        named.any(|response| format!("{response:?}").contains(&format!("String(\"{code}\")")))
    };
    let mut seen = 0;
    for source in SAID {
        for part in source.split("problem(").skip(1) {
            let part = part.trim_start();
            let Some((status, rest)) = part.split_once(',') else { continue };
            let Some(code) = rest.trim_start().strip_prefix('"') else { continue };
            let (code, _) = code.split_once('"').unwrap();
            if status.parse::<u16>().is_ok() && status != "405" {
                assert!(documented(status, code), "{status} {code}");
                seen += 1;
            }
        }
    }
    assert!(seen > 15, "the search finds problems: {seen}");
}
