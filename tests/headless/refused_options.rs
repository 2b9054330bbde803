//! Options that are refused before anything is sent.

use crate::support::answer::Answer;
use crate::support::bodies::{INSTANCE, TOKEN};
use crate::support::call::{requesting, validating};
use crate::support::js::{in_page, object, sleep, watch_rejections};
use js_sys::{Array, Function, Object};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// What the message says an option may be.
fn rule(option: &str) -> &'static str {
    match option {
        "instance" => "must be a UUID",
        "token" => "1 to 4096 visible ASCII characters",
        "baseUrl" => "must be an https URL",
        "timeout" => "milliseconds from 1 to 600000",
        "retry" => "from 0 to 5",
        "headers" => "must be",
        "signal" => "must be an AbortSignal",
        _ => "must be true or false",
    }
}

async fn is_refused(option: &str, value: impl Into<JsValue>) {
    let value = value.into();
    for call in [requesting(), validating()] {
        let failure = call.option(option, &value).refused_unsent().await;
        assert_eq!(failure.code(), "invalid_argument", "{failure:?}");
        let message = failure.message();
        assert!(message.starts_with(&format!("{option} ")), "{message}");
        assert!(message.contains(rule(option)), "{message}");
        if let Some(text) = value.as_string().filter(|text| text.len() > 8) {
            assert!(!message.contains(&text), "the value is repeated: {message}");
        }
    }
}

/// What an expression of JavaScript gives.
fn made_by(expression: &str) -> JsValue {
    Function::new_no_args(&format!("return {expression}")).call0(&JsValue::NULL).unwrap()
}

rows! { is_refused:
    an_instance_that_is_missing_is_refused("instance", JsValue::UNDEFINED);
    an_instance_of_null_is_refused("instance", JsValue::NULL);
    an_empty_instance_is_refused("instance", "");
    two_dots_are_no_instance("instance", "..");
    escaped_dots_are_no_instance("instance", "%2e%2e");
    a_path_is_no_instance("instance", "a/../b");
    a_query_is_no_instance("instance", format!("{INSTANCE}?x"));
    a_fragment_is_no_instance("instance", format!("{INSTANCE}#f"));
    another_host_is_no_instance("instance", "//evil.example");
    a_line_end_is_no_part_of_an_instance("instance", format!("{INSTANCE}\n"));
    a_number_is_no_instance("instance", 7);
    a_megabyte_is_no_instance("instance", "a".repeat(1 << 20));

    an_empty_token_is_refused("token", "");
    a_token_with_a_line_end_is_refused("token", "12|abcdef\r\nx-evil: 1");
    a_token_beyond_ascii_is_refused("token", "12|abcd\u{e9}f");
    a_token_of_64_kilobytes_is_refused("token", "a".repeat(65_536));
    a_token_that_is_a_number_is_refused("token", 12);

    plain_http_is_refused("baseUrl", "http://otp.example");
    plain_http_to_a_name_like_loopback_is_refused("baseUrl", "http://localhost.evil.example");
    a_user_in_the_url_is_refused("baseUrl", "https://user@otp.example");
    a_query_in_the_url_is_refused("baseUrl", "https://otp.example/?x=1");
    a_fragment_in_the_url_is_refused("baseUrl", "https://otp.example/#x");
    dots_in_the_url_are_refused("baseUrl", "https://otp.example/a/../b");
    a_backslash_in_the_url_is_refused("baseUrl", "https://otp.example\\@evil.example");
    a_script_is_no_url("baseUrl", "javascript:alert(1)");
    a_host_without_a_scheme_is_refused("baseUrl", "//evil.example/api");
    a_url_object_is_refused(
        "baseUrl",
        made_by("new URL('https://otp.example')"),
    );

    a_timeout_of_0_is_refused("timeout", 0);
    a_timeout_beyond_ten_minutes_is_refused("timeout", 600_001);
    a_timeout_of_ever_is_refused("timeout", f64::INFINITY);
    a_timeout_in_quotes_is_refused("timeout", "1000");
    six_retries_are_refused("retry", 6);
    less_than_no_retries_are_refused("retry", -1);

    headers_of_null_are_refused("headers", JsValue::NULL);
    headers_as_a_list_are_refused("headers", Array::new());
    headers_of_their_own_class_are_refused_rather_than_lost(
        "headers",
        made_by("new Headers({ a: 'b' })"),
    );
    a_header_that_the_client_sets_is_refused("headers", object(&[("Authorization", "x".into())]));
    a_header_that_frames_the_request_is_refused(
        "headers", object(&[("content-length", "1".into())]),
    );
    a_header_name_with_a_line_end_is_refused("headers", object(&[("x\r\ny", "1".into())]));
    a_header_value_with_a_line_end_is_refused("headers", object(&[("x", "1\r\ny: 2".into())]));
    a_header_that_is_a_number_is_refused("headers", object(&[("x", 1.into())]));

    a_signal_that_is_a_text_is_refused("signal", "abort");
    an_object_that_is_no_signal_is_refused("signal", Object::new());
    a_permission_in_quotes_is_refused("dangerouslyAllowBrowser", "true");
}

