//! What one chat's object promises, asked of the pure core.

#![cfg(feature = "service")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod account;
mod clocks;
mod guesses;
mod history;
mod locks;
mod outbox;
mod peppers;
#[path = "../support/random.rs"]
mod random;
mod randomness;
mod reports;
mod sends;
mod storage;
mod stored;
mod support;
mod vendor;
#[path = "../support/whole_run.rs"]
mod whole_run;
