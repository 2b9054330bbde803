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
    fn ends(&self) -> u64 {
        self.done.as_ref().map_or(self.begun + RUNNING, |done| done.until)
    }

    /// A clock that went back behind the beginning ends it as well, or it could stand for years.
    fn is_over(&self, now: u64) -> bool {
        !(self.begun..self.ends()).contains(&now)
    }
}

/// Lets one command happen to one key.
///
/// # Errors
/// The stored state cannot be used, or the random bytes are too few.
pub(crate) fn apply(
    keys: &Keys,
    state: Option<&[u8]>,
    command: Command,
    now: Timestamp,
    random: &[u8],
) -> Result<Turn<Answer>, ApplyError> {
    let now = now.millis() / 1000;
    let stored: Option<Entry> = stored::read(state)?;
    let known = stored.filter(|entry| !entry.is_over(now));
    match command {
        Command::Begin { hash } => Ok(begin(keys, known, hash, now)),
        Command::Finish { hash, instance, uuid, body, until } => {
            // Another request may have taken the key over, once this one had counted as lost.
            let Some(entry) = known.filter(|entry| entry.hash == hash) else { return Ok(done()) };
            let nonce = random.first_chunk().copied().ok_or(ApplyError::Random)?;
            let sealed = keys
                .seal(PURPOSE, (&instance, &uuid), nonce, body.as_bytes())
                .ok_or(ApplyError::Random)?;
            let until = until.min(now + LONGEST);
            let done = Some(Answered { instance, uuid, sealed, until });
            Ok(store(Entry { done, ..entry }, Answer::Done, now))
        }
        Command::Drop { hash } => match known {
            Some(entry) if entry.hash != hash => Ok(store(entry, Answer::Done, now)),
            _ => Ok(done()),
        },
        Command::Sweep => match known {
            Some(entry) => Ok(store(entry, Answer::Done, now)),
            None => Ok(done()),
        },
    }
}

fn begin(keys: &Keys, known: Option<Entry>, hash: Hash, now: u64) -> Turn<Answer> {
    let Some(entry) = known else {
        return store(Entry { hash, begun: now, done: None }, Answer::New, now);
    };
    let answer = match &entry.done {
        _ if entry.hash != hash => Answer::Mismatch,
        None => {
            let left = entry.ends().saturating_sub(now);
            Answer::Running { retry_after: u32::try_from(left).unwrap_or(u32::MAX).max(1) }
        }
        Some(done) => {
            let plain = keys.open(PURPOSE, (&done.instance, &done.uuid), &done.sealed);
            match plain.and_then(|plain| String::from_utf8(plain).ok()) {
                Some(body) => Answer::Replay(body),
                // Its pepper was rotated away, so it is as good as never given.
                None => return begin(keys, None, hash, now),
            }
        }
    };
    store(entry, answer, now)
}

fn store(entry: Entry, answer: Answer, now: u64) -> Turn<Answer> {
    let wake_in = entry.ends().saturating_sub(now).max(1) * 1000;
    Turn { state: Kept::Store(stored::write(&Some(entry))), answer, wake_in: Some(wake_in) }
}

fn done() -> Turn<Answer> {
    Turn { state: Kept::Delete, answer: Answer::Done, wake_in: None }
}

word!(struct Entry { hash, begun, done });
word!(struct Answered { instance, uuid, sealed, until });
