//! The machine under test, its broken twins, and how a history goes on.

use crate::account::{Account, PROMISES};
use crate::world::{Action, Budget, Client, Fate, Guess, Said, World};
use hypersender_otp::service::chat::command::{Answer, CodeFormat, Command, UuidBytes};
use hypersender_otp::service::chat::{Kept, Turn, apply};
use hypersender_otp::service::policy::Policy;
use hypersender_otp::service::{Keys, NameKey, Pepper};
use hypersender_otp::timestamp::Timestamp;
use stateright::{Model, Property};

/// Small, so that every limit is reached.
pub const POLICY: Policy = Policy {
    guesses: 2,
    live_codes: 2,
    failure_window: 600,
    failures_in_window: 3,
    lock: 600,
    longest_lock: 600,
    send_gap: 0,
    send_window: 600,
    sends_in_window: 2,
    ..Policy::CONTRACT
};
/// Of a code, in milliseconds.
const LIFETIME: u64 = 600_000;
const START: u64 = 1_767_029_978_000;
const INSTANCE: UuidBytes = [0xa0; 16];
const CHAT: &str = "20123456789@c.us";

#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Machine {
    Ours,
    /// Lets an answer out before the state is stored.
    AnswersFirst,
    /// Other messages come between its reading and its writing.
    Awaits,
    /// Tells whether a guess is right, and stores the charge for a wrong one never.
    ChargesLater,
}

pub struct Promises {
    machine: Machine,
    budget: Budget,
    keys: Keys,
}

impl Promises {
    pub fn new(machine: Machine, budget: Budget) -> Promises {
        Promises { machine, budget, keys: keys() }
    }

    fn turn(&self, world: &World, state: Option<&[u8]>, command: &Command) -> Turn {
        let now = Timestamp::from_millis(world.now);
        apply(&self.keys, &POLICY, state, command, now, &random(world.draws)).unwrap()
    }

    /// Carries a message out; the client learns its ticket from the answer, if that is `heard`.
    fn carry_out(&self, world: &mut World, client: usize, said: Said, heard: bool) {
        let read = world.clients[client].read.take();
        let state = read.unwrap_or_else(|| world.stored.clone());
        let command = command(world, said);
        let turn = self.turn(world, state.as_deref(), &command);
        let wrong = matches!(turn.answer, Answer::Refused { evaluated: true, .. });
        if self.machine != Machine::ChargesLater || !wrong {
            store(&mut world.stored, turn.state);
        }
        world.draws += u8::from(matches!(said, Said::Issue(_)));
        world.account.hear(&POLICY, &command, &turn.answer, world.now);
        if let (true, Answer::Reserved { ticket }) = (heard, turn.answer) {
            world.clients[client].ticket = Some(ticket);
        }
    }

    fn crash(&self, world: &mut World, said: Said) {
        let command = command(world, said);
        let turn = self.turn(world, world.stored.as_deref(), &command);
        world.draws += u8::from(matches!(said, Said::Issue(_)));
        if self.machine == Machine::AnswersFirst {
            world.account.hear(&POLICY, &command, &turn.answer, world.now);
        }
    }

    /// What a message may meet.
    fn fates(&self, left: &Budget, said: Said) -> impl Iterator<Item = Fate> {
        let learns = matches!(said, Said::Reserve);
        [
            (self.machine != Machine::Awaits, Fate::Heard),
            (self.machine == Machine::Awaits, Fate::Read),
            (left.repeats > 0, Fate::HeardAndRepeated),
            // Nobody's further way depends on any other answer.
            (left.losses > 0 && learns, Fate::Unheard),
            (left.crashes > 0, Fate::Crashed),
        ]
        .into_iter()
        .filter_map(|(can, fate)| can.then_some(fate))
    }
}

pub fn keys() -> Keys {
    let pepper = Pepper::new(&[1; 32]).unwrap();
    Keys::new(pepper, None, NameKey::new(&[2; 32]).unwrap()).unwrap()
}

fn store(stored: &mut Option<Vec<u8>>, kept: Kept) {
    match kept {
        Kept::Unchanged => {}
        Kept::Store(state) => *stored = Some(state),
        Kept::Delete => *stored = None,
    }
}

fn command(world: &World, said: Said) -> Command {
    let chat = CHAT.to_owned();
    match said {
        Said::Reserve => Command::Reserve { instance: INSTANCE, public: false },
        Said::Release(ticket) => Command::Release { ticket },
        Said::Issue(ticket) => Command::Issue {
            ticket,
            instance: INSTANCE,
            chat,
            format: CodeFormat { length: 6, letter: false, number: true, capital: false },
            expires: 600,
            name: None,
            template: String::from("{{code}}"),
        },
        Said::Guess(Guess { code, named }) => {
            let of = |place: u8| &world.account.codes[usize::from(place)];
            let code = code.map_or(String::from("nobody"), |place| of(place).code.clone());
            let uuid = named.map(|place| of(place).uuid);
            Command::Validate { instance: INSTANCE, chat, code, uuid, public: false }
        }
    }
}

