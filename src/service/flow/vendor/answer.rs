//! What the vendor answered, and what a caller is told of an answer that is none.

use crate::client::{AnswerHeaders, Brief, Delivery, ErrorCode, Expected, HttpAnswer, brief};
use crate::service::flow::Desk;
use crate::service::flow::step::Brought;
use crate::service::http::{Reply, header};
use crate::service::replies;

/// A vendor that did not do its part.
pub(in crate::service::flow) struct Failure {
    pub(in crate::service::flow) reply: Box<Reply>,
    /// Whether it is certain that no message goes out.
    pub(in crate::service::flow) unsent: bool,
    /// The stable name of what happened.
    pub(in crate::service::flow) code: &'static str,
}

pub(super) fn read(expected: &Expected<'_>, desk: &Desk<'_>, brought: &Brought) -> Brief {
    let (status, headers, body) = match brought {
        Brought::Fetched { status, headers, body } => (*status, headers, body),
        Brought::Cut { timeout: true, .. } | Brought::NotFetched { timeout: true } => {
            return unanswered(ErrorCode::Timeout);
        }
        _ => return unanswered(ErrorCode::Network),
    };
    let value = |name: &str| header(headers, name).unwrap_or_default();
    let [content_type, retry_after, request_id, ratelimit, ratelimit_reset, x_ratelimit_reset] =
        AnswerHeaders::NAMES.map(value);
    let headers = AnswerHeaders {
        content_type,
        retry_after,
        request_id,
        ratelimit,
        ratelimit_reset,
        x_ratelimit_reset,
    };
    let answer = HttpAnswer {
        status,
        redirected: !(200..300).contains(&status) && !(400..600).contains(&status),
        headers,
        body: body.get(..HttpAnswer::MAX_BODY).unwrap_or(body),
        truncated: body.len() > HttpAnswer::MAX_BODY,
    };
    brief(expected, &answer, desk.now.millis())
}

fn unanswered(code: ErrorCode) -> Brief {
    Brief::Failed { code, retry_after: None, delivery: None }
}

pub(super) fn broken() -> Failure {
    failed(&unanswered(ErrorCode::BadResponse))
}

/// The answer to a caller, in this service's own words: what the vendor wrote could hold anything.
pub(super) fn failed(brief: &Brief) -> Failure {
    let (error, retry_after, delivery) = match brief {
        Brief::Failed { code, retry_after, delivery } => (*code, *retry_after, *delivery),
        // A success or a refusal that this call cannot have.
        _ => (ErrorCode::BadResponse, None, None),
    };
    let code = error.as_str();
    let wait = retry_after.map(|wait| u32::try_from(wait.div_ceil(1000)).unwrap_or(u32::MAX));
    let unsent = delivery == Some(Delivery::No);
    let reply = match error {
        ErrorCode::RateLimited => {
            let text = "The issuer is called too often. Wait before you try again.";
            replies::problem(429, "rate_limited", text).with_wait(wait)
        }
        ErrorCode::RecipientUnavailable => {
            replies::problem(422, code, "The number is not on WhatsApp.")
        }
        ErrorCode::ChannelRestricted => {
            let text =
                "WhatsApp restricts the sending number at present; that can last hours to days.";
            replies::problem(423, code, text)
        }
        ErrorCode::InvalidRequest => {
            let text = "The issuer did not accept the request.";
            replies::problem(422, "issuer_refused", text)
        }
        ErrorCode::Unauthorized | ErrorCode::Forbidden | ErrorCode::NotFound => {
            let text =
                "The issuer does not accept this service; its settings have to be looked at.";
            replies::problem(502, "issuer_misconfigured", text)
        }
        ErrorCode::Timeout => {
            let text = "The issuer did not answer in time; nothing is known of the outcome.";
            replies::problem(504, "issuer_timeout", text)
        }
        _ => {
            let text = "The issuer failed; nothing is known of the outcome.";
            replies::problem(502, "issuer_failed", text)
        }
    };
    Failure { reply, unsent, code }
}
