//! The client's exports: [`crate::client::boundary`] under the names the JavaScript shell calls.

use super::Text;
use crate::client::boundary::{self, Exchange};
use crate::client::{AnswerHeaders, Attempt, HttpAnswer};
use wasm_bindgen::prelude::wasm_bindgen;

#[wasm_bindgen]
pub fn prepare(kind: u32, call: &str, options: &str, in_page: bool, origin: &str) -> Text {
    boundary::prepare(kind, call, options, in_page, origin).leak()
}

#[wasm_bindgen]
#[allow(clippy::too_many_arguments, reason = "plain values cross the boundary cheapest")]
pub fn judge(
    kind: u32,
    facts: &str,
    status: u16,
    redirected: bool,
    headers: &str,
    body: &[u8],
    truncated: bool,
    attempts: u32,
    unknown_before: bool,
    remaining: f64,
    random: u8,
    now: f64,
) -> Text {
    let headers = AnswerHeaders::from_lines(headers);
    let exchange = Exchange {
        answer: HttpAnswer { status, redirected, headers, body, truncated },
        attempt: Attempt { number: attempts, retries: 0, remaining: remaining as u64, random },
        unknown_before,
        now: now as u64,
    };
    boundary::judge(kind, facts, &exchange).leak()
}

#[wasm_bindgen]
pub fn unanswered(kind: u32, how: u32, sent: bool) -> Text {
    boundary::unanswered(kind, how, sent).leak()
}

#[wasm_bindgen]
pub fn normalize_code(text: &str) -> Text {
    boundary::normalize_code(text).leak()
}

#[wasm_bindgen]
pub fn to_chat_id(phone: &str) -> Text {
    boundary::to_chat_id(phone).leak()
}

/// Stops the core, so that tests can see that a caller gets an error and the next call works.
#[wasm_bindgen]
pub fn trap() {
    #[cfg(target_arch = "wasm32")]
    core::arch::wasm32::unreachable();
}
