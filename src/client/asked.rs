//! A call as the form it fills in, and what each form becomes on the wire.

use super::call::CallKind;
use super::fields::Fields;
use crate::contract::{
    Checked, FieldError, Filled, GET_FORM, ListRequests, RequestCode, ValidateCode,
};
use crate::json::push_number;
use crate::text::{concat, split};

impl CallKind {
    fn form(self) -> &'static str {
        match self {
            CallKind::RequestCode => RequestCode::FORM,
            CallKind::ValidateCode => ValidateCode::FORM,
            CallKind::GetRequest => GET_FORM,
            CallKind::ListRequests => ListRequests::FORM,
        }
    }

    fn path(self) -> &'static str {
        match self {
            CallKind::RequestCode => "request-code",
            CallKind::ValidateCode => "validate-code",
            CallKind::GetRequest => "requests/",
            CallKind::ListRequests => "requests",
        }
    }

    fn is_post(self) -> bool {
        matches!(self, CallKind::RequestCode | CallKind::ValidateCode)
    }
}

/// A call as the form it fills in: what a [`Call`] is without its types.
pub(super) struct Asked<'g> {
    pub(super) kind: CallKind,
    pub(super) form: Filled<'g>,
}

impl<'g> Asked<'g> {
    /// Checks the arguments of a call of that kind.
    pub(super) fn check(kind: CallKind, fields: &Fields<'g>) -> Result<Asked<'g>, Vec<FieldError>> {
        let mut form = fields.fill(kind.form());
        if kind == CallKind::RequestCode {
            form = RequestCode::check(form);
        }
        Ok(Asked { kind, form: form.finish()? })
    }

    pub(super) fn method(&self) -> &'static str {
        if self.kind.is_post() { "POST" } else { "GET" }
    }

    pub(super) fn url(&self, base_url: &str, instance: &str) -> String {
        let mut url = concat(&[base_url, "/", instance, "/", self.kind.path()]);
        match self.kind {
            CallKind::GetRequest => url.push_str(self.form.text("uuid")),
            CallKind::ListRequests => self.push_query(&mut url),
            _ => {}
        }
        url
    }

    /// `?limit=20` at the least; nothing in it needs escaping but the `@` of a chatId.
    fn push_query(&self, url: &mut String) {
        let mut before = '?';
        for (name, value) in &self.form.values {
            let mut text = String::new();
            match value {
                Checked::Whole(number) => push_number(&mut text, *number),
                Checked::Text(Some(given)) => text.push_str(given),
                _ => continue,
            }
            url.push(before);
            url.push_str(name);
            before = '&';
            let mut mark = "=";
            for piece in split(&text, b'@') {
                url.push_str(mark);
                url.push_str(piece);
                mark = "%40";
            }
        }
    }

    pub(super) fn body(&self) -> Option<String> {
        self.kind.is_post().then(|| self.form.to_json())
    }

    /// Gives the name and value of each header that the call's meaning hangs on.
    pub(super) fn headers(&self, token: &str, give: &mut dyn FnMut(&str, &str)) {
        // Without this a Laravel server answers failures with a redirect to a page.
        give("accept", "application/json");
        if self.kind.is_post() {
            give("content-type", "application/json");
        }
        if !token.is_empty() {
            give("authorization", &concat(&["Bearer ", token]));
        }
    }
}
