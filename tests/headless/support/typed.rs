//! Answers as values of Rust: a property that is missing or of another type is an error.

use js_sys::Date;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use wasm_bindgen::JsValue;

/// What `requestCode` gives.
#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct RequestedCode {
    pub uuid: String,
    pub chat_id: String,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub code: JsValue,
    pub status: String,
    pub otp_type: String,
    pub message: String,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub expires_at: Date,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    pub created_at: Date,
    pub request_id: Option<String>,
}

/// What `validateCode` gives for a code that was not accepted.
#[derive(Debug, PartialEq, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Refusal {
    pub valid: bool,
    pub reason: String,
    pub message: String,
    pub attempts_remaining: Option<u32>,
    pub retry_after: Option<u32>,
}

pub fn read<T: DeserializeOwned>(value: &JsValue) -> T {
    serde_wasm_bindgen::from_value(value.clone()).unwrap()
}
