//! Development only: messages on the screen instead of on a phone, and a clock that can be turned.

use super::answers;
use super::http::{Reply, Request};
use super::message::Message;
use crate::json::{self, ObjectWriter, Value};
use crate::timestamp::Timestamp;
use std::collections::VecDeque;

const MAX_MESSAGES: usize = 200;
/// Ten years: enough to see anything expire, and far from the end of the calendar.
const MAX_AHEAD: u64 = 10 * 366 * 86_400;

/// The messages that would have gone to WhatsApp, and how far the clock was turned ahead.
#[derive(Default)]
pub struct Inbox {
    messages: VecDeque<Message>,
    ahead: u64,
}

impl Inbox {
    /// An empty inbox beside a clock that is right.
    pub fn new() -> Inbox {
        Inbox::default()
    }

    /// Takes in a message; one that came before is taken once. The newest 200 are kept.
    pub fn deliver(&mut self, message: Message) {
        if !self.messages.iter().any(|known| known.uuid == message.uuid) {
            self.messages.push_front(message);
            self.messages.truncate(MAX_MESSAGES);
        }
    }

    /// The time by the demo's clock.
    pub fn time(&self, real: Timestamp) -> Timestamp {
        real.plus_seconds(self.ahead)
    }

    /// Answers `GET /dev/inbox`, `GET /dev/clock` and `POST /dev/clock`, to this machine only.
    pub fn answer(&mut self, tool: &str, request: &Request<'_>, real: Timestamp) -> Reply {
        if !request.is_loopback() {
            let text = "Development routes answer on this machine only: use http://127.0.0.1.";
            return answers::problem(403, "forbidden", text);
        }
        match (tool, request.method) {
            ("inbox", "GET") => self.list(),
            ("clock", "GET") => self.clock(real),
            ("clock", "POST") => self.turn(request, real),
            ("inbox", _) => not_allowed("GET"),
            _ => not_allowed("GET, POST"),
        }
    }

    fn list(&self) -> Reply {
        let mut list = String::from("[");
        for message in &self.messages {
            if list.len() > 1 {
                list.push(',');
            }
            list.push_str(&message.to_json());
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
            _ => answers::problem(
                422,
                "invalid_request",
                "Send JSON such as {\"advance\":1800}: whole seconds, ten years in all at most.",
            ),
        }
    }
}

fn not_allowed(allowed: &str) -> Reply {
    let text = ["This route takes ", allowed, "."].concat();
    answers::problem(405, "method_not_allowed", &text).with("allow", allowed)
}
