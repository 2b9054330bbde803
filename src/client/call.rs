//! The four calls, and the HTTP request each becomes.

use super::asked::Asked;
use super::fields::Fields;
use super::http::HttpRequest;
use super::options::Options;
use crate::contract::{Checked, FieldError, Filled, ListRequests, RequestCode, ValidateCode};
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
        let form = Asked::check(kind, fields)?.form;
        let call = match kind {
            CallKind::RequestCode => RequestCode::of(&form).map(Call::RequestCode),
            CallKind::ValidateCode => ValidateCode::of(&form).map(Call::ValidateCode),
            CallKind::GetRequest => Uuid::parse(form.text("uuid")).map(Call::GetRequest),
            CallKind::ListRequests => Some(Call::ListRequests(ListRequests::of(&form))),
        };
        call.ok_or_else(Vec::new)
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
        let asked = Asked {
            kind: self.kind(),
            form: match self {
                Call::RequestCode(call) => call.form(),
                Call::ValidateCode(call) => call.form(),
                Call::GetRequest(uuid) => Filled {
                    values: vec![("uuid", Checked::Text(Some(uuid.as_str().into())))],
                    errors: Vec::new(),
                },
                Call::ListRequests(call) => call.form(),
            },
        };
        let mut headers = Vec::new();
        asked.headers(options.token.as_deref().unwrap_or_default(), &mut |name, value| {
            headers.push((String::from(name), String::from(value)));
        });
        headers.extend_from_slice(&options.headers);
        HttpRequest {
            method: asked.method(),
            url: asked.url(&options.base_url, options.instance.as_str()),
            headers,
            body: asked.body(),
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
