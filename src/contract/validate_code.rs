//! `POST /{instance}/validate-code`: is this the code that was sent?

use super::form::{Checked, Filled, names, success};
use super::given::{FieldError, Given};
use super::rules::read;
use super::status::Status;
use crate::chat_id::ChatId;
use crate::json::ObjectWriter;
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

/// What is asked.
#[derive(Clone, PartialEq, Eq)]
pub struct ValidateCode {
    /// The chat that received the code.
    pub chat_id: ChatId,
    /// The code as it was typed: 4 to 10 ASCII letters or digits; case matters.
    pub code: String,
    /// The request this code must belong to; sent along, and checked in the answer.
    pub uuid: Option<Uuid>,
}

impl std::fmt::Debug for ValidateCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("ValidateCode").field("chat_id", &self.chat_id).finish_non_exhaustive()
    }
}

impl ValidateCode {
    /// The fields a caller may give.
    pub const FIELDS: &'static [&'static str] = &names::<3>(Self::FORM);

    /// What a caller may give, in the order of the body.
    pub(crate) const FORM: &'static str = "chatId|code|uuid?";

    /// Checks the fields a caller gave.
    ///
    /// # Errors
    /// Every field that is wrong, with what it may hold; never the code.
    pub fn from_fields<'g>(
        given: &dyn Fn(&str) -> Given<'g>,
    ) -> Result<ValidateCode, Vec<FieldError>> {
        Self::of(&Filled::new(Self::FORM, read, given).finish()?).ok_or_else(Vec::new)
    }

    /// The request of a form that was checked.
    pub(crate) fn of(form: &Filled<'_>) -> Option<ValidateCode> {
        Some(ValidateCode {
            chat_id: ChatId::parse(form.text("chatId"))?,
            code: String::from(form.text("code")),
            uuid: Uuid::parse(form.text("uuid")),
        })
    }

    pub(crate) fn form(&self) -> Filled<'_> {
        let values = vec![
            ("chatId", Checked::Text(Some(self.chat_id.as_str().into()))),
            ("code", Checked::Text(Some(self.code.as_str().into()))),
            ("uuid", Checked::Text(self.uuid.as_ref().map(|uuid| uuid.as_str().into()))),
        ];
        Filled { values, errors: Vec::new() }
    }

    /// The body; `uuid` only when there is one, since the vendor's contract does not know it.
    pub fn to_json(&self) -> String {
        self.form().to_json()
    }
}

/// What is answered to the right code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Validated {
    /// The request the code belonged to.
    pub uuid: Uuid,
    /// The chat whose holder is proven.
    pub chat_id: ChatId,
    /// `validated`.
    pub status: Status,
    /// When it was validated.
    pub validated_at: Timestamp,
    /// A short-lived signed proof that another server can check; our service only.
    pub proof: Option<String>,
}

impl Validated {
    /// The contract's message for this answer.
    pub const MESSAGE: &'static str = "OTP code validated successfully";

    /// The answer's body; `proof` only where there is one.
    pub fn to_json(&self, message: &str) -> String {
        let mut data = ObjectWriter::new();
        data.string("uuid", self.uuid.as_str())
            .string("chat_id", self.chat_id.as_str())
            .string("status", self.status.as_str())
            .string("validated_at", &self.validated_at.to_rfc3339());
        if let Some(proof) = &self.proof {
            data.string("proof", proof);
        }
        success(message, &data.finish())
    }
}

/// Why a code was not accepted.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Reason {
    /// The code does not match; another try may.
    InvalidCode,
    /// Its time is up.
    ExpiredCode,
    /// It was validated before.
    AlreadyUsed,
    /// No code is waiting for this chat.
    NoActiveOtp,
    /// Too many wrong tries; only a new code, or waiting, helps.
    TooManyAttempts,
    /// Refused for a reason the answer does not tell.
    Refused,
}

impl Reason {
    /// Every reason.
    pub const ALL: [Reason; 6] = [
        Reason::InvalidCode,
        Reason::ExpiredCode,
        Reason::AlreadyUsed,
        Reason::NoActiveOtp,
        Reason::TooManyAttempts,
        Reason::Refused,
    ];

    /// The stable name, the same in `error.code` on the wire and in `reason` of the client.
    pub const fn as_str(self) -> &'static str {
        match self {
            Reason::InvalidCode => "invalid_code",
            Reason::ExpiredCode => "expired_code",
            Reason::AlreadyUsed => "already_used",
            Reason::NoActiveOtp => "no_active_otp",
            Reason::TooManyAttempts => "too_many_attempts",
            Reason::Refused => "refused",
        }
    }

    /// The reason with that stable name.
    pub fn from_name(name: &str) -> Option<Reason> {
        Reason::ALL.into_iter().find(|reason| reason.as_str() == name)
    }
}
