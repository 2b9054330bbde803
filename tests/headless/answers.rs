//! Successes, and the bodies they come in.

use crate::support::answer::{Answer, End};
use crate::support::bodies::{CHAT, CODE, OTHER_CHAT, UUID, requested, validated};
use crate::support::call::{both_fail, requesting, validating};
use crate::support::fetch::Reaction;
use crate::support::js::{call, get, has, json, number, text};
use crate::support::typed::{RequestedCode, read};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::Response;

#[wasm_bindgen_test]
async fn a_requested_code_is_read_whole() {
    let answer = Answer::json(200, requested()).header("s-request-id", "r-1");
    let result: RequestedCode = read(&requesting().answered(answer).await.unwrap());
    assert_eq!((result.uuid.as_str(), result.chat_id.as_str()), (UUID, CHAT));
    assert_eq!(call(&result.code, "reveal"), CODE);
    assert_eq!((result.status.as_str(), result.otp_type.as_str()), ("pending", "code"));
    assert_eq!(result.message, "OTP code generated and message queued successfully");
    assert_eq!(result.expires_at.get_time(), 1_767_031_778_000.0);
    assert_eq!(result.created_at.get_time(), 1_767_029_978_000.0);
    assert_eq!(result.request_id.as_deref(), Some("r-1"));
}

#[wasm_bindgen_test]
async fn a_right_code_is_valid() {
    let result = validating().answered(Answer::json(200, validated())).await.unwrap();
    assert_eq!(
        json(&result),
        format!(
            r#"{{"valid":true,"uuid":"{UUID}","chatId":"{CHAT}","status":"validated","message":"OTP code validated successfully","validatedAt":"2025-12-29T17:43:36.000Z"}}"#
        )
    );
}

