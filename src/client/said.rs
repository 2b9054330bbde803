//! What an answer said besides its verdict, made safe to show.

use super::call::CallKind;
use super::judge::Seen;
use super::parts::Parts;
use super::redact::clean;
use crate::json::Raw;

impl Seen<'_> {
    /// What the service said, word for word.
    pub(super) fn said(&self) -> &str {
        self.body.get("message").text().unwrap_or_default()
    }

    fn clean(&self, text: &str, code_shaped: bool) -> String {
        let [token, code] = self.expected.secrets;
        // The answer that brings a code may say it again in a text.
        let issued = self.body.get("data").get("code").text().unwrap_or_default();
        clean(text, &[token, code, issued], code_shaped)
    }

    /// What the service said, without secrets, and if `code_shaped` without what looks like a code.
    pub(super) fn message(&self, code_shaped: bool) -> String {
        self.clean(self.said(), code_shaped)
    }

    /// Writes the service's own name of this exchange, where it gave one.
    pub(super) fn put_request_id(&self, out: &mut Parts) {
        let id = self.clean(self.answer.headers.request_id, false);
        out.optional_text(Some(id.as_str()).filter(|id| !id.is_empty()));
    }

    /// Tries left for this code, where the answer told.
    pub(super) fn attempts_remaining(&self) -> Option<u64> {
        self.body.get("error").get("attempts_remaining").whole()
    }

    /// Writes what is wrong with single fields, from Laravel's `errors` object; its values are arrays, strings and booleans mixed.
    pub(super) fn put_details(&self, out: &mut Parts) {
        let code_shaped = self.expected.kind == CallKind::RequestCode;
        let errors = self.body.get("errors");
        if !errors.is_object() {
            return;
        }
        for field in errors.parts().take(32) {
            let mut put = |value: Raw<'_, '_>| {
                let text = match value.first() {
                    b't' => "true",
                    b'f' => "false",
                    _ => value.text()?,
                };
                out.text(&self.clean(field.name(), code_shaped));
                out.text(&self.clean(text, code_shaped));
                Some(())
            };
            if field.is_array() {
                for text in field.parts().take(8) {
                    put(text);
                }
            } else {
                put(field);
            }
        }
    }
}
