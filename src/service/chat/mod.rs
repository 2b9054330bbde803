//! One chat's codes, limits and outbox: a single-writer state and the commands it takes.

pub mod command;
mod turn;

pub use turn::{Kept, Turn};
