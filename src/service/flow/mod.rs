//! What happens between objects, courier and vendor: every call from its HTTP request to its
//! answer, one step at a time.
//!
//! A flow holds nothing between two steps but the bytes it hands out as `next`, so that a shell
//! may go on in another place, or in a fresh instance of this module.

mod begin;
mod courier;
mod frame;
mod key;
mod leases;
mod list;
mod names;
mod next;
mod request;
mod step;
mod unlock;
mod validate;
mod vendor;
mod wake;

pub use step::{Act, Brought, Event, Step};

use super::http::Request;
use super::inbox::Inbox;
use super::object::{self, Applied, Kind};
use super::settings::Settings;
use super::{chat, replies, words};
use crate::timestamp::Timestamp;
use leases::Leases;
use next::Next;

/// One configured service: its settings, the sends it has leased, and the development inbox where
/// there is one.
pub struct Service {
    settings: Settings,
    leases: Leases,
    inbox: Inbox,
}

/// What a flow has at hand in one step.
struct Desk<'s> {
    settings: &'s Settings,
    leases: &'s mut Leases,
    inbox: &'s mut Inbox,
    /// The time, by the demo's clock where that was turned.
    now: Timestamp,
}

impl Service {
    /// A service with these settings.
    pub fn new(settings: Settings) -> Service {
        let inbox = if settings.has_inbox() { Inbox::new() } else { Inbox::default() };
        Service { settings, leases: Leases::new(), inbox }
    }

    /// Its settings.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// Begins with a request; `now` is the real time, here and everywhere.
    pub fn begin(&mut self, request: &Request<'_>, now: Timestamp) -> Step {
        begin::begin(&mut self.desk(now), request, now)
    }

    /// Goes on with what the shell brought.
    pub fn resume(&mut self, next: &[u8], brought: &Brought, now: Timestamp) -> Step {
        let Some(next) = words::from_bytes(next) else {
            return Step::reply(replies::unknown());
        };
        let desk = &mut self.desk(now);
        match next {
            Next::Request(asking) => asking.resume(desk, brought),
            Next::Validate(guessing) => guessing.resume(desk, brought),
            Next::List(listing) => listing.resume(desk, brought),
            Next::Get(getting) => getting.resume(desk, brought),
            Next::Unlock(unlocking) => unlocking.resume(brought),
            Next::Wake(waking) => waking.resume(desk, brought),
            Next::Close(closing) => closing.resume(),
        }
    }

    /// Begins because the alarm of an object rang.
    pub fn wake(&mut self, kind: Kind, name: &str, _now: Timestamp) -> Step {
        wake::begin(kind, name)
    }

    /// Lets one command happen to one object. The shell stores the new state before it lets the
    /// answer out, and lets nothing else happen to the object in between.
    ///
    /// `random` is [`chat::RANDOM_BYTES`] fresh bytes.
    ///
    /// # Errors
    /// The state, the command or the random bytes cannot be used; nothing has changed then.
    pub fn apply(
        &self,
        kind: Kind,
        state: Option<&[u8]>,
        command: &[u8],
        now: Timestamp,
        random: &[u8],
    ) -> Result<Applied, chat::ApplyError> {
        object::apply(&self.settings, kind, state, command, self.inbox.time(now), random)
    }

    fn desk(&mut self, now: Timestamp) -> Desk<'_> {
        let now = self.inbox.time(now);
        Desk { settings: &self.settings, leases: &mut self.leases, inbox: &mut self.inbox, now }
    }
}
