//! The words of a step: what can happen to a chat, and what can come of it.

use super::encoding::StateError;
use super::keys::Pepper;
use super::message::Message;
use crate::chat_id::ChatId;
use crate::contract::{Reason, RequestCode, RequestedCode, ValidateCode, Validated};
use crate::uuid::Uuid;

/// Random bytes that one step may need: 16 for the request's UUID, the rest for its code.
pub const RANDOM_BYTES: usize = 256;

/// Whose chats these are, and the key their codes are hashed under.
#[derive(Clone, Copy)]
pub struct Binding<'a> {
    /// The instance.
    pub instance: &'a Uuid,
    /// The key.
    pub pepper: &'a Pepper,
}

/// What happens to a chat.
#[derive(Clone, PartialEq, Eq)]
pub enum Event {
    /// A code is asked for.
    RequestCode(RequestCode),
    /// A code is presented.
    ValidateCode(ValidateCode),
}

impl Event {
    /// The chat it happens to.
    pub fn chat_id(&self) -> &ChatId {
        match self {
            Event::RequestCode(request) => &request.chat_id,
            Event::ValidateCode(request) => &request.chat_id,
        }
    }
}

/// What came of an event.
#[derive(Clone)]
pub enum Outcome {
    /// A code was made; the code is in it.
    Requested(RequestedCode),
    /// The code was right, and is used up now.
    Validated(Validated),
    /// The code was not accepted.
    Refused(Refusal),
}

/// Why a code was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    /// The reason. It follows from what is stored and never from the guess, except that a live
    /// code that does not match is [`Reason::InvalidCode`].
    pub reason: Reason,
    /// Guesses left, 0 to 4; only with [`Reason::InvalidCode`].
    pub attempts_remaining: Option<u8>,
}

/// What the shell has to do once the new state is stored.
#[derive(Clone)]
pub enum Effect {
    /// Give this message to the courier.
    Send(Message),
}

/// The result of one step.
#[derive(Clone)]
pub struct Step {
    /// What to store in place of the old state; `None` when nothing changed.
    pub state: Option<Vec<u8>>,
    /// What to answer.
    pub outcome: Outcome,
    /// What to do after storing.
    pub effects: Vec<Effect>,
}

/// Why a step was not taken; nothing has changed then.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StepError {
    /// The stored state cannot be used.
    State(StateError),
    /// The random bytes are too few or repeat themselves.
    Random,
    /// The request asks for an alphabet that does not exist; a checked request never does.
    Format,
}

impl std::fmt::Display for StepError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            StepError::State(error) => error.fmt(f),
            StepError::Random => f.write_str("the random source gave too few or repeated bytes"),
            StepError::Format => f.write_str("no code of the requested form can be made"),
        }
    }
}

impl std::error::Error for StepError {}
