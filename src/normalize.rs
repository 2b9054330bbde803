//! What people type and paste: digits of every script, marks nobody sees, codes inside messages.

use crate::contract::FieldError;
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
    let folded = fold(text);
    let whole: String = folded.chars().filter(|character| *character != GAP).collect();
    let is_typed = whole.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && (!folded.contains(GAP) || whole.bytes().any(|byte| byte.is_ascii_digit()));
    if is_typed && LENGTHS.contains(&whole.len()) {
        return Ok(whole);
    }
    let mut found = candidates(&folded);
    let best = found.iter().map(|(rank, _)| *rank).max();
    found.retain(|(rank, _)| Some(*rank) == best);
    found.dedup();
    let problem = match found.as_slice() {
        [(_, code)] => return Ok(code.clone()),
        [] => "holds no code: give the 4 to 10 letters or digits that were sent",
        _ => "holds more than one possible code: give the code alone",
    };
    Err(FieldError { field: Cow::Borrowed("text"), problem: String::from(problem) })
}

/// Characters a code may have.
const LENGTHS: std::ops::RangeInclusive<usize> = 4..=10;

/// What every space and dash becomes.
const GAP: char = ' ';

/// Every run that can be a code, and how likely: 2 between asterisks, 1 anywhere, 0 like a year.
fn candidates(folded: &str) -> Vec<(u8, String)> {
    let mut found = Vec::new();
    let is_part = |character: char| character.is_ascii_alphanumeric() || character == GAP;
    let mut before = ' ';
    for piece in folded.split_inclusive(|character| !is_part(character)) {
        let end = piece.chars().next_back().filter(|character| !is_part(*character));
        let piece = piece.trim_end_matches(|character| !is_part(character));
        let words: Vec<&str> = piece.split(GAP).filter(|word| !word.is_empty()).collect();
        if before == '*' && end == Some('*') && LENGTHS.contains(&words.concat().len()) {
            found.push((2, words.concat()));
        }
        // Neighbouring groups of digits are one number; other words stand alone.
        let mut group = String::new();
        for (at, word) in words.iter().enumerate() {
            let digits = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
            group.push_str(word);
            let goes_on = digits(word) && words.get(at + 1).is_some_and(digits);
            if goes_on {
                continue;
            }
            let has_digit = group.bytes().any(|byte| byte.is_ascii_digit());
            let is_year = group.len() == 4 && (group.starts_with("19") || group.starts_with("20"));
            if has_digit && LENGTHS.contains(&group.len()) && before != '+' {
                found.push((u8::from(!is_year), group.clone()));
            }
            group.clear();
        }
        before = end.unwrap_or(' ');
    }
    found
}

/// The text with digits and letters of other forms as ASCII, gaps as [`GAP`], and no marks.
pub(crate) fn fold(text: &str) -> String {
    text.chars()
        .filter_map(|character| match character {
            '\u{ad}'
            | '\u{61c}'
            | '\u{200b}'..='\u{200f}'
            | '\u{202a}'..='\u{202e}'
            | '\u{2060}'..='\u{2069}'
            | '\u{fe0f}'
            | '\u{feff}' => None,
            '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{fe58}' | '\u{fe63}' | '\u{ff0d}' => {
                Some(GAP)
            }
            space if space.is_whitespace() => Some(GAP),
            other => Some(ascii_form(other)),
        })
        .collect()
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
