//! Every history of one small chat: three clients whose messages are lost, repeated and overtaken,
//! a machine that crashes, and a clock that jumps.
//!
//! The machine under test is the real `apply` on the real stored bytes. Beside it a plain account
//! of what was promised is kept, and every answer is held against it.

#![cfg(all(feature = "service", not(target_arch = "wasm32")))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

#[path = "../chat/account.rs"]
mod account;
mod machine;
mod vendor;
#[path = "../support/whole_run.rs"]
mod whole_run;
mod world;

use machine::{Machine, Promises};
use stateright::{Checker, HasDiscoveries, Model};
use vendor::VendorPromises;
use whole_run::whole_run;
use world::Budget;

/// Two requests, four guesses, and everything that can go wrong once; time enough for a code to
/// expire, and a clock that goes back.
const WHOLE: Budget =
    Budget { requests: 2, guesses: 4, repeats: 1, losses: 1, crashes: 1, passes: 2, jumps_back: 1 };
/// What a test without optimisation has time for.
const QUICK: Budget =
    Budget { guesses: 2, losses: 0, crashes: 0, passes: 1, jumps_back: 0, ..WHOLE };

fn holds(budget: Budget) {
    let checker = Promises::new(Machine::Ours, budget).checker().threads(2).spawn_bfs().join();
    println!("{} states", checker.unique_state_count());
    checker.assert_properties();
}

#[test]
fn every_promise_holds_in_every_history() {
    holds(if whole_run() { WHOLE } else { QUICK });
}

#[test]
fn every_promise_holds_when_a_third_request_replaces_the_first() {
    let few = Budget { requests: 3, guesses: 3, repeats: 0, crashes: 0, jumps_back: 0, ..WHOLE };
    holds(if whole_run() { few } else { Budget { guesses: 2, losses: 0, passes: 1, ..few } });
}

fn vendor_holds(charges: u8, verdicts: u8) {
    let model = VendorPromises { charges, verdicts };
    let checker = model.checker().threads(2).spawn_bfs().join();
    println!("{} states", checker.unique_state_count());
    checker.assert_properties();
}

#[test]
fn every_promise_about_the_vendors_codes_holds_in_every_history() {
    let each = if whole_run() { 4 } else { 3 };
    vendor_holds(each, each);
}

fn breaks(machine: Machine, promise: &'static str) -> bool {
    let budget = Budget { guesses: 3, repeats: 0, losses: 0, passes: 0, jumps_back: 0, ..WHOLE };
    let first = HasDiscoveries::AnyOf([promise].into());
    let checker = Promises::new(machine, budget).checker().finish_when(first).spawn_bfs().join();
    checker.discovery(promise).is_some()
}

#[test]
fn a_machine_that_answers_before_it_stores_is_found_out() {
    assert!(breaks(Machine::AnswersFirst, "a code wins once"));
}

#[test]
fn a_machine_with_an_await_between_reading_and_writing_is_found_out() {
    assert!(breaks(Machine::Awaits, "a code wins once"));
}

#[test]
fn a_machine_that_compares_before_it_charges_is_found_out() {
    assert!(breaks(Machine::ChargesLater, "no guess is compared beyond the last"));
}
