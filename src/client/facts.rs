//! What a success has to tell, as texts, and the check that reads them.

use super::call::CallKind;
use super::judge::Seen;
use super::parts::Parts;
use crate::chat_id::ChatId;
use crate::json::Raw;
use crate::text::split;
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

/// What has to be told of a new code; each fact is a mark and the name of its field in `data`.
///
/// | mark | the field has to hold |
/// |---|---|
/// | `u` | a UUID: the one that was asked for, where one was |
/// | `c` | the chat that was asked for |
/// | `v` | the text `validated` |
/// | `t`, `T` | any text; or nothing |
/// | `k` | a text that is not empty, or nothing |
/// | `d`, `D` | a date; or nothing |
/// | `r` | an array of requests |
/// | `m` | nothing of the kind: here stands what the service said |
/// | `i` | nothing of the kind: here stands the service's own name of this exchange |
const REQUESTED: &str = "uuuid|cchat_id|kcode|tstatus|totp_type|m|dexpires_at|dcreated_at|i";
const VALIDATED: &str = "uuuid|cchat_id|vstatus|m|dvalidated_at|Tproof";
const REQUEST: &str = "uuuid|tchat_id|tstatus|totp_type|dexpires_at|dcreated_at|Dvalidated_at";
const PAGE: &str = "Tnext_cursor|rrequests";

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

    fn check(&self, facts: &str, data: Raw<'_, '_>, out: &mut Parts) -> Option<()> {
        for fact in split(facts, b'|') {
            let (mark, name) = fact.split_at_checked(1)?;
            let value = data.get(name);
            match mark {
                "m" => {
                    out.text(&self.message(false));
                }
                "i" => self.put_request_id(out),
                "r" => {
                    let requests = value.is_array().then(|| value.parts())?;
                    for request in requests {
                        self.check(REQUEST, request, out)?;
                    }
                }
                "T" | "D" | "k" if value.is_nothing() => {
                    out.nothing();
                }
                mark => self.check_text(mark, value.text()?, out)?,
            }
        }
        Some(())
    }

    fn check_text(&self, mark: &str, text: &str, out: &mut Parts) -> Option<()> {
        let fits = match mark {
            "d" | "D" => {
                out.number(Timestamp::parse(text)?.millis());
                return Some(());
            }
            "u" => {
                let uuid = Uuid::parse(text)?;
                out.text(uuid.as_str());
                let expected = self.expected.uuid;
                return (expected.is_empty() || uuid.as_str() == expected).then_some(());
            }
            "c" => {
                out.text(self.expected.chat_id);
                return ChatId::parse(self.expected.chat_id)?.is_named_by(text).then_some(());
            }
            "k" => !text.is_empty(),
            "v" => text == "validated",
            _ => true,
        };
        out.text(text);
        fits.then_some(())
    }
}
