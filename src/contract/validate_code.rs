//! `POST /{instance}/validate-code`: is this the code that was sent?

use super::form::{Checked, Field, Kind, check, names, success, to_json};
use super::given::{FieldError, Given};
use super::request_code::read_chat_id;
use super::status::Status;
use crate::chat_id::{CHAT_ID_RULE, ChatId};
use crate::json::ObjectWriter;
use crate::text::is_plain;
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;
use std::borrow::Cow;

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
    pub const FIELDS: &'static [&'static str] = &names(&Self::FORM);

    /// What they may hold, in the order of the body.
    pub(crate) const FORM: [Field; 3] = [
        Field { name: "chatId", kind: Kind::Text(read_chat_id), rule: CHAT_ID_RULE },
        Field { name: "code", kind: Kind::Text(read_code), rule: CODE_RULE },
        Field { name: "uuid", kind: Kind::OptionalText(read_uuid), rule: UUID_RULE },
    ];

    /// Checks the fields a caller gave.
    ///
    /// # Errors
    /// Every field that is wrong, with what it may hold; never the code.
    pub fn from_fields<'g>(
        given: &dyn Fn(&str) -> Given<'g>,
    ) -> Result<ValidateCode, Vec<FieldError>> {
        let [chat_id, code, uuid] =
            check(&Self::FORM, given)?.try_into().map_err(|_| Vec::new())?;
        Ok(ValidateCode {
            chat_id: chat_id.text().as_deref().and_then(ChatId::parse).ok_or_else(Vec::new)?,
            code: code.text().ok_or_else(Vec::new)?.into_owned(),
            uuid: uuid.text().as_deref().and_then(Uuid::parse),
        })
    }

    pub(crate) fn values(&self) -> Vec<Checked<'_>> {
        vec![
            Checked::Text(Some(self.chat_id.as_str().into())),
            Checked::Text(Some(self.code.as_str().into())),
            Checked::Text(self.uuid.as_ref().map(|uuid| uuid.as_str().into())),
        ]
    }

    /// The body; `uuid` only when there is one, since the vendor's contract does not know it.
    pub fn to_json(&self) -> String {
        to_json(&Self::FORM, &self.values())
    }
}

/// What a uuid has to be, for errors.
pub(crate) const UUID_RULE: &str = "must be a UUID, such as a0b5df6a-b491-4190-80a5-38d85a2a4836";

const CODE_RULE: &str =
    "must be a string of 4 to 10 ASCII letters or digits; normalizeCode reads what a person typed";

/// Whether a text can be a code at all.
pub(crate) fn is_code(text: &str) -> bool {
    // A hexadecimal literal is a number in some servers' eyes; at most 16 in 100,000 letter codes look like one.
    let is_literal = text
        .strip_prefix("0x")
        .or(text.strip_prefix("0X"))
        .is_some_and(|digits| digits.bytes().all(|byte| byte.is_ascii_hexdigit()));
    (4..=10).contains(&text.len()) && is_plain(text, "") && !is_literal
}

fn read_code(text: &str) -> Option<Cow<'_, str>> {
    is_code(text).then_some(Cow::Borrowed(text))
}

/// For forms: the text of a UUID, in lower case.
pub(crate) fn read_uuid(text: &str) -> Option<Cow<'_, str>> {
    Uuid::parse(text).map(|uuid| Cow::Owned(uuid.into()))
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
