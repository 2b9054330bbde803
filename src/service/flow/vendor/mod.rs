//! The vendor asked: by the client's own calls, and judged by the client's own judge.

mod answer;

pub(super) use answer::Failure;

use super::Desk;
use super::next::Next;
use super::request::Asking;
use super::step::{Act, Brought, Step};
use super::validate::Guessing;
use crate::chat_id::ChatId;
use crate::client::{Brief, Call, Expected, Options};
use crate::contract::{Reason, RequestCode, ValidateCode};
use crate::service::chat::command::{UuidBytes, Verdict};
use crate::service::http::push_header;
use crate::service::replies;
use crate::service::settings::{Issuer, Vendor};
use crate::service::words;
use crate::uuid::Uuid;
use answer::{broken, failed, read};

/// Milliseconds the vendor is waited for: less than a caller waits for this service.
const TIMEOUT: u32 = 8_000;

/// A code that the vendor made.
pub(super) struct Made {
    pub(super) uuid: UuidBytes,
    /// Seconds until it expires.
    pub(super) expires: u32,
    /// The code, where it is passed on.
    pub(super) code: Option<String>,
}

/// Asks for a code.
pub(super) fn request(asking: Box<Asking>, account: &Vendor) -> Step {
    let options = options(account, &asking.frame.uuid());
    match request_call(&asking) {
        Some(call) => send(&call, &options, &Next::Request(asking)),
        None => asking.frame.reply(replies::unknown()),
    }
}

/// What came of it.
pub(super) fn requested(
    asking: &Asking,
    desk: &Desk<'_>,
    brought: &Brought,
) -> Result<Made, Failure> {
    let Issuer::Hypersender(account) = &desk.settings.issuer else { return Err(broken()) };
    let call = request_call(asking).ok_or_else(broken)?;
    let options = options(account, &asking.frame.uuid());
    match read(&Expected::of(&call, &options), desk, brought) {
        Brief::Requested { uuid, code, expires_at } => {
            let left = expires_at.millis().saturating_sub(desk.now.millis()) / 1000;
            let left = u32::try_from(left).unwrap_or(u32::MAX);
            Ok(Made {
                uuid: uuid.to_bytes(),
                // By its own clock the vendor may say anything; the policy holds all the same.
                expires: if left == 0 { asking.expires } else { left.min(asking.expires) },
                code: code.filter(|_| account.pass_code),
            })
        }
        other => Err(failed(&other)),
    }
}

/// Asks about a guess.
pub(super) fn validate(guessing: Box<Guessing>, account: &Vendor) -> Step {
    let options = options(account, &guessing.frame.uuid());
    match validate_call(&guessing) {
        Some(call) => send(&call, &options, &Next::Validate(guessing)),
        None => guessing.frame.reply(replies::unknown()),
    }
}

/// What it said.
pub(super) fn validated(
    guessing: &Guessing,
    desk: &Desk<'_>,
    brought: &Brought,
) -> Result<Verdict, Failure> {
    let Issuer::Hypersender(account) = &desk.settings.issuer else { return Err(broken()) };
    let call = validate_call(guessing).ok_or_else(broken)?;
    let options = options(account, &guessing.frame.uuid());
    let uuid = guessing.uuid.map(Uuid::from_bytes);
    let mut expected = Expected::of(&call, &options);
    expected.uuid = uuid.as_ref().map_or("", Uuid::as_str);
    match read(&expected, desk, brought) {
        Brief::Validated { uuid } => Ok(Verdict::Valid { uuid: uuid.to_bytes() }),
        Brief::Refused(Reason::InvalidCode) => Ok(Verdict::Invalid),
        Brief::Refused(reason) => Ok(Verdict::Ended(reason)),
        other => Err(failed(&other)),
    }
}

fn options(account: &Vendor, instance: &Uuid) -> Options {
    let instance = account.instance.as_ref().unwrap_or(instance).clone();
    Options {
        base_url: account.base_url.clone(),
        timeout: TIMEOUT,
        retry: 0,
        ..Options::new(instance, Some(&account.token))
    }
}

fn request_call(asking: &Asking) -> Option<Call> {
    Some(Call::RequestCode(RequestCode {
        chat_id: ChatId::parse(&asking.chat)?,
        length: asking.format.length,
        use_letter: asking.format.letter,
        use_number: asking.format.number,
        all_capital: asking.format.capital,
        name: asking.name.clone(),
        expires: asking.expires,
    }))
}

/// Without the uuid, which the vendor does not know; it is compared here.
fn validate_call(guessing: &Guessing) -> Option<Call> {
    let chat_id = ChatId::parse(&guessing.chat)?;
    Some(Call::ValidateCode(ValidateCode { chat_id, code: guessing.code.clone(), uuid: None }))
}

fn send(call: &Call, options: &Options, next: &Next) -> Step {
    let http = call.to_http(options);
    let mut headers = String::new();
    http.headers.iter().for_each(|(name, value)| push_header(&mut headers, name, value));
    Step::new(Act::Fetch {
        url: http.url,
        method: http.method,
        headers,
        body: http.body.unwrap_or_default(),
        timeout: TIMEOUT,
        next: words::to_bytes(next),
    })
}
