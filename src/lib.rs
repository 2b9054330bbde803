//! Prove that a person holds a WhatsApp number.
//!
//! The core decides and reaches nothing: it takes bytes, a time and random bytes, and gives
//! requests and verdicts. Whoever uses it brings the clock, the network and the storage.
//!
//! | module | what it holds |
//! |---|---|
//! | [`chat_id`], [`uuid`], [`timestamp`], [`json`] | the words of the wire |
//! | [`normalize`] | what people type and paste, as the code or number it means |
//! | [`contract`] | the calls and answers of the Hypersender OTP API, with every range |
//! | [`code`] | the alphabet, the evenly drawn code and its entropy |
//! | [`client`] | a typed call to an HTTP request, and an HTTP answer to a verdict |
//! | [`service`] | the same contract from the other side: a service that issues and validates codes |
//! | `wasm` | what JavaScript sees |
#![warn(missing_docs)]

pub mod chat_id;
#[cfg(any(feature = "client", feature = "service"))]
pub mod client;
pub mod code;
pub mod contract;
#[cfg(any(test, all(feature = "wasm", target_arch = "wasm32")))]
mod heap;
pub mod json;
pub mod normalize;
#[cfg(feature = "service")]
pub mod service;
mod text;
pub mod timestamp;
pub mod uuid;
#[cfg(feature = "wasm")]
mod wasm;
