//! What is sent for a call.

use crate::support::answer::Answer;
use crate::support::bodies::{CHAT, CODE, INSTANCE, TOKEN, UUID, requested, validated};
use crate::support::call::{Call, requesting, validating};
use crate::support::fetch::{FakeFetch, Sent};
use crate::support::js::{object, origin, replace, set};
use wasm_bindgen_test::wasm_bindgen_test;

async fn sent(call: Call) -> Sent {
    let fetch = FakeFetch::new([Answer::json(401, "{}")]);
    call.made_with(&fetch).await.unwrap_err();
    fetch.sent(0)
}

async fn sends_body(call: Call, body: String) {
    assert_eq!(sent(call).await.body(), body);
}

fn request_body(more: &str) -> String {
    format!(r#"{{"chatId":"{CHAT}",{more}}}"#)
}

rows! { sends_body:
    a_chat_id_alone_asks_for_the_five_documented_defaults(
        requesting(),
        request_body(
            r#""length":6,"useLetter":false,"useNumber":true,"allCapital":false,"expires":1800"#,
        ),
    );
    what_is_given_is_what_is_sent(
        requesting()
            .with("length", 10)
            .with("useLetter", true)
            .with("useNumber", false)
            .with("allCapital", true)
            .with("name", "Acme")
            .with("expires", 60),
        request_body(
            r#""length":10,"useLetter":true,"useNumber":false,"allCapital":true,"name":"Acme","expires":60"#,
        ),
    );
    a_name_keeps_its_script_and_its_quotes(
        requesting().with("name", "شركة \"x\" \\"),
        request_body(
            r#""length":6,"useLetter":false,"useNumber":true,"allCapital":false,"name":"شركة \"x\" \\","expires":1800"#,
        ),
    );
    a_code_is_sent_as_text_with_the_uuid_it_belongs_to(
        validating(),
        format!(r#"{{"chatId":"{CHAT}","code":"{CODE}","uuid":"{UUID}"}}"#),
    );
    a_code_without_a_uuid_names_none(
        validating().without("uuid"),
        format!(r#"{{"chatId":"{CHAT}","code":"{CODE}"}}"#),
    );
    a_field_that_is_undefined_counts_as_left_out(
        validating().with("uuid", wasm_bindgen::JsValue::UNDEFINED),
        format!(r#"{{"chatId":"{CHAT}","code":"{CODE}"}}"#),
    );
    the_case_of_a_code_is_kept(
        validating().with("code", "aBcD").without("uuid"),
        format!(r#"{{"chatId":"{CHAT}","code":"aBcD"}}"#),
    );
    a_uuid_is_sent_in_lower_case(
        validating().with("uuid", UUID.to_uppercase()),
        format!(r#"{{"chatId":"{CHAT}","code":"{CODE}","uuid":"{UUID}"}}"#),
    );
}

async fn goes_to(call: Call, url: String) {
    let sent = sent(call).await;
    assert_eq!((sent.url(), sent.method().as_str()), (url, "POST"));
}

rows! { goes_to:
    a_request_goes_to_the_vendor_unless_told_otherwise(
        requesting(),
        format!("https://app.hypersender.com/api/otp/v2/{INSTANCE}/request-code"),
    );
    a_validation_goes_to_the_vendor_unless_told_otherwise(
        validating(),
        format!("https://app.hypersender.com/api/otp/v2/{INSTANCE}/validate-code"),
    );
    a_base_url_stands_in_for_the_vendor(
        validating().option("baseUrl", "https://otp.example/v2/"),
        format!("https://otp.example/v2/{INSTANCE}/validate-code"),
    );
    plain_http_is_allowed_on_loopback(
        requesting().option("baseUrl", "http://127.0.0.1:8787/api/otp/v2"),
        format!("http://127.0.0.1:8787/api/otp/v2/{INSTANCE}/request-code"),
    );
    an_instance_is_named_in_lower_case(
        requesting().option("instance", INSTANCE.to_uppercase()),
        format!("https://app.hypersender.com/api/otp/v2/{INSTANCE}/request-code"),
    );
}

#[wasm_bindgen_test]
async fn a_path_is_a_base_url_where_there_is_an_own_origin() {
    let call = requesting().without_option("token").option("baseUrl", "/api/otp/v2");
    match origin() {
        Some(origin) => {
            goes_to(call, format!("{origin}/api/otp/v2/{INSTANCE}/request-code")).await;
        }
        None => assert_eq!(call.refused_unsent().await.code(), "invalid_argument"),
    }
}

#[wasm_bindgen_test]
async fn the_token_travels_in_one_header_only() {
    for call in [requesting(), validating()] {
        let sent = sent(call).await;
        assert_eq!(sent.header("authorization"), Some(format!("Bearer {TOKEN}")));
        let holders = sent.headers().into_iter().filter(|(_, value)| value.contains(TOKEN));
        assert_eq!(holders.count(), 1);
        assert!(!sent.url().contains(TOKEN) && !sent.body().contains(TOKEN));
    }
}

#[wasm_bindgen_test]
async fn without_a_token_nothing_authorises() {
    let sent = sent(validating().without_option("token")).await;
    assert_eq!(sent.header("authorization"), None);
}

#[wasm_bindgen_test]
async fn json_is_sent_and_asked_for() {
    let sent = sent(requesting()).await;
    assert_eq!(sent.header("accept").as_deref(), Some("application/json"));
    assert_eq!(sent.header("content-type").as_deref(), Some("application/json"));
}

#[wasm_bindgen_test]
async fn further_headers_go_along() {
    let headers = object(&[("X-Trace", "a b".into()), ("idempotency-key", "7".into())]);
    let sent = sent(requesting().option("headers", headers)).await;
    assert_eq!(sent.header("x-trace").as_deref(), Some("a b"));
    assert_eq!(sent.header("idempotency-key").as_deref(), Some("7"));
}

#[wasm_bindgen_test]
async fn what_changes_after_the_call_began_does_not_count() {
    let call = validating();
    let fetch = FakeFetch::new([Answer::json(200, validated())]);
    let promise = call.start(&fetch);
    set(&call.arguments, "code", &"111111".into());
    set(&call.options, "baseUrl", &"https://evil.example".into());
    set(&call.options, "token", &"other".into());
    call.outcome(promise).await.unwrap();
    let sent = fetch.sent(0);
    assert!(sent.body().contains(CODE));
    assert!(sent.url().starts_with("https://app.hypersender.com/"));
    assert_eq!(sent.header("authorization"), Some(format!("Bearer {TOKEN}")));
}

#[wasm_bindgen_test]
async fn without_an_injected_fetch_the_global_one_is_called() {
    let fetch = FakeFetch::new([Answer::json(200, requested())]);
    let call = requesting();
    let realm = replace("fetch", &fetch.function);
    let outcome = call.outcome(call.start_as_is()).await;
    realm.restore();
    outcome.unwrap();
    assert_eq!(fetch.count(), 1);
}
