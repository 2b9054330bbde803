//! The service as JavaScript calls it: text and bytes in, one frame out.
//!
//! A frame is byte strings, each behind its length in four bytes, the highest first. The first is
//! JSON, the others are bytes that the JSON speaks of. A shell reads it without knowing more than
//! that, and no JavaScript object is made or looked at here.

use super::chat::{ApplyError, Kept};
use super::flow::{Act, Brought, Event, Service, Step};
use super::object::Applied;
use super::proof::{Expectation, ProofKey};
use super::settings::{Courier, Issuer, Settings, SettingsError, Source, Style};
use crate::json::{ObjectWriter, push_string};
use crate::text::{split, whole};
use crate::timestamp::Timestamp;

/// Reads settings, as [`Source::from_lines`] has them, by their names in a style: `env` or `config`.
///
/// # Errors
/// One sentence that names the setting.
pub fn configure(lines: &str, names: &str) -> Result<Service, SettingsError> {
    let style = if names == "env" { Style::Env } else { Style::Config };
    Settings::read(&Source::from_lines(style, lines)?).map(Service::new)
}

/// What follows from the settings of a service, and the handle it is known by: `handle`,
/// `basePath`, `issuer` (`local` or `hypersender`), `courier` (`inbox`, `webhook`, `hypersender`,
/// or `null` where the issuer delivers), `challenge`, `proof` and `strict`. The bytes are five
/// numbers of 64 bits, the odds: `codes`, `code`, `day`, `untilClosed`, `takeoversAnHour`.
pub fn started(service: &Service, handle: usize) -> Vec<u8> {
    let settings = service.settings();
    let issuer = match settings.issuer {
        Issuer::Local => "local",
        Issuer::Hypersender(_) => "hypersender",
    };
    let courier = settings.courier.as_ref().map(|courier| match courier {
        Courier::Inbox => "inbox",
        Courier::Webhook(_) => "webhook",
        Courier::Hypersender { .. } => "hypersender",
    });
    let mut json = ObjectWriter::new();
    json.number("handle", handle as u64)
        .string("basePath", &settings.base_path)
        .string("issuer", issuer)
        .optional_string("courier", courier)
        .bool("challenge", settings.challenge)
        .bool("proof", settings.proof_key.is_some())
        .bool("strict", settings.policy.strict);
    let odds = settings.policy.odds();
    // Writing a fraction in digits would cost ten kilobytes.
    let odds = [odds.codes, odds.code, odds.day, odds.until_closed, odds.takeovers_an_hour];
    frame(json.finish(), &[odds.map(f64::to_be_bytes).as_flattened()])
}

/// `error`, one sentence about what was refused.
pub fn refused(error: &str) -> Vec<u8> {
    frame(ObjectWriter::new().string("error", error).finish(), &[])
}

/// What a shell does next: `do`, what belongs to it, and `events` where there are any. The bytes
/// are `next`, where the flow goes on, and behind it the command that is to be applied.
pub fn step(step: &Step) -> Vec<u8> {
    let mut json = ObjectWriter::new();
    let bytes = match &step.act {
        Act::Reply(reply) => {
            json.string("do", "reply")
                .number("status", u64::from(reply.status))
                .string("headers", &reply.headers)
                .optional_string("body", reply.body.as_deref());
            [None, None]
        }
        Act::Document { reply, base_path } => {
            json.string("do", "document")
                .number("status", u64::from(reply.status))
                .string("headers", &reply.headers)
                .string("basePath", base_path);
            [None, None]
        }
        Act::Apply { kind, names, command, next } => {
            json.string("do", "apply")
                .string("kind", kind.as_str())
                .raw("names", &list(names, |out, name| push_string(out, name)));
            [Some(next), Some(command)]
        }
        Act::Challenge { instance, under_attack, next } => {
            json.string("do", "challenge")
                .string("instance", instance)
                .bool("underAttack", *under_attack);
            [Some(next), None]
        }
        Act::Fetch { url, method, headers, body, timeout, next } => {
            json.string("do", "fetch")
                .string("url", url)
                .string("method", method)
                .string("headers", headers)
                .string("body", body)
                .number("timeout", u64::from(*timeout));
            [Some(next), None]
        }
        Act::Done { again } => {
            json.string("do", "done").bool("again", *again);
            [None, None]
        }
    };
    if !step.events.is_empty() {
        json.raw("events", &list(&step.events, |out, event| out.push_str(&told(event))));
    }
    let bytes: Vec<&[u8]> = bytes.iter().flatten().map(|bytes| bytes.as_slice()).collect();
    frame(json.finish(), &bytes)
}

