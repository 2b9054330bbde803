//! Budget, ledger and kept answers by themselves: limits, clocks, and what is stored of them.

use crate::host::NOW;
use crate::random::Random;
use crate::support::setup;
use hypersender_otp::service::budget::{self, Limits, calling_code};
use hypersender_otp::service::chat::command::{Counts, Report, Stage};
use hypersender_otp::service::chat::{ApplyError, Kept};
use hypersender_otp::service::stored::StateError;
use hypersender_otp::service::words::{self, Word};
use hypersender_otp::service::{Kind, Service, answer, ledger};
use hypersender_otp::timestamp::Timestamp;

/// One object and whoever tells it something.
pub struct Object {
    service: Service,
    kind: Kind,
    pub state: Option<Vec<u8>>,
    pub wake_in: Option<u64>,
    /// How often the state was written or deleted.
    pub writes: u32,
    now: Timestamp,
    random: Random,
}

impl Object {
    pub fn new(kind: Kind, policy: &str) -> Object {
        let service = Service::new(setup(&[("policy", policy)]).unwrap());
        let (state, wake_in, random) = (None, None, Random(3));
        Object { service, kind, state, wake_in, writes: 0, now: NOW, random }
    }

    fn try_tell(&mut self, command: &impl Word) -> Result<Vec<u8>, ApplyError> {
        let (command, random) = (words::to_bytes(command), self.random.bytes(256));
        let state = self.state.as_deref();
        let turn = self.service.apply(self.kind, state, &command, self.now, &random)?;
        self.writes += u32::from(turn.state != Kept::Unchanged);
        self.wake_in = turn.wake_in;
        match turn.state {
            Kept::Unchanged => {}
            Kept::Delete => self.state = None,
            Kept::Store(state) => self.state = Some(state),
        }
        Ok(turn.answer)
    }

    pub fn tell<A: Word>(&mut self, command: &impl Word) -> A {
        words::from_bytes(&self.try_tell(command).unwrap()).unwrap()
    }

    pub fn at(&mut self, second: i64) {
        let seconds = (NOW.millis() / 1000).checked_add_signed(second).unwrap();
        self.now = Timestamp::from_millis(seconds * 1000);
    }

    pub fn charge(&mut self, country: u16) -> budget::Answer {
        self.tell(&budget::Command::Charge { country, wanted: 0 })
    }

    pub fn charges(&mut self, country: u16) -> bool {
        self.charge(country) == budget::Answer::Charged { ahead: 0 }
    }
}

#[test]
fn a_number_belongs_to_the_country_of_its_calling_code() {
    for (number, code) in [
        ("12025550123@c.us", 1),
        ("79161234567@c.us", 7),
        ("20123456789@c.us", 20),
        ("4915112345678@c.us", 49),
        ("212612345678@c.us", 212),
        ("966512345678@c.us", 966),
        ("8801712345678@c.us", 880),
        ("998901234567@c.us", 998),
    ] {
        assert_eq!(calling_code(number), code, "{number}");
    }
}

#[test]
fn an_instance_has_a_shard_for_each_600_sends_a_minute() {
    for (sends, shards) in [(1, 1), (600, 1), (1199, 1), (1200, 2), (38_400, 64), (1_000_000, 64)] {
        assert_eq!(Limits::shards(sends), shards, "{sends}");
        let part = Limits::part(sends, 20, 1000);
        assert!(part.sends * shards <= sends.max(shards), "the parts are no more than the whole");
        assert!(part.country >= 1 && part.country <= part.sends);
    }
    assert_eq!(Limits::part(60, 20, 1000), Limits { sends: 60, country: 12, failures: 1000 });
    assert_eq!(Limits::part(1200, 20, 1000), Limits { sends: 600, country: 120, failures: 500 });
}

