//! `GET /{instance}/requests` and `/{instance}/requests/{uuid}`: our own service's list of requests.

#[cfg(any(feature = "client", feature = "service"))]
use super::form::Checked;
use super::form::{Field, Kind, check, names};
use super::given::{FieldError, Given};
use super::request_code::read_chat_id;
use super::status::Status;
#[cfg(any(feature = "client", feature = "service"))]
use super::validate_code::{UUID_RULE, read_uuid};
use crate::chat_id::{CHAT_ID_RULE, ChatId};
use crate::text::is_plain;
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;
use std::borrow::Cow;

/// Which requests are asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ListRequests {
    /// Only those with this status.
    pub status: Option<Status>,
    /// Only those of this chat.
    pub chat_id: Option<ChatId>,
    /// Where the page before ended.
    pub cursor: Option<String>,
    /// Requests a page, 1 to 100; 20 unless given.
    pub limit: u8,
}

impl ListRequests {
    /// The fields a caller may give.
    pub const FIELDS: &'static [&'static str] = &names(&Self::FORM);

    /// What they may hold, in the order of the query.
    pub(crate) const FORM: [Field; 4] = [
        Field { name: "limit", kind: Kind::Whole(1, 100, 20), rule: LIMIT_RULE },
        Field { name: "status", kind: Kind::OptionalText(read_status), rule: STATUS_RULE },
        Field { name: "chatId", kind: Kind::OptionalText(read_chat_id), rule: CHAT_ID_RULE },
        Field { name: "cursor", kind: Kind::OptionalText(read_cursor), rule: CURSOR_RULE },
    ];

    /// Checks the fields a caller gave.
    ///
    /// # Errors
    /// Every field that is wrong, with what it may hold.
    pub fn from_fields<'g>(
        given: &dyn Fn(&str) -> Given<'g>,
    ) -> Result<ListRequests, Vec<FieldError>> {
        let [limit, status, chat_id, cursor] =
            check(&Self::FORM, given)?.try_into().map_err(|_| Vec::new())?;
        Ok(ListRequests {
            status: status.text().as_deref().map(Status::from_name),
            chat_id: chat_id.text().as_deref().and_then(ChatId::parse),
            cursor: cursor.text().map(Cow::into_owned),
            limit: limit.whole() as u8,
        })
    }

    #[cfg(any(feature = "client", feature = "service"))]
    pub(crate) fn values(&self) -> Vec<Checked<'_>> {
        vec![
            Checked::Whole(u32::from(self.limit)),
            Checked::Text(self.status.as_ref().map(|status| status.as_str().into())),
            Checked::Text(self.chat_id.as_ref().map(|chat_id| chat_id.as_str().into())),
            Checked::Text(self.cursor.as_deref().map(Cow::Borrowed)),
        ]
    }
}

const LIMIT_RULE: &str = "must be a whole number from 1 to 100";
const STATUS_RULE: &str = "must be pending, sent, validated or expired";
const CURSOR_RULE: &str = "must be the nextCursor of an earlier page";

fn read_status(text: &str) -> Option<Cow<'_, str>> {
    let known = ["pending", "sent", "validated", "expired"];
    known.contains(&text).then_some(Cow::Borrowed(text))
}

fn read_cursor(text: &str) -> Option<Cow<'_, str>> {
    ((1..=256).contains(&text.len()) && is_plain(text, "-_")).then_some(Cow::Borrowed(text))
}

/// The form of a status request.
#[cfg(any(feature = "client", feature = "service"))]
pub(crate) const GET_FORM: [Field; 1] =
    [Field { name: "uuid", kind: Kind::Text(read_uuid), rule: UUID_RULE }];

/// One request as the list shows it: no code, a masked number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestSummary {
    /// The request's identifier.
    pub uuid: Uuid,
    /// The number with its middle hidden, such as `+20*******89`.
    pub chat_id: String,
    /// How far it has come.
    pub status: Status,
    /// `code` for this service.
    pub otp_type: String,
    /// When the code stops being accepted.
    pub expires_at: Timestamp,
    /// When the code was made.
    pub created_at: Timestamp,
    /// When it was validated, if it was.
    pub validated_at: Option<Timestamp>,
}

/// One page of the list, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestPage {
    /// The requests.
    pub requests: Vec<RequestSummary>,
    /// Where the next page starts; `None` after the last.
    pub next_cursor: Option<String>,
}
