//! An HTTP answer as a test describes it, and the `Response` it becomes.

use super::js::{never, object};
use js_sys::{Array, Object, TypeError, Uint8Array};
use std::cell::Cell;
use std::rc::Rc;
use wasm_bindgen::prelude::*;
use web_sys::{ReadableStream, ReadableStreamDefaultController, Response, ResponseInit};

/// One answer.
#[derive(Clone)]
pub struct Answer {
    status: u16,
    headers: Vec<(String, String)>,
    body: Body,
    disguise: Vec<(&'static str, JsValue)>,
    delay: i32,
    cancelled: Rc<Cell<bool>>,
}

#[derive(Clone)]
enum Body {
    None,
    Whole(Vec<u8>),
    Pieces(Vec<JsValue>, End),
}

/// How a body that comes in pieces ends.
#[derive(Clone, Copy, PartialEq)]
pub enum End {
    /// As it should.
    Whole,
    /// The connection breaks.
    Broken,
    /// Nothing more comes, and no end either.
    Stalled,
    /// The last piece comes again and again.
    Endless,
}

impl Answer {
    /// An answer in JSON.
    pub fn json(status: u16, body: impl AsRef<[u8]>) -> Answer {
        let body = Body::Whole(body.as_ref().to_vec());
        Answer { body, ..Answer::empty(status) }.header("content-type", "application/json")
    }

    /// An answer with that type.
    pub fn typed(status: u16, content_type: &str, body: &str) -> Answer {
        let body = Body::Whole(body.as_bytes().to_vec());
        Answer { body, ..Answer::empty(status) }.header("content-type", content_type)
    }

    /// An answer without a body.
    pub fn empty(status: u16) -> Answer {
        Answer {
            status,
            headers: Vec::new(),
            body: Body::None,
            disguise: Vec::new(),
            delay: 0,
            cancelled: Rc::default(),
        }
    }

    /// JSON in pieces, and how it ends.
    pub fn pieces<'p>(pieces: impl IntoIterator<Item = &'p [u8]>, end: End) -> Answer {
        let pieces = pieces.into_iter().map(|piece| Uint8Array::from(piece).into()).collect();
        Answer::odd_pieces(pieces, end)
    }

    /// Pieces that need not be bytes.
    pub fn odd_pieces(pieces: Vec<JsValue>, end: End) -> Answer {
        let body = Body::Pieces(pieces, end);
        Answer { body, ..Answer::empty(200) }.header("content-type", "application/json")
    }

    pub fn header(mut self, name: &str, value: &str) -> Answer {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// Makes the response show another value under `property` than its own.
    pub fn disguised(mut self, property: &'static str, value: impl Into<JsValue>) -> Answer {
        self.disguise.push((property, value.into()));
        self
    }

    /// Milliseconds until it comes.
    pub fn after(self, delay: i32) -> Answer {
        Answer { delay, ..self }
    }

    pub fn delay(&self) -> i32 {
        self.delay
    }

    /// Becomes true when whoever reads the pieces says that it wants no more.
    pub fn cancelled(&self) -> Rc<Cell<bool>> {
        self.cancelled.clone()
    }

    /// The response, which can be read once.
    pub fn response(&self) -> Response {
        let pairs =
            self.headers.iter().map(|(name, value)| Array::of2(&name.into(), &value.into()));
        let init = ResponseInit::new();
        init.set_status(self.status);
        init.set_headers(&pairs.collect::<Array>());
        let response = match &self.body {
            Body::None => Response::new_with_opt_str_and_init(None, &init),
            Body::Whole(bytes) => {
                let bytes = Uint8Array::from(bytes.as_slice());
                Response::new_with_opt_js_u8_array_and_init(Some(&bytes), &init)
            }
            Body::Pieces(pieces, end) => {
                let stream = stream(pieces.clone(), *end, self.cancelled());
                Response::new_with_opt_readable_stream_and_init(Some(&stream), &init)
            }
        };
        let response = response.unwrap();
        for (property, value) in &self.disguise {
            let shown = object(&[("value", value.clone())]);
            Object::define_property(&response, &(*property).into(), &shown);
        }
        response
    }
}

fn stream(pieces: Vec<JsValue>, end: End, cancelled: Rc<Cell<bool>>) -> ReadableStream {
    let mut at = 0;
    let pull = move |controller: ReadableStreamDefaultController| {
        let next = if end == End::Endless { at.min(pieces.len() - 1) } else { at };
        at += 1;
        match (pieces.get(next), end) {
            (Some(piece), _) => controller.enqueue_with_chunk(piece).unwrap(),
            (None, End::Broken) => controller.error_with_e(&TypeError::new("terminated")),
            (None, End::Stalled) => return never().into(),
            (None, _) => controller.close().unwrap(),
        }
        JsValue::UNDEFINED
    };
    let pull = Closure::<dyn FnMut(ReadableStreamDefaultController) -> JsValue>::new(pull);
    let cancel = Closure::<dyn FnMut()>::new(move || cancelled.set(true));
    let source = [("pull", pull.into_js_value()), ("cancel", cancel.into_js_value())];
    ReadableStream::new_with_underlying_source(&object(&source)).unwrap()
}
