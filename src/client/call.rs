//! The four calls, and the HTTP request each becomes.

use super::fields::Fields;
use super::http::HttpRequest;
use super::options::Options;
use crate::contract::{
    Checked, Field, FieldError, GET_FORM, ListRequests, RequestCode, ValidateCode, check, to_json,
};
use crate::json::push_number;
use crate::text::{concat, split_once};
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
        fields.check_known(kind.fields())?;
        let given = |name: &str| fields.get(name);
        match kind {
            CallKind::RequestCode => RequestCode::from_fields(&given).map(Call::RequestCode),
            CallKind::ValidateCode => ValidateCode::from_fields(&given).map(Call::ValidateCode),
            CallKind::GetRequest => {
                let values = check(&GET_FORM, &given)?.into_iter();
                let uuid = values.filter_map(Checked::text).next();
                uuid.as_deref().and_then(Uuid::parse).map(Call::GetRequest).ok_or_else(Vec::new)
            }
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
        let asked = Asked {
            kind: self.kind(),
            values: match self {
                Call::RequestCode(call) => call.values(),
                Call::ValidateCode(call) => call.values(),
                Call::GetRequest(uuid) => vec![Checked::Text(Some(String::from(uuid.as_str())))],
                Call::ListRequests(call) => call.values(),
            },
        };
        let mut headers = Vec::new();
        asked.headers(options, &mut |name, value| {
            headers.push((String::from(name), String::from(value)));
        });
        HttpRequest { method: asked.method(), url: asked.url(options), headers, body: asked.body() }
    }
}

impl CallKind {
    fn form(self) -> &'static [Field] {
        match self {
            CallKind::RequestCode => &RequestCode::FORM,
            CallKind::ValidateCode => &ValidateCode::FORM,
            CallKind::GetRequest => &GET_FORM,
            CallKind::ListRequests => &ListRequests::FORM,
        }
    }

    fn fields(self) -> &'static [&'static str] {
        match self {
            CallKind::RequestCode => RequestCode::FIELDS,
            CallKind::ValidateCode => ValidateCode::FIELDS,
            CallKind::GetRequest => &["uuid"],
            CallKind::ListRequests => ListRequests::FIELDS,
        }
    }

    fn is_post(self) -> bool {
        matches!(self, CallKind::RequestCode | CallKind::ValidateCode)
    }
}

/// A call as the form it fills in: what a [`Call`] is without its types.
pub(super) struct Asked {
    pub(super) kind: CallKind,
    values: Vec<Checked>,
}

impl Asked {
    /// Checks the arguments of a call of that kind.
    pub(super) fn check(kind: CallKind, fields: &Fields<'_>) -> Result<Asked, Vec<FieldError>> {
        fields.check_known(kind.fields())?;
        let given = |name: &str| fields.get(name);
        let values = match kind {
            CallKind::RequestCode => RequestCode::check(&given)?,
            _ => check(kind.form(), &given)?,
        };
        Ok(Asked { kind, values })
    }

    /// The text in that field, empty where there is none.
    pub(super) fn text(&self, field: &str) -> &str {
        let mut fields = self.kind.form().iter().zip(&self.values);
        match fields.find(|(known, _)| known.name == field) {
            Some((_, Checked::Text(Some(text)))) => text,
            _ => "",
        }
    }

    pub(super) fn method(&self) -> &'static str {
        if self.kind.is_post() { "POST" } else { "GET" }
    }

    pub(super) fn url(&self, options: &Options) -> String {
        let path = match self.kind {
            CallKind::RequestCode => "/request-code",
            CallKind::ValidateCode => "/validate-code",
            CallKind::GetRequest => "/requests/",
            CallKind::ListRequests => "/requests",
        };
        let mut url = concat(&[&options.base_url, "/", options.instance.as_str(), path]);
        match self.kind {
            CallKind::GetRequest => url.push_str(self.text("uuid")),
            CallKind::ListRequests => self.push_query(&mut url),
            _ => {}
        }
        url
    }

    /// `?limit=20` at the least; nothing in it needs escaping but the `@` of a chatId.
    fn push_query(&self, url: &mut String) {
        let mut before = "?";
        for (field, value) in self.kind.form().iter().zip(&self.values) {
            if matches!(value, Checked::Text(None)) {
                continue;
            }
            url.push_str(&concat(&[before, field.name, "="]));
            before = "&";
            match value {
                Checked::Whole(number) => push_number(url, u64::from(*number)),
                Checked::Text(Some(text)) => match split_once(text, "@") {
                    Some((digits, domain)) => url.push_str(&concat(&[digits, "%40", domain])),
                    None => url.push_str(text),
                },
                _ => {}
            }
        }
    }

    pub(super) fn body(&self) -> Option<String> {
        self.kind.is_post().then(|| to_json(self.kind.form(), &self.values))
    }

    /// Gives the name and value of each header.
    pub(super) fn headers(&self, options: &Options, give: &mut dyn FnMut(&str, &str)) {
        // Without this a Laravel server answers failures with a redirect to a page.
        give("accept", "application/json");
        if self.kind.is_post() {
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
