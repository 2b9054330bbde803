//! The words of the wire: strict JSON, timestamps, UUIDs, chatIds.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may stop")]

use hypersender_otp::chat_id::ChatId;
use hypersender_otp::json::{self, ObjectWriter};
use hypersender_otp::timestamp::Timestamp;
use hypersender_otp::uuid::Uuid;

#[test]
fn json_that_two_parsers_could_read_differently_is_refused() {
    let deep = "[".repeat(100_000);
    let many: Vec<String> = (0..257).map(|at| format!("\"k{at}\":0")).collect();
    let many = format!("{{{}}}", many.join(","));
    for text in [
        "",
        " ",
        "{",
        "}",
        "[1",
        "[1,]",
        "[,1]",
        "{\"a\":1,}",
        "{a:1}",
        "{'a':1}",
        "{\"a\" 1}",
        "{\"a\":1}{}",
        "{\"a\":1,\"a\":2}",
        "{\"a\":1,\"\\u0061\":2}",
        "nul",
        "True",
        "NaN",
        "01",
        "-",
        "1.",
        ".5",
        "1e",
        "+1",
        "0x10",
        "\"\\x\"",
        "\"\\u12\"",
        "\"\\ud800\"",
        "\"\\udc00\"",
        "\"\\ud800\\u0041\"",
        "\"a",
        "\"a\nb\"",
        "\"a\u{0}b\"",
        "\u{feff}{}",
        "{}//",
        "/**/{}",
        &deep,
        &many,
    ] {
        assert!(json::parse(text.as_bytes()).is_err(), "{text:.40} was accepted");
    }
    assert!(json::parse(b"\"\xff\"").is_err(), "invalid UTF-8 was accepted");
    assert!(json::parse(b"\"\xed\xa0\x80\"").is_err(), "an encoded surrogate was accepted");
}

