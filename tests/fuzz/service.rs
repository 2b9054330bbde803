//! Bytes that nobody wrote: mutated states, commands, `next`s, requests and policies. Nothing may
//! panic, nothing unreadable may be stored, and no answer may show a secret.

use crate::host::NOW;
use crate::support::{CHAT, INSTANCE, NAME_KEY, ORIGIN, PEPPER, PROOF_KEY, ROOMY, Random, TOKEN};
use hypersender_otp::service::chat::{ApplyError, Kept};
use hypersender_otp::service::policy::Policy;
use hypersender_otp::service::{
    Act, Applied, BASE_PATH, Brought, Kind, RANDOM_BYTES, Reply, Request, Service,
};
use hypersender_otp::timestamp::Timestamp;
use std::collections::BTreeMap;

const TURNS: u64 = 20_000;

/// What the calls of a real day left behind.
struct Corpus {
    service: Service,
    random: Random,
    objects: BTreeMap<(Kind, String), Vec<u8>>,
    states: Vec<(Kind, Vec<u8>)>,
    commands: Vec<(Kind, Vec<u8>)>,
    nexts: Vec<Vec<u8>>,
}

impl Corpus {
    fn collect() -> Corpus {
        let settings = crate::support::setup(&[("policy", ROOMY)]).unwrap();
        let mut corpus = Corpus {
            service: Service::new(settings),
            random: Random(seed()),
            objects: BTreeMap::new(),
            states: Vec::new(),
            commands: Vec::new(),
            nexts: Vec::new(),
        };
        let chat = format!(r#"{{"chatId":"{CHAT}"}}"#);
        let guess = |code: &str| format!(r#"{{"chatId":"{CHAT}","code":"{code}"}}"#);
        for _ in 0..3 {
            let made = corpus.post("request-code", &chat);
            let code = crate::support::text(&made, &["data", "code"]).unwrap();
            corpus.post("validate-code", &guess("nobody"));
            corpus.post("validate-code", &guess(&code));
        }
        corpus.post("request-code", &chat);
        let names: Vec<(Kind, String)> = corpus.objects.keys().cloned().collect();
        for (kind, name) in names {
            let step = corpus.service.wake(kind, &name, NOW);
            corpus.run(step.act);
        }
        corpus.post("chats/unlock", &chat);
        corpus.get("requests");
        corpus
    }

    fn post(&mut self, action: &str, body: &str) -> Reply {
        let headers = format!(
            "content-type: application/json\nauthorization: Bearer {TOKEN}\nidempotency-key: \"k\""
        );
        self.call("POST", action, &headers, body)
    }

    fn get(&mut self, action: &str) -> Reply {
        self.call("GET", action, &format!("authorization: Bearer {TOKEN}"), "")
    }

    fn call(&mut self, method: &str, action: &str, headers: &str, body: &str) -> Reply {
        let url = format!("https://otp.example{BASE_PATH}/{INSTANCE}/{action}");
        let request = Request { method, url: &url, headers, body: body.as_bytes() };
        let act = self.service.begin(&request, NOW).act;
        match self.run(act) {
            Act::Reply(reply) => reply,
            _ => panic!("a call ended without an answer"),
        }
    }

    fn run(&mut self, mut act: Act) -> Act {
        loop {
            let (next, brought) = match act {
                Act::Apply { kind, names, command, next } => {
                    self.commands.push((kind, command.clone()));
                    let answers = names.into_iter().map(|name| self.apply(kind, name, &command));
                    let answers = answers.collect();
                    (next, Brought::Applied(answers))
                }
                Act::Challenge { next, .. } => (next, Brought::Challenged(true)),
                Act::Fetch { next, .. } => (next, Brought::NotFetched { timeout: false }),
                end => return end,
            };
            act = self.service.resume(&next, &brought, NOW).act;
            self.nexts.push(next);
        }
    }

    fn apply(&mut self, kind: Kind, name: String, command: &[u8]) -> Vec<u8> {
        let random = self.random.bytes(RANDOM_BYTES);
        let object = (kind, name);
        let state = self.objects.get(&object).map(Vec::as_slice);
        let Applied { state, answer, .. } =
            self.service.apply(kind, state, command, NOW, &random).unwrap();
        match state {
            Kept::Store(state) => {
                self.states.push((kind, state.clone()));
                self.objects.insert(object, state);
            }
            Kept::Delete => drop(self.objects.remove(&object)),
            Kept::Unchanged => {}
        }
        answer
    }
}

fn seed() -> u64 {
    let given = std::env::var("OTP_SEED").ok().and_then(|text| text.parse().ok());
    given.unwrap_or(20_251_229)
}

/// A change or two: bits, bytes that mean something, cuts, repetitions and insertions.
fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.next() % 2 {
        let at = (random.next() % (bytes.len() as u64 + 1)) as usize;
        let byte = [0, 1, 0x7f, 0x80, 0xff, random.next() as u8][(random.next() % 6) as usize];
        match random.next() % 12 {
            0 => bytes.truncate(at),
            1 => bytes.insert(at, byte),
            2 => {
                let more = bytes[at..].to_vec();
                bytes.extend(more);
            }
            // The longest number there is, where a length or a time may be.
            3 => drop(bytes.splice(at..at, [0xff; 9].into_iter().chain([1])).count()),
            4..=7 if at < bytes.len() => bytes[at] ^= 1 << (random.next() % 8),
            _ if at < bytes.len() => bytes[at] = byte,
            _ => {}
        }
    }
}

/// The checksum of a state, so that what was changed is also read.
fn mend(state: &mut [u8]) {
    let Some(end) = state.len().checked_sub(8) else { return };
    let (body, sum) = state.split_at_mut(end);
    let mut value = body.len() as u64;
    let (words, rest) = body.as_chunks::<8>();
    let mut last = [0; 8];
    last[..rest.len()].copy_from_slice(rest);
    for word in words.iter().chain([&last]) {
        value = (value ^ u64::from_le_bytes(*word)).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        value ^= value >> 32;
    }
    sum.copy_from_slice(&value.to_le_bytes());
}

fn pick<'c, T>(from: &'c [T], random: &mut Random) -> &'c T {
    &from[(random.next() % from.len() as u64) as usize]
}

