//! When the core stops, its caller gets `internal`, and the next call works.

use crate::support::answer::{Answer, End};
use crate::support::bodies::{requested, validated};
use crate::support::call::{both_fail, requesting, validating};
use crate::support::failure::Failure;
use crate::support::fetch::{FakeFetch, Reaction};
use crate::support::js::{get, object, watch_instances};
use crate::support::package::force_trap;
use wasm_bindgen_test::wasm_bindgen_test;

async fn both_work() {
    requesting().answered(Answer::json(200, requested())).await.unwrap();
    let result = validating().answered(Answer::json(200, validated())).await.unwrap();
    assert_eq!(get(&result, "valid"), true);
}

#[wasm_bindgen_test]
async fn after_a_trap_both_calls_work() {
    let failure = Failure::new(force_trap().unwrap_err());
    assert_eq!(failure.code(), "internal");
    assert!(!failure.retryable());
    both_work().await;
}

#[wasm_bindgen_test]
fn after_a_trap_a_fresh_instance_is_started() {
    let instances = watch_instances();
    force_trap().unwrap_err();
    instances.restore();
    assert_eq!(instances.count(), 1);
}

#[wasm_bindgen_test]
async fn after_many_traps_both_calls_work() {
    for _ in 0..50 {
        assert_eq!(Failure::new(force_trap().unwrap_err()).code(), "internal");
    }
    both_work().await;
}

/// A piece of a body for which the core cannot find the memory, so that it really stops.
fn impossible_piece() -> Reaction {
    Answer::odd_pieces(vec![object(&[("length", (-1).into())]).into()], End::Whole).into()
}

#[wasm_bindgen_test]
async fn a_trap_within_a_call_is_internal_and_the_next_works() {
    let [request, _] = both_fail(impossible_piece, "internal").await;
    assert_eq!(request.text("delivery").as_deref(), Some("unknown"));
    both_work().await;
}

#[wasm_bindgen_test]
async fn a_call_under_way_outlives_a_trap() {
    let deed = Box::new(|| drop(force_trap().unwrap_err()));
    let reaction = Reaction::Deed(deed, Answer::json(200, validated()));
    let result = validating().answered(reaction).await.unwrap();
    assert_eq!(get(&result, "valid"), true);
}

#[wasm_bindgen_test]
async fn a_trap_ends_only_the_call_it_is_in() {
    let fetch = FakeFetch::new([
        impossible_piece(),
        Answer::json(200, validated()).after(20).into(),
        Answer::json(422, r#"{"success":false,"error":{"code":"invalid_code"}}"#).into(),
    ]);
    let calls = [validating(), validating(), validating()];
    let promises = calls.each_ref().map(|call| call.start(&fetch));
    let mut outcomes = Vec::new();
    for (call, promise) in calls.iter().zip(promises) {
        outcomes.push(call.outcome(promise).await);
    }
    assert_eq!(outcomes[0].as_ref().unwrap_err().code(), "internal");
    assert_eq!(get(outcomes[1].as_ref().unwrap(), "valid"), true);
    assert_eq!(get(outcomes[2].as_ref().unwrap(), "valid"), false);
}
