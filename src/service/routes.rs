//! From an HTTP request to its answer, by way of one chat where the answer hangs on one.

use super::answers;
use super::bodies;
use super::callers::{self, Caller, Instance};
use super::event::{Binding, Effect, Event};
use super::http::{Reply, Request};
use super::inbox::Inbox;
use super::settings::Settings;
use super::step::step;
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

/// The service: settings, and every decision that follows from them.
#[derive(Clone)]
pub struct Service {
    settings: Settings,
}

/// What the shell has to do with a request.
pub enum Plan {
    /// Send this answer.
    Reply(Reply),
    /// Hand the request to the object of that name, which calls [`Service::chat`].
    Chat {
        /// 64 hexadecimal digits.
        object: String,
    },
}

/// What one chat made of a request.
pub struct Turn {
    /// What to store before anything else; `None` when nothing changed.
    pub state: Option<Vec<u8>>,
    /// What to answer once it is stored.
    pub reply: Reply,
    /// What to do once it is stored.
    pub effects: Vec<Effect>,
}

/// A call that is allowed and complete.
struct Call<'s> {
    instance: &'s Instance,
    caller: Caller,
    event: Event,
}

impl Service {
    /// A service with these settings.
    pub fn new(settings: Settings) -> Service {
        Service { settings }
    }

    /// The first look at a request: an answer, or the chat it concerns.
    ///
    /// `inbox` is there when messages go to the development inbox; its routes exist only then.
    /// `now` is the real time.
    pub fn plan(&self, request: &Request<'_>, inbox: Option<&mut Inbox>, now: Timestamp) -> Plan {
        let Some(path) = self.local_path(request) else { return Plan::Reply(no_route()) };
        if !request.is_private() {
            let text = "Codes and tokens do not travel in the clear: use https.";
            return Plan::Reply(answers::problem(403, "forbidden", text));
        }
        let mut parts = path.split('/');
        match (parts.next(), parts.next(), parts.next()) {
            (Some("health"), None, None) => Plan::Reply(health(request)),
            (Some("dev"), Some(tool @ ("inbox" | "clock")), None) => match inbox {
                Some(inbox) => Plan::Reply(inbox.answer(tool, request, now)),
                None => Plan::Reply(no_route()),
            },
            _ => match self.call(path, request) {
                Ok(call) => Plan::Chat {
                    object: self
                        .settings
                        .name_key
                        .object_name(call.instance.id(), call.event.chat_id()),
                },
                Err(reply) => Plan::Reply(self.open(path, request, reply)),
            },
        }
    }

    /// Lets the request happen to its chat: the one that [`Service::plan`] named.
    ///
    /// `state` is what the chat's last turn left to be stored, `random` is
    /// [`super::RANDOM_BYTES`] fresh bytes, `now` the time (of the demo's clock, if there is one).
    /// The request is checked again from the start, so that a chat trusts nobody.
    pub fn chat(
        &self,
        request: &Request<'_>,
        state: Option<&[u8]>,
        now: Timestamp,
        random: &[u8],
    ) -> Turn {
        let path = self.local_path(request).unwrap_or_default();
        let (state, reply, effects) = match self.call(path, request) {
            Err(reply) => (None, reply, Vec::new()),
            Ok(call) => {
                let instance = call.instance.id();
                let binding = Binding { instance, pepper: &self.settings.pepper };
                match step(binding, state, &call.event, now, random) {
                    Err(error) => (None, answers::not_taken(error), Vec::new()),
                    Ok(step) => {
                        (step.state, answers::outcome(step.outcome, call.caller), step.effects)
                    }
                }
            }
        };
        Turn { state, reply: self.open(path, request, reply), effects }
    }

    /// The path below the base path, without its first slash.
    fn local_path<'a>(&self, request: &Request<'a>) -> Option<&'a str> {
        request.path().strip_prefix(self.settings.base_path.as_str())?.strip_prefix('/')
    }

    fn instance(&self, path: &str) -> Option<&Instance> {
        let id = Uuid::parse(path.split('/').next()?)?;
        self.settings.instances.iter().find(|instance| *instance.id() == id)
    }

    /// Adds the headers that let pages of the instance's origins read the answer.
    fn open(&self, path: &str, request: &Request<'_>, reply: Reply) -> Reply {
        let origin = self.instance(path).and_then(|known| known.allowed_origin(request));
        callers::open_to_origin(reply, origin)
    }

    /// The call a request makes.
    ///
    /// # Errors
    /// The answer, where the request makes none.
    fn call(&self, path: &str, request: &Request<'_>) -> Result<Call<'_>, Reply> {
        let (_, action) = path.split_once('/').ok_or_else(no_route)?;
        let read = match action {
            "request-code" => bodies::request_code,
            "validate-code" => bodies::validate_code,
            _ => return Err(no_route()),
        };
        let instance = self.instance(path).ok_or_else(|| {
            let text = "This service has no such instance; its id is the UUID after the base URL.";
            answers::problem(404, "unknown_instance", text)
        })?;
        match request.method {
            "POST" => {}
            "OPTIONS" if request.header("origin").is_some() => {
                return Err(callers::preflight(instance, request));
            }
            _ => {
                let text = "This route takes POST.";
                let reply = answers::problem(405, "method_not_allowed", text);
                return Err(reply.with("allow", "POST, OPTIONS"));
            }
        }
        let caller = instance.identify(request)?;
        let event = read(&bodies::object(request)?, caller, instance)
            .map_err(|problems| answers::invalid_fields(&problems))?;
        Ok(Call { instance, caller, event })
    }
}

fn health(request: &Request<'_>) -> Reply {
    if matches!(request.method, "GET" | "HEAD") {
        return answers::success("The service is up", r#"{"status":"ok"}"#);
    }
    answers::problem(405, "method_not_allowed", "This route takes GET.").with("allow", "GET, HEAD")
}

fn no_route() -> Reply {
    let text = "There is no such route. The routes are POST {instance}/request-code, POST {instance}/validate-code and GET health below the base URL.";
    answers::problem(404, "unknown_route", text)
}