fn told(event: &Event) -> String {
    let mut json = ObjectWriter::new();
    json.string("type", event.kind).string("instance", &event.instance);
    let texts = [("uuid", event.uuid.as_deref()), ("chat", event.chat.as_deref())];
    for (name, text) in texts.into_iter().chain([("reason", event.reason)]) {
        if let Some(text) = text {
            json.string(name, text);
        }
    }
    for (name, count) in [("failures", event.failures), ("successes", event.successes)] {
        if let Some(count) = count {
            json.number(name, count);
        }
    }
    json.finish()
}

/// What a shell brings back, by what it says of the bytes: `applied` to a frame of answers without
/// JSON, `challenged` or `refused` to none, a status and header lines to a body; `timeout` or
/// `network` for no HTTP answer, with a status in the next line for one that was cut short, anything
/// else for no answer at all.
pub fn brought(said: &str, bytes: &[u8]) -> Brought {
    match said {
        "applied" => parts(bytes).map_or(Brought::Failed, Brought::Applied),
        "challenged" => Brought::Challenged(true),
        "refused" => Brought::Challenged(false),
        _ => {
            let mut lines = split(said, b'\n');
            let first = lines.next().unwrap_or_default();
            match (first, status(first)) {
                ("timeout" | "network", _) => {
                    let timeout = first == "timeout";
                    match status(lines.rest()) {
                        Some(status) => Brought::Cut { status, timeout },
                        None => Brought::NotFetched { timeout },
                    }
                }
                (_, Some(status)) => {
                    let headers = lines.rest().to_owned();
                    Brought::Fetched { status, headers, body: bytes.to_vec() }
                }
                _ => Brought::Failed,
            }
        }
    }
}

fn status(text: &str) -> Option<u16> {
    whole(text.as_bytes()).and_then(|status| u16::try_from(status).ok())
}

/// What became of an object: `wakeIn` where an alarm is to ring, `state` as `null` where nothing is
/// left to keep, `notices` as the names of ledgers that are to hear something. The bytes are the answer,
/// then for each notice the command for its ledger and the one for who sent it, and last the state
/// where it is to be stored. Or `error`, when nothing was changed.
pub fn turn(applied: Result<Applied, ApplyError>) -> Vec<u8> {
    let turn = match applied {
        Ok(turn) => turn,
        Err(error) => return refused(&error.sentence()),
    };
    let mut json = ObjectWriter::new();
    if let Some(wake_in) = turn.wake_in {
        json.number("wakeIn", wake_in);
    }
    let mut parts = vec![turn.answer.as_slice()];
    if !turn.notices.is_empty() {
        json.raw("notices", &list(&turn.notices, |out, notice| push_string(out, &notice.ledger)));
    }
    for notice in &turn.notices {
        parts.extend([notice.command.as_slice(), notice.heard.as_slice()]);
    }
    match &turn.state {
        Kept::Unchanged => {}
        Kept::Delete => {
            json.raw("state", "null");
        }
        Kept::Store(state) => parts.push(state),
    }
    frame(json.finish(), &parts)
}

/// What a proof says, as JSON, or `error` with one sentence; `misuse` where the key is no key.
pub fn verify_proof(proof: &str, key: &str, expected: Expectation<'_>, now: Timestamp) -> String {
    let mut json = ObjectWriter::new();
    let Some(key) = ProofKey::new(key.as_bytes()) else {
        let error = "key must be the service's proof key, at least 32 characters";
        return json.string("error", error).bool("misuse", true).finish();
    };
    match key.verify(proof, expected, now) {
        Ok(claims) => json
            .string("instance", &claims.instance)
            .string("chatId", &claims.chat_id)
            .string("uuid", &claims.uuid)
            .string("audience", &claims.audience)
            .number("issuedAt", claims.issued_at)
            .number("expiresAt", claims.expires_at),
        Err(error) => json.string("error", error.sentence()),
    }
    .finish()
}

/// A JSON array.
fn list<T>(items: &[T], write: impl Fn(&mut String, &T)) -> String {
    let mut out = String::from("[");
    for item in items {
        if out.len() > 1 {
            out.push(',');
        }
        write(&mut out, item);
    }
    out.push(']');
    out
}

fn frame(json: String, parts: &[&[u8]]) -> Vec<u8> {
    let mut frame = Vec::new();
    put(&mut frame, json.as_bytes());
    parts.iter().for_each(|part| put(&mut frame, part));
    frame
}

#[inline(never)]
fn put(frame: &mut Vec<u8>, part: &[u8]) {
    frame.extend_from_slice(&(part.len() as u32).to_be_bytes());
    frame.extend_from_slice(part);
}

/// The byte strings of a frame; `None` for bytes that are none.
fn parts(mut frame: &[u8]) -> Option<Vec<Vec<u8>>> {
    let mut parts = Vec::new();
    while !frame.is_empty() {
        let (length, rest) = frame.split_first_chunk()?;
        let (part, rest) = rest.split_at_checked(u32::from_be_bytes(*length) as usize)?;
        parts.push(part.to_vec());
        frame = rest;
    }
    Some(parts)
}
