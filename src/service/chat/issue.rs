//! A request enters: a code made here, or one the vendor made.

use super::command::{Answer, CodeFormat, UuidBytes};
use super::error::ApplyError;
use super::outbox::Letter;
use super::state::{Challenge, Chat, End, Parcel, Secret};
use super::text::render;
use crate::chat_id::ChatId;
use crate::code::Format;
use crate::contract::is_code;
use crate::service::keys::Keys;
use crate::service::policy::Policy;
use crate::service::words::to_bytes;
use crate::text::digits;
use crate::uuid::Uuid;

/// Who a request is for, and until when.
pub(super) struct Asked<'a> {
    pub(super) ticket: u64,
    pub(super) instance: &'a UuidBytes,
    pub(super) chat: &'a str,
    pub(super) expires: u32,
}

/// How the message of a code that is made here looks.
pub(super) struct Look<'a> {
    pub(super) format: CodeFormat,
    pub(super) name: Option<&'a str>,
    pub(super) template: &'a str,
}

impl Chat {
    /// Draws a code, keeps its hash and seals its message.
    pub(super) fn issue(
        &mut self,
        (keys, policy): (&Keys, &Policy),
        asked: &Asked<'_>,
        look: &Look<'_>,
        now: u64,
        random: &[u8],
    ) -> Result<Answer, ApplyError> {
        let (uuid, rest) = random.split_first_chunk().ok_or(ApplyError::Random)?;
        // A source that is stuck repeats itself; it would give every chat the same code.
        if rest.first_chunk() == Some(uuid) {
            return Err(ApplyError::Random);
        }
        let (nonce, rest) = rest.split_first_chunk().ok_or(ApplyError::Random)?;
        let uuid = Uuid::from_random(*uuid).to_bytes();
        let CodeFormat { length, letter, number, capital } = look.format;
        let format = Format::from_contract(length, letter, number, capital)
            .map_err(|_| ApplyError::Command("no code of that form can be made"))?;
        let code = draw(&format, rest).ok_or(ApplyError::Random)?;
        let minutes = digits(u64::from(asked.expires / 60));
        let text = render(look.template, |field| match field {
            "code" => Some(&code),
            "name" => look.name,
            "minutes" => Some(&minutes),
            _ => None,
        });
        let letter = Letter { chat: asked.chat.to_owned(), text, code: code.clone() };
        let sealed = keys
            .seal(super::outbox::PURPOSE, (asked.instance, &uuid), *nonce, &to_bytes(&letter))
            .ok_or(ApplyError::Command("the message is too long to be sealed"))?;
        let hash = keys.current().code_hash(asked.instance, asked.chat, &uuid, &code);
        let secret = Secret { key: keys.current().id(), hash: hash.0 };
        let parcel = Parcel { sealed, attempts: 0, next: now };
        self.enter(keys, policy, asked, uuid, Some((secret, parcel)), now).map(
            |answer| match answer {
                Answer::Issued { uuid, created, expires, .. } => {
                    Answer::Issued { uuid, code: Some(code), created, expires }
                }
                other => other,
            },
        )
    }

    /// Enters a request; with neither secret nor parcel it is the vendor's, and on its way.
    ///
    /// One that the vendor names again begins anew, with all its guesses: a send was paid for it, and
    /// the code of another request would have had as many.
    pub(super) fn enter(
        &mut self,
        keys: &Keys,
        policy: &Policy,
        asked: &Asked<'_>,
        uuid: UuidBytes,
        own: Option<(Secret, Parcel)>,
        now: u64,
    ) -> Result<Answer, ApplyError> {
        let chat = ChatId::parse(asked.chat).ok_or(ApplyError::Command("chat is no address"))?;
        if !self.use_send(asked.ticket) {
            return Ok(Answer::Unreserved);
        }
        let known = self.challenges.iter().position(|known| known.uuid == uuid);
        let known = known.map(|place| self.challenges.remove(place));
        match &known {
            Some(_) if own.is_some() => return Err(ApplyError::Random),
            Some(Challenge { end: Some(End::Validated { .. }), .. }) => {
                return Err(ApplyError::Command("the request was validated already"));
            }
            _ => {}
        }
        self.masked = chat.masked();
        self.tag = keys.names().tag(asked.instance, asked.chat);
        // The wire knows whole seconds only, and what it promises is what is kept.
        let expires = (now / 1000).saturating_add(u64::from(asked.expires));
        let created = known.map_or(now / 1000, |known| known.created);
        let sent = own.is_none();
        let (secret, parcel) = own.unzip();
        let guesses = u8::try_from(policy.guesses).unwrap_or(u8::MAX);
        let (end, reported) = (None, None);
        let challenge =
            Challenge { uuid, created, expires, guesses, secret, end, sent, parcel, reported };
        self.add(challenge, policy.live_codes);
        self.report_now(now);
        Ok(Answer::Issued { uuid, code: None, created, expires })
    }
}

/// Draws a code that can be validated: `0x12AB` is thrown away whole, which leaves every other code
/// as likely as every other.
fn draw(format: &Format, random: &[u8]) -> Option<String> {
    let drawn = format.draw(random)?;
    if is_code(&drawn.code) { Some(drawn.code) } else { draw(format, random.get(drawn.used..)?) }
}
