//! Which pages may read an answer, and what a browser is told before it asks.

use super::callers::Instance;
use super::http::{Reply, Request};
use super::replies;

/// The answer to a browser that asks whether a page may call a route that takes `methods`.
pub(crate) fn preflight(instance: &Instance, request: &Request<'_>, methods: &str) -> Box<Reply> {
    if instance.allowed_origin(request).is_none() {
        let text =
            "This instance does not list the origin of the page; add it to the instance's origins.";
        return replies::problem(403, "forbidden", text);
    }
    Reply::empty(204)
        .with("access-control-allow-methods", methods)
        .with("access-control-allow-headers", "authorization, content-type, idempotency-key")
        .with("access-control-max-age", "600")
}

/// Lets the page of an allow-listed origin read the answer, and nobody else's.
pub(crate) fn open_to_origin(reply: Box<Reply>, origin: Option<&str>) -> Box<Reply> {
    let reply = reply.with("vary", "Origin");
    match origin {
        Some(origin) => reply
            .with("access-control-allow-origin", origin)
            .with("access-control-expose-headers", "Retry-After"),
        None => reply,
    }
}
