//! What an answer comes to for a caller that speaks words of its own: the service that asks the
//! vendor. Found by the same judge as every other outcome.

use super::call::Expected;
use super::error::{Delivery, ErrorCode};
use super::http::HttpAnswer;
use super::judge::{Finding, Seen, body};
use super::parts::Read;
use crate::contract::Reason;
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

/// A call for a code, or with one, in brief.
pub(crate) enum Brief {
    /// A code was made.
    Requested { uuid: Uuid, code: Option<String>, expires_at: Timestamp },
    /// The code is right.
    Validated { uuid: Uuid },
    /// The code was not accepted.
    Refused(Reason),
    /// Neither; the wait is in milliseconds.
    Failed { code: ErrorCode, retry_after: Option<u64>, delivery: Option<Delivery> },
}

/// Judges an answer; `now` in milliseconds since 1970.
pub(crate) fn brief(expected: &Expected<'_>, answer: &HttpAnswer<'_>, now: u64) -> Brief {
    let nodes = body(answer);
    let seen = Seen::new(expected, answer, &nodes);
    let failed = |code| Brief::Failed {
        code,
        retry_after: answer.headers.retry_after(now),
        delivery: seen.delivery(code),
    };
    match seen.finding() {
        Finding::Success(facts) => {
            success(&facts.0).unwrap_or_else(|| failed(ErrorCode::BadResponse))
        }
        Finding::Refused(reason) => Brief::Refused(reason),
        Finding::Failed(code) => failed(code),
    }
}

fn success(facts: &str) -> Option<Brief> {
    let (outcome, mut facts) = Read::new(facts);
    let uuid = Uuid::parse(&facts.text()?)?;
    if outcome == "validated" {
        return Some(Brief::Validated { uuid });
    }
    let (_chat, code) = (facts.text()?, facts.text());
    let (_status, _otp_type, _message) = (facts.text()?, facts.text()?, facts.text()?);
    Some(Brief::Requested { uuid, code, expires_at: facts.time()? })
}