#[test]
fn no_state_and_no_command_makes_an_object_panic_or_store_what_it_cannot_read() {
    println!("OTP_SEED={}", seed());
    let corpus = Corpus::collect();
    let mut random = Random(seed());
    let (mut carried_out, mut mended) = (0, 0);
    for turn in 0..TURNS {
        let (kind, mut state) = pick(&corpus.states, &mut random).clone();
        let of_kind: Vec<_> = corpus.commands.iter().filter(|command| command.0 == kind).collect();
        let mut command = pick(&of_kind, &mut random).1.clone();
        let damaged = turn % 3 != 0;
        if damaged {
            let before = state.clone();
            mutate(&mut state, &mut random);
            if turn % 3 == 1 {
                mend(&mut state);
                mended += 1;
            } else if state != before {
                let refused = corpus.service.apply(kind, Some(&state), &command, NOW, &[7; 256]);
                assert!(matches!(refused, Err(ApplyError::State(_))), "turn {turn}");
                continue;
            }
        }
        if !damaged || random.next().is_multiple_of(4) {
            mutate(&mut command, &mut random);
        }
        let times = [0, NOW.millis(), NOW.millis() + 86_400_000, u64::MAX];
        let now = Timestamp::from_millis(*pick(&times, &mut random));
        let bytes = random.bytes(RANDOM_BYTES);
        let Ok(applied) = corpus.service.apply(kind, Some(&state), &command, now, &bytes) else {
            continue;
        };
        carried_out += 1;
        if let Kept::Store(stored) = applied.state {
            let harmless = &pick(&of_kind, &mut random).1;
            let again = corpus.service.apply(kind, Some(&stored), harmless, now, &bytes);
            assert!(!matches!(again, Err(ApplyError::State(_))), "turn {turn}");
        }
    }
    println!("{carried_out} of {TURNS} were carried out, {mended} states mended");
    assert!(carried_out > TURNS / 10, "a test that is turned away at the door tests nothing");
}

