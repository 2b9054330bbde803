//! The service's exports: [`crate::service`] for a shell that brings bytes, time and randomness.
//!
//! They are functions and no classes: after a trap the shell starts a fresh instance, in which
//! every pointer of the old one would be wrong. A handle is the place of a service among those
//! that were configured, and the shell configures them again.

use crate::service::chat::Kept;
use crate::service::proof::{Expectation, ProofKey};
use crate::service::{
    Act, Brought, Courier, Event, Given, Issuer, Kind, MAX_BODY, Name, RANDOM_BYTES, Request,
    Service, Settings, Source, Step, Style,
};
use crate::timestamp::Timestamp;
use js_sys::{Array, Function, JSON, Object, Reflect, Uint8Array};
use std::cell::RefCell;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};

thread_local! {
    static SERVICES: RefCell<Vec<Service>> = RefCell::default();
}

/// Takes settings by their names in a style, `env` or `config`; gives a handle and what was
/// understood, or `{ error }` with one sentence that names the setting.
#[wasm_bindgen]
pub fn configure(config: &JsValue, names: &str) -> JsValue {
    let style = if names == "env" { Style::Env } else { Style::Config };
    let settings = known(config, style)
        .and_then(|()| Source::new(style, |name| setting(config, name)))
        .and_then(|source| Settings::read(&source).map_err(|error| error.to_string()));
    match settings {
        Ok(settings) => start(settings),
        Err(error) => refused(&error, false),
    }
}

/// Refuses a member that is no setting, which would be a wrong name; an environment holds others' too.
fn known(config: &JsValue, style: Style) -> Result<(), String> {
    if style == Style::Env {
        return Ok(());
    }
    let names = Name::ALL.map(|name| name.in_style(style));
    let names: Vec<&str> = names.into_iter().filter(|name| !name.contains('.')).collect();
    let given = config.dyn_ref::<Object>().map(Object::keys).unwrap_or_default();
    for key in given.iter().filter_map(|key| key.as_string()) {
        if !names.iter().any(|name| *name == key) {
            // What somebody typed by mistake could be a secret, but not a short and plain word.
            let plain = key.len() <= 32 && key.bytes().all(|byte| byte.is_ascii_alphabetic());
            let key = if plain { key.as_str() } else { "A member" };
            return Err([key, " is no setting; there are ", &names.join(", "), "."].concat());
        }
    }
    Ok(())
}

/// `handle`, `basePath`, `issuer` (`local` or `hypersender`), `courier` (`inbox`, `webhook`,
/// `hypersender`, or `null` where the issuer delivers), `challenge`, `proof`, `strict` and `odds`.
fn start(settings: Settings) -> JsValue {
    let odds = settings.policy.odds();
    let odds = Members::new()
        .with("codes", odds.codes)
        .with("code", odds.code)
        .with("day", odds.day)
        .with("untilClosed", odds.until_closed)
        .with("takeoversAnHour", odds.takeovers_an_hour);
    let issuer = match settings.issuer {
        Issuer::Local => "local",
        Issuer::Hypersender(_) => "hypersender",
    };
    let courier = match settings.courier {
        None => JsValue::NULL,
        Some(Courier::Inbox) => "inbox".into(),
        Some(Courier::Webhook(_)) => "webhook".into(),
        Some(Courier::Hypersender { .. }) => "hypersender".into(),
    };
    let started = Members::new()
        .with("handle", SERVICES.with_borrow(Vec::len) as f64)
        .with("basePath", settings.base_path.as_str())
        .with("issuer", issuer)
        .with("courier", courier)
        .with("challenge", settings.challenge)
        .with("proof", settings.proof_key.is_some())
        .with("strict", settings.policy.strict)
        .with("odds", odds.0);
    SERVICES.with_borrow_mut(|services| services.push(Service::new(settings)));
    started.0.into()
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
            Err(error) => refused(&error.to_string(), false),
            Ok(turn) => {
                let members = match turn.state {
                    Kept::Unchanged => Members::new(),
                    Kept::Delete => Members::new().with("state", JsValue::NULL),
                    Kept::Store(state) => Members::new().bytes("state", &state),
                };
                let members = members.bytes("result", &turn.answer);
                match turn.wake_in {
                    Some(wake_in) => members.with("wakeIn", wake_in as f64).0.into(),
                    None => members.0.into(),
                }
            }
        }
    })
}

