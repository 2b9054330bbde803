//! One chat's storage and whoever tells it something.

use crate::random::Random;
use hypersender_otp::contract::Reason;
use hypersender_otp::service::chat::command::{
    Answer, CodeFormat, Command, Counts, Delivery, Limit, Outcome, Report, Stage, Tally, UuidBytes,
    Verdict,
};
use hypersender_otp::service::chat::{ApplyError, Kept, RANDOM_BYTES, apply};
use hypersender_otp::service::policy::Policy;
use hypersender_otp::service::{Keys, NameKey, Pepper};
use hypersender_otp::timestamp::Timestamp;

pub const CHAT: &str = "20123456789@c.us";
pub const INSTANCE: UuidBytes = [0xa0; 16];
pub const PEPPER: &[u8] = b"canaryPEPPERcanaryPEPPERcanaryPEPPER";
pub const OLD_PEPPER: &[u8] = b"canaryOLDPEPPERcanaryOLDPEPPERcanary";
pub const NAME_KEY: &[u8] = b"canaryNAMEKEYcanaryNAMEKEYcanaryNAME";
pub const TEMPLATE: &str = "*{{code}}* is your code for {{name}}, valid for {{minutes}} min.";
pub const DIGITS: CodeFormat =
    CodeFormat { length: 6, letter: false, number: true, capital: false };
/// 2025-12-29T17:39:38+00:00, the contract's own example.
pub const NOW: u64 = 1_767_029_978_000;
/// Seconds.
pub const DAY: u64 = 86_400;

pub fn keys() -> Keys {
    Keys::new(pepper(PEPPER), None, NameKey::new(NAME_KEY).unwrap()).unwrap()
}

pub fn pepper(key: &[u8]) -> Pepper {
    Pepper::new(key).unwrap()
}

/// Limits that are out of the way of a test that is about something else.
pub fn roomy() -> Policy {
    Policy { send_gap: 0, sends_in_window: 100, sends_a_day: 100, ..Policy::CONTRACT }
}

/// A request as its caller got it.
#[derive(Clone)]
pub struct Made {
    pub uuid: UuidBytes,
    pub code: String,
    pub created: u64,
    pub expires: u64,
}

/// Why a guess was refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refusal {
    pub reason: Reason,
    pub left: Option<u8>,
    pub retry_after: Option<u32>,
    pub evaluated: bool,
}

/// What was due.
pub struct Due {
    pub deliveries: Vec<Delivery>,
    pub reports: Vec<Report>,
    pub tally: Option<Tally>,
}

pub struct Store {
    pub keys: Keys,
    pub policy: Policy,
    pub state: Option<Vec<u8>>,
    /// Milliseconds.
    pub now: u64,
    pub wake_in: Option<u64>,
    /// What the last turn told the ledger.
    pub reports: Vec<Report>,
    /// How often the state was written or deleted.
    pub writes: u32,
    pub random: Random,
}

impl Store {
    pub fn new() -> Store {
        Store::with(Policy::CONTRACT)
    }

    pub fn with(policy: Policy) -> Store {
        let (keys, random) = (keys(), Random(7));
        let (state, wake_in, reports) = (None, None, Vec::new());
        Store { keys, policy, state, now: NOW, wake_in, reports, writes: 0, random }
    }

    pub fn try_tell(&mut self, command: &Command) -> Result<Answer, ApplyError> {
        let random = self.random.bytes(RANDOM_BYTES);
        let now = Timestamp::from_millis(self.now);
        let state = self.state.as_deref();
        let turn = apply(&self.keys, &self.policy, state, command, now, &random)?;
        self.writes += u32::from(turn.state != Kept::Unchanged);
        match turn.state {
            Kept::Unchanged => {}
            Kept::Store(state) => self.state = Some(state),
            Kept::Delete => self.state = None,
        }
        self.wake_in = turn.wake_in;
        self.reports = turn.reports.map_or(Vec::new(), |told| told.requests);
        Ok(turn.answer)
    }

    pub fn tell(&mut self, command: &Command) -> Answer {
        self.try_tell(command).unwrap()
    }

    pub fn later(&mut self, seconds: u64) {
        self.now += seconds * 1000;
    }

    pub fn reserve(&mut self) -> Result<u64, (Limit, Option<u32>)> {
        self.reserve_as(false)
    }

    pub fn reserve_as(&mut self, public: bool) -> Result<u64, (Limit, Option<u32>)> {
        match self.tell(&Command::Reserve { instance: INSTANCE, public }) {
            Answer::Reserved { ticket } => Ok(ticket),
            Answer::Limited { why, retry_after } => Err((why, retry_after)),
            _ => panic!("no answer to a reservation"),
        }
    }

    pub fn release(&mut self, ticket: u64) {
        assert!(self.tell(&Command::Release { ticket }) == Answer::Done);
    }

