//! Bytes that nobody wrote, for everything that reads bytes: a table of targets, their seeds changed
//! at random. `cargo xtask test --only fuzz` lets libFuzzer search the same targets.

#![cfg(all(feature = "client", feature = "service"))]
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test fails by panicking"
)]

mod client;
#[allow(dead_code, reason = "these targets need a part of it")]
#[path = "../service/host.rs"]
mod host;
mod input;
#[path = "../support/random.rs"]
mod random;
mod service;
#[allow(dead_code, reason = "these targets need a part of it")]
#[path = "../service/support.rs"]
mod support;
mod targets;
mod words;

use random::{Random, seed};
use targets::TARGETS;

const TURNS: u64 = 10_000;

/// A change or two: bits, bytes that mean something, cuts, repetitions and insertions.
fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(2) {
        let at = random.below(bytes.len() as u64 + 1) as usize;
        let byte = [0, 1, 0x7f, 0x80, 0xff, random.next() as u8][random.below(6) as usize];
        match random.below(12) {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, byte),
            2 => {
                let more = bytes[at..].to_vec();
                bytes.extend(more);
            }
            // The longest number there is, where a length or a time may be.
            3 => drop(bytes.splice(at..at, [0xff; 9].into_iter().chain([1])).count()),
            4..=7 if at < bytes.len() => bytes[at] ^= 1 << random.below(8),
            _ if at < bytes.len() => bytes[at] = byte,
            _ => {}
        }
    }
}

#[test]
fn every_seed_is_taken() {
    for target in TARGETS {
        let seeds = (target.seeds)();
        let refused = seeds.iter().filter(|seed| !(target.run)(seed)).count();
        // Some steps of a real day end with a refusal.
        let most = if target.name == "resume" { seeds.len() / 2 } else { 0 };
        assert!(refused <= most, "{}: {refused} of {}", target.name, seeds.len());
    }
}

#[test]
fn no_bytes_make_a_reader_panic_or_break_its_promise() {
    println!("OTP_SEED={}", seed());
    for target in TARGETS {
        let seeds = (target.seeds)();
        let mut random = Random(seed());
        let mut taken = 0;
        for _ in 0..TURNS {
            let mut bytes = seeds[random.below(seeds.len() as u64) as usize].clone();
            mutate(&mut bytes, &mut random);
            match std::panic::catch_unwind(|| (target.run)(&bytes)) {
                Ok(was_taken) => taken += u32::from(was_taken),
                Err(_) => panic!("{} of {bytes:?}", target.name),
            }
        }
        println!("{:<12} {taken:>6} of {TURNS} were taken", target.name);
    }
}
