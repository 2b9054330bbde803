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
    let turned_back = chat.turn_back(now);
    let aged = chat.sweep(keys, now) || turned_back;
    let (changed, answer) = chat.carry_out((keys, policy), command, now, random)?;
    chat.trim();
    let kept = match (chat.is_blank(), state) {
        (true, Some(_)) => Kept::Delete,
        (false, _) if changed || aged => stored::changed(&chat, state),
        _ => Kept::Unchanged,
    };
    Ok(Turn { state: kept, answer, wake_in: chat.wake_in(now) })
}

impl Chat {
    /// Whether anything changed, and the answer.
    fn carry_out(
        &mut self,
        (keys, policy): (&Keys, &Policy),
        command: &Command,
        now: u64,
        random: &[u8],
    ) -> Result<(bool, Answer), ApplyError> {
        Ok(match command {
            Command::Reserve { instance, public } => {
                self.belong(instance)?;
                let answer = self.reserve(policy, *public, now, random);
                (matches!(answer, Answer::Reserved { .. }), answer)
            }
            Command::Release { ticket } => (self.release(*ticket), Answer::Done),
            Command::Issue { ticket, instance, chat, format, expires, name, template } => {
                self.belong(instance)?;
                let asked = Asked { ticket: *ticket, instance, chat, expires: *expires };
                let look = Look { format: *format, name: name.as_deref(), template };
                let answer = self.issue((keys, policy), &asked, &look, now, random)?;
                (matches!(answer, Answer::Issued { .. }), answer)
            }
            Command::Record { ticket, instance, chat, uuid, expires } => {
                self.belong(instance)?;
                let asked = Asked { ticket: *ticket, instance, chat, expires: *expires };
                let answer = self.enter(keys, policy, &asked, *uuid, None, now)?;
                (matches!(answer, Answer::Issued { .. }), answer)
            }
            Command::Validate { instance, chat, code, uuid, public } => {
                self.belong(instance)?;
                let guesser = Guesser { uuid: uuid.as_ref(), public: *public };
                self.validate((keys, policy), &Typed { instance, chat, code }, guesser, now)
            }
            Command::Charge { uuid, public } => {
                let guesser = Guesser { uuid: uuid.as_ref(), public: *public };
                self.charge_for_vendor(policy, guesser, now, random)
            }
            Command::Settle { ticket, verdict } => self.settle(policy, *ticket, *verdict, now),
            Command::Due => (true, self.due(keys, now)),
            Command::Delivered { uuid, outcome } => {
                self.delivered(uuid, *outcome, now);
                (true, Answer::Done)
            }
            Command::Reported { requests, tally } => {
                self.reported(requests, *tally, now);
                (true, Answer::Done)
            }
            Command::Unlock => {
                self.unlock();
                (true, Answer::Done)
            }
        })
    }

    /// Messages first: what becomes of them is to be in the report.
    fn due(&mut self, keys: &Keys, now: u64) -> Answer {
        let deliveries = self.deliveries(keys, now);
        let (reports, tally) =
            if deliveries.is_empty() { self.reports(now) } else { (Vec::new(), None) };
        Answer::Due { instance: self.instance, deliveries, reports, tally }
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
