//! An error as a caller catches it, and what must hold for every one.

use super::bodies::{CODE, TOKEN};
use super::js::{get, inspect, joined, json, number, text};
use super::package::is_otp_error;
use js_sys::Error;
use std::fmt;
use wasm_bindgen::prelude::*;

/// The codes that the declarations know.
const CODES: [&str; 15] = [
    "invalid_argument",
    "not_initialized",
    "unauthorized",
    "forbidden",
    "not_found",
    "invalid_request",
    "recipient_unavailable",
    "channel_restricted",
    "rate_limited",
    "server_error",
    "bad_response",
    "network",
    "timeout",
    "aborted",
    "internal",
];

/// One error.
pub struct Failure(JsValue);

impl Failure {
    /// Takes what was thrown, which has to be one of this package's own errors without a secret.
    #[track_caller]
    pub fn new(thrown: JsValue) -> Failure {
        let failure = Failure(thrown);
        let thrown = &failure.0;
        assert!(is_otp_error(thrown), "no OtpError was thrown, but {thrown:?}");
        assert!(thrown.is_instance_of::<Error>(), "it is no Error");
        assert_eq!(text(thrown, "name").as_deref(), Some("OtpError"));
        assert!(CODES.contains(&failure.code().as_str()), "{failure:?}");
        assert!(!failure.message().is_empty());
        assert!(get(thrown, "retryable").as_bool().is_some());
        assert_no_secret(thrown);
        failure
    }

    pub fn code(&self) -> String {
        self.text("code").unwrap_or_default()
    }

    pub fn message(&self) -> String {
        self.text("message").unwrap_or_default()
    }

    pub fn text(&self, name: &str) -> Option<String> {
        text(&self.0, name)
    }

    pub fn number(&self, name: &str) -> Option<f64> {
        number(&self.0, name)
    }

    pub fn retryable(&self) -> bool {
        get(&self.0, "retryable").as_bool().unwrap()
    }

    /// The texts about one field, in JSON.
    pub fn detail(&self, field: &str) -> Option<String> {
        let details = get(&self.0, "details");
        let detail = if details.is_undefined() { details } else { get(&details, field) };
        (!detail.is_undefined()).then(|| json(&detail))
    }

    /// What its cause says.
    pub fn cause(&self) -> Option<String> {
        let cause = get(&self.0, "cause");
        if cause.is_undefined() { None } else { text(&cause, "message") }
    }
}

impl fmt::Debug for Failure {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}: {}", self.code(), self.message())
    }
}

/// Everything that a program could print of this value.
pub fn shown(value: &JsValue) -> Vec<String> {
    let mut shown = vec![inspect(value), json(value), joined(value)];
    if let Some(error) = value.dyn_ref::<Error>() {
        shown.push(String::from(error.to_string()));
        for error in [value, &get(value, "cause")] {
            if error.is_object() {
                shown
                    .extend(["message", "stack"].map(|name| text(error, name).unwrap_or_default()));
                shown.push(inspect(error));
            }
        }
    }
    shown
}

/// Nothing that a program could print of this value shows the token or the code.
#[track_caller]
pub fn assert_no_secret(value: &JsValue) {
    for text in shown(value) {
        assert!(!text.contains(TOKEN) && !text.contains(CODE), "a secret is shown: {text}");
    }
}
