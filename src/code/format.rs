//! What a code looks like.

use super::draw::{Class, Words};
use crate::contract::{FieldError, Filled, Given, NOTHING_LEFT_RULE, names};
use std::borrow::Cow;

const AMBIGUOUS: &[u8] = b"0O1Il";

const ALPHABET_RULE: &str = "must be 2 to 64 different visible ASCII characters";
const ALONE_RULE: &str = "must be left out when alphabet is given";
const EACH_RULE: &str = "must be at least the number of classes that requireEach asks for";

/// The look of a code: its length, its alphabet, and whether each class of character must occur.
///
/// | fields given | alphabet |
/// |---|---|
/// | none | the digits; leading zeros are ordinary |
/// | `useLetter` | digits and letters of both cases |
/// | `useLetter`, `allCapital` | digits and upper case letters |
/// | `useLetter`, `useNumber: false` | letters only |
/// | `allCapital` without `useLetter` | the digits: there is no letter to write in capitals |
/// | `unambiguous` beside any of these | the same without `0`, `O`, `1`, `I` and `l` |
/// | `alphabet` | exactly its characters; it stands alone, so that no flag contradicts it |
///
/// With `requireEach` a code has at least one character of each class its alphabet has: digits,
/// upper case, lower case, others. A code that lacks one is thrown away whole and drawn again, so
/// every code that can come out is as likely as every other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Format {
    pub(super) alphabet: [u8; Format::MAX_ALPHABET],
    pub(super) size: u8,
    pub(super) words: Words,
    pub(super) length: u8,
    /// The classes that must occur, one bit each; zero where nothing needs to be looked at.
    pub(super) required: u8,
}

impl Format {
    /// The fields a caller may give.
    pub const FIELDS: &'static [&'static str] = &names::<7>(Self::FORM);

    /// What a caller may give.
    pub(crate) const FORM: &'static str = "length#1,64,6|useLetter:false|useNumber:true|allCapital:false|alphabet?|unambiguous:false|requireEach:false";
    /// The longest code the generator makes; the API takes at most 10.
    pub const MAX_LENGTH: usize = 64;
    /// The most characters an alphabet may have.
    pub const MAX_ALPHABET: usize = 64;

    /// The format a request of the contract asks for.
    ///
    /// # Errors
    /// A length outside 1 to 64, or neither letters nor digits to draw.
    pub fn from_contract(
        length: u8,
        use_letter: bool,
        use_number: bool,
        all_capital: bool,
    ) -> Result<Format, Vec<FieldError>> {
        Format::from_fields(&|field| match field {
            "length" => Given::Number(f64::from(length)),
            "useLetter" => Given::Bool(use_letter),
            "useNumber" => Given::Bool(use_number),
            "allCapital" => Given::Bool(all_capital),
            _ => Given::Missing,
        })
    }

    /// Checks the fields a caller gave. `useLetter`, `useNumber` and `allCapital` have the
    /// contract's defaults (false, true, false) and `length` is 6 unless given.
    ///
    /// # Errors
    /// Every field that is wrong, with what it may hold.
    pub fn from_fields<'g>(
        given: &'g dyn Fn(&str) -> Given<'g>,
    ) -> Result<Format, Vec<FieldError>> {
        Format::of(Filled::new(Self::FORM, Self::read, given), given)
    }

    /// For the form: an alphabet is read when the flags beside it are known.
    pub(crate) fn read<'t>(_: &str, text: &'t str) -> (Option<Cow<'t, str>>, &'static str) {
        (Some(Cow::Borrowed(text)), ALPHABET_RULE)
    }

    /// The format of a filled form.
    pub(crate) fn of<'g>(
        mut form: Filled<'g>,
        given: &dyn Fn(&str) -> Given<'g>,
    ) -> Result<Format, Vec<FieldError>> {
        let alphabet = if let Given::Text(text) = given("alphabet") {
            for flag in &["useLetter", "useNumber", "allCapital", "unambiguous"] {
                if let Given::Bool(_) = given(flag) {
                    form.refuse(flag, ALONE_RULE, Given::Bool(true));
                }
            }
            let alphabet = Alphabet::from_text(text);
            if alphabet.is_none() {
                form.refuse("alphabet", ALPHABET_RULE, Given::Text(text));
            }
            alphabet
        } else {
            let alphabet = Alphabet::from_flags(
                form.flag("useLetter"),
                form.flag("useNumber"),
                form.flag("allCapital"),
                form.flag("unambiguous"),
            );
            if alphabet.is_none() {
                form.refuse("useNumber", NOTHING_LEFT_RULE, Given::Bool(false));
            }
            alphabet
        };
        let length = form.number("length") as u8;
        let mut format = alphabet.map(|alphabet| Format::new(alphabet, length));
        if let Some(format) = format.as_mut().filter(|_| form.flag("requireEach")) {
            let classes = Class::of_all(format.alphabet());
            if classes.count_ones() > u32::from(length) {
                form.refuse("length", EACH_RULE, Given::Number(f64::from(length)));
            }
            // One class is in every code; there is nothing to look for.
            format.required = if classes.is_power_of_two() { 0 } else { classes };
        }
        let errors = form.errors;
        format.filter(|_| errors.is_empty()).ok_or(errors)
    }

    fn new(Alphabet { symbols, size }: Alphabet, length: u8) -> Format {
        Format { alphabet: symbols, size, words: Words::new(size), length, required: 0 }
    }

    /// The characters a code is made of, in the order the random bytes choose them.
    pub fn alphabet(&self) -> &[u8] {
        self.alphabet.get(..usize::from(self.size)).unwrap_or(&[])
    }

    /// How many characters a code has.
    pub fn length(&self) -> usize {
        usize::from(self.length)
    }

    /// Whether a code must hold one character of each of several classes.
    pub fn requires_each(&self) -> bool {
        self.required != 0
    }
}

struct Alphabet {
    symbols: [u8; Format::MAX_ALPHABET],
    size: u8,
}

impl Alphabet {
    const EMPTY: Alphabet = Alphabet { symbols: [0; Format::MAX_ALPHABET], size: 0 };

    fn from_text(text: &str) -> Option<Alphabet> {
        let mut alphabet = Alphabet::EMPTY;
        text.bytes().try_for_each(|byte| alphabet.push(byte))?;
        (alphabet.size >= 2).then_some(alphabet)
    }

    /// Digits, then upper case, then lower case, as in ASCII.
    fn from_flags(
        letter: bool,
        number: bool,
        capital: bool,
        unambiguous: bool,
    ) -> Option<Alphabet> {
        let mut alphabet = Alphabet::EMPTY;
        for byte in b'0'..=b'z' {
            let wanted = match Class::of(byte) {
                Class::DIGIT => number,
                Class::UPPER => letter,
                Class::LOWER => letter && !capital,
                _ => false,
            };
            if wanted && !(unambiguous && is_in(AMBIGUOUS, byte)) {
                alphabet.push(byte)?;
            }
        }
        (alphabet.size > 0).then_some(alphabet)
    }

    /// `None` where the character is not visible ASCII, already there or one too many.
    fn push(&mut self, byte: u8) -> Option<()> {
        if !byte.is_ascii_graphic() || is_in(&self.symbols, byte) {
            return None;
        }
        *self.symbols.get_mut(usize::from(self.size))? = byte;
        self.size += 1;
        Some(())
    }
}

#[allow(clippy::manual_contains, reason = "made for long texts, it takes half a kilobyte")]
fn is_in(symbols: &[u8], wanted: u8) -> bool {
    symbols.iter().any(|symbol| *symbol == wanted)
}
