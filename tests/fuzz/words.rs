//! The words of the wire and of people: JSON, times, names, addresses, codes.

use hypersender_otp::chat_id::ChatId;
use hypersender_otp::json::{self, Value};
use hypersender_otp::normalize::normalize_code;
use hypersender_otp::timestamp::Timestamp;
use hypersender_otp::uuid::Uuid;

fn texts(texts: &[&str]) -> Vec<Vec<u8>> {
    texts.iter().map(|text| text.as_bytes().to_vec()).collect()
}

pub fn json_seeds() -> Vec<Vec<u8>> {
    texts(&[
        r#"{"success":true,"data":{"uuid":"a0b5df6a-b491-4190-80a5-38d85a2a4836","n":[-1.5e3,0,null]}}"#,
        r#"["\u0041\ud83d\ude00\n\"",{},[],{"":{"a":false}}]"#,
        "[[[[[[[[[[[[[[[9007199254740991]]]]]]]]]]]]]]]",
    ])
}

/// What is taken is no deeper and wider than promised, and nothing of it can be left away.
pub fn json(bytes: &[u8]) -> bool {
    let Ok(value) = json::parse(bytes) else { return false };
    assert!(depth(&value) <= json::MAX_DEPTH);
    let text = bytes.trim_ascii();
    assert!(std::str::from_utf8(text).is_ok());
    if let Some((b'}' | b']' | b'"', cut)) = text.split_last() {
        assert!(json::parse(cut).is_err());
    }
    assert!(json::parse(&[text, text, b" x"].concat()).is_err());
    true
}

fn depth(value: &Value<'_>) -> usize {
    match value {
        Value::Array(values) => 1 + values.iter().map(depth).max().unwrap_or(0),
        Value::Object(members) => {
            1 + members.iter().map(|(_, value)| depth(value)).max().unwrap_or(0)
        }
        _ => 0,
    }
}

pub fn timestamp_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "2025-12-29T17:39:38+00:00",
        "2024-02-29T23:59:60Z",
        "1970-01-01T00:00:00.123456789-11:30",
    ])
}

/// A time is written so that it is read again, to the second.
pub fn timestamp(bytes: &[u8]) -> bool {
    let Some(time) = Timestamp::parse(&String::from_utf8_lossy(bytes)) else { return false };
    let again = Timestamp::parse(&time.to_rfc3339());
    assert_eq!(again.map(|again| again.millis() / 1000), Some(time.millis() / 1000));
    true
}

pub fn uuid_seeds() -> Vec<Vec<u8>> {
    texts(&["a0b5df6a-b491-4190-80a5-38d85a2a4836", "A0B5DF6A-B491-4190-80A5-38D85A2A4836"])
}

/// A UUID is its 16 bytes, whatever letters it was written in.
pub fn uuid(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let Some(uuid) = Uuid::parse(&text) else { return false };
    assert_eq!(uuid.as_str(), text.to_ascii_lowercase());
    assert_eq!(Uuid::from_bytes(uuid.to_bytes()), uuid);
    true
}

pub fn chat_id_seeds() -> Vec<Vec<u8>> {
    texts(&["20123456789@c.us", "1234567@c.us", "999999999999999@c.us"])
}

/// An address is `^[1-9][0-9]{6,14}@c\.us$`, and masked it shows four digits at most.
pub fn chat_id(bytes: &[u8]) -> bool {
    let text = String::from_utf8_lossy(bytes);
    let chat = ChatId::parse(&text);
    assert_eq!(chat.is_some(), ChatId::is_valid(&text));
    let Some(chat) = chat else { return false };
    let digits = text.strip_suffix("@c.us").unwrap();
    assert!((7..=15).contains(&digits.len()) && !digits.starts_with('0'));
    assert!(digits.bytes().all(|digit| digit.is_ascii_digit()));
    assert_eq!(chat.masked().bytes().filter(u8::is_ascii_digit).count(), 4);
    true
}

pub fn phone_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "+20 (12) 345-6789",
        "0020.123.456.789",
        "\u{202d}+٢٠ ١٢٣ ٤٥٦ ٧٨٩\u{202c}",
        "20123456789@c.us",
    ])
}

/// A number becomes an address that is an address.
pub fn phone(bytes: &[u8]) -> bool {
    let Ok(chat) = ChatId::from_phone(&String::from_utf8_lossy(bytes)) else { return false };
    assert_eq!(ChatId::parse(chat.as_str()), Some(chat));
    true
}

pub fn code_seeds() -> Vec<Vec<u8>> {
    texts(&[
        "439713",
        "Your code is ٤٣٩-٧١٣, valid for 30 min.",
        "\u{200f}4 3 9 7 1 3\u{200f}",
        "aB3x",
    ])
}

/// A code is one that a service can have issued, and reading it again changes nothing.
pub fn code(bytes: &[u8]) -> bool {
    let Ok(code) = normalize_code(&String::from_utf8_lossy(bytes)) else { return false };
    assert!((4..=10).contains(&code.len()) && code.bytes().all(|c| c.is_ascii_alphanumeric()));
    assert_eq!(normalize_code(&code).ok().as_deref(), Some(code.as_str()));
    true
}
