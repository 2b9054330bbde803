//! Callers, settings and answers, for tests.

use crate::host::Host;
use hypersender_otp::json::{self, Value};
use hypersender_otp::service::proof::{Claims, ProofKey};
use hypersender_otp::service::{
    BASE_PATH, Given, Reply, Request, Settings, SettingsError, Source, Style,
};

pub const CHAT: &str = "20123456789@c.us";
pub const INSTANCE: &str = "a0b5df6a-b491-4190-80a5-38d85a2a4836";
pub const TOKEN: &str = "1|canaryTOKENcanaryTOKENcanaryTOKEN";
pub const ORIGIN: &str = "https://shop.example";
pub const PEPPER: &str = "canaryPEPPERcanaryPEPPERcanaryPEPPER";
pub const NAME_KEY: &str = "canaryNAMEKEYcanaryNAMEKEYcanaryNAMEKEY";
pub const PROOF_KEY: &str = "canaryPROOFKEYcanaryPROOFKEYcanaryPROOFKEY";
pub const EXAMPLE: &str = r#"{"chatId":"20123456789@c.us","length":6,"useLetter":false,"useNumber":true,"allCapital":false,"name":"hypersender","expires":1800}"#;
/// Limits that are out of the way of a test that is about something else.
pub const ROOMY: &str = r#"{"sendGap":0,"sendsInWindow":10000,"sendsADay":10000,"sendsAMinute":100000,"sendsToOnePrefix":100}"#;

/// Settings of the `config` style that differ from the usual ones in these names: JSON, or a text
/// where it is none; empty for a setting that is left out.
pub fn setup(changes: &[(&str, &str)]) -> Result<Settings, SettingsError> {
    let instances = format!(
        r#"[{{"id":"{INSTANCE}","tokens":["{TOKEN}"],"origins":["{ORIGIN}"],"name":"Shop"}}]"#
    );
    let source = Source::new(Style::Config, |name| {
        let usual = match name {
            "instances" => instances.as_str(),
            "pepper" => PEPPER,
            "nameKey" => NAME_KEY,
            "proofKey" => PROOF_KEY,
            "courier" => "inbox",
            _ => "",
        };
        let changed = changes.iter().find(|(known, _)| *known == name).map(|(_, value)| *value);
        let value = changed.unwrap_or(usual).to_owned();
        let json = value.starts_with(['{', '[']) || matches!(value.as_str(), "true" | "false");
        Ok::<_, std::convert::Infallible>(match (value.is_empty(), json) {
            (true, _) => None,
            (false, true) => Some(Given::Json(value)),
            (false, false) => Some(Given::Text(value)),
        })
    })
    .unwrap();
    Settings::read(&source)
}

pub fn proof_key() -> ProofKey {
    ProofKey::new(PROOF_KEY.as_bytes()).unwrap()
}

/// What a proof says that was signed at `now`, in seconds since 1970.
pub fn claims(now: u64) -> Claims {
    Claims {
        instance: INSTANCE.to_owned(),
        chat_id: CHAT.to_owned(),
        uuid: "a0b5df6a-b491-4190-80a5-38d85a2a4837".to_owned(),
        audience: INSTANCE.to_owned(),
        issued_at: now,
        expires_at: now + 60,
    }
}

/// A request for a code as its caller got it.
#[derive(Clone)]
pub struct Made {
    pub uuid: String,
    pub code: String,
}

impl Host {
    /// A POST of JSON below the instance, by the holder of the token.
    pub fn server(&mut self, action: &str, body: &str) -> Reply {
        self.post(action, &format!("authorization: Bearer {TOKEN}"), body)
    }

    /// A POST of JSON below the instance, by a page of the allow-listed origin.
    pub fn public(&mut self, action: &str, body: &str) -> Reply {
        self.post(action, &format!("origin: {ORIGIN}"), body)
    }

    pub fn post(&mut self, action: &str, header: &str, body: &str) -> Reply {
        self.try_post(action, header, body).unwrap()
    }