#[wasm_bindgen_test]
async fn a_proof_is_handed_on() {
    let body = validated().replace(r#""status""#, r#""proof":"a.b.c","status""#);
    let result = validating().answered(Answer::json(200, body)).await.unwrap();
    assert_eq!(text(&result, "proof").as_deref(), Some("a.b.c"));
}

#[wasm_bindgen_test]
async fn a_service_may_keep_the_code_to_itself() {
    for kept in ["", r#""code":null,"#] {
        let body = requested().replace(r#""code":"439713","#, kept);
        let result = requesting().answered(Answer::json(200, body)).await.unwrap();
        assert!(!has(&result, "code"));
    }
}

#[wasm_bindgen_test]
async fn a_status_nobody_knows_yet_is_passed_on() {
    let body = requested().replace("pending", "held_for_review");
    let result = requesting().answered(Answer::json(200, body)).await.unwrap();
    assert_eq!(text(&result, "status").as_deref(), Some("held_for_review"));
}

#[wasm_bindgen_test]
async fn fields_nobody_knows_yet_do_not_matter() {
    let body = validated().replace(r#""uuid""#, r#""new":[{"a":[1.5e3,null]}],"uuid""#);
    let result = validating().answered(Answer::json(200, body)).await.unwrap();
    assert_eq!(get(&result, "valid"), true);
}

#[wasm_bindgen_test]
async fn a_date_counts_its_offset() {
    let body = validated().replace("17:43:36+00:00", "19:43:36.000+02:00");
    let result = validating().answered(Answer::json(200, body)).await.unwrap();
    assert_eq!(number(&result, "validatedAt"), Some(1_767_030_216_000.0));
}

#[wasm_bindgen_test]
async fn the_chat_may_be_named_in_the_answers_other_form() {
    let body = validated().replace("@c.us", "@s.whatsapp.net");
    let result = validating().answered(Answer::json(200, body)).await.unwrap();
    assert_eq!(text(&result, "chatId").as_deref(), Some(CHAT));
}

#[wasm_bindgen_test]
async fn a_body_in_single_bytes_is_read_whole() {
    let body = validated().replace("successfully", "\u{2714} \u{1f44d}");
    let answer = Answer::pieces(body.as_bytes().chunks(1), End::Whole);
    let result = validating().answered(answer).await.unwrap();
    assert_eq!(text(&result, "message").as_deref(), Some("OTP code validated \u{2714} \u{1f44d}"));
}

#[wasm_bindgen_test]
async fn a_body_of_exactly_64_kib_is_read_whole() {
    let body = validated();
    let padded = format!("{body}{}", " ".repeat(65_536 - body.len()));
    let answer = Answer::pieces(padded.as_bytes().chunks(16_384), End::Whole);
    assert_eq!(get(&validating().answered(answer).await.unwrap(), "valid"), true);
}

/// An answer that the contract does not allow is nobody's success.
async fn proves_nothing(answer: Answer) {
    both_fail(|| answer.clone().into(), "bad_response").await;
}

fn spoilt(from: &str, to: &str) -> Answer {
    // Both calls get this body: what they have in common is spoilt, and each lacks fields of the other.
    let body = requested().replace(
        r#""status":"pending""#,
        r#""status":"validated","validated_at":"2025-12-29T17:43:36+00:00""#,
    );
    assert!(from.is_empty() || body.contains(from), "nothing is spoilt");
    Answer::json(200, if from.is_empty() { to.to_owned() } else { body.replace(from, to) })
}

#[wasm_bindgen_test]
async fn the_body_that_is_spoilt_below_satisfies_both_calls() {
    requesting().answered(spoilt("", &requested())).await.unwrap();
    let unspoilt = spoilt("true", "true");
    requesting().answered(unspoilt.clone()).await.unwrap();
    validating().answered(unspoilt).await.unwrap();
}

rows! { proves_nothing:
    success_in_quotes_is_no_success(spoilt("true", "\"true\""));
    success_as_one_is_no_success(spoilt("true", "1"));
    success_as_null_is_no_success(spoilt("true", "null"));
    success_left_out_is_no_success(spoilt(r#""success":true,"#, ""));
    success_said_twice_is_no_success(
        spoilt(r#""success":true"#, r#""success":false,"success":true"#),
    );
    another_chat_is_no_success(spoilt(CHAT, OTHER_CHAT));
    a_group_is_no_success(spoilt("@c.us", "@g.us"));
    a_uuid_that_is_none_is_no_success(spoilt(UUID, "1"));
    an_answer_without_data_is_no_success(spoilt("data", "date"));
    half_a_body_is_no_success(spoilt("}}", "}"));
    two_bodies_are_no_success(spoilt("}}", "}}{}"));
    a_byte_order_mark_is_no_success(spoilt("{\"success", "\u{feff}{\"success"));
    a_list_is_no_success(spoilt("", "[]"));
    text_alone_is_no_success(spoilt("", "\"validated\""));
    an_empty_200_is_no_success(spoilt("", ""));
    a_200_without_a_body_is_no_success(
        Answer::empty(200).header("content-type", "application/json"),
    );
    a_204_is_no_success(Answer::empty(204));
    a_201_is_no_success(Answer::json(201, requested()));
    a_page_is_no_success(Answer::typed(200, "text/html", "<html>validated</html>"));
    json_that_says_it_is_a_page_is_no_success(Answer::typed(200, "text/html", &requested()));
    json_that_does_not_say_so_is_no_success(Answer::typed(200, "", &requested()));
    bytes_that_are_no_text_are_no_success(
        Answer::json(200, b"{\"success\":true,\"message\":\"\xff\"}"),
    );
    very_deep_json_is_no_success(Answer::json(200, "[".repeat(60_000)));
    a_body_beyond_64_kib_is_no_success(
        Answer::json(200, format!("{}{}", requested(), " ".repeat(65_536))),
    );
    pieces_beyond_64_kib_are_no_success(Answer::pieces(
        [requested().as_bytes(), &[b' '; 40_000], &[b' '; 40_000]],
        End::Whole,
    ));
    pieces_of_text_are_no_body(Answer::odd_pieces(vec![requested().into()], End::Whole));
    a_status_in_quotes_is_no_success(Answer::json(200, requested()).disguised("status", "200"));
    a_status_of_more_than_16_bits_is_no_success(
        Answer::json(200, requested()).disguised("status", 65_736),
    );
    a_status_between_numbers_is_no_success(
        Answer::json(200, requested()).disguised("status", 200.5),
    );
}

async fn is_no_validation(from: &str, to: &str) {
    let body = validated();
    assert!(body.contains(from), "nothing is spoilt");
    let answer = Answer::json(200, body.replace(from, to));
    let failure = validating().answered(answer).await.unwrap_err();
    assert_eq!(failure.code(), "bad_response", "{failure:?}");
}

rows! { is_no_validation:
    validated_in_another_case_is_no_validation(r#""validated""#, r#""Validated""#);
    a_pending_code_is_no_validation(r#""validated""#, r#""pending""#);
    a_status_that_is_true_is_no_validation(r#""validated""#, "true");
    a_date_in_no_calendar_is_no_validation("2025-12-29T", "2025-02-30T");
    a_date_as_a_number_is_no_validation(r#""2025-12-29T17:43:36+00:00""#, "1767030216");
    a_proof_that_is_no_text_is_no_validation(r#""uuid""#, r#""proof":{},"uuid""#);
}

#[wasm_bindgen_test]
async fn a_code_that_is_a_number_is_no_answer_to_a_request() {
    let body = requested().replace(r#""439713""#, "439713");
    let failure = requesting().answered(Answer::json(200, body)).await.unwrap_err();
    assert_eq!(failure.code(), "bad_response");
    assert_eq!(failure.text("delivery").as_deref(), Some("yes"));
}

#[wasm_bindgen_test]
async fn a_fetch_that_gives_no_response_is_an_error() {
    for nothing in [JsValue::UNDEFINED, JsValue::NULL, JsValue::from(200)] {
        let failure = validating().answered(Reaction::promise(nothing)).await.unwrap_err();
        assert_eq!(failure.code(), "network", "{failure:?}");
    }
}

#[wasm_bindgen_test]
async fn the_response_that_stands_for_an_error_is_no_success() {
    both_fail(|| Reaction::promise(Response::error()), "bad_response").await;
}
