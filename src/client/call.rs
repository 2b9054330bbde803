//! The four calls, and the HTTP request each becomes.

use super::fields::Fields;
use super::http::HttpRequest;
use super::options::Options;
use crate::contract::{FieldError, ListRequests, RequestCode, ValidateCode, uuid_from_given};
use crate::text::concat;
use crate::uuid::Uuid;

/// Which call.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CallKind {
    /// Make a code and send it.
    RequestCode,
    /// Check a code.
    ValidateCode,
    /// One request's status; our own service only.
    GetRequest,
    /// A page of requests; our own service only.
    ListRequests,
}

/// One call with its arguments checked.
#[derive(Clone, Debug)]
pub enum Call {
    /// Make a code and send it.
    RequestCode(RequestCode),
    /// Check a code.
    ValidateCode(ValidateCode),
    /// One request's status.
    GetRequest(Uuid),
    /// A page of requests.
    ListRequests(ListRequests),
}

impl Call {
    /// Checks the arguments of a call of that kind.
    ///
    /// # Errors
    /// Every field that is wrong or unknown.
    pub fn from_fields(kind: CallKind, fields: &Fields<'_>) -> Result<Call, Vec<FieldError>> {
        let known = match kind {
            CallKind::RequestCode => RequestCode::FIELDS,
            CallKind::ValidateCode => ValidateCode::FIELDS,
            CallKind::GetRequest => &["uuid"],
            CallKind::ListRequests => ListRequests::FIELDS,
        };
        fields.check_known(known)?;
        let given = |name: &str| fields.get(name);
        match kind {
            CallKind::RequestCode => RequestCode::from_fields(&given).map(Call::RequestCode),
            CallKind::ValidateCode => ValidateCode::from_fields(&given).map(Call::ValidateCode),
            CallKind::GetRequest => uuid_from_given(given("uuid")).map(Call::GetRequest),
            CallKind::ListRequests => ListRequests::from_fields(&given).map(Call::ListRequests),
        }
    }

    /// Which call this is.
    pub fn kind(&self) -> CallKind {
        match self {
            Call::RequestCode(_) => CallKind::RequestCode,
            Call::ValidateCode(_) => CallKind::ValidateCode,
            Call::GetRequest(_) => CallKind::GetRequest,
            Call::ListRequests(_) => CallKind::ListRequests,
        }
    }

    /// The HTTP request that makes this call.
    pub fn to_http(&self, options: &Options) -> HttpRequest {
        let mut headers = Vec::new();
        self.headers(options, &mut |name, value| {
            headers.push((String::from(name), String::from(value)));
        });
        HttpRequest { method: self.method(), url: self.url(options), headers, body: self.body() }
    }

    pub(super) fn method(&self) -> &'static str {
        match self {
            Call::RequestCode(_) | Call::ValidateCode(_) => "POST",
            Call::GetRequest(_) | Call::ListRequests(_) => "GET",
        }
    }

    pub(super) fn url(&self, options: &Options) -> String {
        let query;
        let (path, rest) = match self {
            Call::RequestCode(_) => ("/request-code", ""),
            Call::ValidateCode(_) => ("/validate-code", ""),
            Call::GetRequest(uuid) => ("/requests/", uuid.as_str()),
            Call::ListRequests(list) => {
                query = list.to_query();
                ("/requests", query.as_str())
            }
        };
        concat(&[&options.base_url, "/", options.instance.as_str(), path, rest])
    }

    pub(super) fn body(&self) -> Option<String> {
        match self {
            Call::RequestCode(call) => Some(call.to_json()),
            Call::ValidateCode(call) => Some(call.to_json()),
            Call::GetRequest(_) | Call::ListRequests(_) => None,
        }
    }

    /// Gives the name and value of each header.
    pub(super) fn headers(&self, options: &Options, give: &mut dyn FnMut(&str, &str)) {
        // Without this a Laravel server answers failures with a redirect to a page.
        give("accept", "application/json");
        if self.method() == "POST" {
            give("content-type", "application/json");
        }
        if let Some(token) = &options.token {
            give("authorization", &concat(&["Bearer ", token]));
        }
        for (name, value) in &options.headers {
            give(name, value);
        }
    }
}

/// What an answer must agree with, and what its texts must not repeat.
#[derive(Clone, Copy, Debug)]
pub struct Expected<'a> {
    /// Which call was made.
    pub kind: CallKind,
    /// The chat it spoke of.
    pub chat_id: &'a str,
    /// The request it spoke of; empty where it named none.
    pub uuid: &'a str,
    /// The token and the code that were sent, empty where there was none.
    pub secrets: [&'a str; 2],
    /// Whether an earlier attempt of this call ended without a known outcome.
    pub unknown_before: bool,
}

impl<'a> Expected<'a> {
    /// What an answer to `call`, sent with `options`, must agree with.
    pub fn of(call: &'a Call, options: &'a Options) -> Self {
        let (chat_id, uuid, code) = match call {
            Call::RequestCode(call) => (call.chat_id.as_str(), "", ""),
            Call::ValidateCode(call) => (
                call.chat_id.as_str(),
                call.uuid.as_ref().map_or("", Uuid::as_str),
                call.code.as_str(),
            ),
            Call::GetRequest(uuid) => ("", uuid.as_str(), ""),
            Call::ListRequests(_) => ("", "", ""),
        };
        let token = options.token.as_deref().unwrap_or_default();
        Expected { kind: call.kind(), chat_id, uuid, secrets: [token, code], unknown_before: false }
    }
}
