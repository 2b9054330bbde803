//! What people type and paste, as the code or number it means.
#![allow(clippy::unwrap_used, reason = "a test may stop")]

use hypersender_otp::chat_id::ChatId;
use hypersender_otp::normalize::normalize_code;

#[test]
fn typed_codes_are_read_in_every_script_and_spacing() {
    for (typed, code) in [
        ("439713", "439713"),
        (" 439 713 ", "439713"),
        ("439-713", "439713"),
        ("43-97-13", "439713"),
        ("439\u{a0}713", "439713"),
        ("439\u{2013}713", "439713"),
        ("\u{200e}439713\u{200f}", "439713"),
        ("\u{2068}439713\u{2069}", "439713"),
        ("٤٣٩٧١٣", "439713"),
        ("۴۳۹۷۱۳", "439713"),
        ("४३९७१३", "439713"),
        ("４３９７１３", "439713"),
        ("𝟒𝟑𝟗𝟕𝟏𝟑", "439713"),
        ("k7Qm2x", "k7Qm2x"),
        ("Ｋ７Ｑｍ", "K7Qm"),
        ("RDYFQUBX", "RDYFQUBX"),
        ("0000", "0000"),
    ] {
        assert_eq!(normalize_code(typed).as_deref(), Ok(code), "{typed}");
    }
}

#[test]
fn a_code_is_found_in_a_pasted_message() {
    for (message, code) in [
        ("Your Acme code is 439713.", "439713"),
        ("Your Acme code is 439-713. It expires in 5 minutes. Do not share it.", "439713"),
        ("*439713* is your code for Shop 24. It expires in 30 minutes.", "439713"),
        ("*RDYFQU* is your code", "RDYFQU"),
        ("رمز التحقق الخاص بك هو ٤٣٩٧١٣ وينتهي خلال ٣٠ دقيقة", "439713"),
        ("<#> 4397 is your code. (c) 2025 Acme", "4397"),
        ("Code: 439713\nQuestions? Call +20 123 456 7890", "439713"),
        ("439713 is your code. Do not share 439713 with anyone.", "439713"),
        ("[29/12, 17:39] Acme: your code is k7Qm2x", "k7Qm2x"),
    ] {
        assert_eq!(normalize_code(message).as_deref(), Ok(code), "{message}");
    }
}

#[test]
fn what_holds_no_code_or_more_than_one_is_refused_with_the_remedy() {
    for (text, problem) in [
        ("", "holds no code"),
        ("   ", "holds no code"),
        ("123", "holds no code"),
        ("12345678901", "holds no code"),
        ("hello there", "holds no code"),
        ("the code is 439713 or 182640", "holds more than one"),
    ] {
        let error = normalize_code(text).unwrap_err();
        assert!(error.problem.starts_with(problem), "{text}: {error}");
    }
}

#[test]
fn international_numbers_become_chat_ids() {
    for (written, digits) in [
        ("+20 123 456 789", "20123456789"),
        ("0020123456789", "20123456789"),
        ("+1 (202) 555-0123", "12025550123"),
        ("+49.30.901820", "4930901820"),
        ("+49 30/901820", "4930901820"),
        ("20123456789", "20123456789"),
        ("20123456789@c.us", "20123456789"),
        (" 20123456789@c.us ", "20123456789"),
        ("\u{202a}+20 123 456 789\u{202c}", "20123456789"),
        ("+٢٠ ١٢٣ ٤٥٦ ٧٨٩", "20123456789"),
        ("+20\u{a0}123\u{2011}456\u{2011}789", "20123456789"),
    ] {
        let chat_id = ChatId::from_phone(written);
        assert_eq!(chat_id.as_ref().map(ChatId::digits), Ok(digits), "{written}");
    }
}

#[test]
fn other_numbers_are_refused_with_the_reason() {
    for (written, reason) in [
        ("", "7 to 15 digits"),
        ("call me", "7 to 15 digits"),
        ("+20 123 456 789 ext 5", "7 to 15 digits"),
        ("+123456", "7 to 15 digits"),
        ("+1234567890123456", "7 to 15 digits"),
        ("++20123456789", "7 to 15 digits"),
        ("+20123+456789", "7 to 15 digits"),
        ("0123 456 7890", "national form"),
        ("01234567890", "national form"),
        ("(202) 555-0123", "national form"),
        ("555-0123", "national form"),
        ("+0123 456 7890", "country code begins"),
        ("+44 (0)20 7946 0000", "national 0 in brackets"),
        ("120363025246125486@g.us", "group"),
        ("20123456789@lid", "hidden id"),
        ("20123456789@C.US", "followed by @c.us"),
        ("me@example.com", "followed by @c.us"),
    ] {
        let error = ChatId::from_phone(written).unwrap_err();
        assert!(error.problem.contains(reason), "{written}: {error}");
    }
}
