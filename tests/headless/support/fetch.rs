//! A `fetch` that answers as it was told, and remembers what it was asked.

use super::answer::Answer;
use super::js::{get, never, sleep, text};
use js_sys::{Array, Error, Object, Promise, TypeError};
use std::cell::RefCell;
use std::collections::VecDeque;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use wasm_bindgen_futures::future_to_promise;
use web_sys::AbortSignal;

/// What comes of one request.
pub enum Reaction {
    Answer(Answer),
    /// The promise is rejected with this.
    Failure(JsValue),
    /// Nothing ever comes, whatever the request's signal says.
    Silence,
    /// This very promise.
    Promise(Promise),
    /// Something else happens first.
    Deed(Box<dyn FnOnce()>, Answer),
}

impl From<Answer> for Reaction {
    fn from(answer: Answer) -> Reaction {
        Reaction::Answer(answer)
    }
}

impl Reaction {
    /// This very value, and nothing is made for it later.
    pub fn promise(value: impl Into<JsValue>) -> Reaction {
        Reaction::Promise(Promise::resolve(&value.into()))
    }

    /// As `fetch` itself fails: a `TypeError`, whose cause names what the system said.
    pub fn network_failure(message: &str, system_code: &str) -> Reaction {
        let cause = Error::new(system_code);
        super::js::set(&cause, "code", &system_code.into());
        let failure = TypeError::new(message);
        failure.set_cause(&cause);
        Reaction::Failure(failure.into())
    }
}

/// The injected `fetch`.
pub struct FakeFetch {
    pub function: JsValue,
    sent: Rc<RefCell<Vec<Sent>>>,
}

impl FakeFetch {
    /// Reacts to one request after the other; any further one fails.
    pub fn new(reactions: impl IntoIterator<Item = impl Into<Reaction>>) -> FakeFetch {
        let mut left: VecDeque<Reaction> = reactions.into_iter().map(Into::into).collect();
        let sent = Rc::<RefCell<Vec<Sent>>>::default();
        let record = sent.clone();
        let fetch = Closure::<dyn FnMut(JsValue, JsValue) -> Promise>::new(move |url, init| {
            record.borrow_mut().push(Sent { url, init });
            match left.pop_front() {
                Some(Reaction::Answer(answer)) => future_to_promise(async move {
                    if answer.delay() > 0 {
                        sleep(answer.delay()).await;
                    }
                    Ok(answer.response().into())
                }),
                Some(Reaction::Failure(error)) => Promise::reject(&error),
                Some(Reaction::Silence) => never(),
                Some(Reaction::Promise(promise)) => promise,
                Some(Reaction::Deed(deed, answer)) => {
                    deed();
                    Promise::resolve(&JsValue::from(answer.response()))
                }
                None => Promise::reject(&Error::new("one request too many")),
            }
        });
        FakeFetch { function: fetch.into_js_value(), sent }
    }

    /// The same answer, `times` times.
    pub fn repeating(answer: &Answer, times: usize) -> FakeFetch {
        FakeFetch::new(std::iter::repeat_n(answer, times).cloned())
    }

    /// Waits until there was a request, and whatever then happens at once has happened.
    pub async fn asked(&self) {
        for _ in 0..500 {
            if self.count() > 0 {
                return sleep(20).await;
            }
            sleep(5).await;
        }
        panic!("nothing was sent");
    }

    /// How many requests there were.
    pub fn count(&self) -> usize {
        self.sent.borrow().len()
    }

    /// The request with that number.
    pub fn sent(&self, number: usize) -> Sent {
        self.sent.borrow()[number].clone()
    }
}

/// One request as `fetch` got it.
#[derive(Clone)]
pub struct Sent {
    url: JsValue,
    init: JsValue,
}

impl Sent {
    pub fn url(&self) -> String {
        self.url.as_string().unwrap()
    }

    pub fn method(&self) -> String {
        text(&self.init, "method").unwrap()
    }

    pub fn redirect(&self) -> String {
        text(&self.init, "redirect").unwrap()
    }

    pub fn body(&self) -> String {
        text(&self.init, "body").unwrap()
    }

    pub fn headers(&self) -> Vec<(String, String)> {
        let pairs = Object::entries(&get(&self.init, "headers").unchecked_into());
        let part = |pair: &JsValue, at| Array::from(pair).get(at).as_string().unwrap();
        pairs.iter().map(|pair| (part(&pair, 0), part(&pair, 1))).collect()
    }

    pub fn header(&self, name: &str) -> Option<String> {
        self.headers().into_iter().find_map(|(known, value)| (known == name).then_some(value))
    }

    pub fn signal(&self) -> AbortSignal {
        get(&self.init, "signal").unchecked_into()
    }
}
