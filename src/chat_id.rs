//! WhatsApp addresses: a full international number, then `@c.us`.

use crate::contract::FieldError;
use crate::normalize::fold;
use crate::text::{find, is_within, split_once};
use std::borrow::Cow;

/// The address of one person's chat: `^[1-9][0-9]{6,14}@c\.us$`.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct ChatId(String);

const SUFFIX: &str = "@c.us";

/// What a chatId has to be, for errors.
pub const CHAT_ID_RULE: &str =
    "must be 7 to 15 digits, the first not 0, followed by @c.us, such as 20123456789@c.us";

const PHONE_RULE: &str = "must be 7 to 15 digits with the country code, such as +20 123 456 789";

impl From<ChatId> for String {
    fn from(own: ChatId) -> String {
        own.0
    }
}

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
        Self::is_valid(text).then(|| ChatId(text.to_owned()))
    }

    /// Whether [`ChatId::parse`] would read it.
    pub fn is_valid(text: &str) -> bool {
        text.strip_suffix(SUFFIX).is_some_and(is_number)
    }

    /// Reads a number in an international written form: `+` or `00` and digits with spaces,
    /// hyphens, dots, slashes and brackets between them; or the bare digits the API itself writes.
    ///
    /// # Errors
    /// National forms, groups, hidden ids and everything else, each with its reason; nothing is
    /// guessed, because a wrong guess would send a code to a stranger.
    ///
    /// ```
    /// use hypersender_otp::chat_id::ChatId;
    /// let chat_id = ChatId::from_phone("+1 (202) 555-0123")?;
    /// assert_eq!(chat_id.as_str(), "12025550123@c.us");
    /// assert!(ChatId::from_phone("0123 456789").is_err());
    /// # Ok::<(), hypersender_otp::contract::FieldError>(())
    /// ```
    pub fn from_phone(text: &str) -> Result<ChatId, FieldError> {
        let folded = fold(text);
        read_phone(folded.trim_ascii()).map_err(|problem| FieldError {
            field: Cow::Borrowed("phone"),
            problem: problem.into(),
        })
    }

    /// The address as the API writes it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The international number without the suffix, digits only.
    pub fn digits(&self) -> &str {
        self.0.strip_suffix(SUFFIX).unwrap_or(&self.0)
    }

    /// The number with its middle hidden, for logs and lists: two digits, stars, two digits.
    ///
    /// ```
    /// use hypersender_otp::chat_id::ChatId;
    /// assert_eq!(ChatId::parse("20123456789@c.us").unwrap().masked(), "+20*******89");
    /// ```
    pub fn masked(&self) -> String {
        let last = self.digits().len() - 2;
        let digits = self.digits().chars().enumerate();
        let hide = |(at, digit)| if (2..last).contains(&at) { '*' } else { digit };
        ['+'].into_iter().chain(digits.map(hide)).collect()
    }

    /// Whether an answer that names `text` speaks of this chat.
    ///
    /// Answers may write `@s.whatsapp.net` for the same person (seen on the vendor's sibling API).
    pub fn is_named_by(&self, text: &str) -> bool {
        text == self.0 || text.strip_suffix("@s.whatsapp.net") == Some(self.digits())
    }
}

fn read_phone(written: &str) -> Result<ChatId, &'static str> {
    if let Some((_, domain)) = split_once(written, "@") {
        return ChatId::parse(written).ok_or(match domain {
            "g.us" => "is a group, which cannot prove a number",
            "lid" => "is a hidden id, which is no number",
            _ => CHAT_ID_RULE,
        });
    }
    if find(written, "(0)").is_some() {
        return Err("has a national 0 in brackets: leave that 0 out");
    }
    let international = written.strip_prefix("+").or(written.strip_prefix("00"));
    let mut digits = String::new();
    for character in international.unwrap_or(written).chars() {
        match character {
            ' ' | '.' | '/' | '(' | ')' => {}
            other => digits.push(other),
        }
    }
    if digits.is_empty() || !is_within(&digits, b'0', b'9') {
        return Err(PHONE_RULE);
    }
    // Bare digits are the API's own notation; a person who writes gaps without + means home.
    let is_bare = digits.len() == written.len() && !digits.starts_with("0");
    if international.is_none() && !is_bare {
        return Err("is a national form: begin with + and the country code, such as +20");
    }
    if digits.starts_with("0") {
        return Err("has a 0 where the country code begins");
    }
    digits.push_str(SUFFIX);
    ChatId::parse(&digits).ok_or(PHONE_RULE)
}

fn is_number(digits: &str) -> bool {
    (7..=15).contains(&digits.len()) && !digits.starts_with("0") && is_within(digits, b'0', b'9')
}
