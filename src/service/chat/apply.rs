//! One command to one chat.

use super::command::{Answer, Command, UuidBytes};
use super::error::ApplyError;
use super::guess::Guesser;
use super::issue::{Asked, Look};
use super::state::Chat;
use super::turn::{Kept, Turn};
use super::validate::Typed;
use crate::service::keys::Keys;
use crate::service::policy::Policy;
use crate::service::stored;
use crate::timestamp::Timestamp;

/// Random bytes one command may need: 16 for a request's UUID, 12 to seal its message, the rest
/// for its code.
pub const RANDOM_BYTES: usize = 256;

/// Carries out one command.
///
/// `state` is what the turn before left to be stored, `None` for a chat nothing is stored of;
/// `random` is [`RANDOM_BYTES`] fresh bytes. The caller stores the new state before it lets the
/// answer out, and lets nothing else happen to the chat in between.
///
/// # Errors
/// The state is damaged or of an unknown version, the random bytes do not suffice, or the command
/// is no command of this build. Nothing has changed then.
#[inline(never)]
pub fn apply(
    keys: &Keys,
    policy: &Policy,
    state: Option<&[u8]>,
    command: &Command,
    now: Timestamp,
    random: &[u8],
) -> Result<Turn, ApplyError> {
    let mut chat: Chat = stored::read(state)?;
    let now = now.millis();
    chat.turn_back(now);
    chat.sweep(keys, now);
    let answer = chat.carry_out((keys, policy), command, now, random)?;
    let reports = chat.tell(matches!(&answer, Answer::Due { tally: Some(_), .. }), now);
    chat.trim();
    let kept = match (chat.is_blank(), state) {
        (true, Some(_)) => Kept::Delete,
        (true, None) => Kept::Unchanged,
        (false, _) => stored::changed(&chat, state),
    };
    Ok(Turn { state: kept, answer, wake_in: chat.wake_in(now), reports })
}

impl Chat {
    fn carry_out(
        &mut self,
        (keys, policy): (&Keys, &Policy),
        command: &Command,
        now: u64,
        random: &[u8],
    ) -> Result<Answer, ApplyError> {
        match command {
            Command::Reserve { instance, public } => {
                self.belong(instance)?;
                return Ok(self.reserve(policy, *public, now, random));
            }
            Command::Release { ticket } => self.release(*ticket),
            Command::Issue { ticket, instance, chat, format, expires, name, template } => {
                self.belong(instance)?;
                let asked = Asked { ticket: *ticket, instance, chat, expires: *expires };
                let look = Look { format: *format, name: name.as_deref(), template };
                return self.issue((keys, policy), &asked, &look, now, random);
            }
            Command::Record { ticket, instance, chat, uuid, expires } => {
                self.belong(instance)?;
                let asked = Asked { ticket: *ticket, instance, chat, expires: *expires };
                return self.enter(keys, policy, &asked, *uuid, None, now);
            }
            Command::Validate { instance, chat, code, uuid, public } => {
                self.belong(instance)?;
                let guesser = Guesser { uuid: uuid.as_ref(), public: *public };
                let typed = Typed { instance, chat, code };
                return Ok(self.validate((keys, policy), &typed, guesser, now));
            }
            Command::Charge { uuid, public } => {
                let guesser = Guesser { uuid: uuid.as_ref(), public: *public };
                return Ok(self.charge_for_vendor(policy, guesser, now, random));
            }
            Command::Settle { ticket, verdict } => {
                return Ok(self.settle(policy, *ticket, *verdict, now));
            }
            Command::Due => return Ok(self.due(keys, now)),
            Command::Delivered { uuid, outcome } => self.delivered(uuid, *outcome, now),
            Command::Reported { requests, tally } => self.reported(requests, *tally, now),
            Command::Unlock => self.unlock(),
            Command::Requests => return Ok(Answer::Requests(self.requests())),
        }
        Ok(Answer::Done)
    }

    /// Messages first: what becomes of them is to be in the report.
    fn due(&mut self, keys: &Keys, now: u64) -> Answer {
        let deliveries = self.deliveries(keys, now);
        let tally = if deliveries.is_empty() { self.report(now) } else { None };
        Answer::Due { instance: self.instance, deliveries, tally }
    }

    /// Remembers the instance, and refuses every other from then on.
    fn belong(&mut self, instance: &UuidBytes) -> Result<(), ApplyError> {
        match self.instance.get_or_insert(*instance) == instance {
            true => Ok(()),
            false => Err(ApplyError::Command("the chat belongs to another instance")),
        }
    }

    fn unlock(&mut self) {
        self.in_a_row = 0;
        self.failures.clear();
        self.lock = None;
        self.locks = 0;
    }
}
