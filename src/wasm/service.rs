//! The service's exports: [`crate::service`] for a shell that brings bytes, time and randomness.
//!
//! They are functions and no classes: after a trap the shell starts a fresh instance, in which
//! every pointer of the old one would be wrong. A handle is the place of a service among those
//! that were configured, and the shell configures them again.

use crate::service::chat::Kept;
use crate::service::proof::{Expectation, ProofKey};
use crate::service::{
    Brought, Courier, Given, Issuer, Kind, MAX_BODY, RANDOM_BYTES, Request, Service, Settings,
    Source, Step, Style,
};
use crate::timestamp::Timestamp;
use js_sys::{Array, Function, JSON, Object, Reflect, Uint8Array};
use serde::{Deserialize, Serialize};
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    static SERVICES: RefCell<Vec<Service>> = RefCell::default();
}

/// What a start came to.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Started {
    handle: usize,
    base_path: String,
    /// `local` or `hypersender`.
    issuer: &'static str,
    /// `inbox`, `webhook` or `hypersender`; absent where the issuer delivers.
    courier: Option<&'static str>,
    /// Whether pages are asked for a challenge.
    challenge: bool,
    /// Whether successful validations carry a proof.
    proof: bool,
    /// Whether the profile is `strict`.
    strict: bool,
    odds: Odds,
}

/// How likely an attacker is to win.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Odds {
    codes: f64,
    code: f64,
    day: f64,
    until_closed: f64,
    takeovers_an_hour: f64,
}

#[derive(Serialize)]
struct Refused {
    error: String,
}

/// Takes settings by their names in a style, `env` or `config`; gives a handle and what was
/// understood, or `{ error }` with one sentence that names the setting.
#[wasm_bindgen]
pub fn configure(config: &JsValue, names: &str) -> JsValue {
    let style = if names == "env" { Style::Env } else { Style::Config };
    let settings = Source::new(style, |name| setting(config, name))
        .and_then(|source| Settings::read(&source).map_err(|error| error.to_string()));
    match settings {
        Ok(settings) => to_js(&start(settings)),
        Err(error) => to_js(&Refused { error }),
    }
}

fn start(settings: Settings) -> Started {
    let odds = settings.policy.odds();
    let started = Started {
        handle: SERVICES.with_borrow(Vec::len),
        base_path: settings.base_path.clone(),
        issuer: match settings.issuer {
            Issuer::Local => "local",
            Issuer::Hypersender(_) => "hypersender",
        },
        courier: settings.courier.as_ref().map(|courier| match courier {
            Courier::Inbox => "inbox",
            Courier::Webhook(_) => "webhook",
            Courier::Hypersender { .. } => "hypersender",
        }),
        challenge: settings.challenge,
        proof: settings.proof_key.is_some(),
        strict: settings.policy.strict,
        odds: Odds {
            codes: odds.codes,
            code: odds.code,
            day: odds.day,
            until_closed: odds.until_closed,
            takeovers_an_hour: odds.takeovers_an_hour,
        },
    };
    SERVICES.with_borrow_mut(|services| services.push(Service::new(settings)));
    started
}

/// One setting: a text as it is, a function as `true`, anything else as JSON.
fn setting(config: &JsValue, name: &str) -> Result<Option<Given>, String> {
    // Whatever JavaScript says of a failure could show a value, and the value could be a key.
    let unreadable = || [name, " cannot be read."].concat();
    // The vendor's settings stand inside the issuer where there is an object.
    if name.contains('.') {
        return Ok(None);
    }
    let value = Reflect::get(config, &name.into()).map_err(|_| unreadable())?;
    if value.is_undefined() || value.is_null() {
        return Ok(None);
    }
    if let Some(text) = value.as_string() {
        return Ok(Some(Given::Text(text)));
    }
    if value.is_instance_of::<Function>() {
        return Ok(Some(Given::Json(String::from("true"))));
    }
    let json = JSON::stringify(&value).ok().and_then(|json| json.as_string());
    json.map(|json| Some(Given::Json(json))).ok_or_else(unreadable)
}

/// Begins with a request; gives the first step.
#[wasm_bindgen]
pub fn begin(
    handle: usize,
    method: &str,
    url: &str,
    headers: &str,
    body: &[u8],
    now: f64,
) -> JsValue {
    let request = Request { method, url, headers, body };
    with(handle, |service| step(service.begin(&request, time(now))))
}

/// Goes on with what was brought: an array of `Uint8Array`, a boolean, an HTTP answer, or
/// `{ failure }`.
#[wasm_bindgen]
pub fn resume(handle: usize, next: &[u8], result: &JsValue, now: f64) -> JsValue {
    with(handle, |service| step(service.resume(next, &brought(result), time(now))))
}

