//! `GET /{instance}/requests` and `/{instance}/requests/{uuid}`: our own service's list of requests.

#[cfg(any(feature = "client", feature = "service"))]
use super::form::Checked;
use super::form::{Filled, names};
use super::given::{FieldError, Given};
use super::rules::read;
use super::status::Status;
use crate::chat_id::ChatId;
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;
#[cfg(any(feature = "client", feature = "service"))]
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
    pub const FIELDS: &'static [&'static str] = &names::<4>(Self::FORM);

    /// What a caller may give, in the order of the query.
    pub(crate) const FORM: &'static str = "limit#1,100,20|status?|chatId?|cursor?";

    /// Checks the fields a caller gave.
    ///
    /// # Errors
    /// Every field that is wrong, with what it may hold.
    pub fn from_fields<'g>(
        given: &dyn Fn(&str) -> Given<'g>,
    ) -> Result<ListRequests, Vec<FieldError>> {
        Ok(Self::of(&Filled::new(Self::FORM, read, given).finish()?))
    }

    /// The request of a form that was checked.
    pub(crate) fn of(form: &Filled<'_>) -> ListRequests {
        let text = |name| Some(form.text(name)).filter(|text| !text.is_empty());
        ListRequests {
            status: text("status").map(Status::from_name),
            chat_id: text("chatId").and_then(ChatId::parse),
            cursor: text("cursor").map(String::from),
            limit: form.number("limit") as u8,
        }
    }

    #[cfg(any(feature = "client", feature = "service"))]
    pub(crate) fn form(&self) -> Filled<'_> {
        let values = vec![
            ("limit", Checked::Whole(self.limit.into())),
            ("status", Checked::Text(self.status.as_ref().map(|status| status.as_str().into()))),
            ("chatId", Checked::Text(self.chat_id.as_ref().map(|chat_id| chat_id.as_str().into()))),
            ("cursor", Checked::Text(self.cursor.as_deref().map(Cow::Borrowed))),
        ];
        Filled { values, errors: Vec::new() }
    }
}

/// The form of a status request.
#[cfg(any(feature = "client", feature = "service"))]
pub(crate) const GET_FORM: &str = "uuid";

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
