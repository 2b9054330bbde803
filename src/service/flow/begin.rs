//! The first look at a request: an answer, or the flow it begins.

use super::Desk;
use super::frame::Frame;
use super::list::{Getting, Listing};
use super::request::Asking;
use super::step::{Act, Step};
use super::unlock::Unlocking;
use super::validate::Guessing;
use crate::service::callers::{Caller, Instance};
use crate::service::http::{Refusal, Reply, Request};
use crate::service::routes::{Action, Route};
use crate::service::{bodies, cors, query, replies};
use crate::text::concat;
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

pub(super) fn begin(desk: &mut Desk<'_>, request: &Request<'_>, real: Timestamp) -> Step {
    let path = local_path(desk, request);
    let Some(path) = path else { return Step::reply(no_route()) };
    if !request.is_private() {
        let text = "Codes and tokens do not travel in the clear: use https.";
        return Step::reply(replies::problem(403, "forbidden", text));
    }
    let Some(route) = Route::read(path) else { return Step::reply(no_route()) };
    let reply = match &route {
        Route::Below(id, action) => return below(desk, request, &route, id, action),
        Route::Dev(_) if !desk.settings.has_inbox() => return Step::reply(no_route()),
        Route::Dev(_) if !request.is_loopback() => {
            let text = "Development routes answer on this machine only: use http://127.0.0.1.";
            return Step::reply(replies::problem(403, "forbidden", text));
        }
        _ if request.method == "OPTIONS" => return Step::reply(options(&route)),
        _ if !route.takes(request.method) => {
            return Step::reply(replies::not_allowed(&allowed(&route)));
        }
        Route::Dev("requests") => return dev_requests(desk, request),
        Route::Dev(tool) => desk.inbox.answer(tool, request, real),
        Route::Health => replies::success("The service is up", r#"{"status":"ok"}"#),
        Route::Document if request.method == "GET" => {
            let (reply, base_path) = (Reply::json(200), desk.settings.base_path.clone());
            return Step::new(Act::Document { reply, base_path });
        }
        Route::Document => Reply::json(200),
    };
    Step::reply(if request.method == "HEAD" { reply.without_body() } else { reply })
}

/// The path below the base path, without its first slash.
fn local_path<'a>(desk: &Desk<'_>, request: &Request<'a>) -> Option<&'a str> {
    request.path().strip_prefix(desk.settings.base_path.as_str())?.strip_prefix('/')
}

fn no_route() -> Box<Reply> {
    let text = "There is no such route. The routes below the base URL are POST {instance}/request-code, POST {instance}/validate-code, GET {instance}/requests, GET {instance}/requests/{uuid}, POST {instance}/chats/unlock, GET health and GET openapi.json.";
    replies::problem(404, "unknown_route", text)
}

fn allowed(route: &Route<'_>) -> String {
    concat(&[route.methods(), ", OPTIONS"])
}

fn options(route: &Route<'_>) -> Box<Reply> {
    Reply::empty(204).with("allow", &allowed(route))
}

/// A call to an instance.
fn below(
    desk: &mut Desk<'_>,
    request: &Request<'_>,
    route: &Route<'_>,
    id: &str,
    action: &Action,
) -> Step {
    let instance = Uuid::parse(id).and_then(|id| desk.settings.instance(&id));
    let Some(instance) = instance else {
        let text = "This service has no such instance; its id is the UUID after the base URL.";
        return Step::reply(replies::problem(404, "unknown_instance", text));
    };
    let mut frame = Frame {
        instance: instance.id().to_bytes(),
        public: true,
        origin: instance.allowed_origin(request).map(str::to_owned),
        head: request.method == "HEAD",
    };
    match allowed_call(instance, request, route, action) {
        Ok(caller) => frame.public = caller == Caller::Public,
        Err(refusal) => return frame.reply(refusal),
    }
    let kept = frame.clone();
    let begun = match action {
        Action::RequestCode => Asking::begin(desk, frame, instance, request),
        Action::ValidateCode => Guessing::begin(desk, frame, request),
        Action::List => Listing::begin(desk, frame, request),
        Action::Get(uuid) => Getting::begin(frame, uuid.as_ref()),
        Action::Unlock => Unlocking::begin(desk, frame, request),
    };
    begun.unwrap_or_else(|refusal| kept.reply(refusal))
}

/// Who calls, if they may.
fn allowed_call(
    instance: &Instance,
    request: &Request<'_>,
    route: &Route<'_>,
    action: &Action,
) -> Result<Caller, Refusal> {
    if request.method == "OPTIONS" {
        return Err(match request.header("origin") {
            Some(_) => cors::preflight(instance, request, route.methods()),
            None => options(route),
        });
    }
    if !route.takes(request.method) {
        return Err(replies::not_allowed(&allowed(route)));
    }
    let caller = instance.identify(request)?;
    let open = matches!(action, Action::RequestCode | Action::ValidateCode);
    if caller == Caller::Public && !open {
        let text = "This route is for holders of a token; a page cannot use it.";
        return Err(replies::problem(403, "forbidden", text));
    }
    Ok(caller)
}

/// The list of the first instance without a token, for the demo's page.
fn dev_requests(desk: &mut Desk<'_>, request: &Request<'_>) -> Step {
    let head = request.method == "HEAD";
    let Some(instance) = desk.settings.instances.first() else {
        return Step::reply(no_route());
    };
    let frame = Frame { instance: instance.id().to_bytes(), public: false, origin: None, head };
    Listing::begin(desk, frame.clone(), request).unwrap_or_else(|refusal| frame.reply(refusal))
}

/// The one JSON object of a body, read by `read`.
pub(super) fn body<T>(
    request: &Request<'_>,
    read: impl FnOnce(crate::json::Raw<'_, '_>) -> Result<T, Vec<crate::contract::FieldError>>,
) -> Result<T, Refusal> {
    let nodes = bodies::object(request)?;
    read(crate::json::Raw::new(&nodes)).map_err(|problems| replies::invalid_fields(&problems))
}

/// The query of a list.
pub(super) fn list_query(request: &Request<'_>) -> Result<crate::contract::ListRequests, Refusal> {
    query::list(request.query()).map_err(|problems| replies::invalid_fields(&problems))
}
