//! Neither the token nor a code is ever shown; every error and every result of the other tests is
//! searched for them too.

use crate::support::answer::Answer;
use crate::support::bodies::{CODE, TOKEN, requested};
use crate::support::call::{requesting, validating};
use crate::support::failure::shown;
use crate::support::fetch::{FakeFetch, Reaction};
use crate::support::js::{call, get, inspect, joined, json, set, text, watch_console};
use js_sys::Object;
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

async fn secret() -> JsValue {
    let result = requesting().answered(Answer::json(200, requested())).await.unwrap();
    get(&result, "code")
}

#[wasm_bindgen_test]
async fn a_code_shows_itself_only_when_it_is_revealed() {
    let secret = secret().await;
    assert_eq!(json(&secret), "\"[redacted]\"");
    assert_eq!(joined(&secret), "[redacted]");
    assert_eq!(inspect(&secret), "[redacted]");
    assert_eq!(Object::keys(&secret.clone().into()).length(), 0);
    assert_eq!(Object::get_own_property_names(&secret.clone().into()).length(), 0);
    assert_eq!(call(&secret, "reveal"), CODE);
}

async fn is_not_repeated(status: u16) {
    let echo = format!(
        r#"{{"success":false,"message":"{TOKEN} and {CODE} are wrong","errors":{{"{CODE}":["{TOKEN}"],"x":"{CODE}"}}}}"#
    );
    let answer = || Answer::json(status, &echo).header("s-request-id", TOKEN);
    let failure = requesting().answered(answer()).await.unwrap_err();
    assert_eq!(failure.text("requestId").as_deref(), Some("[redacted]"));
    if let Ok(refused) = validating().answered(answer()).await {
        let message = text(&refused, "message").unwrap();
        assert_eq!(message, "[redacted] and [redacted] are wrong");
    }
}

rows! { is_not_repeated:
    what_a_200_repeats_is_taken_out(200);
    what_a_401_repeats_is_taken_out(401);
    what_a_404_repeats_is_taken_out(404);
    what_a_422_repeats_is_taken_out(422);
    what_a_429_repeats_is_taken_out(429);
    what_a_500_repeats_is_taken_out(500);
}

#[wasm_bindgen_test]
async fn a_code_in_a_failed_request_is_taken_out_though_nobody_knew_it() {
    let body = requested().replace("generated", CODE).replace("@c.us", "@g.us");
    let failure = requesting().answered(Answer::json(200, body)).await.unwrap_err();
    assert!(failure.message().contains("[redacted]"), "{failure:?}");
}

#[wasm_bindgen_test]
async fn what_fetch_says_of_a_header_is_not_repeated() {
    // Node's own words about a header value that it does not like.
    let message = format!("Headers.append: \"Bearer {TOKEN}\" is an invalid header value.");
    for call in [requesting(), validating()] {
        let error = js_sys::TypeError::new(&message);
        set(&error, "code", &format!("Bearer {TOKEN}").into());
        let failure = call.answered(Reaction::Failure(error.into())).await.unwrap_err();
        assert_eq!(failure.code(), "network");
    }
}

#[wasm_bindgen_test]
async fn a_refused_token_is_not_repeated() {
    for token in [format!("{TOKEN}\n"), format!(" {TOKEN}"), format!("{TOKEN}\u{e9}")] {
        let failure = requesting().option("token", token).refused_unsent().await;
        assert_eq!(failure.code(), "invalid_argument");
    }
}

#[wasm_bindgen_test]
async fn a_refused_code_is_not_repeated() {
    for code in [format!("{CODE} "), format!("{CODE}{CODE}"), format!("{CODE}\0")] {
        let failure = validating().with("code", code).refused_unsent().await;
        assert_eq!(failure.code(), "invalid_argument");
    }
}

#[wasm_bindgen_test]
async fn nothing_is_printed() {
    let console = watch_console();
    let answers = [
        Answer::json(200, requested()),
        Answer::json(422, r#"{"success":false}"#),
        Answer::typed(502, "text/html", "<html>"),
    ];
    for answer in answers {
        for call in [requesting(), validating()] {
            let _ = call.made_with(&FakeFetch::new([answer.clone()])).await;
        }
    }
    let _ = validating().with("code", 1).made_with(&FakeFetch::new([Reaction::Silence])).await;
    console.restore();
    assert_eq!(console.count(), 0);
}

#[wasm_bindgen_test]
fn a_secret_that_is_shown_would_be_found() {
    for text in [TOKEN, CODE] {
        let error = js_sys::Error::new("x");
        set(&error, "cause", &js_sys::Error::new(text));
        assert!(shown(&error).iter().any(|part| part.contains(text)));
    }
}