#[test]
fn no_minute_however_laid_sees_more_than_the_limit() {
    let mut object = Object::new(Kind::Budget, r#"{"sendsAMinute":10,"sendsToOnePrefix":30}"#);
    let mut random = Random(17);
    let mut granted: Vec<(i64, u16)> = Vec::new();
    let mut refused = 0;
    for _ in 0..4000 {
        let second = granted.last().map_or(0, |(at, _)| *at) + (random.next() % 9) as i64;
        object.at(second);
        let country = [20, 1, 49, 212][(random.next() % 4) as usize];
        match object.charge(country) {
            budget::Answer::Charged { ahead: 0 } => granted.push((second, country)),
            budget::Answer::Spent { retry_after, .. } => {
                refused += 1;
                object.at(second + i64::from(retry_after));
                assert!(object.charges(country), "what it said of waiting is true");
                granted.push((second + i64::from(retry_after), country));
            }
            other => panic!("{other:?}"),
        }
    }
    assert!(refused > 100);
    for (at, (end, _)) in granted.iter().enumerate() {
        let minute = granted[..=at].iter().rev().take_while(|(begin, _)| end - begin < 60);
        let minute: Vec<u16> = minute.map(|(_, country)| *country).collect();
        assert!(minute.len() <= 10, "{} within a minute", minute.len());
        for country in [20, 1, 49, 212] {
            assert!(minute.iter().filter(|own| **own == country).count() <= 3);
        }
    }
}

#[test]
fn a_clock_that_jumps_gives_no_sends_back_and_locks_for_no_longer() {
    let mut object = Object::new(Kind::Budget, r#"{"sendsAMinute":2,"sendsToOnePrefix":100}"#);
    assert!(object.charges(20) && object.charges(20) && !object.charges(20));
    object.at(-1_000_000);
    let budget::Answer::Spent { retry_after, .. } = object.charge(20) else {
        panic!("a clock that goes back gave a send back")
    };
    assert!(retry_after <= 70, "{retry_after}");
    object.at(-1_000_000 + i64::from(retry_after));
    assert!(object.charges(20));
    object.at(1_000_000);
    assert!(object.charges(20) && object.charges(20) && !object.charges(20));
}

#[test]
fn a_budget_that_counts_nothing_any_more_is_forgotten() {
    let mut object = Object::new(Kind::Budget, "contract");
    object.charge(20);
    object.at(30);
    object.tell::<budget::Answer>(&budget::Command::Sweep);
    assert!(object.state.is_some());
    object.at(7200);
    object.tell::<budget::Answer>(&budget::Command::Sweep);
    assert!(object.state.is_none());
}

#[test]
fn an_attack_is_many_failures_and_more_than_three_times_the_successes() {
    for (failures, successes, expected) in [
        (1000, 0, false),
        (1001, 0, true),
        (3000, 1000, false),
        (3001, 1000, true),
        (900, 1, false),
    ] {
        let mut object = Object::new(Kind::Budget, "contract");
        let counts = Counts { failures, successes };
        let noted: budget::Answer = object.tell(&budget::Command::Verdicts(counts));
        assert_eq!(noted, budget::Answer::Noted { alarm: expected.then_some(counts) });
        let status: budget::Answer = object.tell(&budget::Command::Status);
        assert_eq!(status, budget::Answer::Status { hour: counts });
        assert_eq!(budget::is_attack(counts, 1000), expected);
        object.at(3900);
        let status: budget::Answer = object.tell(&budget::Command::Status);
        assert_eq!(status, budget::Answer::Status { hour: Counts::default() }, "an hour later");
    }
}

fn report(number: u64, stage: Stage) -> Report {
    let mut uuid = [0x55; 16];
    uuid[8..].copy_from_slice(&number.to_be_bytes());
    Report {
        uuid,
        masked: "+20*******89".into(),
        tag: [7; 8],
        stage,
        created: NOW.millis() / 1000 + number,
        expires: NOW.millis() / 1000 + number + 600,
        validated_at: (stage == Stage::Validated).then_some(NOW.millis()),
    }
}

#[test]
fn reports_may_come_twice_and_in_any_order() {
    let stages = [Stage::Pending, Stage::Sent, Stage::Validated];
    for order in [[0, 1, 2], [0, 2, 1], [1, 0, 2], [1, 2, 0], [2, 0, 1], [2, 1, 0]] {
        let mut object = Object::new(Kind::Ledger, "contract");
        for at in order.into_iter().chain(order) {
            let put = ledger::Command::Put(report(1, stages[at]));
            assert_eq!(object.tell::<ledger::Answer>(&put), ledger::Answer::Done);
        }
        let found: ledger::Answer = object.tell(&ledger::Command::Get(report(1, Stage::Sent).uuid));
        assert_eq!(found, ledger::Answer::Page(vec![report(1, Stage::Validated)]), "{order:?}");
    }
}

#[test]
fn a_shard_remembers_its_newest_128_requests() {
    let mut object = Object::new(Kind::Ledger, "contract");
    for number in (0..150).rev() {
        let put = ledger::Command::Put(report((number * 7) % 150, Stage::Sent));
        object.tell::<ledger::Answer>(&put);
    }
    let get = |number| ledger::Command::Get(report(number, Stage::Sent).uuid);
    for number in 0..150 {
        let found: ledger::Answer = object.tell(&get(number));
        let kept = found != ledger::Answer::Page(Vec::new());
        assert_eq!(kept, number >= 22, "{number}");
    }
    assert!(object.state.unwrap().len() < 64 * 128);
}

/// States as this version writes them; a later one must read these very bytes.
fn golden() -> Vec<(Kind, Vec<u8>)> {
    let mut budget = Object::new(Kind::Budget, "contract");
    budget.charge(20);
    budget.charge(966);
    budget.at(7);
    budget.charge(20);
    let counts = Counts { failures: 1200, successes: 3 };
    budget.tell::<budget::Answer>(&budget::Command::Verdicts(counts));
    let mut ledger = Object::new(Kind::Ledger, "contract");
    for (number, stage) in [(1, Stage::Pending), (2, Stage::Sent), (3, Stage::Validated)] {
        ledger.tell::<ledger::Answer>(&ledger::Command::Put(report(number, stage)));
    }
    let mut answer = Object::new(Kind::Answer, "contract");
    answer.tell::<answer::Answer>(&answer::Command::Begin { hash: [9; 32] });
    let finish = answer::Command::Finish {
        hash: [9; 32],
        instance: [1; 16],
        uuid: [2; 16],
        body: "{}".into(),
        until: NOW.millis() / 1000 + 600,
    };
    answer.tell::<answer::Answer>(&finish);
    [budget, ledger, answer].map(|object| (object.kind, object.state.unwrap())).to_vec()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

#[test]
fn what_is_stored_today_can_be_read_by_every_later_version() {
    let kept = include_str!("../data/objects-v1.txt");
    let kept: Vec<&str> = kept.lines().collect();
    let written: Vec<String> =
        golden().iter().map(|(kind, state)| format!("{} {}", kind.as_str(), hex(state))).collect();
    assert_eq!(written, kept);
    let unhex = |text: &str| -> Vec<u8> {
        let digit = |at: usize| u8::from_str_radix(&text[at..at + 2], 16).unwrap();
        (0..text.len()).step_by(2).map(digit).collect()
    };
    let state = |line: usize| Some(unhex(kept[line].split_once(' ').unwrap().1));
    let mut budget = Object::new(Kind::Budget, r#"{"sendsAMinute":3}"#);
    budget.state = state(0);
    budget.at(8);
    assert!(matches!(budget.charge(1), budget::Answer::Spent { country: false, .. }));
    let mut ledger = Object::new(Kind::Ledger, "contract");
    ledger.state = state(1);
    let query = ledger::Query { limit: 100, ..ledger::Query::default() };
    let ledger::Answer::Page(page) = ledger.tell(&ledger::Command::List(query)) else { panic!() };
    let stages: Vec<Stage> = page.iter().map(|report| report.stage).collect();
    assert_eq!(stages, [Stage::Validated, Stage::Sent, Stage::Pending]);
    let mut answer = Object::new(Kind::Answer, "contract");
    answer.state = state(2);
    let replay: answer::Answer = answer.tell(&answer::Command::Begin { hash: [9; 32] });
    assert!(replay == answer::Answer::Replay("{}".into()));
}

#[test]
fn a_damaged_state_or_one_of_another_version_is_an_error() {
    for (kind, state) in golden() {
        let command = match kind {
            Kind::Budget => words::to_bytes(&budget::Command::Status),
            Kind::Ledger => words::to_bytes(&ledger::Command::Get([0; 16])),
            _ => words::to_bytes(&answer::Command::Sweep),
        };
        let object = Object::new(kind, "contract");
        let read = |state: &[u8]| {
            let applied = object.service.apply(kind, Some(state), &command, NOW, &[5; 256]);
            applied.err()
        };
        assert_eq!(read(&state), None);
        for at in 1..state.len() {
            let mut changed = state.clone();
            changed[at] ^= 0x20;
            assert_eq!(read(&changed), Some(ApplyError::State(StateError::Corrupt)), "{at}");
        }
        for end in 1..state.len() {
            assert_eq!(read(&state[..end]), Some(ApplyError::State(StateError::Corrupt)), "{end}");
        }
        let mut newer = state.clone();
        newer[0] = 2;
        assert_eq!(read(&newer), Some(ApplyError::State(StateError::UnknownVersion(2))));
    }
}

#[test]
fn a_late_answer_does_not_touch_a_key_that_another_request_has_taken_over() {
    let mut object = Object::new(Kind::Answer, "contract");
    let begin = |hash| answer::Command::Begin { hash: [hash; 32] };
    assert!(object.tell::<answer::Answer>(&begin(1)) == answer::Answer::New);
    object.at(1800);
    assert!(object.tell::<answer::Answer>(&begin(2)) == answer::Answer::New);
    let late = answer::Command::Finish {
        hash: [1; 32],
        instance: [1; 16],
        uuid: [2; 16],
        body: "{}".into(),
        until: NOW.millis() / 1000 + 3600,
    };
    object.tell::<answer::Answer>(&late);
    assert!(object.tell::<answer::Answer>(&begin(1)) == answer::Answer::Mismatch);
}

#[test]
fn without_random_bytes_an_answer_is_not_kept() {
    let mut object = Object::new(Kind::Answer, "contract");
    object.tell::<answer::Answer>(&answer::Command::Begin { hash: [9; 32] });
    let finish = answer::Command::Finish {
        hash: [9; 32],
        instance: [1; 16],
        uuid: [2; 16],
        body: "{}".into(),
        until: NOW.millis(),
    };
    let command = words::to_bytes(&finish);
    let state = object.state.as_deref();
    let applied = object.service.apply(Kind::Answer, state, &command, NOW, &[1; 11]);
    assert_eq!(applied.err(), Some(ApplyError::Random));
}
