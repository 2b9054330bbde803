//! Keeping secrets out of texts that a server wrote.

/// What stands where a secret stood.
pub(super) const REDACTED: &str = "[redacted]";

const MAX_CHARS: usize = 300;

/// The server's text, short, without control characters, and without any of `secrets`.
///
/// With `code_shaped`, runs that look like a code are taken out too: an answer to a request for a
/// code may hold one that the caller has not seen.
pub(super) fn clean(text: &str, secrets: &[&str], code_shaped: bool) -> String {
    let mut clean: String = text
        .chars()
        .take(MAX_CHARS)
        .map(|character| if character.is_control() { ' ' } else { character })
        .collect();
    for secret in secrets.iter().filter(|secret| !secret.is_empty()) {
        clean = clean.replace(secret, REDACTED);
    }
    if code_shaped {
        let mut words = String::new();
        for word in clean.split_inclusive(|character: char| !character.is_ascii_alphanumeric()) {
            let run = word.trim_end_matches(|character: char| !character.is_ascii_alphanumeric());
            let is_code =
                (4..=10).contains(&run.len()) && run.bytes().any(|byte| byte.is_ascii_digit());
            words.push_str(if is_code { REDACTED } else { run });
            words.push_str(word.get(run.len()..).unwrap_or_default());
        }
        clean = words;
    }
    clean
}
