//! Keeping secrets out of texts that a server wrote.

use crate::text::{concat, first_chars, is_within, split_once};

/// What stands where a secret stood.
pub(super) const REDACTED: &str = "[redacted]";

const MAX_CHARS: usize = 300;

/// The server's text, short, without control characters, and without any of `secrets`.
///
/// With `code_shaped`, runs that look like a code are taken out too: an answer to a request for a
/// code may hold one that the caller has not seen.
#[inline(never)]
pub(super) fn clean(text: &str, secrets: &[&str], code_shaped: bool) -> String {
    let mut clean = String::with_capacity(text.len());
    if is_within(text, b' ', b'~') {
        clean.push_str(text);
    } else {
        for character in text.chars() {
            clean.push(if character.is_control() { ' ' } else { character });
        }
    }
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        let mut text = String::with_capacity(clean.len());
        let mut rest = clean.as_str();
        while let Some((before, after)) = split_once(rest, secret) {
            text.push_str(before);
            text.push_str(REDACTED);
            rest = after;
        }
        text.push_str(rest);
        clean = text;
    }
    if code_shaped {
        clean = without_codes(&clean);
    }
    // Cut last: of a secret that lies across the cut, the half before it would not be found.
    clean.truncate(first_chars(&clean, MAX_CHARS).len());
    clean
}

fn without_codes(text: &str) -> String {
    let mut clean = String::new();
    let mut run = String::new();
    for character in concat(&[text, "\0"]).chars() {
        if character.is_ascii_alphanumeric() {
            run.push(character);
            continue;
        }
        let is_code =
            (4..=10).contains(&run.len()) && run.bytes().any(|byte| byte.is_ascii_digit());
        clean.push_str(if is_code { REDACTED } else { &run });
        run.clear();
        if character != '\0' {
            clean.push(character);
        }
    }
    clean
}
