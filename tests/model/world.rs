//! What one history has come to.

use crate::account::Account;

/// What may still happen.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Budget {
    pub requests: u8,
    pub guesses: u8,
    pub repeats: u8,
    pub losses: u8,
    pub crashes: u8,
    pub passes: u8,
    pub jumps_back: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    pub stored: Option<Vec<u8>>,
    /// Milliseconds.
    pub now: u64,
    /// In no order: one is like another.
    pub clients: [Client; 3],
    pub left: Budget,
    /// Random draws so far.
    pub draws: u8,
    pub account: Account,
}

#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Client {
    /// A message that will arrive, or arrive again.
    pub waiting: Option<Said>,
    /// Of its reservation.
    pub ticket: Option<u64>,
    /// What a machine with an await has read for the waiting message.
    pub read: Option<Option<Vec<u8>>>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Said {
    Reserve,
    Release(u64),
    Issue(u64),
    Guess(Guess),
}

/// Which code is tried, and which request it is said to belong to, by their place; no place for a
/// code that nobody has.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Guess {
    pub code: Option<u8>,
    pub named: Option<u8>,
}

/// What happens next. Messages arrive one by one, so each order in which three clients can say
/// something at once is a history of its own; so is the one where a message is lost on its way.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    /// A client's message arrives.
    Say(u8, Said, Fate),
    /// The message that waits arrives.
    Arrive(u8),
    /// Half a code's lifetime passes.
    Pass,
    /// The clock goes back by half a lifetime.
    JumpBack,
}

/// What becomes of a message that arrives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It is carried out and answered.
    Heard,
    /// So it is, and it will arrive once more.
    HeardAndRepeated,
    /// It is carried out, and the answer is lost.
    Unheard,
    /// The machine crashes before the state is stored.
    Crashed,
    /// Only with an await between: the state is read now, and written later.
    Read,
}
