//! Redirects: none is followed, and none is a success.

use crate::support::answer::Answer;
use crate::support::bodies::{requested, validated};
use crate::support::call::{both_fail, requesting, validating};
use crate::support::fetch::FakeFetch;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

/// `both_fail` sees to it that only one request is sent.
async fn is_not_followed(answer: Answer) {
    both_fail(|| answer.clone().into(), "bad_response").await;
}

fn moved(status: u16) -> Answer {
    Answer::json(status, requested()).header("location", "https://evil.example/")
}

rows! { is_not_followed:
    a_301_is_not_followed(moved(301));
    a_302_is_not_followed(moved(302));
    a_303_is_not_followed(moved(303));
    a_307_is_not_followed(moved(307));
    a_308_is_not_followed(moved(308));
    a_304_is_not_followed(Answer::empty(304));
    a_redirect_to_the_own_origin_is_not_followed(
        Answer::empty(307).header("location", "/api/otp/v2"),
    );
    a_redirect_that_a_browser_hides_is_not_followed(
        Answer::empty(200).disguised("type", "opaqueredirect").disguised("status", 0),
    );
}

#[wasm_bindgen_test]
async fn fetch_is_told_to_follow_none() {
    for call in [requesting(), validating()] {
        let fetch = FakeFetch::new([Answer::empty(307)]);
        call.made_with(&fetch).await.unwrap_err();
        assert_eq!(fetch.sent(0).redirect(), "manual");
    }
}

#[wasm_bindgen_test]
async fn a_success_that_came_by_a_redirect_is_none() {
    for shown in [JsValue::TRUE, "yes".into()] {
        let answer = |body: String| Answer::json(200, body).disguised("redirected", shown.clone());
        let failure = requesting().answered(answer(requested())).await.unwrap_err();
        assert_eq!(failure.code(), "bad_response");
        let failure = validating().answered(answer(validated())).await.unwrap_err();
        assert_eq!(failure.code(), "bad_response");
    }
}
