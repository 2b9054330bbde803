//! One target of the table under libFuzzer, which keeps whatever reaches new code and changes that.
//!
//! `OTP_FUZZ_TARGET` names the target; without it the names are printed. `OTP_FUZZ_SEEDS` is the
//! folder the seeds are written to before libFuzzer reads it.

#![no_main]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a finding is a panic"
)]

#[path = "../client.rs"]
mod client;
#[allow(dead_code, reason = "these targets need a part of it")]
#[path = "../../service/host.rs"]
mod host;
#[path = "../input.rs"]
mod input;
#[path = "../../support/random.rs"]
mod random;
#[path = "../service.rs"]
mod service;
#[allow(dead_code, reason = "these targets need a part of it")]
#[path = "../../service/support.rs"]
mod support;
#[path = "../targets.rs"]
mod targets;
#[path = "../words.rs"]
mod words;

use std::sync::OnceLock;
use targets::{TARGETS, Target};

static CHOSEN: OnceLock<&Target> = OnceLock::new();

fn choose() {
    let name = std::env::var("OTP_FUZZ_TARGET").unwrap_or_default();
    let Some(target) = TARGETS.iter().find(|target| target.name == name) else {
        TARGETS.iter().for_each(|target| println!("{}", target.name));
        std::process::exit(0);
    };
    if let Some(folder) = std::env::var_os("OTP_FUZZ_SEEDS") {
        for (at, seed) in (target.seeds)().iter().enumerate() {
            std::fs::write(std::path::Path::new(&folder).join(format!("seed-{at}")), seed).unwrap();
        }
    }
    CHOSEN.get_or_init(|| target);
}

libfuzzer_sys::fuzz_target!(init: choose(), |bytes: &[u8]| {
    if let Some(target) = CHOSEN.get() {
        (target.run)(bytes);
    }
});
