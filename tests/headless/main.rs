//! `requestCode` and `validateCode` as the package ships them, with an injected `fetch`, in Node, in
//! a page and in a dedicated worker.
//!
//! The package is bundled into one module of `target/headless/` first; see `support/package.rs`.
#![cfg(target_arch = "wasm32")]
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may stop")]

/// Makes each row a test of its own: its name, and what `check` is given.
macro_rules! rows {
    ($check:ident: $($name:ident $given:tt;)+) => {
        $(#[wasm_bindgen_test::wasm_bindgen_test]
        async fn $name() {
            $check $given.await;
        })+
    };
}

mod answers;
mod before_init;
mod cancelling;
mod deadlines;
mod errors;
mod realm;
mod redirects;
mod refused_inputs;
mod refused_options;
mod requests;
mod retry;
mod secrets;
mod support;
mod trap;
mod uuid_binding;
mod verdicts;
