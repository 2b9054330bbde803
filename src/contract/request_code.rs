//! `POST /{instance}/request-code`: make a code and send it to a chat.

use super::form::{Checked, Field, Kind, fill, names, success, to_json};
use super::given::{FieldError, Given};
use super::status::Status;
use crate::chat_id::{CHAT_ID_RULE, ChatId};
use crate::json::ObjectWriter;
use crate::text::first_chars;
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;
use std::borrow::Cow;

/// What is asked. Ranges are those of the vendor's own SDK.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestCode {
    /// Who receives the message.
    pub chat_id: ChatId,
    /// Characters of the code, 4 to 10; 6 unless given.
    pub length: u8,
    /// Whether letters are drawn; false unless given.
    pub use_letter: bool,
    /// Whether digits are drawn; true unless given.
    pub use_number: bool,
    /// Whether letters are upper case only; false unless given.
    pub all_capital: bool,
    /// The application's name in the message, at most 64 characters.
    pub name: Option<String>,
    /// Seconds until the code expires, 60 to 1800; 1800 unless given.
    pub expires: u32,
}

impl RequestCode {
    /// The fields a caller may give.
    pub const FIELDS: &'static [&'static str] = &names(&Self::FORM);

    /// What they may hold, in the order of the body.
    pub(crate) const FORM: [Field; 7] = [
        Field { name: "chatId", kind: Kind::Text(read_chat_id), rule: CHAT_ID_RULE },
        Field { name: "length", kind: Kind::Whole(4, 10, 6), rule: LENGTH_RULE },
        Field { name: "useLetter", kind: Kind::Flag(false), rule: "" },
        Field { name: "useNumber", kind: Kind::Flag(true), rule: "" },
        Field { name: "allCapital", kind: Kind::Flag(false), rule: "" },
        Field { name: "name", kind: Kind::OptionalText(read_name), rule: NAME_RULE },
        Field { name: "expires", kind: Kind::Whole(60, 1800, 1800), rule: EXPIRES_RULE },
    ];

    /// The request with the contract's defaults.
    pub fn new(chat_id: ChatId) -> Self {
        RequestCode {
            chat_id,
            length: 6,
            use_letter: false,
            use_number: true,
            all_capital: false,
            name: None,
            expires: 1800,
        }
    }

    /// Checks the fields a caller gave.
    ///
    /// # Errors
    /// Every field that is wrong, with what it may hold.
    pub fn from_fields<'g>(
        given: &dyn Fn(&str) -> Given<'g>,
    ) -> Result<RequestCode, Vec<FieldError>> {
        let [chat_id, length, use_letter, use_number, all_capital, name, expires] =
            Self::check(given)?.try_into().map_err(|_| Vec::new())?;
        Ok(RequestCode {
            chat_id: chat_id.text().as_deref().and_then(ChatId::parse).ok_or_else(Vec::new)?,
            length: length.whole() as u8,
            use_letter: use_letter.flag(),
            use_number: use_number.flag(),
            all_capital: all_capital.flag(),
            name: name.text().filter(|name| !name.is_empty()).map(Cow::into_owned),
            expires: expires.whole(),
        })
    }

    /// Checks the fields and leaves them in the order of the form.
    pub(crate) fn check<'g>(
        given: &dyn Fn(&str) -> Given<'g>,
    ) -> Result<Vec<Checked<'g>>, Vec<FieldError>> {
        let (values, mut errors) = fill(&Self::FORM, given);
        if let [_, _, Checked::Flag(false), Checked::Flag(false), ..] = values.as_slice() {
            let rule = "must be true when useLetter is false: no alphabet would be left";
            errors.push(FieldError::new("useNumber", rule, &Given::Bool(false)));
        }
        if errors.is_empty() { Ok(values) } else { Err(errors) }
    }

    pub(crate) fn values(&self) -> Vec<Checked<'_>> {
        vec![
            Checked::Text(Some(self.chat_id.as_str().into())),
            Checked::Whole(u32::from(self.length)),
            Checked::Flag(self.use_letter),
            Checked::Flag(self.use_number),
            Checked::Flag(self.all_capital),
            Checked::Text(self.name.as_deref().map(Cow::Borrowed)),
            Checked::Whole(self.expires),
        ]
    }

    /// The body: every field with its value, `name` when there is one, as integrators found the
    /// vendor to need it.
    pub fn to_json(&self) -> String {
        to_json(&Self::FORM, &self.values())
    }
}

const LENGTH_RULE: &str = "must be a whole number from 4 to 10";
const EXPIRES_RULE: &str = "must be a whole number of seconds from 60 to 1800";
const NAME_RULE: &str =
    "must be a string of at most 64 characters without controls or text-direction overrides";

/// For forms: the text of a chatId.
pub(super) fn read_chat_id(text: &str) -> Option<Cow<'_, str>> {
    ChatId::is_valid(text).then_some(Cow::Borrowed(text))
}

fn read_name(name: &str) -> Option<Cow<'_, str>> {
    let forbidden = |character: char| {
        character.is_control()
            || matches!(
                character,
                '\u{2028}' | '\u{2029}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}'
                // What a lone surrogate becomes on its way here.
                | '\u{fffd}'
            )
    };
    (first_chars(name, 64).len() == name.len() && !name.chars().any(forbidden))
        .then_some(Cow::Borrowed(name))
}

/// What is answered: a code was made and its message queued.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestedCode {
    /// The request's identifier.
    pub uuid: Uuid,
    /// The chat that was asked for.
    pub chat_id: ChatId,
    /// The code itself; `None` where a service keeps it from its caller.
    pub code: Option<String>,
    /// How far the message is.
    pub status: Status,
    /// `code` for this call.
    pub otp_type: String,
    /// When the code stops being accepted.
    pub expires_at: Timestamp,
    /// When the code was made.
    pub created_at: Timestamp,
}

impl RequestedCode {
    /// The contract's message for this answer.
    pub const MESSAGE: &'static str = "OTP code generated and message queued successfully";

    /// The answer's body; `code` is left out where there is none.
    pub fn to_json(&self, message: &str) -> String {
        let mut data = ObjectWriter::new();
        data.string("uuid", self.uuid.as_str()).string("chat_id", self.chat_id.as_str());
        if let Some(code) = &self.code {
            data.string("code", code);
        }
        data.string("status", self.status.as_str())
            .string("otp_type", &self.otp_type)
            .string("expires_at", &self.expires_at.to_rfc3339())
            .string("created_at", &self.created_at.to_rfc3339());
        success(message, &data.finish())
    }
}