#[wasm_bindgen_test]
async fn a_fetch_of_null_is_refused_rather_than_replaced() {
    for value in [JsValue::NULL, "fetch".into()] {
        let call = requesting().option("fetch", &value);
        let failure = call.outcome(call.start_as_is()).await.unwrap_err();
        assert!(failure.message().starts_with("fetch must be a function"), "{failure:?}");
    }
}

#[wasm_bindgen_test]
async fn a_misspelt_option_is_refused_with_the_ones_there_are() {
    let failure = requesting().option("timout", 5).refused_unsent().await;
    assert!(failure.message().starts_with("timout is not known here; allowed: instance, token,"));
}

#[wasm_bindgen_test]
async fn options_that_are_no_object_are_refused() {
    for (value, kind) in
        [(JsValue::UNDEFINED, "undefined"), (JsValue::NULL, "null"), (TOKEN.into(), "string")]
    {
        let call = requesting();
        let promise = crate::support::package::request_code(&call.arguments, &value);
        let failure = call.outcome(promise).await.unwrap_err();
        assert_eq!(failure.message(), format!("options must be an object; given: {kind}"));
    }
}

#[wasm_bindgen_test]
async fn a_token_in_a_page_needs_a_permission() {
    for call in [requesting(), validating()] {
        let call = call.without_option("dangerouslyAllowBrowser");
        if in_page() {
            let failure = call.refused_unsent().await;
            assert_eq!(failure.code(), "invalid_argument");
            let message = failure.message();
            assert!(message.starts_with("token must not be in a page"), "{message}");
            assert!(message.contains("route of your own"), "{message}");
        } else {
            let failure = call.answered(Answer::empty(401)).await.unwrap_err();
            assert_eq!(failure.code(), "unauthorized");
        }
    }
}

#[wasm_bindgen_test]
async fn in_a_page_a_refusal_of_permission_is_one() {
    let call = requesting().option("dangerouslyAllowBrowser", false);
    if in_page() {
        assert!(call.refused_unsent().await.message().starts_with("token must not be in a page"));
    } else {
        call.answered(Answer::empty(401)).await.unwrap_err();
    }
}

#[wasm_bindgen_test]
async fn without_a_token_a_page_needs_no_permission() {
    let call = validating().without_option("token").without_option("dangerouslyAllowBrowser");
    assert_eq!(call.answered(Answer::empty(401)).await.unwrap_err().code(), "unauthorized");
}

#[wasm_bindgen_test]
async fn a_refused_call_leaves_nothing_that_fails_later() {
    let rejections = watch_rejections();
    let call = requesting().option("signal", Object::new()).option("timeout", 20);
    call.refused_unsent().await;
    sleep(60).await;
    rejections.restore();
    assert_eq!(rejections.count(), 0);
}
