//! The core without any JavaScript around it, asked what the suite asked it in a runtime: prints its
//! verdicts as the suite writes them, a NUL after each, so that both sides have the same digest.
//!
//! `cargo test --test replay -- FILE`; each line of the file is a JSON object, made by tests/runners/native.mjs.
#![allow(clippy::unwrap_used, clippy::panic, reason = "a test may stop")]

mod canonical;

use canonical::canonical;
use hypersender_otp::client::boundary::{Exchange, judge, normalize_code, prepare, to_chat_id};
use hypersender_otp::client::{AnswerHeaders, Attempt, HttpAnswer};
use hypersender_otp::json::{self, Value};

/// The calls in the order of their numbers.
const CALLS: [&str; 4] = ["requestCode", "validateCode", "getRequest", "listRequests"];
/// No verdict that all runtimes agree on depends on the time.
const NOW: u64 = 1_800_000_000_000;

fn main() {
    let file = std::env::args().nth(1).unwrap_or_else(|| panic!("name the file of questions"));
    let text = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
    for question in text.lines() {
        let question = json::parse(question.as_bytes()).unwrap();
        // A label of the suite may hold a line break.
        print!("{}{}\0", text_of(&question, "where"), canonical(&answer(&question)));
    }
}

fn text_of<'v>(question: &'v Value<'_>, name: &str) -> &'v str {
    question.get(name).and_then(Value::as_str).unwrap_or_default()
}

/// What the core says.
fn answer(question: &Value<'_>) -> String {
    let request = text_of(question, "request");
    match text_of(question, "call") {
        "toChatId" => to_chat_id(request),
        "normalizeCode" => normalize_code(request),
        call => {
            let kind = CALLS.iter().position(|name| *name == call).unwrap() as u32;
            let prepared = prepare(kind, request, text_of(question, "options"), false, "");
            match question.get("answer") {
                Some(answer) => judged(kind, &prepared, answer),
                // Nothing was sent, so the core has refused the call.
                None => prepared,
            }
        }
    }
}

fn judged(kind: u32, prepared: &str, answer: &Value<'_>) -> String {
    let parts: Vec<&str> = prepared.split('\0').collect();
    let ["http", _, _, _, timeout, facts, ..] = parts[..] else {
        panic!("an answer came, but the core would send nothing: {prepared}")
    };
    let lines = AnswerHeaders::NAMES.map(|name| {
        answer.get("headers").and_then(|headers| headers.get(name)).and_then(Value::as_str)
    });
    let lines = lines.map(Option::unwrap_or_default).join("\n");
    let body = bytes(text_of(answer, "body"));
    let exchange = Exchange {
        answer: HttpAnswer {
            status: answer.get("status").and_then(Value::as_u64).unwrap() as u16,
            headers: AnswerHeaders::from_lines(&lines),
            body: &body,
            ..HttpAnswer::default()
        },
        attempt: Attempt {
            number: 1,
            remaining: timeout[1..].parse().unwrap(),
            ..Attempt::default()
        },
        now: NOW,
        ..Exchange::default()
    };
    judge(kind, &facts[1..], &exchange)
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().map(|digit| digit.to_digit(16).unwrap() as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}
