//! A call is settled within its timeout and 250 ms, whatever the network does.

use crate::support::answer::{Answer, End};
use crate::support::bodies::{requested, validated};
use crate::support::call::{requesting, timed, validating};
use crate::support::fetch::{FakeFetch, Reaction};
use crate::support::js::{sleep, watch_timers};
use wasm_bindgen_test::wasm_bindgen_test;

const TIMEOUT: i32 = 60;
const LATEST: f64 = 310.0;

async fn times_out(make: impl Fn() -> Reaction) {
    for call in [requesting(), validating()] {
        let fetch = FakeFetch::new([make()]);
        let call = call.option("timeout", TIMEOUT);
        let (outcome, took) = timed(call.made_with(&fetch)).await;
        let failure = outcome.unwrap_err();
        assert_eq!(failure.code(), "timeout", "{failure:?}");
        assert!(failure.retryable());
        assert!(failure.text("delivery").is_none_or(|delivery| delivery == "unknown"));
        assert!((f64::from(TIMEOUT) - 5.0..LATEST).contains(&took), "{took} ms");
        assert!(fetch.sent(0).signal().aborted(), "the request goes on");
    }
}

fn stalled(pieces: &[&[u8]]) -> Reaction {
    Answer::pieces(pieces.iter().copied(), End::Stalled).into()
}

rows! { times_out:
    silence_ends_at_the_deadline(|| Reaction::Silence);
    an_answer_that_comes_late_is_not_waited_for(
        || Answer::json(200, validated()).after(2_000).into(),
    );
    a_body_that_never_starts_ends_at_the_deadline(|| stalled(&[]));
    a_body_that_stalls_ends_at_the_deadline(|| stalled(&[b"{\"success\":true,"]));
    a_whole_body_without_an_end_is_no_answer(|| stalled(&[requested().as_bytes()]));
    a_refusal_whose_body_stalls_ends_at_the_deadline(
        || Answer::pieces([], End::Stalled).disguised("status", 422).into(),
    );
}

#[wasm_bindgen_test]
async fn the_deadline_holds_over_all_attempts_together() {
    let slow = Answer::empty(503).header("retry-after", "0").after(90);
    let fetch = FakeFetch::repeating(&slow, 6);
    let call = validating().option("timeout", 200).option("retry", 5);
    let (outcome, took) = timed(call.made_with(&fetch)).await;
    assert!(["timeout", "server_error"].contains(&outcome.unwrap_err().code().as_str()));
    assert!(took < 450.0, "{took} ms");
    assert!(fetch.count() <= 3, "{} requests", fetch.count());
}

#[wasm_bindgen_test]
async fn a_slow_answer_within_the_deadline_counts() {
    let answer = Answer::json(200, validated()).after(80);
    validating().option("timeout", 5_000).answered(answer).await.unwrap();
}

#[wasm_bindgen_test]
async fn a_body_without_end_is_cut_off_and_given_back() {
    for call in [requesting(), validating()] {
        let answer = Answer::pieces([[b' '; 1_000].as_slice()], End::Endless);
        let cancelled = answer.cancelled();
        let (outcome, took) = timed(call.answered(answer)).await;
        assert_eq!(outcome.unwrap_err().code(), "bad_response");
        assert!(took < 1_000.0, "{took} ms");
        assert!(cancelled.get(), "the body is still being read");
    }
}

#[wasm_bindgen_test]
async fn endless_pieces_of_nothing_do_not_keep_the_deadline_from_coming() {
    let answer = Answer::pieces([b"".as_slice()], End::Endless);
    let (outcome, took) = timed(validating().option("timeout", 1_000).answered(answer)).await;
    assert!(["bad_response", "timeout"].contains(&outcome.unwrap_err().code().as_str()));
    assert!(took < 1_250.0, "{took} ms");
}

#[wasm_bindgen_test]
async fn after_a_call_no_timer_runs_on() {
    let throttled = Answer::empty(429).header("retry-after", "0");
    let made: [(Vec<Reaction>, &str); 5] = [
        (vec![Answer::json(200, validated()).into()], "a success"),
        (vec![Answer::empty(500).into()], "an error"),
        (vec![Reaction::network_failure("fetch failed", "ECONNRESET")], "a failure"),
        (vec![throttled.into(), Answer::json(200, validated()).into()], "a second attempt"),
        (vec![Reaction::Silence], "a timeout"),
    ];
    for (reactions, what) in made {
        let timers = watch_timers();
        let timeout = if what == "a timeout" { TIMEOUT } else { 5_000 };
        let fetch = FakeFetch::new(reactions);
        let _ = validating().option("timeout", timeout).made_with(&fetch).await;
        timers.restore();
        assert_eq!(timers.count(), 0, "after {what}");
    }
}

#[wasm_bindgen_test]
async fn a_throttle_that_comes_after_the_deadline_is_not_answered() {
    let late = Answer::empty(429).header("retry-after", "0").after(TIMEOUT + 60);
    let fetch = FakeFetch::new([late, Answer::json(200, validated())]);
    let failure = validating().option("timeout", TIMEOUT).made_with(&fetch).await.unwrap_err();
    assert_eq!(failure.code(), "timeout");
    sleep(200).await;
    assert_eq!(fetch.count(), 1);
}
