//! One chat's codes, limits and outbox: a single-writer state and the commands it takes.
//!
//! | part | what it decides |
//! |---|---|
//! | [`command`] | the words: what a chat is told and what it answers |
//! | [`apply()`] | one command, one new state, one answer, the next alarm |
//! | limits | how often a chat may be written to and guessed at, locks |
//! | guess, validate, vendor | charged first, compared then, used up last |
//! | issue, outbox, report | codes made, sealed, delivered and told of, at least once |
//! | time | what ends, what is forgotten, and clocks that go back |

mod apply;
pub mod command;
mod error;
mod guess;
mod issue;
mod limits;
mod outbox;
mod report;
#[cfg(test)]
mod same_work;
mod state;
mod text;
mod time;
mod turn;
mod validate;
mod vendor;
mod words;

pub use apply::{RANDOM_BYTES, apply};
pub use error::ApplyError;
pub use turn::{Kept, Reports, Turn};
