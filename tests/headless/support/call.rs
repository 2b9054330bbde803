//! One call, from its arguments to its outcome.

use super::bodies::{CHAT, CODE, INSTANCE, TOKEN, UUID};
use super::failure::{Failure, assert_no_secret};
use super::fetch::{FakeFetch, Reaction};
use super::js::{in_page, now, object, set, text};
use super::package::{request_code, validate_code};
use js_sys::{Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

/// What a caller gets.
pub type Outcome = Result<JsValue, Failure>;

/// A call that would be accepted as it stands.
pub struct Call {
    is_request: bool,
    pub arguments: Object,
    pub options: Object,
}

/// Asks for a code.
pub fn requesting() -> Call {
    Call::new(true, &[("chatId", CHAT.into())])
}

/// Has a code checked, for one request.
pub fn validating() -> Call {
    Call::new(false, &[("chatId", CHAT.into()), ("code", CODE.into()), ("uuid", UUID.into())])
}

impl Call {
    fn new(is_request: bool, arguments: &[(&str, JsValue)]) -> Call {
        let options = object(&[("instance", INSTANCE.into()), ("token", TOKEN.into())]);
        if in_page() {
            set(&options, "dangerouslyAllowBrowser", &true.into());
        }
        Call { is_request, arguments: object(arguments), options }
    }

    /// With another value in a field of its argument.
    pub fn with(self, field: &str, value: impl Into<JsValue>) -> Call {
        set(&self.arguments, field, &value.into());
        self
    }

    pub fn without(self, field: &str) -> Call {
        Reflect::delete_property(&self.arguments, &field.into()).unwrap();
        self
    }

    /// With another value in an option.
    pub fn option(self, name: &str, value: impl Into<JsValue>) -> Call {
        set(&self.options, name, &value.into());
        self
    }

    pub fn without_option(self, name: &str) -> Call {
        Reflect::delete_property(&self.options, &name.into()).unwrap();
        self
    }

    /// Starts it.
    pub fn start(&self, fetch: &FakeFetch) -> Promise {
        set(&self.options, "fetch", &fetch.function);
        self.start_as_is()
    }

    /// Starts it with whatever `fetch` its options have.
    pub fn start_as_is(&self) -> Promise {
        let start = if self.is_request { request_code } else { validate_code };
        start(&self.arguments, &self.options)
    }

    /// Makes it with that `fetch`.
    pub async fn made_with(&self, fetch: &FakeFetch) -> Outcome {
        self.outcome(self.start(fetch)).await
    }

    /// Makes it with one answer, which has to be asked for once.
    pub async fn answered(&self, reaction: impl Into<Reaction>) -> Outcome {
        let fetch = FakeFetch::new([reaction.into()]);
        let outcome = self.made_with(&fetch).await;
        assert_eq!(fetch.count(), 1, "requests were sent: {outcome:?}");
        outcome
    }

    /// Makes it; nothing may be sent.
    pub async fn refused_unsent(&self) -> Failure {
        let fetch = FakeFetch::new(Vec::<Reaction>::new());
        let outcome = self.made_with(&fetch).await;
        assert_eq!(fetch.count(), 0, "a request was sent: {outcome:?}");
        outcome.unwrap_err()
    }

    /// What comes of a call that was started.
    pub async fn outcome(&self, promise: Promise) -> Outcome {
        match JsFuture::from(promise).await {
            Ok(result) => {
                assert_no_secret(&result);
                Ok(result)
            }
            Err(thrown) => {
                let failure = Failure::new(thrown);
                let delivery = failure.text("delivery");
                assert_eq!(delivery.is_some(), self.is_request, "{failure:?}");
                Err(failure)
            }
        }
    }
}

/// Checks that both calls fail with that code, and gives the two errors.
pub async fn both_fail(make: impl Fn() -> Reaction, code: &str) -> [Failure; 2] {
    let request = requesting().answered(make()).await.unwrap_err();
    let validation = validating().answered(make()).await.unwrap_err();
    for failure in [&request, &validation] {
        assert_eq!(failure.code(), code, "{failure:?}");
    }
    [request, validation]
}

/// The reason of a refusal.
#[track_caller]
pub fn reason(outcome: &Outcome) -> String {
    let refused = outcome.as_ref().unwrap();
    assert_eq!(super::js::get(refused, "valid"), false);
    text(refused, "reason").unwrap()
}

/// What the future gives, and the milliseconds it took without the loading of the module.
pub async fn timed<T>(future: impl Future<Output = T>) -> (T, f64) {
    requesting().with("length", 0).refused_unsent().await;
    let start = now();
    let given = future.await;
    (given, now() - start)
}
