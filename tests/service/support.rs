//! A service, its callers and one chat's storage, for tests.

use hypersender_otp::chat_id::ChatId;
use hypersender_otp::contract::{Reason, RequestCode, RequestedCode, ValidateCode, Validated};
use hypersender_otp::json::{self, Value};
use hypersender_otp::service::{
    BASE_PATH, Binding, Effect, Event, Inbox, Instance, NameKey, Outcome, Pepper, Plan, Refusal,
    Reply, Request, Service, Settings, Step, StepError, step,
};
use hypersender_otp::timestamp::Timestamp;
use hypersender_otp::uuid::Uuid;

pub const CHAT: &str = "20123456789@c.us";
pub const INSTANCE: &str = "a0b5df6a-b491-4190-80a5-38d85a2a4836";
pub const TOKEN: &str = "1|canaryTOKENcanaryTOKENcanaryTOKEN";
pub const ORIGIN: &str = "https://shop.example";
pub const PEPPER: &str = "canaryPEPPERcanaryPEPPERcanaryPEPPER";
pub const NAME_KEY: &str = "canaryNAMEKEYcanaryNAMEKEYcanaryNAMEKEY";

/// 2025-12-29T17:39:38+00:00, the contract's own example.
pub const NOW: Timestamp = Timestamp::from_millis(1_767_029_978_000);

pub fn chat_id() -> ChatId {
    ChatId::parse(CHAT).unwrap()
}

/// SplitMix64: small, seeded, and only for tests.
pub struct Random(pub u64);

impl Random {
    pub fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    pub fn bytes(&mut self) -> Vec<u8> {
        (0..32).flat_map(|_| self.next().to_le_bytes()).collect()
    }
}

/// One chat's storage, and whoever steps it.
pub struct Store {
    pub instance: Uuid,
    pub pepper: Pepper,
    pub state: Option<Vec<u8>>,
    pub now: Timestamp,
    pub random: Random,
}

impl Store {
    pub fn new() -> Store {
        Store {
            instance: Uuid::parse(INSTANCE).unwrap(),
            pepper: Pepper::new(PEPPER.as_bytes()).unwrap(),
            state: None,
            now: NOW,
            random: Random(7),
        }
    }

    pub fn try_step(&mut self, event: &Event) -> Result<Step, StepError> {
        let binding = Binding { instance: &self.instance, pepper: &self.pepper };
        let random = self.random.bytes();
        let step = step(binding, self.state.as_deref(), event, self.now, &random)?;
        if let Some(state) = &step.state {
            self.state = Some(state.clone());
        }
        Ok(step)
    }

    pub fn request(&mut self) -> RequestedCode {
        self.request_for(600)
    }

    pub fn request_for(&mut self, expires: u32) -> RequestedCode {
        let asked = RequestCode { expires, ..RequestCode::new(chat_id()) };
        let step = self.try_step(&Event::RequestCode(asked)).unwrap();
        let Outcome::Requested(requested) = step.outcome else { panic!("no code was made") };
        let [Effect::Send(message)] = step.effects.as_slice() else { panic!("no message") };
        assert_eq!(message.uuid, requested.uuid);
        requested
    }

    pub fn validate(&mut self, code: &str, uuid: Option<&Uuid>) -> Result<Validated, Refusal> {
        let asked = ValidateCode { chat_id: chat_id(), code: code.to_owned(), uuid: uuid.cloned() };
        match self.try_step(&Event::ValidateCode(asked)).unwrap().outcome {
            Outcome::Validated(validated) => Ok(validated),
            Outcome::Refused(refusal) => Err(refusal),
            Outcome::Requested(_) => panic!("a validation made a code"),
        }
    }

    /// The reason a guess is refused for.
    pub fn refusal(&mut self, code: &str, uuid: Option<&Uuid>) -> Reason {
        self.validate(code, uuid).unwrap_err().reason
    }

    pub fn later(&mut self, seconds: u64) {
        self.now = self.now.plus_seconds(seconds);
    }
}

/// The code of an answer.
pub fn code(requested: &RequestedCode) -> String {
    requested.code.clone().unwrap()
}

