//! Why a command was not carried out.

use crate::service::stored::StateError;
use crate::text::concat;

/// Why a command was not carried out; nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ApplyError {
    /// The stored state cannot be used.
    State(StateError),
    /// The random bytes are too few or repeat themselves.
    Random,
    /// The command could not have come from this build.
    Command(&'static str),
}

impl From<StateError> for ApplyError {
    fn from(error: StateError) -> ApplyError {
        ApplyError::State(error)
    }
}

impl ApplyError {
    /// The same in words.
    pub fn sentence(&self) -> String {
        match self {
            ApplyError::State(error) => error.sentence(),
            ApplyError::Random => String::from("the random source gave too few or repeated bytes"),
            ApplyError::Command(problem) => concat(&["the command is wrong: ", problem]),
        }
    }
}

impl std::fmt::Display for ApplyError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.sentence())
    }
}

impl std::error::Error for ApplyError {}