    pub fn try_post(&mut self, action: &str, header: &str, body: &str) -> Option<Reply> {
        let url = format!("https://otp.example{BASE_PATH}/{INSTANCE}/{action}");
        let headers = format!("content-type: application/json\n{header}");
        let body = body.as_bytes();
        self.try_send(&Request { method: "POST", url: &url, headers: &headers, body })
    }

    pub fn get(&mut self, url: &str) -> Reply {
        self.send(&Request { method: "GET", url, headers: "", body: b"" })
    }

    /// A GET below the instance, by the holder of the token.
    pub fn look(&mut self, action: &str) -> Reply {
        let url = format!("https://otp.example{BASE_PATH}/{INSTANCE}/{action}");
        let headers = format!("authorization: Bearer {TOKEN}");
        self.send(&Request { method: "GET", url: &url, headers: &headers, body: b"" })
    }

    /// A code for a chat.
    pub fn code_for(&mut self, chat: &str) -> Made {
        let reply = self.server("request-code", &format!(r#"{{"chatId":"{chat}"}}"#));
        assert_eq!(reply.status, 200, "{:?}", reply.body);
        Made {
            uuid: text(&reply, &["data", "uuid"]).unwrap(),
            code: text(&reply, &["data", "code"]).unwrap(),
        }
    }

    /// A guess by the holder of the token, without the uuid.
    pub fn guess(&mut self, code: &str) -> Reply {
        self.server("validate-code", &format!(r#"{{"chatId":"{CHAT}","code":"{code}"}}"#))
    }

    /// How far a request is.
    pub fn status(&mut self, uuid: &str) -> String {
        let reply = self.look(&format!("requests/{uuid}"));
        text(&reply, &["data", "status"]).unwrap_or_else(|| error_code(&reply))
    }

    /// The messages of the development inbox, newest first: uuid, text and code.
    pub fn inbox(&mut self) -> Vec<(String, String, String)> {
        let reply = self.get(&format!("http://127.0.0.1{BASE_PATH}/dev/inbox"));
        let body = json::parse(reply.body.as_deref().unwrap().as_bytes()).unwrap();
        let Some(Value::Array(list)) = body.get("messages") else { panic!("no messages") };
        let member = |message: &Value<'_>, name: &str| {
            message.get(name).and_then(Value::as_str).unwrap().to_owned()
        };
        list.iter()
            .map(|item| (member(item, "uuid"), member(item, "text"), member(item, "code")))
            .collect()
    }
}

/// The body of an answer.
pub fn body(reply: &Reply) -> &str {
    reply.body.as_deref().unwrap_or_default()
}

/// A text in an answer's body, by its path.
pub fn text(reply: &Reply, path: &[&str]) -> Option<String> {
    let body = json::parse(body(reply).as_bytes()).unwrap();
    let mut value = &body;
    for key in path {
        value = value.get(key)?;
    }
    value.as_str().map(str::to_owned)
}

/// The names of an object's members in an answer's body, in their order.
pub fn members(reply: &Reply, path: &[&str]) -> Vec<String> {
    let body = json::parse(body(reply).as_bytes()).unwrap();
    let mut value = &body;
    for key in path {
        value = value.get(key).unwrap();
    }
    let Value::Object(members) = value else { panic!("{path:?} is no object") };
    members.iter().map(|(key, _)| key.to_string()).collect()
}

/// The stable name of what went wrong.
pub fn error_code(reply: &Reply) -> String {
    text(reply, &["error", "code"]).unwrap_or_default()
}

/// Status and stable name.
pub fn told(reply: &Reply) -> (u16, String) {
    (reply.status, error_code(reply))
}

/// The same, to compare with.
pub fn is(status: u16, name: &str) -> (u16, String) {
    (status, name.to_owned())
}

/// All that a caller gets, as one text to search.
pub fn everything(reply: &Reply) -> String {
    format!("{} {:?} {:?}", reply.status, reply.headers, reply.body)
}