#[test]
fn json_strings_are_read_with_their_escapes() {
    for (text, expected) in [
        (r#""""#, ""),
        (r#""\"\\\/\b\f\n\r\t""#, "\"\\/\u{8}\u{c}\n\r\t"),
        (r#""\u0623\ud83d\ude00x""#, "\u{623}\u{1f600}x"),
        ("\"\u{1f600}\"", "\u{1f600}"),
    ] {
        let value = json::parse(text.as_bytes()).unwrap();
        assert_eq!(
            value.as_str().map(|text| text.to_string()).as_deref(),
            Some(expected),
            "{text}"
        );
    }
}

#[test]
fn only_plain_whole_numbers_count_as_numbers() {
    for (text, expected) in [
        ("0", Some(0)),
        ("1800", Some(1800)),
        ("9007199254740991", Some(9_007_199_254_740_991)),
        ("9007199254740992", None),
        ("-1", None),
        ("1.0", None),
        ("1e3", None),
        ("\"6\"", None),
    ] {
        assert_eq!(json::parse(text.as_bytes()).unwrap().as_u64(), expected, "{text}");
    }
}

#[test]
fn what_is_written_is_read_back_the_same() {
    for text in ["", "plain", "\"quotes\" and \\", "\u{0}\u{1f}\n\t", "\u{1f600}\u{202e}"] {
        let written = ObjectWriter::new().string(text, text).finish();
        let value = json::parse(written.as_bytes()).unwrap();
        let read = value.get(text).and_then(|value| value.as_str().map(|text| text.to_string()));
        assert_eq!(read.as_deref(), Some(text), "{written}");
    }
}

#[test]
fn timestamps_are_written_as_they_were_read() {
    for text in [
        "1970-01-01T00:00:00+00:00",
        "2000-02-29T23:59:59+00:00",
        "2025-12-29T17:39:38+00:00",
        "2100-02-28T12:00:00+00:00",
        "9999-12-31T23:59:59+00:00",
    ] {
        assert_eq!(Timestamp::parse(text).unwrap().to_rfc3339(), text);
    }
}

#[test]
fn seconds_beyond_the_year_9999_are_its_end() {
    let text = |seconds: u64| Timestamp::from_seconds(seconds).to_rfc3339();
    assert_eq!(text(1_767_029_978), "2025-12-29T17:39:38+00:00");
    let end = "9999-12-31T23:59:59+00:00";
    // A thousand times the second last is 384 in 64 bits.
    for seconds in [253_402_300_799, 253_402_300_800, 18_446_744_073_709_552, u64::MAX] {
        assert_eq!(text(seconds), end, "{seconds}");
        assert_eq!(Timestamp::from_millis(1000).plus_seconds(seconds).to_rfc3339(), end);
    }
}

#[test]
fn offsets_and_fractions_name_the_same_moment() {
    let moment = Timestamp::parse("2025-12-29T17:39:38+00:00").unwrap();
    for text in [
        "2025-12-29T17:39:38Z",
        "2025-12-29t17:39:38z",
        "2025-12-29 17:39:38+00:00",
        "2025-12-29T20:09:38+02:30",
        "2025-12-29T09:39:38-08:00",
        "2025-12-30T00:00:00+06:20",
    ] {
        let difference = Timestamp::parse(text).unwrap().millis().abs_diff(moment.millis());
        assert!(difference < 60_000, "{text}");
    }
    assert_eq!(Timestamp::parse("2025-12-29T17:39:38.5Z").unwrap().millis(), moment.millis() + 500);
    assert_eq!(Timestamp::parse("2025-12-29T17:39:38.123456Z").unwrap().millis() % 1000, 123);
}

#[test]
fn dates_in_no_calendar_are_refused() {
    for text in [
        "",
        "2025-12-29",
        "2025-12-29T17:39:38",
        "2025-12-29T17:39Z",
        "2025-02-29T00:00:00Z",
        "2025-00-01T00:00:00Z",
        "2025-13-01T00:00:00Z",
        "2025-01-32T00:00:00Z",
        "2025-01-01T24:00:00Z",
        "2025-01-01T00:60:00Z",
        "2025-01-01T00:00:00+24:00",
        "2025-01-01T00:00:00+0000",
        "1969-12-31T23:59:59Z",
        "1970-01-01T00:00:00+01:00",
        "2025-01-01T00:00:00.Z",
        "2025-01-01T00:00:00Zz",
        "+025-01-01T00:00:00Z",
        "soon",
        "\u{661}970-01-01T00:00:00Z",
    ] {
        assert_eq!(Timestamp::parse(text), None, "{text}");
    }
}

#[test]
fn every_day_of_a_century_has_its_own_date() {
    let mut before = String::new();
    for day in 0..36_525 {
        let moment = Timestamp::from_millis(day * 86_400_000);
        let text = moment.to_rfc3339();
        assert!(text > before, "{text} does not follow {before}");
        assert_eq!(Timestamp::parse(&text), Some(moment));
        before = text;
    }
}

#[test]
fn uuids_have_one_form() {
    let uuid = Uuid::from_random([0xff; 16]);
    assert_eq!(uuid.as_str(), "ffffffff-ffff-4fff-bfff-ffffffffffff");
    assert_eq!(Uuid::parse(uuid.as_str()), Some(uuid));
    for text in [
        "",
        "..",
        "a0b5df6a-b491-4190-80a5-38d85a2a483",
        "a0b5df6ab49141908 0a538d85a2a4836",
        "g0b5df6a-b491-4190-80a5-38d85a2a4836",
        "{0b5df6a-b491-4190-80a5-38d85a2a4836",
        "é0b5df6a-b491-4190-80a5-38d85a2a483",
    ] {
        assert_eq!(Uuid::parse(text), None, "{text}");
    }
}

#[test]
fn an_answer_may_name_a_chat_in_two_forms_and_no_other() {
    let chat = ChatId::parse("20123456789@c.us").unwrap();
    assert!(chat.is_named_by("20123456789@c.us"));
    assert!(chat.is_named_by("20123456789@s.whatsapp.net"));
    for other in ["20123456789", "20123456789@g.us", "2012345678@c.us", "+20123456789@c.us", ""] {
        assert!(!chat.is_named_by(other), "{other}");
    }
}
