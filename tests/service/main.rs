//! What the OTP service promises, asked of whole calls: the same loop a shell has, over a storage
//! in memory, a network of one's own and a clock that is turned by hand.

#![cfg(feature = "service")]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod alarms;
mod boundary;
mod budget;
mod callers;
mod canaries;
mod challenge;
mod contract;
mod couriers;
mod faults;
mod host;
mod hostile;
mod idempotency;
mod leases;
mod objects;
mod openapi;
mod proof;
#[path = "../support/random.rs"]
mod random;
mod requests;
mod routes;
mod settings;
mod support;
mod vendor;
mod words;
