//! Codes that are not accepted, and why.

use crate::support::answer::Answer;
use crate::support::bodies::{laravel, prose, refusal};
use crate::support::call::{reason, requesting, validating};
use crate::support::typed::{Refusal, read};
use wasm_bindgen_test::wasm_bindgen_test;

async fn is_told_for(expected: &str, status: u16, body: String) {
    let outcome = validating().answered(Answer::json(status, body)).await;
    assert_eq!(reason(&outcome), expected);
}

rows! { is_told_for:
    // Our own service names the reason.
    invalid_code_is_told_by_its_name("invalid_code", 422, refusal("invalid_code"));
    expired_code_is_told_by_its_name("expired_code", 410, refusal("expired_code"));
    already_used_is_told_by_its_name("already_used", 409, refusal("already_used"));
    no_active_otp_is_told_by_its_name("no_active_otp", 404, refusal("no_active_otp"));
    too_many_attempts_is_told_by_its_name("too_many_attempts", 429, refusal("too_many_attempts"));
    refused_is_told_by_its_name("refused", 422, refusal("refused"));
    a_reason_by_name_counts_at_any_status("expired_code", 200, refusal("expired_code"));

    // The vendor tells it in prose, at a status nobody documented.
    a_wrong_code_is_told_by_its_wording("invalid_code", 422, prose("Invalid OTP code"));
    a_code_that_does_not_match_is_told_by_its_wording(
        "invalid_code", 400, prose("The code doesn\u{2019}t match."),
    );
    an_expired_code_is_told_by_its_wording("expired_code", 200, prose("OTP code has expired"));
    a_used_code_is_told_by_its_wording("already_used", 422, prose("This code was already used"));
    a_missing_code_is_told_by_its_wording(
        "no_active_otp", 404, prose("No active OTP found for this chat"),
    );
    too_many_tries_are_told_by_their_wording(
        "too_many_attempts", 422, prose("Too many attempts for this code"),
    );
    a_reason_that_could_be_two_is_refused(
        "refused", 422, prose("The code is invalid or has expired"),
    );
    a_language_nobody_here_reads_is_refused(
        "refused", 422, prose("\u{631}\u{645}\u{632} \u{63a}\u{64a}\u{631} \u{635}\u{62d}\u{64a}\u{62d}"),
    );
    a_refusal_without_a_word_is_refused("refused", 200, prose(""));

    // Where words say nothing, the status does.
    a_409_without_words_is_already_used("already_used", 409, prose("Non."));
    a_410_without_words_is_expired_code("expired_code", 410, prose("Non."));
    a_404_that_says_no_is_refused("refused", 404, prose("Non."));

    // Laravel's own validation, when it speaks of the code alone.
    laravels_mistake_in_the_code_is_a_verdict(
        "invalid_code",
        422,
        r#"{"message":"The given data was invalid.","errors":{"code":["The selected code is invalid."]}}"#.to_owned(),
    );
}

#[wasm_bindgen_test]
async fn a_refusal_tells_what_the_service_told() {
    let body = r#"{"success":false,"message":"Try again.","error":{"code":"invalid_code","attempts_remaining":3}}"#;
    let result: Refusal = read(&validating().answered(Answer::json(422, body)).await.unwrap());
    let (reason, message) = ("invalid_code".into(), "Try again.".into());
    let expected =
        Refusal { valid: false, reason, message, attempts_remaining: Some(3), retry_after: None };
    assert_eq!(result, expected);
}

#[wasm_bindgen_test]
async fn a_lock_tells_how_long_it_lasts() {
    let answer = Answer::json(429, refusal("too_many_attempts")).header("retry-after", "900");
    let result: Refusal = read(&validating().answered(answer).await.unwrap());
    assert_eq!((result.retry_after, result.attempts_remaining), (Some(900_000), None));
}

#[wasm_bindgen_test]
async fn a_refusal_carries_no_more_than_it_says() {
    let result = validating().answered(Answer::json(422, refusal("refused"))).await.unwrap();
    let keys = js_sys::Object::keys(&result.into()).join(",");
    assert_eq!(keys, "valid,reason,message");
}

#[wasm_bindgen_test]
async fn a_request_for_a_code_is_never_refused_with_a_reason() {
    for status in [200, 409, 410, 422] {
        let answer = Answer::json(status, refusal("invalid_code"));
        let failure = requesting().answered(answer).await.unwrap_err();
        assert_eq!(failure.code(), "invalid_request");
    }
}

async fn is_no_verdict(status: u16, body: String, code: &str) {
    let failure = validating().answered(Answer::json(status, body)).await.unwrap_err();
    assert_eq!(failure.code(), code, "{failure:?}");
}

rows! { is_no_verdict:
    laravels_throttle_is_no_verdict(429, laravel("Too Many Attempts."), "rate_limited");
    a_throttle_that_says_no_is_no_verdict(429, prose("Too Many Attempts."), "rate_limited");
    laravels_not_found_is_no_verdict(404, laravel("Not Found."), "not_found");
    a_missing_code_field_is_no_verdict(
        422,
        r#"{"message":"x","errors":{"code":["The code field is required."]}}"#.to_owned(),
        "invalid_request",
    );
    a_mistake_in_another_field_is_no_verdict(
        422,
        r#"{"message":"x","errors":{"code":["Invalid code."],"chatId":["Invalid."]}}"#.to_owned(),
        "invalid_request",
    );
    a_refused_caller_is_no_verdict(401, refusal("invalid_code"), "unauthorized");
    a_failing_server_gives_no_verdict(500, refusal("invalid_code"), "server_error");
}
