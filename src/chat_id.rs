//! WhatsApp addresses: a full international number, then `@c.us`.

/// The address of one person's chat: `^[1-9][0-9]{6,14}@c\.us$`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChatId(String);

const SUFFIX: &str = "@c.us";

/// What a chatId has to be, for errors.
pub const CHAT_ID_RULE: &str = "must be a full international number of 7 to 15 digits, not starting with 0, followed by @c.us, such as 20123456789@c.us";

impl ChatId {
    /// Reads an address in exactly the form the API takes; nothing is corrected on the way.
    ///
    /// Groups (`@g.us`) and hidden ids (`@lid`) are `None` like any other text: neither can prove
    /// that a person holds a number.
    ///
    /// ```
    /// use hypersender_otp::chat_id::ChatId;
    /// assert!(ChatId::parse("20123456789@c.us").is_some());
    /// assert!(ChatId::parse("+20123456789").is_none());
    /// ```
    pub fn parse(text: &str) -> Option<ChatId> {
        is_number(text.strip_suffix(SUFFIX)?).then(|| ChatId(text.to_owned()))
    }

    /// The address as the API writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The international number without the suffix, digits only.
    pub fn digits(&self) -> &str {
        self.0.strip_suffix(SUFFIX).unwrap_or(&self.0)
    }

    /// Whether an answer that names `text` speaks of this chat.
    ///
    /// Answers may write `@s.whatsapp.net` for the same person (seen on the vendor's sibling API).
    pub fn is_named_by(&self, text: &str) -> bool {
        text == self.0 || text.strip_suffix("@s.whatsapp.net") == Some(self.digits())
    }
}

fn is_number(digits: &str) -> bool {
    (7..=15).contains(&digits.len())
        && !digits.starts_with('0')
        && digits.bytes().all(|byte| byte.is_ascii_digit())
}
