//! `GET /{instance}/requests` and `/{instance}/requests/{uuid}`: our own service's list of requests.

use super::given::{Checker, FieldError, Given};
use super::status::Status;
use super::validate_code::UUID_RULE;
use crate::chat_id::{CHAT_ID_RULE, ChatId};
use crate::text::is_plain;
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

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
    pub const FIELDS: &'static [&'static str] = &["status", "chatId", "cursor", "limit"];

    /// Checks the fields a caller gave.
    ///
    /// # Errors
    /// Every field that is wrong, with what it may hold.
    pub fn from_fields<'g>(
        given: &'g dyn Fn(&str) -> Given<'g>,
    ) -> Result<ListRequests, Vec<FieldError>> {
        let mut check = Checker::new(given);
        let status = check.text("status", false, STATUS_RULE, |text| {
            Some(Status::from_name(text)).filter(|status| !matches!(status, Status::Other(_)))
        });
        let chat_id = check.text("chatId", false, CHAT_ID_RULE, ChatId::parse);
        let cursor = check
            .text("cursor", false, CURSOR_RULE, |text| is_cursor(text).then(|| text.to_owned()));
        let limit = check.whole("limit", 1..=100, 20, "must be a whole number from 1 to 100") as u8;
        check.finish(Some(ListRequests { status, chat_id, cursor, limit }))
    }

    /// The query, `?limit=20` at the least; nothing in it needs escaping but the `@` of a chatId.
    pub fn to_query(&self) -> String {
        let mut query = String::from("?limit=");
        crate::json::push_number(&mut query, u64::from(self.limit));
        let chat_id = self.chat_id.as_ref().map(ChatId::digits);
        let status = self.status.as_ref().map(Status::as_str);
        for (name, value, end) in [
            ("&status=", status, ""),
            ("&chatId=", chat_id, "%40c.us"),
            ("&cursor=", self.cursor.as_deref(), ""),
        ] {
            if let Some(value) = value {
                query.push_str(name);
                query.push_str(value);
                query.push_str(end);
            }
        }
        query
    }
}

const STATUS_RULE: &str = "must be pending, sent, validated or expired";
const CURSOR_RULE: &str = "must be the nextCursor of an earlier page";

fn is_cursor(text: &str) -> bool {
    (1..=256).contains(&text.len()) && is_plain(text, "-_")
}

/// Checks the one field of a status request.
///
/// # Errors
/// `uuid` is no UUID.
pub fn uuid_from_given(given: Given<'_>) -> Result<Uuid, Vec<FieldError>> {
    let read = |_: &str| given;
    let mut check = Checker::new(&read);
    let uuid = check.text("uuid", true, UUID_RULE, Uuid::parse);
    check.finish(uuid)
}

/// One request as the list shows it: no code, a masked number.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestSummary {
    /// The request's identifier.
    pub uuid: Uuid,
    /// The masked address, such as `2012*****89@c.us`.
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
