//! The service's exports: [`crate::service`] for a shell that brings bytes, time and randomness.
//!
//! They are functions and no classes: after a trap the shell starts a fresh instance, in which
//! every pointer of the old one would be wrong.

use crate::json::{self, ObjectWriter};
use crate::service::{
    Effect, Inbox, MAX_BODY, Message, Plan, RANDOM_BYTES, Request, Service, Settings,
};
use crate::timestamp::Timestamp;
use serde::Deserialize;
use std::cell::RefCell;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

/// What lives as long as the instance.
#[derive(Default)]
struct Desk {
    service: Option<Service>,
    inbox: Inbox,
    state: Vec<u8>,
}

thread_local! {
    static DESK: RefCell<Desk> = RefCell::default();
}

/// The texts among a Worker's bindings that the service is told by.
#[derive(Deserialize)]
#[serde(rename_all = "SCREAMING_SNAKE_CASE")]
struct Env {
    otp_instances: Option<String>,
    otp_pepper: Option<String>,
    otp_name_key: Option<String>,
    otp_courier: Option<String>,
}

impl Env {
    fn get(&self, name: &str) -> Option<&str> {
        match name {
            "OTP_INSTANCES" => self.otp_instances.as_deref(),
            "OTP_PEPPER" => self.otp_pepper.as_deref(),
            "OTP_NAME_KEY" => self.otp_name_key.as_deref(),
            "OTP_COURIER" => self.otp_courier.as_deref(),
            _ => None,
        }
    }
}

/// Takes a Worker's bindings; gives what is wrong with them, or nothing.
#[wasm_bindgen]
pub fn configure(env: JsValue) -> String {
    // The reader's own error could show a value, and the value could be a key.
    let env = serde_wasm_bindgen::from_value::<Env>(env)
        .map_err(|_| String::from("Every setting whose name begins with OTP_ must be a text."));
    let settings = env.and_then(|env| {
        Settings::from_env(|name| env.get(name)).map_err(|error| error.to_string())
    });
    match settings {
        Ok(settings) => {
            DESK.with_borrow_mut(|desk| desk.service = Some(Service::new(settings)));
            String::new()
        }
        Err(sentence) => sentence,
    }
}

#[wasm_bindgen]
pub fn plan(method: &str, url: &str, headers: &str, body: &[u8], now: f64) -> String {
    let request = Request { method, url, headers, body };
    DESK.with_borrow_mut(|desk| {
        let service = desk.service.as_ref()?;
        Some(match service.plan(&request, Some(&mut desk.inbox), time(now)) {
            Plan::Reply(reply) => ObjectWriter::new().raw("reply", &reply.to_json()).finish(),
            Plan::Chat { object } => ObjectWriter::new().string("object", &object).finish(),
        })
    })
    .unwrap_or_default()
}

#[wasm_bindgen]
pub fn chat(
    method: &str,
    url: &str,
    headers: &str,
    body: &[u8],
    state: Option<Vec<u8>>,
    now: f64,
    random: &[u8],
) -> String {
    let request = Request { method, url, headers, body };
    DESK.with_borrow_mut(|desk| {
        let now = desk.inbox.time(time(now));
        let turn = desk.service.as_ref()?.chat(&request, state.as_deref(), now, random);
        let mut messages = String::from("[");
        for Effect::Send(message) in &turn.effects {
            messages.push_str(if messages.len() > 1 { "," } else { "" });
            messages.push_str(&message.to_json());
        }
        messages.push(']');
        let changed = turn.state.is_some();
        desk.state = turn.state.unwrap_or_default();
        let json = ObjectWriter::new().raw("reply", &turn.reply.to_json());
        Some(json.bool("changed", changed).raw("messages", &messages).finish())
    })
    .unwrap_or_default()
}

#[wasm_bindgen(js_name = stateToStore)]
pub fn state_to_store() -> Vec<u8> {
    DESK.with_borrow_mut(|desk| std::mem::take(&mut desk.state))
}

#[wasm_bindgen]
pub fn deliver(message: &str) {
    let message = json::parse(message.as_bytes()).ok();
    if let Some(message) = message.as_ref().and_then(Message::from_json) {
        DESK.with_borrow_mut(|desk| desk.inbox.deliver(message));
    }
}

#[wasm_bindgen(js_name = maxBody)]
pub fn max_body() -> usize {
    MAX_BODY
}

#[wasm_bindgen(js_name = randomBytes)]
pub fn random_bytes() -> usize {
    RANDOM_BYTES
}

fn time(now: f64) -> Timestamp {
    // The cast saturates and makes NaN 0, so that no clock can overflow anything.
    Timestamp::from_millis(now as u64)
}
