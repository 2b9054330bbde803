//! Formats from a few words, and random bytes that are the same in every run.

use hypersender_otp::code::Format;
use hypersender_otp::contract::{FieldError, Given};
use hypersender_otp::json::{self, Value};

/// Sixty-four characters; an alphabet of any size is its beginning.
pub const SIXTY_FOUR: &str = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_";

pub fn read(json: &str) -> Result<Format, Vec<FieldError>> {
    read_value(&json::parse(json.as_bytes()).unwrap())
}

pub fn read_value(fields: &Value<'_>) -> Result<Format, Vec<FieldError>> {
    Format::from_fields(&|field| match fields.get(field) {
        None | Some(Value::Null) => Given::Missing,
        Some(Value::Bool(flag)) => Given::Bool(*flag),
        Some(Value::String(text)) => Given::Text(text),
        Some(Value::Number(text)) => Given::Number(text.parse().unwrap()),
        Some(Value::Array(_)) => Given::Other("array"),
        Some(Value::Object(_)) => Given::Other("object"),
    })
}

pub fn format(json: &str) -> Format {
    read(json).unwrap_or_else(|errors| panic!("{json}: {errors:?}"))
}

pub fn alphabet(length: usize, alphabet: &str) -> Format {
    format(
        &json::ObjectWriter::new()
            .number("length", length as u64)
            .string("alphabet", alphabet)
            .finish(),
    )
}

/// The generator that tests/data/codes.json describes.
pub struct Stream(pub u32);

impl Stream {
    pub fn byte(&mut self) -> u8 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 17;
        self.0 ^= self.0 << 5;
        (self.0 >> 24) as u8
    }

    pub fn fill(&mut self, bytes: &mut [u8]) {
        bytes.fill_with(|| self.byte());
    }
}
