//! The service's readers: requests, flows and objects, and the settings of a start. Nothing may
//! panic, nothing unreadable may be stored, and no answer may show a secret.

use crate::input::{Input, piece};
use crate::random::Random;
use crate::support::{
    CHAT, EXAMPLE, INSTANCE, NAME_KEY, ORIGIN, PEPPER, PROOF_KEY, ROOMY, TOKEN, claims, proof_key,
    setup, text,
};
use hypersender_otp::service::boundary;
use hypersender_otp::service::chat::{ApplyError, Kept};
use hypersender_otp::service::policy::Policy;
use hypersender_otp::service::proof::Expectation;
use hypersender_otp::service::{
    Act, Applied, BASE_PATH, Brought, Kind, RANDOM_BYTES, Reply, Request, Service,
};
use hypersender_otp::timestamp::Timestamp;
use std::collections::BTreeMap;

/// 2025-12-29T17:39:38+00:00, the contract's own example.
const NOW: Timestamp = Timestamp::from_millis(1_767_029_978_000);
const KINDS: [Kind; 4] = [Kind::Chat, Kind::Budget, Kind::Ledger, Kind::Answer];
const METHODS: [&str; 6] = ["POST", "GET", "HEAD", "OPTIONS", "", "\0"];

/// What the calls of a real day left behind.
struct Corpus {
    service: Service,
    random: Random,
    objects: BTreeMap<(Kind, String), Vec<u8>>,
    /// A kind, a state and the command it met.
    turns: Vec<(Kind, Vec<u8>, Vec<u8>)>,
    /// A flow and the first answer that was brought to it.
    nexts: Vec<(Vec<u8>, Vec<u8>)>,
}

