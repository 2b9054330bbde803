//! One-time codes: the look of them, the evenness of the draw, the odds of a guess.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may stop")]

mod drawing;
mod entropy;
mod formats;
mod golden;
mod page;
#[path = "../support/random.rs"]
mod random;
mod support;
