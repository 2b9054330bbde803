//! What a success has to tell, as tables, and the check that reads them.

use super::call::CallKind;
use super::judge::Seen;
use super::parts::Parts;
use crate::chat_id::ChatId;
use crate::json::Raw;
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

/// What one field of a success has to be.
#[derive(Clone, Copy)]
enum Fact {
    /// A UUID: the one that was asked for, where one was.
    Uuid,
    /// The chat that was asked for.
    Chat,
    /// The text `validated`.
    Validated,
    /// Any text.
    Text,
    /// A text that is not empty, or nothing.
    Code,
    /// Any text, or nothing.
    OptionalText,
    /// A date.
    Date,
    /// A date, or nothing.
    OptionalDate,
    /// An array of requests.
    Requests,
    /// Not in `data`: what the service said.
    Message,
    /// Not in `data`: the service's own name of this exchange.
    RequestId,
}

const REQUESTED: &[(&str, Fact)] = &[
    ("uuid", Fact::Uuid),
    ("chat_id", Fact::Chat),
    ("code", Fact::Code),
    ("status", Fact::Text),
    ("otp_type", Fact::Text),
    ("", Fact::Message),
    ("expires_at", Fact::Date),
    ("created_at", Fact::Date),
    ("", Fact::RequestId),
];
const VALIDATED: &[(&str, Fact)] = &[
    ("uuid", Fact::Uuid),
    ("chat_id", Fact::Chat),
    ("status", Fact::Validated),
    ("", Fact::Message),
    ("validated_at", Fact::Date),
    ("proof", Fact::OptionalText),
];
const REQUEST: &[(&str, Fact)] = &[
    ("uuid", Fact::Uuid),
    ("chat_id", Fact::Text),
    ("status", Fact::Text),
    ("otp_type", Fact::Text),
    ("expires_at", Fact::Date),
    ("created_at", Fact::Date),
    ("validated_at", Fact::OptionalDate),
];
const PAGE: &[(&str, Fact)] = &[("next_cursor", Fact::OptionalText), ("requests", Fact::Requests)];

impl Seen<'_> {
    /// The facts of a success, or nothing: one missing or contradicting fact is enough.
    pub(super) fn success(&self) -> Option<Parts> {
        let (outcome, facts) = match self.expected.kind {
            CallKind::RequestCode => ("requested", REQUESTED),
            CallKind::ValidateCode => ("validated", VALIDATED),
            CallKind::GetRequest => ("request", REQUEST),
            CallKind::ListRequests => ("page", PAGE),
        };
        let mut out = Parts::new(outcome);
        self.check(facts, self.body.get("data"), &mut out)?;
        Some(out)
    }

    fn check(&self, facts: &[(&str, Fact)], data: Raw<'_, '_>, out: &mut Parts) -> Option<()> {
        for (name, fact) in facts {
            let value = data.get(name);
            match fact {
                Fact::Message => {
                    out.text(&self.message(false));
                }
                Fact::RequestId => self.put_request_id(out),
                Fact::Requests => {
                    let requests = value.is_array().then(|| value.parts())?;
                    for request in requests {
                        self.check(REQUEST, request, out)?;
                    }
                }
                Fact::OptionalText | Fact::OptionalDate | Fact::Code if value.is_nothing() => {
                    out.nothing();
                }
                fact => self.check_text(*fact, value.text()?, out)?,
            }
        }
        Some(())
    }

    fn check_text(&self, fact: Fact, text: &str, out: &mut Parts) -> Option<()> {
        let fits = match fact {
            Fact::Date | Fact::OptionalDate => {
                out.number(Timestamp::parse(text)?.millis());
                return Some(());
            }
            Fact::Uuid => {
                let uuid = Uuid::parse(text)?;
                out.text(uuid.as_str());
                let expected = self.expected.uuid;
                return (expected.is_empty() || uuid.as_str() == expected).then_some(());
            }
            Fact::Chat => {
                out.text(self.expected.chat_id);
                return ChatId::parse(self.expected.chat_id)?.is_named_by(text).then_some(());
            }
            Fact::Code => !text.is_empty(),
            Fact::Validated => text == "validated",
            _ => true,
        };
        out.text(text);
        fits.then_some(())
    }
}
