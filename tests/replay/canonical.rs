//! What the core said, as the suite writes a value or an error of the package: tests/suite/harness.js.

use std::collections::BTreeMap;

use hypersender_otp::json::push_string;
use hypersender_otp::timestamp::Timestamp;

/// The properties of each result in the order of the core's parts; a mark tells what they become.
const REQUESTED: &str = "uuid chatId code! status otpType message expiresAt@ createdAt@ requestId";
const VALIDATED: &str = "uuid chatId status message validatedAt@ proof";
const REFUSED: &str = "reason message attemptsRemaining retryAfter";
const SUMMARY: &str = "uuid chatId status otpType expiresAt@ createdAt@ validatedAt@";
const ERROR: &str = "code message status retryAfter requestId retryable? delivery";

/// One outcome as one text.
pub fn canonical(outcome: &str) -> String {
    let mut parts = outcome.split('\0');
    let name = parts.next().unwrap_or_default();
    let parts: Vec<&str> = parts.collect();
    let verdict = |valid: &str, names| {
        let mut fields = fields(names, &parts);
        fields.insert("valid".to_owned(), valid.to_owned());
        object(&fields)
    };
    match name {
        "text" => plain(parts[0]).unwrap(),
        "requested" => object(&fields(REQUESTED, &parts)),
        "validated" => verdict("true", VALIDATED),
        "refused" => verdict("false", REFUSED),
        "request" => object(&fields(SUMMARY, &parts)),
        "page" => page(&parts),
        "error" => error(&parts),
        other => panic!("the suite saw an end here, and the core says {other}"),
    }
}

fn page(parts: &[&str]) -> String {
    let requests = parts[1..].chunks(SUMMARY.split(' ').count());
    let requests: Vec<_> = requests.map(|part| object(&fields(SUMMARY, part))).collect();
    let mut page = fields("nextCursor", parts);
    page.insert("requests".to_owned(), format!("[{}]", requests.join(", ")));
    object(&page)
}

fn error(parts: &[&str]) -> String {
    let names = ERROR.split(' ').count();
    let mut details: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for pair in parts[names..].chunks(2) {
        details.entry(pair[0][1..].to_owned()).or_default().push(plain(pair[1]).unwrap());
    }
    let mut error = fields(ERROR, parts);
    if !details.is_empty() {
        let lists =
            details.into_iter().map(|(name, texts)| (name, format!("[{}]", texts.join(", "))));
        error.insert("details".to_owned(), object(&lists.collect()));
    }
    format!("OtpError {}", object(&error))
}

/// The parts by their names, without those that have no value.
fn fields(names: &str, parts: &[&str]) -> BTreeMap<String, String> {
    let named = names.split(' ').zip(parts).filter_map(|(name, part)| {
        let value = match name.chars().last() {
            Some('!') => plain(part).map(|_| "Secret".to_owned()),
            Some('@') => number(part).map(|millis| Timestamp::from_millis(millis)).map(iso),
            Some('?') => Some((number(part) == Some(1)).to_string()),
            _ => plain(part),
        };
        Some((name.trim_end_matches(['!', '@', '?']).to_owned(), value?))
    });
    named.collect()
}

fn object(fields: &BTreeMap<String, String>) -> String {
    let fields: Vec<_> = fields.iter().map(|(name, value)| format!("{name}: {value}")).collect();
    format!("{{{}}}", fields.join(", "))
}

fn plain(part: &str) -> Option<String> {
    match part.strip_prefix('s') {
        Some(text) => {
            let mut quoted = String::new();
            push_string(&mut quoted, text);
            Some(quoted)
        }
        None => number(part).map(|number| number.to_string()),
    }
}

fn number(part: &str) -> Option<u64> {
    part.strip_prefix('n')?.parse().ok()
}

/// As JavaScript's `toISOString`, which has milliseconds always.
fn iso(time: Timestamp) -> String {
    let text = time.to_rfc3339();
    let (seconds, _) = text.split_at("0000-00-00T00:00:00".len());
    format!("{seconds}.{:03}Z", time.millis() % 1000)
}
