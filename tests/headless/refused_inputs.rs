//! Arguments that are refused before anything is sent.

use crate::support::bodies::{CHAT, INSTANCE};
use crate::support::call::{Call, requesting, validating};
use crate::support::js::{object, set};
use js_sys::{Array, BigInt, Function, Object};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// What the message says a field may be.
fn rule(field: &str) -> &'static str {
    match field {
        "chatId" => "7 to 15 digits",
        "code" => "4 to 10 ASCII letters or digits",
        "uuid" => "must be a UUID",
        "length" => "from 4 to 10",
        "expires" => "from 60 to 1800",
        "name" => "at most 64 characters",
        _ => "must be true",
    }
}

async fn is_refused(call: Call, field: &str, value: impl Into<JsValue>, given: &str) {
    let value = value.into();
    let failure = call.with(field, &value).refused_unsent().await;
    assert_eq!(failure.code(), "invalid_argument");
    let message = failure.message();
    assert!(message.starts_with(&format!("{field} ")), "{message}");
    assert!(message.contains(rule(field)), "{message}");
    assert!(message.contains(&format!("; given: {given}")), "{message}");
    assert!(failure.detail(field).is_some(), "no detail: {message}");
    assert!(!failure.retryable());
    if let Some(text) = value.as_string().filter(|text| text.len() > 8) {
        assert!(!message.contains(&text), "the value is repeated: {message}");
    }
}

async fn is_no_chat(value: impl Into<JsValue>, given: &str) {
    let value = value.into();
    is_refused(requesting(), "chatId", &value, given).await;
    is_refused(validating(), "chatId", &value, given).await;
}

fn with_to_string(text: &str) -> Object {
    let to_string = Function::new_no_args(&format!("return '{text}'"));
    object(&[("toString", to_string.into())])
}

rows! { is_no_chat:
    nothing_is_no_chat(JsValue::UNDEFINED, "nothing");
    null_is_no_chat(JsValue::NULL, "null");
    an_empty_text_is_no_chat("", "empty string");
    a_bare_number_is_no_chat("49998877665", "string");
    a_suffix_alone_is_no_chat("@c.us", "string");
    a_plus_is_no_part_of_a_chat("+20123456789@c.us", "string");
    a_national_number_is_no_chat("0998877665@c.us", "string");
    a_short_number_is_no_chat("201234@c.us", "string");
    a_long_number_is_no_chat("2012345678901234@c.us", "string");
    a_group_is_no_chat("120363025246125486@g.us", "string");
    a_hidden_id_is_no_chat("20123456789@lid", "string");
    an_upper_case_suffix_is_no_chat("20123456789@C.US", "string");
    a_line_end_is_no_part_of_a_chat("20123456789@c.us\n", "string");
    a_nul_is_no_part_of_a_chat("20123456789@c.us\0", "string");
    digits_of_another_script_are_no_chat(
        "\u{662}\u{660}\u{661}\u{662}\u{663}\u{664}\u{665}\u{666}@c.us", "string",
    );
    ten_kilobytes_are_no_chat(format!("{}@c.us", "1".repeat(10_240)), "string");
    a_number_is_no_chat(20_123_456_789_f64, "number");
    a_list_is_no_chat(Array::of1(&CHAT.into()), "array");
    an_object_that_reads_like_one_is_no_chat(with_to_string(CHAT), "object");
    a_prototypes_name_is_no_chat("__proto__", "string");
}

async fn is_no_code(value: impl Into<JsValue>, given: &str) {
    is_refused(validating(), "code", value, given).await;
}

rows! { is_no_code:
    nothing_is_no_code(JsValue::UNDEFINED, "nothing");
    null_is_no_code(JsValue::NULL, "null");
    an_empty_text_is_no_code("", "empty string");
    three_characters_are_no_code("439", "string");
    eleven_characters_are_no_code("43971343971", "string");
    a_number_is_no_code(439_714, "number");
    a_bigint_is_no_code(BigInt::from(439_714), "bigint");
    true_is_no_code(true, "boolean");
    a_list_is_no_code(Array::of1(&"439714".into()), "array");
    an_object_that_reads_like_one_is_no_code(with_to_string("439714"), "object");
    a_symbol_is_no_code(JsValue::symbol(Some("439714")), "symbol");
    a_hexadecimal_literal_is_no_code("0x6b5a1", "string");
    an_exponent_is_no_code("4.39e5", "string");
    full_width_digits_are_no_code("\u{ff14}\u{ff13}\u{ff19}\u{ff17}\u{ff11}\u{ff13}", "string");
    a_space_is_no_part_of_a_code("439 714", "string");
    a_nul_is_no_part_of_a_code("439714\0", "string");
    a_megabyte_is_no_code("1".repeat(1 << 20), "string");
}