/// Other bytes for every draw.
fn random(draws: u8) -> Vec<u8> {
    (0..=255_u8)
        .map(|at| at.wrapping_mul(29).wrapping_add(draws.wrapping_mul(101)) ^ 0x5a)
        .collect()
}

/// The guesses worth telling apart: every code with and without its name, one with another's
/// name, and one that is nobody's.
fn guesses(codes: u8) -> impl Iterator<Item = Guess> {
    let nobody = Guess { code: None, named: None };
    let own = (0..codes).flat_map(|place| {
        let code = Some(place);
        [None, code].map(|named| Guess { code, named })
    });
    let wrong = (0..codes).map(|place| Guess { code: None, named: Some(place) });
    let crossed = (1..codes).map(|place| Guess { code: Some(place - 1), named: Some(place) });
    [nobody].into_iter().chain(own).chain(wrong).chain(crossed)
}

impl Model for Promises {
    type State = World;
    type Action = Action;

    fn init_states(&self) -> Vec<World> {
        let clients = [Client::default(), Client::default(), Client::default()];
        let (left, account) = (self.budget, Account::default());
        vec![World { stored: None, now: START, clients, left, draws: 0, account }]
    }

    fn actions(&self, world: &World, actions: &mut Vec<Action>) {
        for (at, client) in world.clients.iter().enumerate() {
            // Two clients in the same situation would only tell the same history twice.
            if world.clients[..at].contains(client) {
                continue;
            }
            let who = at as u8;
            if client.waiting.is_some() {
                actions.push(Action::Arrive(who));
                continue;
            }
            let mut says = Vec::new();
            if let Some(ticket) = client.ticket {
                says.extend([Said::Issue(ticket), Said::Release(ticket)]);
            } else if world.left.requests > 0 {
                says.push(Said::Reserve);
            }
            if world.left.guesses > 0 && !world.account.codes.is_empty() {
                says.extend(guesses(world.account.codes.len() as u8).map(Said::Guess));
            }
            for said in says {
                let fates = self.fates(&world.left, said);
                actions.extend(fates.map(|fate| Action::Say(who, said, fate)));
            }
        }
        actions.extend((world.left.passes > 0).then_some(Action::Pass));
        actions.extend((world.left.jumps_back > 0).then_some(Action::JumpBack));
    }

    fn next_state(&self, last: &World, action: Action) -> Option<World> {
        let mut world = last.clone();
        let left = &mut world.left;
        match action {
            Action::Say(client, said, fate) => {
                let client = usize::from(client);
                match said {
                    Said::Reserve => left.requests -= 1,
                    Said::Guess(_) => left.guesses -= 1,
                    Said::Issue(_) | Said::Release(_) => world.clients[client].ticket = None,
                }
                match fate {
                    Fate::Heard => self.carry_out(&mut world, client, said, true),
                    Fate::HeardAndRepeated => {
                        left.repeats -= 1;
                        self.carry_out(&mut world, client, said, true);
                        world.clients[client].waiting = Some(said);
                    }
                    Fate::Unheard => {
                        left.losses -= 1;
                        self.carry_out(&mut world, client, said, false);
                    }
                    Fate::Crashed => {
                        left.crashes -= 1;
                        self.crash(&mut world, said);
                    }
                    Fate::Read => {
                        world.clients[client].read = Some(world.stored.clone());
                        world.clients[client].waiting = Some(said);
                    }
                }
            }
            Action::Arrive(client) => {
                let client = usize::from(client);
                let said = world.clients[client].waiting.take()?;
                self.carry_out(&mut world, client, said, true);
            }
            Action::Pass => {
                left.passes -= 1;
                world.now += LIFETIME / 2;
            }
            Action::JumpBack => {
                left.jumps_back -= 1;
                world.now -= LIFETIME / 2;
            }
        }
        world.clients.sort();
        Some(world)
    }

    fn properties(&self) -> Vec<Property<Promises>> {
        fn kept<const PROMISE: usize>(_: &Promises, world: &World) -> bool {
            !world.account.broken.contains(&PROMISES[PROMISE])
        }

        vec![
            Property::always(PROMISES[0], kept::<0>),
            Property::always(PROMISES[1], kept::<1>),
            Property::always(PROMISES[2], kept::<2>),
            Property::always(PROMISES[3], kept::<3>),
            Property::always(PROMISES[4], kept::<4>),
            Property::always(PROMISES[5], kept::<5>),
            Property::always(PROMISES[6], kept::<6>),
            Property::always(PROMISES[7], kept::<7>),
            Property::always(PROMISES[8], kept::<8>),
            Property::sometimes("some code wins", |_, world: &World| {
                world.account.codes.iter().any(|code| code.won == 1)
            }),
            Property::sometimes("some two codes live at once", |_, world: &World| {
                world.account.codes.len() == 2
            }),
            Property::sometimes("some code's guesses are used up", |_, world: &World| {
                world.account.codes.iter().any(|code| code.compared == POLICY.guesses)
            }),
        ]
    }
}
