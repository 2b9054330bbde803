//! A caller's signal ends a call and the request with it.

use crate::support::answer::{Answer, End};
use crate::support::bodies::{TOKEN, requested, validated};
use crate::support::call::{Call, requesting, timed, validating};
use crate::support::fetch::{FakeFetch, Reaction};
use crate::support::js::{get, sleep, watch_listeners, watch_timers};
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortController;

fn controlled(call: Call) -> (Call, AbortController) {
    let controller = AbortController::new().unwrap();
    (call.option("signal", controller.signal()), controller)
}

#[wasm_bindgen_test]
async fn a_signal_that_has_fired_already_lets_nothing_out() {
    for call in [requesting(), validating()] {
        let (call, controller) = controlled(call);
        controller.abort();
        let failure = call.refused_unsent().await;
        assert_eq!(failure.code(), "aborted");
        assert!(failure.text("delivery").is_none_or(|delivery| delivery == "no"));
    }
}

async fn is_ended(make: impl Fn() -> Reaction) {
    for call in [requesting(), validating()] {
        let (call, controller) = controlled(call);
        let timers = watch_timers();
        let listeners = watch_listeners(&controller.signal());
        let fetch = FakeFetch::new([make()]);
        let promise = call.start(&fetch);
        fetch.asked().await;
        assert_eq!(listeners.count(), 1);
        controller.abort();
        let (outcome, took) = timed(call.outcome(promise)).await;
        timers.restore();
        let failure = outcome.unwrap_err();
        assert_eq!(failure.code(), "aborted", "{failure:?}");
        assert!(!failure.retryable());
        assert!(failure.text("delivery").is_none_or(|delivery| delivery == "unknown"));
        assert!(took < 250.0, "{took} ms");
        assert!(fetch.sent(0).signal().aborted(), "the request goes on");
        assert_eq!((timers.count(), listeners.count()), (0, 0));
    }
}

rows! { is_ended:
    a_call_without_an_answer_is_ended(|| Reaction::Silence);
    a_call_in_the_middle_of_a_body_is_ended(
        || Answer::pieces([b"{".as_slice()], End::Stalled).into(),
    );
    a_call_that_waits_to_be_sent_again_is_ended(
        || Answer::empty(429).header("retry-after", "2").into(),
    );
}

#[wasm_bindgen_test]
async fn a_signal_that_fires_after_the_answer_changes_nothing() {
    let (call, controller) = controlled(validating());
    let listeners = watch_listeners(&controller.signal());
    let fetch = FakeFetch::new([Answer::json(200, validated())]);
    let result = call.made_with(&fetch).await.unwrap();
    assert_eq!(listeners.count(), 0);
    controller.abort();
    sleep(10).await;
    assert_eq!(get(&result, "valid"), true);
    assert!(!fetch.sent(0).signal().aborted());
}

#[wasm_bindgen_test]
async fn the_reason_given_to_a_signal_is_not_repeated() {
    let (call, controller) = controlled(validating());
    let fetch = FakeFetch::new([Reaction::Silence]);
    let promise = call.start(&fetch);
    fetch.asked().await;
    controller.abort_with_reason(&TOKEN.into());
    assert_eq!(call.outcome(promise).await.unwrap_err().code(), "aborted");
}

#[wasm_bindgen_test]
async fn one_signal_ends_every_call_it_was_given_to() {
    let (first, controller) = controlled(requesting());
    let second = validating().option("signal", controller.signal());
    let fetch = FakeFetch::new([Reaction::Silence, Reaction::Silence]);
    let promises = (first.start(&fetch), second.start(&fetch));
    fetch.asked().await;
    controller.abort();
    assert_eq!(first.outcome(promises.0).await.unwrap_err().code(), "aborted");
    assert_eq!(second.outcome(promises.1).await.unwrap_err().code(), "aborted");
}

#[wasm_bindgen_test]
async fn a_throttle_that_comes_after_the_end_is_not_answered() {
    let (call, controller) = controlled(requesting());
    // This fetch does not heed its signal, as some that programs inject do not.
    let late = Answer::empty(429).header("retry-after", "0").after(100);
    let fetch = FakeFetch::new([late, Answer::json(200, requested())]);
    let promise = call.start(&fetch);
    fetch.asked().await;
    controller.abort();
    assert_eq!(call.outcome(promise).await.unwrap_err().code(), "aborted");
    sleep(300).await;
    assert_eq!(fetch.count(), 1, "the ended call was sent again");
}