async fn is_no_uuid(value: impl Into<JsValue>, given: &str) {
    is_refused(validating(), "uuid", value, given).await;
}

rows! { is_no_uuid:
    a_word_is_no_uuid("latest", "string");
    a_uuid_with_a_line_end_is_no_uuid(format!("{INSTANCE}\n"), "string");
    thirty_six_other_characters_are_no_uuid("zzzzzzzz-zzzz-zzzz-zzzz-zzzzzzzzzzzz", "string");
    a_number_is_no_uuid(7, "number");
}

async fn is_no_request(field: &str, value: impl Into<JsValue>, given: &str) {
    is_refused(requesting(), field, value, given).await;
}

rows! { is_no_request:
    a_length_of_0_is_refused("length", 0, "number");
    a_length_of_3_is_refused("length", 3, "number");
    a_length_of_11_is_refused("length", 11, "number");
    a_negative_length_is_refused("length", -1, "number");
    half_a_length_is_refused("length", 4.5, "number");
    no_number_is_refused_as_a_length("length", f64::NAN, "number");
    infinity_is_refused_as_a_length("length", f64::INFINITY, "number");
    a_length_beyond_32_bits_is_refused("length", 4_294_967_302_f64, "number");
    a_length_in_quotes_is_refused("length", "6", "string");
    a_length_of_null_is_refused("length", JsValue::NULL, "null");
    a_minute_less_a_second_is_refused("expires", 59, "number");
    half_an_hour_and_a_second_is_refused("expires", 1801, "number");
    a_lifetime_of_ages_is_refused("expires", 1e18, "number");
    a_lifetime_in_quotes_is_refused("expires", "600", "string");
    a_flag_in_quotes_is_refused("useLetter", "false", "string");
    a_flag_of_0_is_refused("allCapital", 0, "number");
    a_code_of_nothing_is_refused("useNumber", false, "boolean");
    a_name_of_65_characters_is_refused("name", "n".repeat(65), "string");
    a_name_of_two_lines_is_refused("name", "Acme\r\nInc", "string");
    a_name_that_turns_text_around_is_refused("name", "Acme\u{202e}", "string");
    a_name_that_isolates_text_is_refused("name", "Acme\u{2066}", "string");
    a_name_that_is_a_number_is_refused("name", 7, "number");
}

#[wasm_bindgen_test]
async fn a_lone_surrogate_is_refused() {
    let half = js_sys::JsString::from_char_code1(0xd83d);
    is_refused(requesting(), "name", &half, "string").await;
    let code = js_sys::JsString::from("4397").concat(&half);
    is_refused(validating(), "code", &code, "string").await;
}

#[wasm_bindgen_test]
async fn a_misspelt_field_is_refused_with_the_ones_there_are() {
    let failure = requesting().with("lenght", 6).refused_unsent().await;
    assert!(failure.message().starts_with("lenght is not known here; allowed: chatId, length,"));
    let failure = validating().with("otp", 6).refused_unsent().await;
    assert_eq!(failure.message(), "otp is not known here; allowed: chatId, code, uuid");
}

#[wasm_bindgen_test]
async fn every_mistake_is_told_at_once() {
    let call = requesting().with("chatId", "x").with("length", 1).with("expires", 1);
    let failure = call.refused_unsent().await;
    assert!(["chatId", "length", "expires"].iter().all(|field| failure.detail(field).is_some()));
}

#[wasm_bindgen_test]
async fn an_argument_that_is_no_object_is_refused() {
    for (value, kind) in [
        (JsValue::UNDEFINED, "undefined"),
        (JsValue::NULL, "null"),
        (CHAT.into(), "string"),
        (Array::new().into(), "array"),
    ] {
        let call = requesting();
        let promise = crate::support::package::request_code(&value, &call.options);
        let failure = call.outcome(promise).await.unwrap_err();
        let message = format!("the request must be an object; given: {kind}");
        assert_eq!(failure.message(), message);
    }
}

#[wasm_bindgen_test]
async fn a_hidden_property_is_no_field() {
    let call = validating().without("code");
    let hidden = object(&[("value", "439713".into()), ("enumerable", false.into())]);
    Object::define_property(&call.arguments, &"code".into(), &hidden);
    set(&call.arguments, "chatId", &CHAT.into());
    assert!(call.refused_unsent().await.message().starts_with("code must be"));
}
