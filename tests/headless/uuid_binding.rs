//! A validation is tied to the request whose uuid it names.

use crate::support::answer::Answer;
use crate::support::bodies::{OTHER_UUID, UUID, validated};
use crate::support::call::validating;
use crate::support::fetch::FakeFetch;
use crate::support::js::text;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

#[wasm_bindgen_test]
async fn an_answer_that_names_the_uuid_is_believed() {
    for uuid in [UUID.to_owned(), UUID.to_uppercase()] {
        let answer = Answer::json(200, validated().replace(UUID, &uuid));
        let result = validating().answered(answer).await.unwrap();
        assert_eq!(text(&result, "uuid").as_deref(), Some(UUID));
    }
}

#[wasm_bindgen_test]
async fn an_answer_that_names_another_uuid_is_not() {
    let answer = Answer::json(200, validated().replace(UUID, OTHER_UUID));
    let failure = validating().answered(answer).await.unwrap_err();
    assert_eq!(failure.code(), "bad_response");
    assert!(!failure.retryable());
}

#[wasm_bindgen_test]
async fn an_answer_that_names_no_uuid_is_not_even_if_none_was_asked_for() {
    let answer = Answer::json(200, validated().replace("uuid", "id"));
    for call in [validating(), validating().without("uuid")] {
        let failure = call.answered(answer.clone()).await.unwrap_err();
        assert_eq!(failure.code(), "bad_response");
    }
}

#[wasm_bindgen_test]
async fn without_a_uuid_any_request_of_the_chat_is_believed() {
    let answer = Answer::json(200, validated().replace(UUID, OTHER_UUID));
    let result = validating().without("uuid").answered(answer).await.unwrap();
    assert_eq!(text(&result, "uuid").as_deref(), Some(OTHER_UUID));
}

#[wasm_bindgen_test]
async fn a_uuid_that_is_empty_or_null_is_refused_rather_than_left_out() {
    for uuid in [JsValue::NULL, "".into()] {
        let failure = validating().with("uuid", uuid).refused_unsent().await;
        assert!(failure.message().starts_with("uuid must be a UUID"), "{failure:?}");
    }
}

#[wasm_bindgen_test]
async fn two_calls_at_once_are_each_tied_to_their_own() {
    let fetch = FakeFetch::new([
        Answer::json(200, validated()).after(20),
        Answer::json(200, validated().replace(UUID, OTHER_UUID)),
    ]);
    let (first, second) = (validating(), validating().with("uuid", OTHER_UUID));
    let promises = (first.start(&fetch), second.start(&fetch));
    let first = first.outcome(promises.0).await.unwrap();
    let second = second.outcome(promises.1).await.unwrap();
    assert_eq!(text(&first, "uuid").as_deref(), Some(UUID));
    assert_eq!(text(&second, "uuid").as_deref(), Some(OTHER_UUID));
}
