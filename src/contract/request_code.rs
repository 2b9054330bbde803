//! `POST /{instance}/request-code`: make a code and send it to a chat.

use super::form::{Checked, Filled, names, success};
use super::given::{FieldError, Given};
use super::rules::{NOTHING_LEFT_RULE, read};
use super::status::Status;
use crate::chat_id::ChatId;
use crate::json::ObjectWriter;
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
    pub const FIELDS: &'static [&'static str] = &names::<7>(Self::FORM);

    /// What a caller may give, in the order of the body.
    pub(crate) const FORM: &'static str = "chatId|length#4,10,6|useLetter:false|useNumber:true|allCapital:false|name?|expires#60,1800,1800, of seconds";

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
        Self::of(&Self::check(Filled::new(Self::FORM, read, given)).finish()?).ok_or_else(Vec::new)
    }

    /// What no field alone can have wrong.
    pub(crate) fn check(mut form: Filled<'_>) -> Filled<'_> {
        if !form.flag("useLetter") && !form.flag("useNumber") {
            form.refuse("useNumber", NOTHING_LEFT_RULE, Given::Bool(false));
        }
        form
    }

    /// The request of a form that was checked.
    pub(crate) fn of(form: &Filled<'_>) -> Option<RequestCode> {
        Some(RequestCode {
            chat_id: ChatId::parse(form.text("chatId"))?,
            length: form.number("length") as u8,
            use_letter: form.flag("useLetter"),
            use_number: form.flag("useNumber"),
            all_capital: form.flag("allCapital"),
            name: Some(form.text("name")).filter(|name| !name.is_empty()).map(String::from),
            expires: form.number("expires") as u32,
        })
    }

    pub(crate) fn form(&self) -> Filled<'_> {
        let values = vec![
            ("chatId", Checked::Text(Some(self.chat_id.as_str().into()))),
            ("length", Checked::Whole(self.length.into())),
            ("useLetter", Checked::Flag(self.use_letter)),
            ("useNumber", Checked::Flag(self.use_number)),
            ("allCapital", Checked::Flag(self.all_capital)),
            ("name", Checked::Text(self.name.as_deref().map(Cow::Borrowed))),
            ("expires", Checked::Whole(self.expires.into())),
        ];
        Filled { values, errors: Vec::new() }
    }

    /// The body: every field with its value, `name` when there is one, as integrators found the
    /// vendor to need it.
    pub fn to_json(&self) -> String {
        self.form().to_json()
    }
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
