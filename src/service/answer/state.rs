//! What is stored of one key.

use super::{Answer, Command, Hash, LONGEST, RUNNING};
use crate::service::chat::command::UuidBytes;
use crate::service::chat::{ApplyError, Kept, Turn};
use crate::service::stored;
use crate::service::words::word;
use crate::service::{Keys, Sealed};
use crate::timestamp::Timestamp;

const PURPOSE: &str = "answer";

struct Entry {
    hash: Hash,
    /// Seconds since 1970 when the request came.
    begun: u64,
    done: Option<Answered>,
}

struct Answered {
    instance: UuidBytes,
    uuid: UuidBytes,
    sealed: Sealed,
    until: u64,
}

impl Entry {
    /// An answer is kept until its code is over. Without one a code may have been sent all the same,
    /// so it is kept as long as that could live.
    fn ends(&self, lifetime: u64) -> u64 {
        self.done.as_ref().map_or(self.begun.saturating_add(lifetime), |done| done.until)
    }

    /// Moves what lies in the future to now, so that a clock that went back neither ends it nor
    /// makes it stand for years.
    fn turn_back(mut self: Box<Self>, now: u64) -> Box<Entry> {
        if let Some(done) = &mut self.done {
            let lifetime = done.until.saturating_sub(self.begun);
            done.until = done.until.min(now.saturating_add(lifetime));
        }
        self.begun = self.begun.min(now);
        self
    }
}

/// Lets one command happen to one key; `lifetime` is that of the longest code, in seconds.
///
/// # Errors
/// The stored state cannot be used, or the random bytes are too few.
#[inline(never)]
pub(crate) fn apply(
    keys: &Keys,
    lifetime: u64,
    state: Option<&[u8]>,
    command: Command,
    now: Timestamp,
    random: &[u8],
) -> Result<Turn<Answer>, ApplyError> {
    let now = now.millis() / 1000;
    let stored: Option<Box<Entry>> = stored::read(state)?;
    let known = stored.map(|entry| entry.turn_back(now)).filter(|entry| now < entry.ends(lifetime));
    let store = |entry: Box<Entry>, answer| store(entry, answer, lifetime, now);
    match command {
        Command::Begin { hash } => {
            let (entry, answer) = begin(keys, known, hash, lifetime, now);
            Ok(store(entry, answer))
        }
        Command::Finish { hash, instance, uuid, body, until } => {
            let mut entry = match known {
                Some(entry) if entry.hash == hash => entry,
                // Another request has taken the key over, once this one had counted as lost.
                Some(entry) => return Ok(store(entry, Answer::Done)),
                None => return Ok(done()),
            };
            let nonce = random.first_chunk().copied().ok_or(ApplyError::Random)?;
            let sealed = keys
                .seal(PURPOSE, (&instance, &uuid), nonce, body.as_bytes())
                .ok_or(ApplyError::Random)?;
            let until = until.min(now + LONGEST);
            entry.done = Some(Answered { instance, uuid, sealed, until });
            Ok(store(entry, Answer::Done))
        }
        Command::Drop { hash } => match known {
            Some(entry) if entry.hash != hash => Ok(store(entry, Answer::Done)),
            _ => Ok(done()),
        },
        Command::Sweep => match known {
            Some(entry) => Ok(store(entry, Answer::Done)),
            None => Ok(done()),
        },
    }
}

fn begin(
    keys: &Keys,
    known: Option<Box<Entry>>,
    hash: Hash,
    lifetime: u64,
    now: u64,
) -> (Box<Entry>, Answer) {
    let new = || (Box::new(Entry { hash, begun: now, done: None }), Answer::New);
    let Some(entry) = known else { return new() };
    let answer = match &entry.done {
        _ if entry.hash != hash => Answer::Mismatch,
        None => {
            let soon = entry.begun.saturating_add(RUNNING);
            let until = if now < soon { soon } else { entry.ends(lifetime) };
            let left = until.saturating_sub(now);
            Answer::Running { retry_after: u32::try_from(left).unwrap_or(u32::MAX).max(1) }
        }
        Some(done) => {
            let plain = keys.open(PURPOSE, (&done.instance, &done.uuid), &done.sealed);
            match plain.and_then(|plain| String::from_utf8(plain).ok()) {
                Some(body) => Answer::Replay(body),
                // Its pepper was rotated away, so it is as good as never given.
                None => return new(),
            }
        }
    };
    (entry, answer)
}

fn store(entry: Box<Entry>, answer: Answer, lifetime: u64, now: u64) -> Turn<Answer> {
    let wake_in = entry.ends(lifetime).saturating_sub(now).max(1) * 1000;
    Turn {
        state: Kept::Store(stored::write(&Some(entry))),
        answer,
        wake_in: Some(wake_in),
        reports: None,
    }
}

fn done() -> Turn<Answer> {
    Turn { state: Kept::Delete, answer: Answer::Done, wake_in: None, reports: None }
}

word!(struct Entry { hash, begun, done });
word!(struct Answered { instance, uuid, sealed, until });
