//! The same for codes the vendor makes and judges, with a vendor that says whatever it likes.

use crate::machine::keys;
use hypersender_otp::contract::Reason;
use hypersender_otp::service::chat::command::{Answer, Command, UuidBytes, Verdict};
use hypersender_otp::service::chat::{Kept, apply};
use hypersender_otp::service::policy::Policy;
use hypersender_otp::timestamp::Timestamp;
use stateright::{Model, Property};

const POLICY: Policy = Policy { guesses: 2, send_gap: 0, ..Policy::CONTRACT };
const INSTANCE: UuidBytes = [0xa0; 16];
const REQUESTS: [UuidBytes; 2] = [[1; 16], [2; 16]];
const START: u64 = 1_767_029_978_000;

pub struct VendorPromises {
    pub charges: u8,
    pub verdicts: u8,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct World {
    stored: Option<Vec<u8>>,
    now: u64,
    /// Charges whose verdict is on its way; it may come again after it came.
    open: Vec<Open>,
    charges: u8,
    verdicts: u8,
    passes: u8,
    draws: u16,
    /// For each request: guesses that were let through with its name, and successes.
    asked: [u8; 2],
    won: [u8; 2],
    late: bool,
    /// A right guess lost although its code had neither won nor expired.
    robbed: bool,
}

#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Open {
    ticket: u64,
    named: Option<u8>,
    settled: bool,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Action {
    Charge(Option<u8>),
    Settle(u8, Verdict),
    Pass,
}

impl World {
    fn tell(&mut self, command: &Command) -> Answer {
        let now = Timestamp::from_millis(self.now);
        self.draws += 1;
        let random = self.draws.to_le_bytes();
        let state = self.stored.as_deref();
        let turn = apply(&keys(), &POLICY, state, command, now, &random).unwrap();
        match turn.state {
            Kept::Unchanged => {}
            Kept::Store(state) => self.stored = Some(state),
            Kept::Delete => self.stored = None,
        }
        turn.answer
    }
}

impl Model for VendorPromises {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        let mut world = World {
            stored: None,
            now: START,
            open: Vec::new(),
            charges: self.charges,
            verdicts: self.verdicts,
            passes: 1,
            draws: 0,
            asked: [0; 2],
            won: [0; 2],
            late: false,
            robbed: false,
        };
        for uuid in REQUESTS {
            let reserve = Command::Reserve { instance: INSTANCE, public: false };
            let Answer::Reserved { ticket } = world.tell(&reserve) else { panic!() };
            let chat = String::from("20123456789@c.us");
            world.tell(&Command::Record { ticket, instance: INSTANCE, chat, uuid, expires: 600 });
        }
        vec![world]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        if world.charges > 0 {
            actions.extend([None, Some(0), Some(1)].map(Action::Charge));
        }
        if world.verdicts > 0 {
            let [first, second] = REQUESTS.map(|uuid| Verdict::Valid { uuid });
            let ended = Verdict::Ended(Reason::AlreadyUsed);
            for charge in 0..world.open.len() as u8 {
                let verdicts = [first, second, Verdict::Invalid, Verdict::Unknown, ended];
                actions.extend(verdicts.map(|verdict| Action::Settle(charge, verdict)));
            }
        }
        actions.extend((world.passes > 0).then_some(Action::Pass));
    }

    fn next_state(&self, last: &World, action: Action) -> Option<World> {
        let mut world = last.clone();
        match action {
            Action::Charge(place) => {
                world.charges -= 1;
                let uuid = place.map(|place| REQUESTS[usize::from(place)]);
                if let Answer::Charged { ticket } =
                    world.tell(&Command::Charge { uuid, public: false })
                {
                    world.open.push(Open { ticket, named: place, settled: false });
                    if let Some(place) = place {
                        world.asked[usize::from(place)] += 1;
                    }
                }
            }
            Action::Settle(charge, verdict) => {
                world.verdicts -= 1;
                let Open { ticket, named, settled } = world.open[usize::from(charge)];
                world.open[usize::from(charge)].settled = true;
                let in_time = world.now < START + 600_000;
                if let Answer::Validated { uuid, .. } =
                    world.tell(&Command::Settle { ticket, verdict })
                {
                    let place = REQUESTS.iter().position(|known| *known == uuid)?;
                    world.won[place] += 1;
                    world.late |= !in_time;
                } else if let (Some(place), Verdict::Valid { uuid }) = (named, verdict) {
                    let place = usize::from(place);
                    let meant = uuid == REQUESTS[place] && world.won[place] == 0;
                    world.robbed |= meant && in_time && !settled;
                }
            }
            Action::Pass => {
                world.passes -= 1;
                world.now += 600_000;
            }
        }
        Some(world)
    }

    fn properties(&self) -> Vec<Property<VendorPromises>> {
        vec![
            Property::always("a code wins once", |_, world: &World| {
                world.won.iter().all(|won| *won <= 1)
            }),
            Property::always(
                "the vendor is asked no more often than there are guesses",
                |_, world: &World| {
                    world.asked.iter().all(|asked| u32::from(*asked) <= POLICY.guesses)
                },
            ),
            Property::always("no code wins after it expired", |_, world: &World| !world.late),
            Property::always(
                "a right guess wins unless its code is used or over",
                |_, world: &World| !world.robbed,
            ),
            Property::sometimes("some code wins", |_, world: &World| world.won[0] == 1),
            Property::sometimes("some two codes win", |_, world: &World| world.won == [1, 1]),
        ]
    }
}
