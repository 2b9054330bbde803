//! What the OTP service promises, asked of the pure core.

#![cfg(feature = "service")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod callers;
mod chat;
mod history;
mod routes;
mod settings;
mod stored;
mod support;
