//! What people type and paste: digits of every script, marks nobody sees, codes inside messages.

use crate::contract::FieldError;
use crate::text::{has_digit, is_plain, is_within, split};
use std::borrow::Cow;

/// The code in what a person typed or pasted.
///
/// Digits of other scripts and full-width letters become ASCII; direction marks, spaces and dashes
/// are dropped; letters keep their case. From a pasted message the one run that can be a code is
/// taken: between asterisks (WhatsApp's bold) if there is one, else the only one with a digit.
///
/// # Errors
/// There is no code of 4 to 10 letters or digits, or more than one.
///
/// ```
/// use hypersender_otp::normalize::normalize_code;
/// assert_eq!(normalize_code("٤٣٩-٧١٣").as_deref(), Ok("439713"));
/// assert_eq!(normalize_code("Your code is *k7Qm2x*. It expires in 5 minutes.").as_deref(), Ok("k7Qm2x"));
/// assert!(normalize_code("hello there").is_err());
/// ```
pub fn normalize_code(text: &str) -> Result<String, FieldError> {
    let mut folded = fold(text);
    let whole = without_gaps(&folded);
    let is_typed = is_plain(&whole, "") && (whole.len() == folded.len() || has_digit(&whole));
    if is_typed && LENGTHS.contains(&whole.len()) {
        return Ok(whole);
    }
    let mut found = Found { likely: 0, code: String::new(), several: false };
    // Ends the last piece.
    folded.push('\0');
    found.search(&folded);
    let problem = match found {
        Found { likely: 1.., several: false, code } => return Ok(code),
        Found { likely: 0, .. } => {
            "holds no code: give the 4 to 10 letters or digits that were sent"
        }
        _ => "holds more than one possible code: give the code alone",
    };
    Err(FieldError { field: Cow::Borrowed("text"), problem: String::from(problem) })
}

/// Characters a code may have.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=10;

/// What every space and dash becomes.
const GAP: u8 = b' ';

fn without_gaps(folded: &str) -> String {
    let mut text = String::new();
    for word in split(folded, GAP) {
        text.push_str(word);
    }
    text
}

/// The likeliest run that can be a code.
struct Found {
    /// 3 between asterisks, 2 anywhere, 1 like a year, 0 where there is none.
    likely: u8,
    code: String,
    /// Whether another code is just as likely.
    several: bool,
}

impl Found {
    fn offer(&mut self, likely: u8, code: &str) {
        if LENGTHS.contains(&code.len()) && likely >= self.likely {
            self.several = likely == self.likely && (self.several || self.code != code);
            self.likely = likely;
            self.code = String::from(code);
        }
    }

    fn search(&mut self, folded: &str) {
        let mut before = ' ';
        let mut piece = String::new();
        for character in folded.chars() {
            if character.is_ascii_alphanumeric() || character == char::from(GAP) {
                piece.push(character);
                continue;
            }
            if before == '*' && character == '*' {
                self.offer(3, &without_gaps(&piece));
            }
            if before != '+' {
                self.search_words(&piece);
            }
            before = character;
            piece.clear();
        }
    }

    /// Neighbouring groups of digits are one number; other words stand alone.
    fn search_words(&mut self, piece: &str) {
        let is_number = |word: &str| is_within(word, b'0', b'9');
        let mut group = String::new();
        for word in split(piece, GAP).filter(|word| !word.is_empty()) {
            if !(is_number(&group) && is_number(word)) {
                self.offer_word(&group);
                group.clear();
            }
            group.push_str(word);
        }
        self.offer_word(&group);
    }

    fn offer_word(&mut self, word: &str) {
        let is_year = word.len() == 4 && (word.starts_with("19") || word.starts_with("20"));
        if has_digit(word) {
            self.offer(if is_year { 1 } else { 2 }, word);
        }
    }
}

/// The text with digits and letters of other forms as ASCII, gaps as [`GAP`], and no marks.
pub(crate) fn fold(text: &str) -> String {
    let mut folded = String::new();
    for character in text.chars() {
        folded.push(match character {
            '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{fe0f}'
            | '\u{feff}' => continue,
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => {
                char::from(GAP)
            }
            space if space.is_whitespace() => char::from(GAP),
            other => ascii_form(other),
        });
    }
    folded
}

/// Where the decimal digits of each script begin; all follow one another from zero to nine.
const ZEROS: [u32; 23] = [
    0x660, 0x6f0, 0x7c0, 0x966, 0x9e6, 0xa66, 0xae6, 0xb66, 0xbe6, 0xc66, 0xce6, 0xd66, 0xe50,
    0xed0, 0xf20, 0x1040, 0x17e0, 0x1810, 0xff10, 0x1d7ce, 0x1d7d8, 0x1d7e2, 0x1d7ec,
];

fn ascii_form(character: char) -> char {
    let number = u32::from(character);
    if matches!(number, 0xff21..=0xff3a | 0xff41..=0xff5a) {
        return char::from((number - 0xfee0) as u8);
    }
    let digit = ZEROS.iter().map(|zero| number.wrapping_sub(*zero)).find(|digit| *digit < 10);
    digit.map_or(character, |digit| char::from(b'0' + digit as u8))
}