#[test]
fn no_next_and_nothing_that_is_brought_makes_a_flow_panic() {
    let mut corpus = Corpus::collect();
    let mut random = Random(seed() ^ 1);
    for _ in 0..TURNS {
        let mut next = pick(&corpus.nexts, &mut random).clone();
        if random.next().is_multiple_of(2) {
            mutate(&mut next, &mut random);
        }
        let mut answer = pick(&corpus.commands, &mut random).1.clone();
        mutate(&mut answer, &mut random);
        let brought = match random.next() % 4 {
            0 => Brought::Applied(vec![answer; (random.next() % 18) as usize]),
            1 => Brought::Challenged(false),
            2 => Brought::NotFetched { timeout: true },
            _ => Brought::Failed,
        };
        if let Act::Reply(reply) = corpus.service.resume(&next, &brought, NOW).act {
            quiet(&reply);
        }
    }
}

#[test]
fn no_request_makes_the_service_panic_or_show_a_secret() {
    let mut corpus = Corpus::collect();
    let mut random = Random(seed() ^ 2);
    let urls = ["request-code", "validate-code", "requests?limit=3&cursor=x", "chats/unlock", ""];
    let bodies = [
        crate::support::EXAMPLE,
        r#"{"chatId":"20123456789@c.us","code":"439713","uuid":"a0b5df6a-b491-4190-80a5-38d85a2a4836"}"#,
        "[[[[{}]]]]",
    ];
    for _ in 0..TURNS {
        let action = *pick(&urls, &mut random);
        let mut url = format!("https://otp.example{BASE_PATH}/{INSTANCE}/{action}").into_bytes();
        let mut headers = format!(
            "content-type: application/json\nauthorization: Bearer {TOKEN}\norigin: {ORIGIN}"
        )
        .into_bytes();
        let mut body = pick(&bodies, &mut random).as_bytes().to_vec();
        let parts = [&mut url, &mut headers, &mut body];
        mutate(parts.into_iter().nth((random.next() % 3) as usize).unwrap(), &mut random);
        let (url, headers) = (String::from_utf8_lossy(&url), String::from_utf8_lossy(&headers));
        let method = *pick(&["GET", "POST", "HEAD", "OPTIONS", "", "\0"], &mut random);
        let request = Request { method, url: &url, headers: &headers, body: &body };
        if let Act::Reply(reply) = corpus.service.begin(&request, NOW).act {
            quiet(&reply);
        }
    }
}

fn quiet(reply: &Reply) {
    assert!((200..=599).contains(&reply.status), "{}", reply.status);
    let shown = format!("{:?}{:?}", reply.headers, reply.body);
    for secret in [TOKEN, PEPPER, NAME_KEY, PROOF_KEY] {
        assert!(!shown.contains(secret), "an answer shows a secret");
    }
}

#[test]
fn no_text_makes_a_policy_that_breaks_its_own_ranges() {
    let mut random = Random(seed() ^ 3);
    let corpus = [
        "strict",
        ROOMY,
        r#"{"profile":"strict","sendsADay":5,"guesses":3,"uniformReasons":true}"#,
        r#"{"longestExpires":600,"defaultExpires":300,"lock":900,"longestLock":3600}"#,
    ];
    let mut taken = 0;
    for _ in 0..TURNS {
        let mut text = pick(&corpus, &mut random).as_bytes().to_vec();
        mutate(&mut text, &mut random);
        let Ok(policy) = Policy::read(&String::from_utf8_lossy(&text)) else { continue };
        taken += 1;
        assert!((1..=10).contains(&policy.guesses) && (1..=5).contains(&policy.live_codes));
        assert!((60..=1800).contains(&policy.longest_expires));
        assert!(policy.default_expires <= policy.longest_expires);
        let odds = policy.odds();
        assert!((0.0..=1.0).contains(&odds.day) && odds.code <= odds.day);
        assert!(!policy.strict || odds.day <= 1e-4);
    }
    assert!(taken > 0, "some change a digit only");
}