    pub fn issue(&mut self, ticket: u64, expires: u32) -> Option<Made> {
        made(self.tell(&issue(ticket, expires)))
    }

    pub fn record(&mut self, ticket: u64, uuid: UuidBytes) -> bool {
        let chat = CHAT.to_owned();
        let record = Command::Record { ticket, instance: INSTANCE, chat, uuid, expires: 600 };
        matches!(self.tell(&record), Answer::Issued { code: None, .. })
    }

    /// A code for ten minutes.
    pub fn request(&mut self) -> Made {
        self.request_for(600)
    }

    /// A code for ten minutes whose message the courier took.
    pub fn sent(&mut self) -> Made {
        let made = self.request();
        self.due();
        self.delivered(made.uuid, Outcome::Accepted);
        made
    }

    pub fn request_for(&mut self, expires: u32) -> Made {
        let ticket = self.reserve().unwrap();
        self.issue(ticket, expires).unwrap()
    }

    pub fn guess(&mut self, code: &str, uuid: Option<UuidBytes>) -> Result<UuidBytes, Refusal> {
        verdict(self.tell(&guess(code, uuid, false)))
    }

    pub fn guess_as_page(&mut self, code: &str, uuid: UuidBytes) -> Result<UuidBytes, Refusal> {
        verdict(self.tell(&guess(code, Some(uuid), true)))
    }

    /// The reason a guess is refused for.
    pub fn refusal(&mut self, code: &str, uuid: Option<UuidBytes>) -> Reason {
        self.guess(code, uuid).unwrap_err().reason
    }

    pub fn charge(&mut self, uuid: Option<UuidBytes>) -> Result<u64, Refusal> {
        match self.tell(&Command::Charge { uuid, public: false }) {
            Answer::Charged { ticket } => Ok(ticket),
            other => Err(verdict(other).unwrap_err()),
        }
    }

    pub fn settle(&mut self, ticket: u64, said: Verdict) -> Result<UuidBytes, Refusal> {
        verdict(self.tell(&Command::Settle { ticket, verdict: said }))
    }

    pub fn due(&mut self) -> Due {
        match self.tell(&Command::Due) {
            Answer::Due { deliveries, tally, .. } => {
                Due { deliveries, reports: std::mem::take(&mut self.reports), tally }
            }
            _ => panic!("no answer to an alarm"),
        }
    }

    pub fn delivered(&mut self, uuid: UuidBytes, outcome: Outcome) {
        assert!(self.tell(&Command::Delivered { uuid, outcome }) == Answer::Done);
    }

    pub fn reported(&mut self, requests: Vec<(UuidBytes, Stage)>, tally: Option<Counts>) {
        assert!(self.tell(&Command::Reported { requests, tally }) == Answer::Done);
    }

    pub fn unlock(&mut self) {
        assert!(self.tell(&Command::Unlock) == Answer::Done);
    }
}

pub fn issue(ticket: u64, expires: u32) -> Command {
    Command::Issue {
        ticket,
        instance: INSTANCE,
        chat: CHAT.to_owned(),
        format: DIGITS,
        expires,
        name: Some(String::from("Acme")),
        template: TEMPLATE.to_owned(),
    }
}

pub fn guess(code: &str, uuid: Option<UuidBytes>, public: bool) -> Command {
    let (chat, code) = (CHAT.to_owned(), code.to_owned());
    Command::Validate { instance: INSTANCE, chat, code, uuid, public }
}

pub fn made(answer: Answer) -> Option<Made> {
    match answer {
        Answer::Issued { uuid, code, created, expires } => {
            Some(Made { uuid, code: code.unwrap(), created, expires })
        }
        _ => None,
    }
}

pub fn verdict(answer: Answer) -> Result<UuidBytes, Refusal> {
    match answer {
        Answer::Validated { uuid, .. } => Ok(uuid),
        Answer::Refused { reason, attempts_remaining, retry_after, evaluated } => {
            Err(Refusal { reason, left: attempts_remaining, retry_after, evaluated })
        }
        _ => panic!("no answer to a guess"),
    }
}

/// A code that is none of these.
pub fn wrong(made: &[&Made]) -> String {
    let free = |guess: &String| made.iter().all(|known| known.code != *guess);
    (0..10).map(|guess| format!("{guess:06}")).find(free).unwrap()
}

/// A wrong guess; it must be refused.
pub fn miss(store: &mut Store, made: &Made, uuid: Option<UuidBytes>) -> Refusal {
    store.guess(&wrong(&[made]), uuid).unwrap_err()
}

/// Whether these bytes hold that text.
pub fn holds(bytes: &[u8], text: &str) -> bool {
    bytes.windows(text.len()).any(|window| window == text.as_bytes())
}
