//! The browser's entry, whose module has to be loaded first, when that does not work out.
//!
//! A module that is loaded stays loaded, so success is shown elsewhere, with the packed package.

use crate::support::answer::Answer;
use crate::support::call::{Call, requesting};
use crate::support::failure::Failure;
use crate::support::fetch::{FakeFetch, Reaction};
use crate::support::js::{now, replace, sleep, watch_rejections};
use crate::support::package::browser;
use wasm_bindgen_test::wasm_bindgen_test;
use web_sys::AbortController;

#[wasm_bindgen_test]
async fn a_synchronous_call_before_init_is_not_initialized() {
    let rejections = watch_rejections();
    let fetch = FakeFetch::new([Reaction::network_failure("fetch failed", "ECONNREFUSED")]);
    let realm = replace("fetch", &fetch.function);
    let thrown = browser::normalize_code("439 713").unwrap_err();
    sleep(10).await;
    realm.restore();
    rejections.restore();
    assert_eq!(Failure::new(thrown).code(), "not_initialized");
    assert_eq!(rejections.count(), 0, "a promise failed that nobody holds");
    assert_eq!(fetch.count(), 0, "a download was begun that nobody waits for");
}

async fn fails_to_load(code: &str, reaction: impl Into<Reaction>) {
    let load = FakeFetch::new([reaction.into()]);
    let call = requesting();
    let unused = FakeFetch::new(Vec::<Reaction>::new());
    crate::support::js::set(&call.options, "fetch", &unused.function);
    let realm = replace("fetch", &load.function);
    let outcome = call.outcome(browser::request_code(&call.arguments, &call.options)).await;
    realm.restore();
    let failure = outcome.unwrap_err();
    assert_eq!(failure.code(), code, "{failure:?}");
    assert_eq!(failure.text("delivery").as_deref(), Some("no"));
    assert_eq!((load.count(), unused.count()), (1, 0));
}

/// Milliseconds that a download takes in the two tests below.
const SLOW: i32 = 500;

async fn while_the_module_loads_slowly(call: Call, controller: Option<AbortController>) -> Failure {
    let load = FakeFetch::new([Answer::empty(404).after(SLOW)]);
    let realm = replace("fetch", &load.function);
    let start = now();
    let promise = browser::request_code(&call.arguments, &call.options);
    load.asked().await;
    if let Some(controller) = controller {
        controller.abort();
    }
    let failure = call.outcome(promise).await.unwrap_err();
    let took = now() - start;
    sleep(SLOW).await;
    realm.restore();
    assert!(took < 310.0, "{took} ms: {failure:?}");
    assert_eq!(failure.text("delivery").as_deref(), Some("no"));
    failure
}

#[wasm_bindgen_test]
async fn a_module_that_loads_slowly_does_not_outlast_the_timeout() {
    let call = requesting().option("timeout", 60);
    let failure = while_the_module_loads_slowly(call, None).await;
    assert_eq!(failure.code(), "timeout");
}

#[wasm_bindgen_test]
async fn a_signal_ends_a_call_whose_module_still_loads() {
    let controller = AbortController::new().unwrap();
    let call = requesting().option("signal", controller.signal());
    let failure = while_the_module_loads_slowly(call, Some(controller)).await;
    assert_eq!(failure.code(), "aborted");
}

#[wasm_bindgen_test]
async fn after_a_load_that_never_ended_the_next_call_loads_anew() {
    let load = FakeFetch::new([Reaction::Silence, Answer::empty(404).into()]);
    let realm = replace("fetch", &load.function);
    let mut codes = Vec::new();
    for timeout in [60, 5000] {
        let call = requesting().option("timeout", timeout);
        let promise = browser::request_code(&call.arguments, &call.options);
        codes.push(call.outcome(promise).await.unwrap_err().code().to_string());
    }
    realm.restore();
    assert_eq!(codes, ["timeout", "network"]);
    assert_eq!(load.count(), 2);
}

rows! { fails_to_load:
    a_module_that_is_not_there_is_network("network", Answer::empty(404));
    a_module_that_cannot_be_reached_is_network(
        "network", Reaction::network_failure("fetch failed", "ECONNREFUSED"),
    );
    a_page_in_the_modules_place_is_network(
        "network", Answer::typed(200, "text/html", "<html>"),
    );
}
