//! UUIDs: the only form in which an instance or a request is named.

use crate::text::push_hex;

/// A UUID in its usual form: 36 characters, lower case, hyphens at 8, 13, 18 and 23.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Uuid(String);

impl From<Uuid> for String {
    fn from(own: Uuid) -> String {
        own.0
    }
}

impl Uuid {
    /// Reads a UUID; upper-case digits are taken and lowered.
    ///
    /// Anything else is `None`, so that no other text can ever become part of a URL.
    ///
    /// ```
    /// use hypersender_otp::uuid::Uuid;
    /// assert!(Uuid::parse("a0b5df6a-b491-4190-80a5-38d85a2a4836").is_some());
    /// assert!(Uuid::parse("..").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<Uuid> {
        let shaped = text.len() == 36
            && text.bytes().enumerate().all(|(at, byte)| match at {
                8 | 13 | 18 | 23 => byte == b'-',
                _ => byte.is_ascii_hexdigit(),
            });
        shaped.then(|| Uuid(text.to_ascii_lowercase()))
    }

    /// A version 4 UUID made of 16 random bytes.
    pub fn from_random(mut bytes: [u8; 16]) -> Uuid {
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        Uuid::from_bytes(bytes)
    }

    /// The UUID that these 16 bytes are, whatever its version.
    pub fn from_bytes(bytes: [u8; 16]) -> Uuid {
        let mut text = String::with_capacity(36);
        for (at, byte) in bytes.into_iter().enumerate() {
            if matches!(at, 4 | 6 | 8 | 10) {
                text.push('-');
            }
            push_hex(&mut text, byte);
        }
        Uuid(text)
    }

    /// The 16 bytes it is written from.
    ///
    /// ```
    /// use hypersender_otp::uuid::Uuid;
    /// let uuid = Uuid::from_random([7; 16]);
    /// assert_eq!(Uuid::from_bytes(uuid.to_bytes()), uuid);
    /// ```
    pub fn to_bytes(&self) -> [u8; 16] {
        let mut bytes = [0; 16];
        let digits = self.0.chars().filter_map(|digit| digit.to_digit(16));
        for (at, digit) in digits.enumerate() {
            if let Some(byte) = bytes.get_mut(at / 2) {
                *byte = *byte << 4 | digit as u8;
            }
        }
        bytes
    }

    /// The text, 36 characters.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
