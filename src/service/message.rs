//! The message that carries a code to its chat.

use crate::chat_id::ChatId;
use crate::contract::RequestCode;
use crate::json::{ObjectWriter, Value};
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;

// WhatsApp shows *text* in bold.
const NAMED: &str = "*{{code}}* is your verification code for {{name}}. It is valid for {{minutes}} min. Share it with nobody.";
const UNNAMED: &str =
    "*{{code}}* is your verification code. It is valid for {{minutes}} min. Share it with nobody.";

/// One message for a courier. It has no `Debug`, because its text holds the code.
#[derive(Clone, PartialEq, Eq)]
pub struct Message {
    /// The request it belongs to; a courier that is handed it twice sends it once.
    pub uuid: Uuid,
    /// Who receives it.
    pub chat_id: ChatId,
    /// What the phone shows.
    pub text: String,
    /// The code alone, for the development inbox.
    pub code: String,
    /// When it was written.
    pub at: Timestamp,
}

impl Message {
    pub(crate) fn for_code(asked: &RequestCode, uuid: &Uuid, code: &str, at: Timestamp) -> Message {
        let template = if asked.name.is_some() { NAMED } else { UNNAMED };
        let minutes = (asked.expires / 60).to_string();
        let text = render(template, |field| match field {
            "code" => Some(code),
            "name" => asked.name.as_deref(),
            "minutes" => Some(&minutes),
            _ => None,
        });
        let chat_id = asked.chat_id.clone();
        Message { uuid: uuid.clone(), chat_id, text, code: code.to_owned(), at }
    }

    /// The message as the development inbox shows it.
    pub fn to_json(&self) -> String {
        ObjectWriter::new()
            .string("uuid", self.uuid.as_str())
            .string("chat_id", self.chat_id.as_str())
            .string("text", &self.text)
            .string("code", &self.code)
            .string("at", &self.at.to_rfc3339())
            .finish()
    }

    /// Reads what [`Message::to_json`] wrote.
    pub fn from_json(json: &Value<'_>) -> Option<Message> {
        let text = |field: &str| json.get(field).and_then(Value::as_str);
        Some(Message {
            uuid: Uuid::parse(text("uuid")?)?,
            chat_id: ChatId::parse(text("chat_id")?)?,
            text: text("text")?.to_owned(),
            code: text("code")?.to_owned(),
            at: Timestamp::parse(text("at")?)?,
        })
    }
}

/// Fills in `{{field}}`, once: what is filled in is never read as a template again.
fn render<'a>(template: &str, field: impl Fn(&str) -> Option<&'a str>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once("{{") {
        let Some((name, tail)) = after.split_once("}}") else { break };
        text.push_str(before);
        text.push_str(field(name).unwrap_or_default());
        rest = tail;
    }
    text.push_str(rest);
    text
}