impl Corpus {
    fn collect() -> Corpus {
        let mut corpus = Corpus {
            service: Service::new(setup(&[("policy", ROOMY)]).unwrap()),
            random: Random(7),
            objects: BTreeMap::new(),
            turns: Vec::new(),
            nexts: Vec::new(),
        };
        let chat = format!(r#"{{"chatId":"{CHAT}"}}"#);
        let guess = |code: &str| format!(r#"{{"chatId":"{CHAT}","code":"{code}"}}"#);
        for _ in 0..3 {
            let made = corpus.post("request-code", &chat);
            let code = text(&made, &["data", "code"]).unwrap();
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
            Act::Reply(reply) => *reply,
            _ => panic!("a call ended without an answer"),
        }
    }

    fn run(&mut self, mut act: Act) -> Act {
        loop {
            let (next, brought, first) = match act {
                Act::Apply { kind, names, command, next } => {
                    let answers = names.into_iter().map(|name| self.apply(kind, name, &command));
                    let answers: Vec<_> = answers.collect();
                    let first = answers.first().cloned().unwrap_or_default();
                    (next, Brought::Applied(answers), first)
                }
                Act::Challenge { next, .. } => (next, Brought::Challenged(true), Vec::new()),
                Act::Fetch { next, .. } => {
                    (next, Brought::NotFetched { timeout: false }, Vec::new())
                }
                end => return end,
            };
            act = self.service.resume(&next, &brought, NOW).act;
            self.nexts.push((next, first));
        }
    }

    fn apply(&mut self, kind: Kind, name: String, command: &[u8]) -> Vec<u8> {
        let random = self.random.bytes(RANDOM_BYTES);
        let object = (kind, name);
        let state = self.objects.get(&object).map(Vec::as_slice);
        self.turns.push((kind, state.unwrap_or_default().to_vec(), command.to_vec()));
        let Applied { state, answer, .. } =
            self.service.apply(kind, state, command, NOW, &random).unwrap();
        match state {
            Kept::Store(state) => drop(self.objects.insert(object, state)),
            Kept::Delete => drop(self.objects.remove(&object)),
            Kept::Unchanged => {}
        }
        answer
    }
}

/// A service that inputs cannot change, but for the inbox.
fn with_service<T>(ask: impl FnOnce(&mut Service) -> T) -> T {
    thread_local! {
        static SERVICE: std::cell::RefCell<Service> =
            std::cell::RefCell::new(Service::new(setup(&[("policy", ROOMY)]).unwrap()));
    }
    SERVICE.with_borrow_mut(ask)
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

/// Kind, time, whether the state is mended, the state, the command.
pub fn apply_seeds() -> Vec<Vec<u8>> {
    let seed = |(kind, state, command): &(Kind, Vec<u8>, Vec<u8>)| {
        let place = KINDS.iter().position(|known| known == kind).unwrap();
        let mut seed = vec![place as u8, 0, 1];
        piece(&mut seed, state);
        seed.extend(command);
        seed
    };
    Corpus::collect().turns.iter().map(seed).collect()
}

/// A state that one bit was changed in is refused, and one that is stored can be read.
pub fn apply(bytes: &[u8]) -> bool {
    let mut input = Input(bytes);
    let kind = KINDS[usize::from(input.byte() % 4)];
    let times = [NOW.millis(), 0, NOW.millis() + 86_400_000, u64::MAX];
    let now = Timestamp::from_millis(times[usize::from(input.byte() % 4)]);
    let mended = input.byte();
    let mut state = input.piece().to_vec();
    if mended > 0 {
        mend(&mut state);
    }
    let command = input.rest();
    let known = Some(state.as_slice()).filter(|state| !state.is_empty());
    let random = Random(u64::from(mended)).bytes(RANDOM_BYTES);
    let apply = |state: Option<&[u8]>| {
        with_service(|service| service.apply(kind, state, command, now, &random))
    };
    let Ok(applied) = apply(known) else { return false };
    if let Kept::Store(stored) = &applied.state {
        assert!(!matches!(apply(Some(stored)), Err(ApplyError::State(_))));
    }
    if !state.is_empty() {
        let at = usize::from(mended).wrapping_mul(31) % state.len();
        state[at] ^= 1 << (mended % 8);
        assert!(matches!(apply(Some(&state)), Err(ApplyError::State(_))));
    }
    true
}

/// What is brought, the flow, an answer.
pub fn resume_seeds() -> Vec<Vec<u8>> {
    let corpus = Corpus::collect();
    let mut seeds = Vec::new();
    for (next, answer) in &corpus.nexts {
        let mut seed = vec![0, 0];
        piece(&mut seed, next);
        seed.extend(answer);
        seeds.push(seed);
    }
    seeds
}

/// Whatever is brought to whatever flow, it goes on or ends with an answer.
pub fn resume(bytes: &[u8]) -> bool {
    let mut input = Input(bytes);
    let (way, count) = (input.byte(), input.byte());
    let next = input.piece();
    let answer = input.rest().to_vec();
    let brought = match way % 5 {
        0 => Brought::Applied(vec![answer; usize::from(count % 18) + 1]),
        1 => Brought::Challenged(count % 2 == 1),
        2 => Brought::NotFetched { timeout: count % 2 == 1 },
        3 => Brought::Failed,
        _ => Brought::Fetched {
            status: 200 + u16::from(count),
            headers: String::from("content-type: application/json"),
            body: answer,
        },
    };
    goes_on(with_service(|service| service.resume(next, &brought, NOW).act))
}

/// Method, path below the instance, headers, body.
pub fn request_seeds() -> Vec<Vec<u8>> {
    let headers = format!(
        "content-type: application/json\nauthorization: Bearer {TOKEN}\norigin: {ORIGIN}\nidempotency-key: k\naccept-language: ar-EG, en;q=0.5"
    );
    let validate = r#"{"chatId":"20123456789@c.us","code":"439713","uuid":"a0b5df6a-b491-4190-80a5-38d85a2a4836"}"#;
    let calls = [
        (0, "request-code", EXAMPLE),
        (0, "validate-code", validate),
        (1, "requests?limit=3&status=sent&chatId=20123456789%40c.us", ""),
        (1, "requests?cursor=1767029978-a0b5df6a-b491-4190-80a5-38d85a2a4836", ""),
        (0, "chats/unlock", r#"{"chatId":"20123456789@c.us"}"#),
    ];
    let seed = |(method, action, body): (u8, &str, &str)| {
        let mut seed = vec![method];
        let url = format!("https://otp.example{BASE_PATH}/{INSTANCE}/{action}");
        piece(&mut seed, url.as_bytes());
        piece(&mut seed, headers.as_bytes());
        seed.extend(body.as_bytes());
        seed
    };
    calls.map(seed).into()
}

/// Whatever is requested, the service asks for something or answers.
pub fn request(bytes: &[u8]) -> bool {
    let mut input = Input(bytes);
    let method = METHODS[usize::from(input.byte()) % METHODS.len()];
    let (url, headers) = (input.text(), input.text());
    let request = Request { method, url: &url, headers: &headers, body: input.rest() };
    let act = with_service(|service| service.begin(&request, NOW).act);
    if let Act::Reply(reply) = &act {
        assert!((200..=599).contains(&reply.status), "{}", reply.status);
    }
    goes_on(act)
}

/// Whether it is no refusal.
fn goes_on(act: Act) -> bool {
    let Act::Reply(reply) = act else { return true };
    let shown = format!("{:?}{:?}", reply.headers, reply.body);
    for secret in [TOKEN, PEPPER, NAME_KEY, PROOF_KEY] {
        assert!(!shown.contains(secret), "an answer shows a secret");
    }
    reply.status < 400
}

pub fn policy_seeds() -> Vec<Vec<u8>> {
    [
        "strict",
        ROOMY,
        r#"{"profile":"strict","sendsADay":5,"guesses":3,"uniformReasons":true}"#,
        r#"{"longestExpires":600,"defaultExpires":300,"lock":900,"longestLock":3600}"#,
    ]
    .map(|text| text.as_bytes().to_vec())
    .into()
}

/// A policy that is taken keeps its own ranges, and its odds are odds.
pub fn policy(bytes: &[u8]) -> bool {
    let Ok(policy) = Policy::read(&String::from_utf8_lossy(bytes)) else { return false };
    assert!((1..=10).contains(&policy.guesses) && (1..=5).contains(&policy.live_codes));
    assert!((60..=1800).contains(&policy.longest_expires));
    assert!(policy.default_expires <= policy.longest_expires);
    let odds = policy.odds();
    assert!((0.0..=1.0).contains(&odds.day) && odds.code <= odds.day);
    assert!(!policy.strict || odds.day <= 1e-4);
    true
}

const SETTINGS: [(&str, &str); 7] = [
    (
        "instances",
        r#"[{"id":"a0b5df6a-b491-4190-80a5-38d85a2a4836","tokens":["0123456789abcdef"],"origins":["https://a.example"],"audience":"b","locale":"ar"}]"#,
    ),
    (
        "courier",
        r#"{"type":"webhook","url":"https://courier.example/send","key":"canaryCOURIERcanaryCOURIERcanaryCO"}"#,
    ),
    (
        "issuer",
        r#"{"type":"hypersender","baseUrl":"https://otp.example/api","token":"canaryVENDOR","instance":"a0b5df6a-b491-4190-80a5-38d85a2a4836"}"#,
    ),
    (
        "messages",
        r#"{"de":{"named":"{{code}} ist dein Code für {{name}}.","unnamed":"{{code}}, {{minutes}} min"}}"#,
    ),
    ("basePath", "/otp/v3"),
    ("policy", "strict"),
    (
        "pepper",
        r#"["canaryNEWcanaryNEWcanaryNEWcanaryNEW","canaryOLDcanaryOLDcanaryOLDcanaryOLD"]"#,
    ),
];

pub fn brought_seeds() -> Vec<Vec<u8>> {
    let seed = |(said, bytes): (&str, &[u8])| {
        let mut seed = Vec::new();
        piece(&mut seed, said.as_bytes());
        [seed, bytes.to_vec()].concat()
    };
    let two_answers = [0, 0, 0, 1, 7, 0, 0, 0, 0];
    let all: [(&str, &[u8]); 6] = [
        ("applied", &two_answers),
        ("challenged", b""),
        ("refused", b""),
        ("timeout", b""),
        ("network\n201", b""),
        ("202\na: b\nc: d", b"hello"),
    ];
    all.map(seed).to_vec()
}

/// No more is made of a shell's word than it brought.
pub fn brought(bytes: &[u8]) -> bool {
    let mut input = Input(bytes);
    let (said, bytes) = (input.text(), input.rest());
    match boundary::brought(&said, bytes) {
        Brought::Applied(answers) => {
            assert_eq!(answers.iter().map(|answer| answer.len() + 4).sum::<usize>(), bytes.len());
            true
        }
        Brought::Fetched { headers, body, .. } => {
            assert!(headers.len() <= said.len() && body == bytes);
            true
        }
        Brought::Failed => false,
        _ => true,
    }
}

pub fn setting_seeds() -> Vec<Vec<u8>> {
    let seed =
        |(place, (_, text)): (usize, &(&str, &str))| [&[place as u8], text.as_bytes()].concat();
    SETTINGS.iter().enumerate().map(seed).collect()
}

/// A setting that is refused is not repeated.
pub fn setting(bytes: &[u8]) -> bool {
    let mut input = Input(bytes);
    let (name, _) = SETTINGS[usize::from(input.byte()) % SETTINGS.len()];
    let text = String::from_utf8_lossy(input.rest());
    // A vendor that issues delivers, too.
    let courier = if name == "issuer" { "" } else { "inbox" };
    match setup(&[(name, &text), ("courier", courier)]) {
        Ok(_) => true,
        Err(error) => {
            assert!(!error.to_string().contains("canary"), "{error}");
            false
        }
    }
}

pub fn proof_seeds() -> Vec<Vec<u8>> {
    let claims = claims(NOW.millis() / 1000);
    vec![proof_key().sign(&claims).into_bytes()]
}

/// No proof is believed but the one that was signed, to the letter.
pub fn proof(bytes: &[u8]) -> bool {
    let expected = Expectation { instance: INSTANCE, chat_id: CHAT, audience: INSTANCE };
    let believed = proof_key().verify(&String::from_utf8_lossy(bytes), expected, NOW).is_ok();
    assert_eq!(believed, bytes == proof_seeds()[0]);
    believed
}