/// A code that is none of these.
pub fn wrong(requested: &[&RequestedCode]) -> String {
    let free = |guess: &String| requested.iter().all(|known| known.code.as_ref() != Some(guess));
    (0..10).map(|guess| format!("{guess:06}")).find(free).unwrap()
}

pub fn settings() -> Settings {
    let instance = Instance::new(Uuid::parse(INSTANCE).unwrap())
        .with_token(TOKEN)
        .with_origin(ORIGIN)
        .with_name("Shop");
    Settings {
        base_path: String::from(BASE_PATH),
        instances: vec![instance],
        pepper: Pepper::new(PEPPER.as_bytes()).unwrap(),
        name_key: NameKey::new(NAME_KEY.as_bytes()).unwrap(),
    }
}

/// A service with its objects and its inbox, as the shell has them.
pub struct World {
    pub service: Service,
    pub inbox: Option<Inbox>,
    pub objects: std::collections::BTreeMap<String, Vec<u8>>,
    pub now: Timestamp,
    pub random: Random,
}

impl World {
    pub fn new() -> World {
        World {
            service: Service::new(settings()),
            inbox: Some(Inbox::new()),
            objects: Default::default(),
            now: NOW,
            random: Random(11),
        }
    }

    pub fn send(&mut self, request: &Request<'_>) -> Reply {
        let object = match self.service.plan(request, self.inbox.as_mut(), self.now) {
            Plan::Reply(reply) => return reply,
            Plan::Chat { object } => object,
        };
        let now = self.inbox.as_ref().map_or(self.now, |inbox| inbox.time(self.now));
        let random = self.random.bytes();
        let state = self.objects.get(&object).map(Vec::as_slice);
        let turn = self.service.chat(request, state, now, &random);
        if let Some(state) = turn.state {
            self.objects.insert(object, state);
        }
        for Effect::Send(message) in turn.effects {
            if let Some(inbox) = &mut self.inbox {
                inbox.deliver(message);
            }
        }
        turn.reply
    }

    /// A POST of JSON below the instance, by the holder of the token.
    pub fn server(&mut self, action: &str, body: &str) -> Reply {
        self.post(action, &format!("authorization: Bearer {TOKEN}"), body)
    }

    /// A POST of JSON below the instance, by a page of the allow-listed origin.
    pub fn public(&mut self, action: &str, body: &str) -> Reply {
        self.post(action, &format!("origin: {ORIGIN}"), body)
    }

    pub fn post(&mut self, action: &str, header: &str, body: &str) -> Reply {
        let url = format!("https://otp.example{BASE_PATH}/{INSTANCE}/{action}");
        let headers = format!("content-type: application/json\n{header}");
        let body = body.as_bytes();
        self.send(&Request { method: "POST", url: &url, headers: &headers, body })
    }

    pub fn get(&mut self, url: &str) -> Reply {
        self.send(&Request { method: "GET", url, headers: "", body: b"" })
    }
}

/// One header of an answer.
pub fn header<'r>(reply: &'r Reply, name: &str) -> Option<&'r str> {
    reply.headers.iter().find(|(key, _)| *key == name).map(|(_, value)| value.as_str())
}

/// A text in an answer's body, by its path.
pub fn text(reply: &Reply, path: &[&str]) -> Option<String> {
    let body = json::parse(reply.body.as_bytes()).unwrap();
    let mut value = &body;
    for key in path {
        value = value.get(key)?;
    }
    value.as_str().map(str::to_owned)
}

/// The names of an object's members in an answer's body, in their order.
pub fn members(reply: &Reply, path: &[&str]) -> Vec<String> {
    let body = json::parse(reply.body.as_bytes()).unwrap();
    let mut value = &body;
    for key in path {
        value = value.get(key).unwrap();
    }
    let Value::Object(members) = value else { panic!("{path:?} is no object") };
    members.iter().map(|(key, _)| key.to_string()).collect()
}

/// The stable name of what went wrong.
pub fn error_code(reply: &Reply) -> String {
    text(reply, &["error", "code"]).unwrap_or_default()
}
