//! When a call may be sent again, and how long to wait first.
//!
//! Neither call is idempotent, so only two answers are ever tried again: a throttle (429 without a
//! verdict) and 503, and only when the service says how long to wait and that fits the deadline.

use super::error::{Error, ErrorCode};
use super::http::AnswerHeaders;
use crate::text::{split, split_once, whole};
use crate::timestamp::Timestamp;

/// One attempt of a call. Times in milliseconds.
#[derive(Clone, Copy, Debug, Default)]
pub struct Attempt {
    /// Attempts made so far, this one included.
    pub number: u32,
    /// Attempts that may follow the first.
    pub retries: u32,
    /// Time left until the deadline.
    pub remaining: u64,
    /// A random number from 0 to 255, for jitter.
    pub random: u8,
}

/// Milliseconds to wait before the call is sent again; `None` if it must not be.
pub fn delay_before_retry(error: &Error, attempt: Attempt) -> Option<u64> {
    delay(error.code, error.status.unwrap_or(0), error.retry_after, attempt)
}

pub(super) fn delay(
    code: ErrorCode,
    status: u16,
    retry_after: Option<u64>,
    attempt: Attempt,
) -> Option<u64> {
    let again = code == ErrorCode::RateLimited || status == 503;
    let wait = retry_after.filter(|_| again && attempt.number <= attempt.retries)?;
    // Up to a quarter more, so that callers who were refused together do not return together.
    let jitter = wait.max(100) / 4 * u64::from(attempt.random) / 255;
    let delay = wait.saturating_add(jitter);
    (delay < attempt.remaining).then_some(delay)
}

/// The longest wait that is believed: a day.
const MAX_SECONDS: u64 = 86_400;

pub(super) fn retry_after(headers: &AnswerHeaders<'_>, now: u64) -> Option<u64> {
    let until = |millis: u64| millis.saturating_sub(now);
    let wait = seconds(headers.retry_after)
        .or_else(|| http_date(headers.retry_after).map(until))
        .or_else(|| parameter(headers.ratelimit, "t="))
        .or_else(|| parameter(headers.ratelimit, "reset="))
        .or_else(|| seconds(headers.ratelimit_reset))
        .or_else(|| seconds(headers.x_ratelimit_reset).map(until))?;
    (wait <= MAX_SECONDS * 1000).then_some(wait)
}

#[inline(never)]
fn seconds(text: &str) -> Option<u64> {
    Some(whole(text.as_bytes().trim_ascii())? * 1000)
}

#[inline(never)]
fn parameter(text: &str, name: &str) -> Option<u64> {
    for item in split(text, b';') {
        for part in split(item, b',') {
            let wait = part.trim_ascii().strip_prefix(name).and_then(seconds);
            if wait.is_some() {
                return wait;
            }
        }
    }
    None
}

/// `Sun, 06 Nov 1994 08:49:37 GMT`, the only form of a date that is still sent.
fn http_date(text: &str) -> Option<u64> {
    let (_, date) = split_once(text, ", ")?;
    Some(Timestamp::parse_http(date.trim_ascii())?.millis())
}