/// Begins because the alarm of an object rang.
#[wasm_bindgen]
pub fn wake(handle: usize, kind: &str, name: &str, now: f64) -> JsValue {
    let Some(kind) = Kind::from_name(kind) else { return JsValue::UNDEFINED };
    with(handle, |service| step(service.wake(kind, name, time(now))))
}

/// Lets one command happen to one object: `{ state, result, wakeIn }`, or `{ error }` when nothing
/// was changed. `state` is bytes to store, `null` for nothing to keep, absent where it stays.
#[wasm_bindgen]
pub fn apply(
    handle: usize,
    kind: &str,
    state: Option<Vec<u8>>,
    command: &[u8],
    now: f64,
    random: &[u8],
) -> JsValue {
    let Some(kind) = Kind::from_name(kind) else { return JsValue::UNDEFINED };
    with(handle, |service| {
        match service.apply(kind, state.as_deref(), command, time(now), random) {
            Err(error) => to_js(&Refused { error: error.to_string() }),
            Ok(turn) => {
                let object = Object::new();
                match turn.state {
                    Kept::Unchanged => {}
                    Kept::Delete => set(&object, "state", &JsValue::NULL),
                    Kept::Store(state) => {
                        set(&object, "state", &Uint8Array::from(state.as_slice()));
                    }
                }
                set(&object, "result", &Uint8Array::from(turn.answer.as_slice()));
                if let Some(wake_in) = turn.wake_in {
                    set(&object, "wakeIn", &(wake_in as f64).into());
                }
                object.into()
            }
        }
    })
}

/// Checks a proof: its claims, or `{ error }` with one sentence.
#[wasm_bindgen(js_name = verifyProof)]
pub fn verify_proof(
    proof: &str,
    key: &str,
    instance: &str,
    chat_id: &str,
    audience: Option<String>,
    now: f64,
) -> JsValue {
    let Some(key) = ProofKey::new(key.as_bytes()) else {
        let error = String::from("key must be the service's proof key, at least 32 characters");
        return to_js(&Refused { error });
    };
    let audience = audience.as_deref().unwrap_or(instance);
    match key.verify(proof, Expectation { instance, chat_id, audience }, time(now)) {
        Ok(claims) => to_js(&claims),
        Err(error) => to_js(&Refused { error: error.to_string() }),
    }
}

/// Bytes of a request's body that are read; one more tells that it is too long.
#[wasm_bindgen(js_name = maxBody)]
pub fn max_body() -> usize {
    MAX_BODY
}

/// Random bytes that one command may need.
#[wasm_bindgen(js_name = randomBytes)]
pub fn random_bytes() -> usize {
    RANDOM_BYTES
}

fn with(handle: usize, work: impl FnOnce(&mut Service) -> JsValue) -> JsValue {
    SERVICES.with_borrow_mut(|services| services.get_mut(handle).map_or(JsValue::UNDEFINED, work))
}

fn step(step: Step) -> JsValue {
    let object = to_js(&step.act);
    if !step.events.is_empty() {
        set(&object, "events", &to_js(&step.events));
    }
    object
}

#[derive(Deserialize)]
struct Fetched {
    status: u16,
    headers: Vec<(String, String)>,
    #[serde(with = "serde_bytes")]
    body: Vec<u8>,
}

fn brought(result: &JsValue) -> Brought {
    if let Some(answer) = result.as_bool() {
        return Brought::Challenged(answer);
    }
    if let Some(answers) = result.dyn_ref::<Array>() {
        let bytes = |answer: JsValue| answer.dyn_into::<Uint8Array>().ok().map(|a| a.to_vec());
        return answers
            .iter()
            .map(bytes)
            .collect::<Option<_>>()
            .map_or(Brought::Failed, Brought::Applied);
    }
    if let Ok(Fetched { status, headers, body }) = serde_wasm_bindgen::from_value(result.clone()) {
        return Brought::Fetched { status, headers, body };
    }
    let failure = Reflect::get(result, &"failure".into()).ok().and_then(|name| name.as_string());
    match failure.as_deref() {
        Some("timeout") => Brought::NotFetched { timeout: true },
        Some("network") => Brought::NotFetched { timeout: false },
        _ => Brought::Failed,
    }
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    // Setting a member of an object that was made here cannot fail.
    let _ = Reflect::set(object, &name.into(), value);
}

fn to_js(value: &impl Serialize) -> JsValue {
    let serializer = serde_wasm_bindgen::Serializer::new().serialize_missing_as_null(true);
    value.serialize(&serializer).unwrap_or(JsValue::UNDEFINED)
}

fn time(now: f64) -> Timestamp {
    // The cast saturates and makes NaN 0, so that no clock can overflow anything.
    Timestamp::from_millis(now as u64)
}
