//! The list of requests, and one of them.

use super::Desk;
use super::begin::list_query;
use super::frame::Frame;
use super::next::Next;
use super::step::{Act, Brought, Step};
use crate::contract::Status;
use crate::json::ObjectWriter;
use crate::service::chat::command::{Answer, Command, Report};
use crate::service::http::{Refusal, Reply, Request};
use crate::service::ledger::{self, Cursor, Query};
use crate::service::object::Kind;
use crate::service::words::word;
use crate::service::{bodies, replies, words};
use crate::text::{concat, digits, split_once, whole};
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

/// A page on its way.
pub(super) struct Listing {
    frame: Frame,
    query: Query,
    at: At,
}

/// What was asked last.
enum At {
    /// The one chat that is asked for: the ledger may not have heard yet what it knows.
    Chat,
    Ledger {
        /// What the chat knows.
        own: Vec<Report>,
    },
}

/// One request on its way.
pub(super) struct Getting {
    frame: Frame,
}

impl Listing {
    pub(super) fn begin(
        desk: &Desk<'_>,
        frame: Frame,
        request: &Request<'_>,
    ) -> Result<Step, Refusal> {
        let asked = list_query(request)?;
        let after = match asked.cursor.as_deref() {
            None => None,
            Some(text) => Some(read_cursor(text).ok_or_else(|| {
                let problem = "must be the next_cursor of an earlier page";
                replies::invalid_fields(&bodies::wrong("cursor", problem))
            })?),
        };
        let names = desk.settings.keys.names();
        let chat = asked.chat_id.as_ref();
        let tag = chat.map(|chat| names.tag(&frame.instance, chat.as_str()));
        let status = asked.status.map(|status| status.as_str().to_owned());
        let query = Query { status, tag, after, limit: asked.limit };
        Ok(match chat {
            Some(chat) => {
                let object = names.object_name(&frame.uuid(), chat);
                let next = Next::List(Listing { frame, query, at: At::Chat });
                Step::apply(Kind::Chat, &object, &Command::Requests, &next)
            }
            None => Listing::ask(frame, query, Vec::new()),
        })
    }

    fn ask(frame: Frame, query: Query, own: Vec<Report>) -> Step {
        let names = ledger::names(&frame.uuid());
        // As many of a shard's may give way to what the chat knows.
        let limit = query.limit.saturating_add(own.len() as u8);
        let command = words::to_bytes(&ledger::Command::List(Query { limit, ..query.clone() }));
        let next = Next::List(Listing { frame, query, at: At::Ledger { own } });
        Step::new(Act::Apply { kind: Kind::Ledger, names, command, next: words::to_bytes(&next) })
    }

    pub(super) fn resume(self, desk: &Desk<'_>, brought: &Brought) -> Step {
        let Listing { frame, query, at } = self;
        let own = match (at, brought.answer()) {
            (At::Ledger { own }, _) => own,
            (At::Chat, Some(Answer::Requests(own))) => return Listing::ask(frame, query, own),
            (At::Chat, _) => return frame.reply(replies::unavailable()),
        };
        let Some(mut shards) =
            pages(brought).filter(|pages| pages.len() == usize::from(ledger::SHARDS))
        else {
            return frame.reply(replies::unavailable());
        };
        for page in &mut shards {
            page.retain(|known| own.iter().all(|newer| newer.uuid != known.uuid));
        }
        shards.push(query.pick(own, desk.now));
        let (requests, next) = ledger::merge(shards, query.limit);
        let mut list = String::from("[");
        for report in &requests {
            list.push_str(if list.len() > 1 { "," } else { "" });
            list.push_str(&summary(report, desk.now));
        }
        list.push(']');
        let mut data = ObjectWriter::new();
        data.raw("requests", &list)
            .optional_string("next_cursor", next.map(write_cursor).as_deref());
        frame.reply(replies::success("Requests listed", &data.finish()))
    }
}

impl Getting {
    pub(super) fn begin(frame: Frame, uuid: Option<&Uuid>) -> Result<Step, Refusal> {
        let uuid = uuid.ok_or_else(not_found)?.to_bytes();
        let object = ledger::name(&frame.uuid(), &uuid);
        let next = Next::Get(Getting { frame });
        Ok(Step::apply(Kind::Ledger, &object, &ledger::Command::Get(uuid), &next))
    }

    pub(super) fn resume(self, desk: &Desk<'_>, brought: &Brought) -> Step {
        let reply = match brought.answer() {
            Some(ledger::Answer::Page(requests)) => match requests.first() {
                Some(report) => replies::success("Request found", &summary(report, desk.now)),
                None => not_found(),
            },
            _ => replies::unavailable(),
        };
        self.frame.reply(reply)
    }
}

fn not_found() -> Box<Reply> {
    let text =
        "This instance remembers no such request; the uuid is that of request-code's answer.";
    replies::problem(404, "unknown_request", text)
}

fn pages(brought: &Brought) -> Option<Vec<Vec<Report>>> {
    let Brought::Applied(answers) = brought else { return None };
    let mut pages = Vec::new();
    for answer in answers {
        let Some(ledger::Answer::Page(page)) = words::from_bytes(answer) else { return None };
        pages.push(page);
    }
    Some(pages)
}

fn summary(report: &Report, now: Timestamp) -> String {
    let seconds = |at: u64| Timestamp::from_seconds(at).to_rfc3339();
    let status: Status = ledger::status(report, now);
    let validated = report.validated_at.map(|at| Timestamp::from_millis(at).to_rfc3339());
    ObjectWriter::new()
        .string("uuid", Uuid::from_bytes(report.uuid).as_str())
        .string("chat_id", &report.masked)
        .string("status", status.as_str())
        .string("otp_type", "code")
        .string("expires_at", &seconds(report.expires))
        .string("created_at", &seconds(report.created))
        .optional_string("validated_at", validated.as_deref())
        .finish()
}

/// `<seconds>-<uuid>`: callers hand it back as it is.
fn write_cursor((created, uuid): Cursor) -> String {
    concat(&[&digits(created), "-", Uuid::from_bytes(uuid).as_str()])
}

fn read_cursor(text: &str) -> Option<Cursor> {
    let (created, uuid) = split_once(text, "-")?;
    Some((whole(created.as_bytes())?, Uuid::parse(uuid)?.to_bytes()))
}

word!(struct Listing { frame, query, at });
word!(enum At { 0 => Chat, 1 => Ledger { own } });
word!(struct Getting { frame });
