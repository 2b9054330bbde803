//! What is sent again, and what never is.

use crate::support::answer::Answer;
use crate::support::bodies::{refusal, requested, validated};
use crate::support::call::{both_fail, reason, requesting, timed, validating};
use crate::support::fetch::{FakeFetch, Reaction};
use crate::support::js::get;
use wasm_bindgen_test::wasm_bindgen_test;

fn throttled() -> Answer {
    Answer::json(429, r#"{"message":"Too Many Attempts."}"#).header("retry-after", "0")
}

fn in_maintenance() -> Answer {
    Answer::empty(503).header("retry-after", "0")
}

async fn is_sent_again(answer: Answer) {
    let fetch = FakeFetch::new([answer.clone(), Answer::json(200, requested())]);
    requesting().made_with(&fetch).await.unwrap();
    let fetch = FakeFetch::new([answer, Answer::json(200, validated())]);
    let result = validating().made_with(&fetch).await.unwrap();
    assert_eq!(get(&result, "valid"), true);
    assert_eq!(fetch.count(), 2);
    let (first, second) = (fetch.sent(0), fetch.sent(1));
    assert_eq!((first.url(), first.body()), (second.url(), second.body()));
    assert_eq!(first.headers(), second.headers());
}

rows! { is_sent_again:
    a_throttled_call_is_sent_again(throttled());
    a_call_during_maintenance_is_sent_again(in_maintenance());
    a_date_that_has_passed_means_at_once(
        Answer::empty(429).header("retry-after", "Mon, 29 Dec 2025 17:43:06 GMT"),
    );
}

/// `both_fail` sees to it that only one request is sent.
async fn is_not_sent_again(code: &str, reaction: impl Fn() -> Reaction) {
    both_fail(reaction, code).await;
}

fn at_once(status: u16) -> impl Fn() -> Reaction {
    move || Answer::empty(status).header("retry-after", "0").into()
}

rows! { is_not_sent_again:
    a_throttle_without_a_time_is_not_waited_for("rate_limited", || Answer::empty(429).into());
    a_throttle_without_sense_is_not_waited_for(
        "rate_limited", || Answer::empty(429).header("retry-after", "-5").into(),
    );
    a_throttle_beyond_the_deadline_is_not_waited_for(
        "rate_limited", || Answer::empty(429).header("retry-after", "11").into(),
    );
    a_maintenance_without_a_time_is_not_waited_for("server_error", || Answer::empty(503).into());
    a_500_is_never_sent_again("server_error", at_once(500));
    a_502_is_never_sent_again("server_error", at_once(502));
    a_504_is_never_sent_again("server_error", at_once(504));
    a_401_is_never_sent_again("unauthorized", at_once(401));
    a_redirect_is_never_sent_again("bad_response", at_once(307));
    a_broken_connection_is_never_sent_again(
        "network", || Reaction::network_failure("fetch failed", "ECONNRESET"),
    );
}

#[wasm_bindgen_test]
async fn too_many_attempts_are_never_one_more() {
    let answer = Answer::json(429, refusal("too_many_attempts")).header("retry-after", "0");
    assert_eq!(reason(&validating().answered(answer).await), "too_many_attempts");
}

async fn is_sent(times: usize, retry: Option<u32>) {
    let call = match retry {
        Some(retry) => validating().option("retry", retry),
        None => validating(),
    };
    let fetch = FakeFetch::repeating(&throttled(), 10);
    assert_eq!(call.made_with(&fetch).await.unwrap_err().code(), "rate_limited");
    assert_eq!(fetch.count(), times);
}

rows! { is_sent:
    a_throttled_call_is_sent_three_times_at_most(3, None);
    without_retries_a_call_is_sent_once(1, Some(0));
    with_one_retry_a_call_is_sent_twice(2, Some(1));
    with_five_retries_a_call_is_sent_six_times(6, Some(5));
}

#[wasm_bindgen_test]
async fn the_wait_is_kept() {
    let fetch = FakeFetch::new([
        Answer::empty(429).header("retry-after", "1"),
        Answer::json(200, validated()),
    ]);
    let (outcome, took) = timed(validating().made_with(&fetch)).await;
    outcome.unwrap();
    // A second, and up to a quarter more, less what timers round off.
    assert!((995.0..1_600.0).contains(&took), "{took} ms");
}

#[wasm_bindgen_test]
async fn a_wait_that_does_not_fit_is_told_at_once() {
    let fetch = FakeFetch::new([Answer::empty(429).header("retry-after", "5")]);
    let call = validating().option("timeout", 4_000);
    let (outcome, took) = timed(call.made_with(&fetch)).await;
    assert_eq!(outcome.unwrap_err().number("retryAfter"), Some(5_000.0));
    assert!(took < 1_000.0, "{took} ms");
}

#[wasm_bindgen_test]
async fn already_used_after_an_unknown_outcome_is_no_verdict() {
    let used = Answer::json(409, refusal("already_used"));
    let fetch = FakeFetch::new([in_maintenance(), used.clone()]);
    assert_eq!(validating().made_with(&fetch).await.unwrap_err().code(), "server_error");
    // A throttle has done nothing, so after it the refusal stands.
    let fetch = FakeFetch::new([throttled(), used]);
    assert_eq!(reason(&validating().made_with(&fetch).await), "already_used");
}

#[wasm_bindgen_test]
async fn after_an_unknown_outcome_delivery_stays_unknown() {
    for (first, delivery) in [(in_maintenance(), "unknown"), (throttled(), "no")] {
        let fetch = FakeFetch::new([first, Answer::empty(401)]);
        let failure = requesting().made_with(&fetch).await.unwrap_err();
        assert_eq!(failure.code(), "unauthorized");
        assert_eq!(failure.text("delivery").as_deref(), Some(delivery));
    }
}
