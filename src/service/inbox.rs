//! Development only: messages on the screen instead of on a phone, and a clock that can be turned.

use super::chat::command::Delivery;
use super::http::{Reply, Request};
use super::{replies, words};
use crate::json::{ObjectWriter, Raw, read};
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

const MAX_MESSAGES: usize = 200;
/// A usual message takes a fifth of a kilobyte.
const MAX_BYTES: usize = 256 * 1024;
/// Ten years: enough to see anything expire, and far from the end of the calendar.
const MAX_AHEAD: u64 = 10 * 366 * 86_400;

/// The messages that would have gone to WhatsApp, and how far the clock was turned ahead.
#[derive(Default)]
pub struct Inbox {
    /// As bytes, each message behind its length, in memory that is taken once: the module's allocator
    /// keeps nothing that a call takes.
    messages: Vec<u8>,
    ahead: u64,
}

impl Inbox {
    /// An empty inbox beside a clock that is right.
    pub fn new() -> Inbox {
        Inbox { messages: Vec::with_capacity(MAX_BYTES), ahead: 0 }
    }

    /// Takes in a message; one that came before is taken once. The newest 200 are kept, as far as
    /// they take 256 KiB together.
    pub fn deliver(&mut self, message: &Delivery) {
        let bytes = words::to_bytes(message);
        let size = bytes.len() + 4;
        // A message begins with its uuid.
        if size > MAX_BYTES || self.frames().any(|known| known.starts_with(&message.uuid)) {
            return;
        }
        let mut count = self.frames().count();
        while count >= MAX_MESSAGES || self.messages.len() + size > MAX_BYTES {
            let oldest = self.frames().next().map_or(0, |oldest| oldest.len() + 4);
            self.messages.drain(..oldest);
            count -= 1;
        }
        self.messages.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
        self.messages.extend_from_slice(&bytes);
    }

    /// The oldest first.
    fn messages(&self) -> Vec<Delivery> {
        self.frames().filter_map(words::from_bytes).collect()
    }

    /// The bytes of each message, the oldest first.
    fn frames(&self) -> impl Iterator<Item = &[u8]> {
        let mut rest = self.messages.as_slice();
        std::iter::from_fn(move || {
            let (length, behind) = rest.split_first_chunk()?;
            let (frame, behind) = behind.split_at_checked(u32::from_be_bytes(*length) as usize)?;
            rest = behind;
            Some(frame)
        })
    }

    /// The time by the demo's clock.
    pub fn time(&self, real: Timestamp) -> Timestamp {
        real.plus_seconds(self.ahead)
    }

    /// Answers `dev/inbox` and `dev/clock`.
    pub(crate) fn answer(
        &mut self,
        tool: &str,
        request: &Request<'_>,
        real: Timestamp,
    ) -> Box<Reply> {
        match (tool, request.method) {
            ("clock", "POST") => self.turn(request, real),
            ("clock", _) => self.clock(real),
            _ => self.list(),
        }
    }

    fn list(&self) -> Box<Reply> {
        let mut list = String::from("[");
        for message in self.messages().iter().rev() {
            if list.len() > 1 {
                list.push(',');
            }
            list.push_str(&shown(message));
        }
        list.push(']');
        Reply::new(200, ObjectWriter::new().raw("messages", &list).finish())
    }

    fn clock(&self, real: Timestamp) -> Box<Reply> {
        let mut clock = ObjectWriter::new();
        clock.string("now", &self.time(real).to_rfc3339()).number("ahead", self.ahead);
        Reply::new(200, clock.finish())
    }

    fn turn(&mut self, request: &Request<'_>, real: Timestamp) -> Box<Reply> {
        // Requiring JSON keeps pages of other sites out: a browser asks before it sends any.
        let body = if request.is_json() { read(request.body).ok() } else { None };
        let by = Raw::new(&body.unwrap_or_default()).get("advance").whole();
        match by.map(|by| self.ahead.saturating_add(by)) {
            Some(ahead) if ahead <= MAX_AHEAD => {
                self.ahead = ahead;
                self.clock(real)
            }
            _ => replies::problem(
                422,
                "invalid_request",
                "Send JSON such as {\"advance\":1800}: whole seconds, ten years in all at most.",
            ),
        }
    }
}

/// A message as the page shows it.
fn shown(message: &Delivery) -> String {
    ObjectWriter::new()
        .string("uuid", Uuid::from_bytes(message.uuid).as_str())
        .string("chat_id", &message.chat)
        .string("text", &message.text)
        .string("code", &message.code)
        .string("at", &Timestamp::from_seconds(message.created).to_rfc3339())
        .finish()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn message(number: u32, text: String) -> Delivery {
        let mut uuid = [0; 16];
        uuid[..4].copy_from_slice(&number.to_be_bytes());
        let (chat, code) = (String::from("20123456789@c.us"), String::from("123456"));
        Delivery { uuid, chat, text, code, created: u64::from(number), expires: 0 }
    }

    fn times(inbox: &Inbox) -> Vec<u64> {
        inbox.messages().iter().map(|message| message.created).collect()
    }

    #[test]
    fn the_newest_messages_are_kept_each_once_in_memory_that_never_moves() {
        let mut inbox = Inbox::new();
        let memory = inbox.messages.as_ptr();
        for number in 0..450 {
            inbox.deliver(&message(number, "x".repeat(number as usize)));
            inbox.deliver(&message(number, String::from("again")));
        }
        assert_eq!(times(&inbox), (250..450).collect::<Vec<_>>());
        assert!(
            inbox.messages().iter().all(|message| message.text.len() as u64 == message.created)
        );
        assert_eq!(inbox.messages.as_ptr(), memory);
    }

    #[test]
    fn long_messages_give_way_sooner() {
        let mut inbox = Inbox::new();
        let memory = inbox.messages.as_ptr();
        (0..9).for_each(|number| inbox.deliver(&message(number, "x".repeat(60_000))));
        assert_eq!(times(&inbox), [5, 6, 7, 8]);
        assert_eq!(inbox.messages.as_ptr(), memory);
    }
}
