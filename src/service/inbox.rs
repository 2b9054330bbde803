//! Development only: messages on the screen instead of on a phone, and a clock that can be turned.

use super::chat::command::Delivery;
use super::http::{Reply, Request};
use super::replies;
use crate::json::{self, ObjectWriter, Value};
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

const MAX_MESSAGES: usize = 200;
/// Ten years: enough to see anything expire, and far from the end of the calendar.
const MAX_AHEAD: u64 = 10 * 366 * 86_400;

/// The messages that would have gone to WhatsApp, and how far the clock was turned ahead.
#[derive(Default)]
pub struct Inbox {
    messages: Vec<Delivery>,
    ahead: u64,
}

impl Inbox {
    /// An empty inbox beside a clock that is right.
    pub fn new() -> Inbox {
        Inbox::default()
    }

    /// Takes in a message; one that came before is taken once. The newest 200 are kept.
    pub fn deliver(&mut self, message: Delivery) {
        if !self.messages.iter().any(|known| known.uuid == message.uuid) {
            self.messages.insert(0, message);
            self.messages.truncate(MAX_MESSAGES);
        }
    }

    /// The time by the demo's clock.
    pub fn time(&self, real: Timestamp) -> Timestamp {
        real.plus_seconds(self.ahead)
    }

    /// Answers `dev/inbox` and `dev/clock`.
    pub(crate) fn answer(&mut self, tool: &str, request: &Request<'_>, real: Timestamp) -> Reply {
        match (tool, request.method) {
            ("clock", "POST") => self.turn(request, real),
            ("clock", _) => self.clock(real),
            _ => self.list(),
        }
    }

    fn list(&self) -> Reply {
        let mut list = String::from("[");
        for message in &self.messages {
            if list.len() > 1 {
                list.push(',');
            }
            list.push_str(&shown(message));
        }
        list.push(']');
        Reply::new(200, ObjectWriter::new().raw("messages", &list).finish())
    }

    fn clock(&self, real: Timestamp) -> Reply {
        let clock = ObjectWriter::new()
            .string("now", &self.time(real).to_rfc3339())
            .number("ahead", self.ahead);
        Reply::new(200, clock.finish())
    }

    fn turn(&mut self, request: &Request<'_>, real: Timestamp) -> Reply {
        // Requiring JSON keeps pages of other sites out: a browser asks before it sends any.
        let body = request.is_json().then(|| json::parse(request.body).ok()).flatten();
        let by = body.as_ref().and_then(|body| body.get("advance")).and_then(Value::as_u64);
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
        .string("at", &Timestamp::from_millis(message.created.saturating_mul(1000)).to_rfc3339())
        .finish()
}
