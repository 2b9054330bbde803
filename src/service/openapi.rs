//! The service's own OpenAPI document.

use super::http::Reply;
use crate::json;

/// The document, whose one server is written as [`super::BASE_PATH`].
pub const DOCUMENT: &str = include_str!("openapi.json");

/// The document as served: its server is where it was asked for.
pub(crate) fn reply(base_path: &str) -> Reply {
    let mut server = String::new();
    json::push_string(&mut server, base_path);
    Reply::new(200, DOCUMENT.replace("\"{basePath}\"", &server))
}
