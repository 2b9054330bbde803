//! Small words of JavaScript.

use js_sys::{Function, JSON, Object, Promise, Reflect};
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::JsFuture;

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = setTimeout)]
    fn set_timeout(callback: &Function, millis: i32) -> JsValue;
    #[wasm_bindgen(js_namespace = performance)]
    pub fn now() -> f64;
}

#[wasm_bindgen(module = "/tests/headless/support/realm.js")]
extern "C" {
    /// Everything that printing the value shows; in Node, hidden properties too.
    pub fn inspect(value: &JsValue) -> String;
    /// What joining the value to a text gives.
    pub fn joined(value: &JsValue) -> String;
    /// Gives every object a property of that name, until `restore` is called on what this gives.
    pub fn pollute(name: &str, value: &JsValue) -> Realm;
    /// Puts another value in place of `path`, such as `JSON.parse`, until it is restored.
    pub fn replace(path: &str, value: &JsValue) -> Realm;
    /// Counts the timers that were started and have neither fired nor been cleared.
    #[wasm_bindgen(js_name = watchTimers)]
    pub fn watch_timers() -> Realm;
    /// Counts the listeners that a target has.
    #[wasm_bindgen(js_name = watchListeners)]
    pub fn watch_listeners(target: &JsValue) -> Realm;
    /// Counts the promises that fail while nobody listens.
    #[wasm_bindgen(js_name = watchRejections)]
    pub fn watch_rejections() -> Realm;
    /// Counts the WebAssembly instances that are made.
    #[wasm_bindgen(js_name = watchInstances)]
    pub fn watch_instances() -> Realm;
    /// Counts what is printed.
    #[wasm_bindgen(js_name = watchConsole)]
    pub fn watch_console() -> Realm;

    /// A change of the realm, or a watch over it.
    pub type Realm;
    #[wasm_bindgen(method)]
    pub fn count(this: &Realm) -> u32;
    #[wasm_bindgen(method)]
    pub fn restore(this: &Realm);
}

/// An object with these properties.
pub fn object(properties: &[(&str, JsValue)]) -> Object {
    let object = Object::new();
    for (name, value) in properties {
        set(&object, name, value);
    }
    object
}

pub fn set(object: &JsValue, name: &str, value: &JsValue) {
    Reflect::set(object, &name.into(), value).unwrap();
}

pub fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap()
}

pub fn has(value: &JsValue, name: &str) -> bool {
    Reflect::has(value, &name.into()).unwrap()
}

/// A text property, if it is one.
pub fn text(value: &JsValue, name: &str) -> Option<String> {
    get(value, name).as_string()
}

/// A number property, if it is one; of a `Date`, its milliseconds since 1970.
pub fn number(value: &JsValue, name: &str) -> Option<f64> {
    let number = get(value, name);
    number.dyn_ref::<js_sys::Date>().map(js_sys::Date::get_time).or_else(|| number.as_f64())
}

/// What `method` of `value` gives without arguments.
pub fn call(value: &JsValue, method: &str) -> JsValue {
    get(value, method).unchecked_into::<Function>().call0(value).unwrap()
}

pub fn json(value: &JsValue) -> String {
    JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_default()
}

/// Whether there is a `document`, and so a visitor who could read what is in the page.
pub fn in_page() -> bool {
    has(&js_sys::global(), "document")
}

/// The origin of the page or worker; nothing in Node.
pub fn origin() -> Option<String> {
    let location = get(&js_sys::global(), "location");
    if location.is_undefined() { None } else { text(&location, "origin") }
}

/// A promise that is never settled.
pub fn never() -> Promise {
    Promise::new(&mut |_, _| {})
}

pub async fn sleep(millis: i32) {
    let promise = Promise::new(&mut |resolve, _| {
        set_timeout(&resolve, millis);
    });
    JsFuture::from(promise).await.unwrap();
}
