//! The service's exports: [`crate::service::boundary`] under the names the JavaScript shell calls.
//!
//! They are functions and no classes: after a trap the shell starts a fresh instance, in which
//! every pointer of the old one would be wrong. A handle is the place of a service among those
//! that were configured, and the shell configures them again.

use crate::service::proof::Expectation;
use crate::service::{Kind, MAX_BODY, RANDOM_BYTES, Request, Service, boundary};
use crate::timestamp::Timestamp;
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;

thread_local! {
    static SERVICES: RefCell<Vec<Service>> = const { RefCell::new(Vec::new()) };
}

#[wasm_bindgen]
pub fn configure(settings: &str, names: &str) -> Vec<u8> {
    match boundary::configure(settings, names) {
        Err(error) => boundary::refused(error.as_str()),
        Ok(service) => SERVICES.with_borrow_mut(|services| {
            let started = boundary::started(&service, services.len());
            services.push(service);
            #[cfg(target_arch = "wasm32")]
            super::memory::keep();
            started
        }),
    }
}

#[wasm_bindgen]
pub fn begin(
    handle: usize,
    method: &str,
    url: &str,
    headers: &str,
    body: &[u8],
    now: f64,
) -> Vec<u8> {
    let request = Request { method, url, headers, body };
    with(handle, |service| boundary::step(&service.begin(&request, time(now))))
}

#[wasm_bindgen]
pub fn resume(handle: usize, next: &[u8], said: &str, brought: &[u8], now: f64) -> Vec<u8> {
    let brought = boundary::brought(said, brought);
    with(handle, |service| boundary::step(&service.resume(next, &brought, time(now))))
}

#[wasm_bindgen]
pub fn wake(handle: usize, kind: &str, name: &str, now: f64) -> Vec<u8> {
    let Some(kind) = Kind::from_name(kind) else { return Vec::new() };
    with(handle, |service| boundary::step(&service.wake(kind, name, time(now))))
}

/// Without `stored` there is no state yet; one of no bytes would be a damaged one.
#[wasm_bindgen]
#[allow(clippy::too_many_arguments, reason = "plain values cross the boundary cheapest")]
pub fn apply(
    handle: usize,
    kind: &str,
    stored: bool,
    state: &[u8],
    command: &[u8],
    now: f64,
    random: &[u8],
) -> Vec<u8> {
    let Some(kind) = Kind::from_name(kind) else { return Vec::new() };
    let state = stored.then_some(state);
    with(handle, |service| boundary::turn(service.apply(kind, state, command, time(now), random)))
}

#[wasm_bindgen(js_name = verifyProof)]
pub fn verify_proof(
    proof: &str,
    key: &str,
    instance: &str,
    chat_id: &str,
    audience: &str,
    now: f64,
) -> String {
    boundary::verify_proof(proof, key, Expectation { instance, chat_id, audience }, time(now))
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

/// No service has no frame, which no shell can read.
fn with(handle: usize, work: impl FnOnce(&mut Service) -> Vec<u8>) -> Vec<u8> {
    SERVICES.with_borrow_mut(|services| services.get_mut(handle).map(work).unwrap_or_default())
}

fn time(now: f64) -> Timestamp {
    // The cast saturates and makes NaN 0, so that no clock can overflow anything.
    Timestamp::from_millis(now as u64)
}
