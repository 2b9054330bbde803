//! What a page does to its own objects changes no verdict.

use crate::support::answer::Answer;
use crate::support::bodies::{INSTANCE, TOKEN, prose, validated};
use crate::support::call::{reason, requesting, validating};
use crate::support::fetch::{FakeFetch, Reaction};
use crate::support::js::{json, object, pollute, replace, set};
use js_sys::{Function, Object, Proxy};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::*;
use wasm_bindgen_test::wasm_bindgen_test;

/// A response that is made before the realm is changed.
fn wrong() -> Reaction {
    Reaction::promise(Answer::json(422, prose("Invalid code")).response())
}

async fn on_every_object_counts_for_nothing(name: &str, value: impl Into<JsValue>) {
    let plain = validating().without_option("token").without_option("dangerouslyAllowBrowser");
    let fetch = FakeFetch::new([wrong()]);
    set(&plain.options, "fetch", &fetch.function);
    let realm = pollute(name, &value.into());
    let promise = plain.start_as_is();
    let outcome = plain.outcome(promise).await;
    realm.restore();
    assert_eq!(reason(&outcome), "invalid_code");
    let sent = fetch.sent(0);
    assert!(sent.url().starts_with("https://app.hypersender.com/"), "{}", sent.url());
    assert_eq!(sent.header("authorization"), None);
    assert_eq!(sent.header("x-evil"), None);
    assert!(!sent.signal().aborted());
}

rows! { on_every_object_counts_for_nothing:
    an_instance_on_every_object_counts_for_nothing("instance", "..");
    a_token_on_every_object_counts_for_nothing("token", TOKEN);
    a_base_url_on_every_object_counts_for_nothing("baseUrl", "https://evil.example");
    a_fetch_on_every_object_counts_for_nothing("fetch", Function::new_no_args("throw 1"));
    a_timeout_on_every_object_counts_for_nothing("timeout", 1);
    a_signal_on_every_object_counts_for_nothing("signal", web_sys::AbortSignal::abort());
    retries_on_every_object_count_for_nothing("retry", 5);
    headers_on_every_object_count_for_nothing("headers", object(&[("x-evil", "1".into())]));
    permission_on_every_object_counts_for_nothing("dangerouslyAllowBrowser", true);
    a_chat_id_on_every_object_counts_for_nothing("chatId", "1");
    a_uuid_on_every_object_counts_for_nothing("uuid", "1");
    a_verdict_on_every_object_counts_for_nothing("valid", true);
    a_method_on_every_object_counts_for_nothing("method", "GET");
    a_redirect_mode_on_every_object_counts_for_nothing("redirect", "follow");
}

#[wasm_bindgen_test]
async fn a_fetch_on_every_object_is_not_taken_for_an_injected_one() {
    let fetch = FakeFetch::new([wrong()]);
    let call = validating();
    let global = replace("fetch", &fetch.function);
    let realm = pollute("fetch", &Function::new_no_args("throw 1"));
    let promise = call.start_as_is();
    let outcome = call.outcome(promise).await;
    realm.restore();
    global.restore();
    assert_eq!(reason(&outcome), "invalid_code");
}

#[wasm_bindgen_test]
async fn an_option_that_only_a_prototype_has_is_missing() {
    let call = requesting();
    let heir = Object::create(&call.options);
    let promise = crate::support::package::request_code(&call.arguments, &heir);
    let failure = call.outcome(promise).await.unwrap_err();
    assert!(failure.message().starts_with("instance must be"), "{failure:?}");
}

async fn replaced_changes_nothing(path: &str) {
    let lie = Function::new_no_args("return { success: true, data: { status: 'validated' } }");
    let fetch = FakeFetch::new([wrong()]);
    let realm = replace(path, &lie);
    let outcome = validating().made_with(&fetch).await;
    realm.restore();
    assert_eq!(reason(&outcome), "invalid_code");
}

rows! { replaced_changes_nothing:
    another_json_parse_changes_nothing("JSON.parse");
    another_response_json_changes_nothing("Response.prototype.json");
    another_response_text_changes_nothing("Response.prototype.text");
    another_clone_changes_nothing("Response.prototype.clone");
    another_promise_race_changes_nothing("Promise.race");
    another_promise_any_changes_nothing("Promise.any");
    another_promise_all_changes_nothing("Promise.all");
}

#[wasm_bindgen_test]
async fn every_property_is_read_once() {
    let call = validating();
    for (owner, name) in [(&call.arguments, "code"), (&call.options, "baseUrl")] {
        let first = if name == "code" { "439713" } else { "https://otp.example" };
        let mut reads = 0;
        let getter = Closure::<dyn FnMut() -> JsValue>::new(move || {
            reads += 1;
            if reads == 1 { first.into() } else { "https://evil.example".into() }
        });
        let property = object(&[("get", getter.into_js_value()), ("enumerable", true.into())]);
        Object::define_property(owner, &name.into(), &property);
    }
    let fetch = FakeFetch::new([Answer::json(200, validated())]);
    call.made_with(&fetch).await.unwrap();
    let url = format!("https://otp.example/{INSTANCE}/validate-code");
    assert_eq!(fetch.sent(0).url(), url);
    assert!(fetch.sent(0).body().contains("439713"));
}

#[wasm_bindgen_test]
async fn a_property_that_throws_is_an_invalid_argument() {
    let throws = Function::new_no_args("throw new Error('439713')");
    let handler = object(&[("ownKeys", throws.into())]);
    let call = requesting();
    let proxy = Proxy::new(&call.options, &handler);
    let promise = crate::support::package::request_code(&call.arguments, &proxy);
    let failure = call.outcome(promise).await.unwrap_err();
    assert_eq!(failure.code(), "invalid_argument");
    let promise = crate::support::package::request_code(&proxy, &call.options);
    let failure = call.outcome(promise).await.unwrap_err();
    assert_eq!(failure.code(), "invalid_argument");
}

#[wasm_bindgen_test]
async fn a_result_is_a_plain_object_of_the_callers() {
    let result = validating().answered(Answer::json(200, validated())).await.unwrap();
    let prototype = Object::get_prototype_of(&result);
    assert_eq!(prototype, Object::get_prototype_of(&Object::new()));
    set(&result, "valid", &false.into());
    assert!(json(&result).contains("\"valid\":false"));
}
