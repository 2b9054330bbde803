//! What comes of one command.

use super::command::{Answer, Report, UuidBytes};

/// What one command made of an object: the shell keeps the state before it lets the answer out.
pub struct Turn<A = Answer> {
    /// What becomes of the stored state.
    pub state: Kept,
    /// What to answer.
    pub answer: A,
    /// Milliseconds from now until the alarm has to ring, in place of the one set before; `None`
    /// for never.
    pub wake_in: Option<u64>,
    /// What the ledger is to hear: all that it has not confirmed, so newer ones take the place of older.
    pub reports: Option<Reports>,
}

/// Requests of one chat, for the ledger.
pub struct Reports {
    /// Whose ledger it is.
    pub instance: UuidBytes,
    /// How far each of them is.
    pub requests: Vec<Report>,
}

/// What becomes of a stored state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Kept {
    /// It stays.
    Unchanged,
    /// This takes its place.
    Store(Vec<u8>),
    /// Nothing is left to remember.
    Delete,
}
