//! One chat's codes, as a pure function: state, event, time and random bytes in; state, outcome
//! and effects out.
//!
//! The shell stores the new state before it lets the outcome or an effect out, and lets nothing
//! else happen to the chat in between.

use super::event::{Binding, Effect, Event, Outcome, Refusal, Step, StepError};
use super::keys::CodeHash;
use super::message::Message;
use super::state::{Challenge, Chat, GUESSES, Phase, uuid_bytes};
use crate::code::Format;
use crate::contract::{Reason, RequestCode, RequestedCode, Status, ValidateCode, Validated};
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

/// Lets one event happen to one chat.
///
/// `state` is what the step before left to be stored, `None` for a chat never seen; `random` is
/// [`super::RANDOM_BYTES`] fresh bytes.
///
/// # Errors
/// The state is damaged or of an unknown version, or the random bytes do not suffice.
pub fn step(
    binding: Binding<'_>,
    state: Option<&[u8]>,
    event: &Event,
    now: Timestamp,
    random: &[u8],
) -> Result<Step, StepError> {
    let mut chat = Chat::decode(state).map_err(StepError::State)?;
    let swept = chat.sweep(now);
    let (changed, outcome, effects) = match event {
        Event::RequestCode(asked) => {
            let (outcome, message) = issue(binding, &mut chat, asked, now, random)?;
            (true, outcome, vec![Effect::Send(message)])
        }
        Event::ValidateCode(asked) => {
            let (charged, outcome) = judge(binding, &mut chat, asked, now);
            (charged, outcome, Vec::new())
        }
    };
    chat.trim();
    let state = (changed || swept).then(|| chat.encode());
    Ok(Step { state, outcome, effects })
}

fn issue(
    binding: Binding<'_>,
    chat: &mut Chat,
    asked: &RequestCode,
    now: Timestamp,
    random: &[u8],
) -> Result<(Outcome, Message), StepError> {
    let (head, rest) = random.split_first_chunk::<16>().ok_or(StepError::Random)?;
    let uuid = Uuid::from_random(*head);
    let bytes = uuid_bytes(&uuid);
    if chat.challenges.iter().any(|known| known.uuid == bytes) {
        return Err(StepError::Random);
    }
    let format =
        Format::from_contract(asked.length, asked.use_letter, asked.use_number, asked.all_capital)
            .map_err(|_| StepError::Format)?;
    let code = format.draw(rest).ok_or(StepError::Random)?.code;
    // The wire knows whole seconds only, and what it promises is what is kept.
    let created = now.millis() / 1000;
    let challenge = Challenge {
        uuid: bytes,
        created,
        lifetime: u16::try_from(asked.expires).unwrap_or(u16::MAX),
        phase: Phase::Live {
            guesses: GUESSES,
            hash: binding.pepper.hash(binding.instance, &asked.chat_id, &bytes, &code),
        },
    };
    chat.add(challenge);
    let message = Message::for_code(asked, &uuid, &code, now);
    let requested = RequestedCode {
        uuid,
        chat_id: asked.chat_id.clone(),
        code: Some(code),
        status: Status::Pending,
        otp_type: String::from("code"),
        expires_at: challenge.expires(),
        created_at: Timestamp::from_millis(created * 1000),
    };
    Ok((Outcome::Requested(requested), message))
}

/// Charges first, compares then, uses up last; whether anything changed, and the outcome.
fn judge(
    binding: Binding<'_>,
    chat: &mut Chat,
    asked: &ValidateCode,
    now: Timestamp,
) -> (bool, Outcome) {
    let hash =
        |uuid: &[u8; 16]| binding.pepper.hash(binding.instance, &asked.chat_id, uuid, &asked.code);
    let named = asked.uuid.as_ref().map(uuid_bytes);
    let (candidates, reason) = candidates(chat, named.as_ref());
    if candidates.is_empty() {
        // As much work as one comparison, so that the time does not tell whether a code waits.
        let _ = hash(&[0; 16]).matches(&CodeHash([0; 32]));
        return (false, Outcome::Refused(Refusal { reason, attempts_remaining: None }));
    }
    let mut most_left = 0;
    for at in candidates {
        let Some(challenge) = chat.challenges.get_mut(at) else { continue };
        let Phase::Live { guesses, hash: kept } = challenge.phase else { continue };
        let left = guesses.saturating_sub(1);
        challenge.phase = match left {
            0 => Phase::Exhausted,
            guesses => Phase::Live { guesses, hash: kept },
        };
        if hash(&challenge.uuid).matches(&kept) {
            challenge.phase = Phase::Validated;
            let validated = Validated {
                uuid: Uuid::from_random(challenge.uuid),
                chat_id: asked.chat_id.clone(),
                status: Status::Validated,
                validated_at: now,
                proof: None,
            };
            return (true, Outcome::Validated(validated));
        }
        most_left = most_left.max(left);
    }
    let refusal = Refusal { reason: Reason::InvalidCode, attempts_remaining: Some(most_left) };
    (true, Outcome::Refused(refusal))
}

/// The challenges a guess is compared with, newest first, and what to say when there are none.
///
/// A named request is compared alone. Without a name every live code is a candidate, back to the
/// last one that was validated: after a success a repeated code is "used", not "wrong".
fn candidates(chat: &Chat, named: Option<&[u8; 16]>) -> (Vec<usize>, Reason) {
    let mut found = Vec::new();
    let mut reason = None;
    for (at, challenge) in chat.challenges.iter().enumerate().rev() {
        if named.is_some_and(|uuid| *uuid != challenge.uuid) {
            continue;
        }
        let ended = match challenge.phase {
            Phase::Live { .. } => {
                found.push(at);
                continue;
            }
            Phase::Exhausted => Reason::TooManyAttempts,
            Phase::Validated => Reason::AlreadyUsed,
            Phase::Expired => Reason::ExpiredCode,
        };
        reason = reason.or(Some(ended));
        if ended == Reason::AlreadyUsed {
            break;
        }
    }
    (found, reason.unwrap_or(Reason::NoActiveOtp))
}