/// Checks a proof: its claims, or `{ error, misuse }` with one sentence.
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
        let error = "key must be the service's proof key, at least 32 characters";
        return refused(error, true);
    };
    let audience = audience.as_deref().unwrap_or(instance);
    match key.verify(proof, Expectation { instance, chat_id, audience }, time(now)) {
        Ok(claims) => Members::new()
            .with("instance", claims.instance)
            .with("chatId", claims.chat_id)
            .with("uuid", claims.uuid)
            .with("audience", claims.audience)
            .with("issuedAt", claims.issued_at as f64)
            .with("expiresAt", claims.expires_at as f64)
            .0
            .into(),
        Err(error) => refused(&error.to_string(), false),
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
    let members = match step.act {
        Act::Reply(reply) => Members::new()
            .with("do", "reply")
            .with("status", reply.status)
            .with("headers", pairs(reply.headers.iter().map(|(name, value)| (&**name, value))))
            .with("body", reply.body.map_or(JsValue::NULL, JsValue::from)),
        Act::Apply { kind, names, command, next } => Members::new()
            .with("do", "apply")
            .with("kind", kind.as_str())
            .with("names", names.into_iter().map(JsValue::from).collect::<Array>())
            .bytes("command", &command)
            .bytes("next", &next),
        Act::Challenge { instance, under_attack, next } => Members::new()
            .with("do", "challenge")
            .with("instance", instance)
            .with("underAttack", under_attack)
            .bytes("next", &next),
        Act::Fetch { url, method, headers, body, timeout, next } => Members::new()
            .with("do", "fetch")
            .with("url", url)
            .with("method", method)
            .with("headers", pairs(headers.iter().map(|(name, value)| (name.as_str(), value))))
            .with("body", body)
            .with("timeout", timeout)
            .bytes("next", &next),
        Act::Done { again } => Members::new().with("do", "done").with("again", again),
    };
    if step.events.is_empty() {
        return members.0.into();
    }
    members.with("events", step.events.iter().map(event).collect::<Array>()).0.into()
}

fn event(event: &Event) -> JsValue {
    Members::new()
        .with("type", event.kind)
        .with("instance", event.instance.as_str())
        .optional("uuid", event.uuid.as_deref())
        .optional("chat", event.chat.as_deref())
        .optional("reason", event.reason)
        .optional("failures", event.failures.map(|count| count as f64))
        .optional("successes", event.successes.map(|count| count as f64))
        .0
        .into()
}

fn brought(result: &JsValue) -> Brought {
    if let Some(answer) = result.as_bool() {
        return Brought::Challenged(answer);
    }
    if let Some(answers) = result.dyn_ref::<Array>() {
        let answers = answers.iter().map(|answer| bytes(&answer)).collect::<Option<_>>();
        return answers.map_or(Brought::Failed, Brought::Applied);
    }
    match get(result, "failure").as_string().as_deref() {
        Some("timeout") => Brought::NotFetched { timeout: true },
        Some("network") => Brought::NotFetched { timeout: false },
        Some(_) => Brought::Failed,
        None => fetched(result).unwrap_or(Brought::Failed),
    }
}

fn fetched(result: &JsValue) -> Option<Brought> {
    let status = get(result, "status").as_f64()? as u16;
    let body = bytes(&get(result, "body"))?;
    let mut headers = Vec::new();
    for pair in get(result, "headers").dyn_into::<Array>().ok()?.iter() {
        let pair = pair.dyn_into::<Array>().ok()?;
        headers.push((pair.get(0).as_string()?, pair.get(1).as_string()?));
    }
    Some(Brought::Fetched { status, headers, body })
}

fn bytes(value: &JsValue) -> Option<Vec<u8>> {
    value.dyn_ref::<Uint8Array>().map(Uint8Array::to_vec)
}

fn get(object: &JsValue, name: &str) -> JsValue {
    Reflect::get(object, &name.into()).unwrap_or(JsValue::UNDEFINED)
}

fn pairs<'a>(pairs: impl Iterator<Item = (&'a str, &'a String)>) -> Array {
    pairs.map(|(name, value)| Array::of2(&name.into(), &value.into())).collect()
}

/// One sentence about what was refused; `misuse` where an argument is wrong and not what it is
/// about.
fn refused(error: &str, misuse: bool) -> JsValue {
    Members::new().with("error", error).with("misuse", misuse).0.into()
}

/// A JavaScript object, member by member.
struct Members(Object);

impl Members {
    fn new() -> Members {
        Members(Object::new())
    }

    fn with(self, name: &str, value: impl Into<JsValue>) -> Members {
        self.set(name, &value.into())
    }

    fn optional(self, name: &str, value: Option<impl Into<JsValue>>) -> Members {
        match value {
            Some(value) => self.with(name, value),
            None => self,
        }
    }

    fn bytes(self, name: &str, value: &[u8]) -> Members {
        self.set(name, &Uint8Array::from(value))
    }

    #[inline(never)]
    fn set(self, name: &str, value: &JsValue) -> Members {
        // Setting a member of an object that was made here cannot fail.
        let _ = Reflect::set(&self.0, &name.into(), value);
        self
    }
}

fn time(now: f64) -> Timestamp {
    // The cast saturates and makes NaN 0, so that no clock can overflow anything.
    Timestamp::from_millis(now as u64)
}
