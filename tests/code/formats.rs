//! Which formats there are, and which are refused.

use super::support::{SIXTY_FOUR, format, read};
use hypersender_otp::code::Format;
use hypersender_otp::contract::Given;
use std::cell::RefCell;

const UPPER: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ";
const LOWER: &str = "abcdefghijklmnopqrstuvwxyz";
const DIGITS: &str = "0123456789";

#[test]
fn flags_choose_the_alphabet_with_the_defaults_of_the_contract() {
    for (fields, alphabet) in [
        ("{}", DIGITS.to_owned()),
        (r#"{"useLetter":null,"length":null}"#, DIGITS.to_owned()),
        (r#"{"useLetter":true}"#, [DIGITS, UPPER, LOWER].concat()),
        (r#"{"useLetter":true,"allCapital":true}"#, [DIGITS, UPPER].concat()),
        (r#"{"useLetter":true,"useNumber":false}"#, [UPPER, LOWER].concat()),
        (r#"{"useLetter":true,"useNumber":false,"allCapital":true}"#, UPPER.to_owned()),
        (r#"{"allCapital":true}"#, DIGITS.to_owned()),
        (r#"{"unambiguous":true}"#, "23456789".to_owned()),
        (
            r#"{"useLetter":true,"allCapital":true,"unambiguous":true}"#,
            "23456789ABCDEFGHJKLMNPQRSTUVWXYZ".to_owned(),
        ),
        (
            r#"{"useLetter":true,"unambiguous":true}"#,
            "23456789ABCDEFGHJKLMNPQRSTUVWXYZabcdefghijkmnopqrstuvwxyz".to_owned(),
        ),
        (r#"{"alphabet":"ba"}"#, "ba".to_owned()),
        (r#"{"alphabet":"!~0O1Il"}"#, "!~0O1Il".to_owned()),
        (r#"{"alphabet":"ab","requireEach":true}"#, "ab".to_owned()),
    ] {
        let format = format(fields);
        assert_eq!(format.alphabet(), alphabet.as_bytes(), "{fields}");
        assert_eq!(format.length(), 6, "{fields}");
    }
}

#[test]
fn lengths_from_1_to_64_are_drawn() {
    for length in 1..=64 {
        let format = format(&format!(r#"{{"length":{length},"useLetter":true}}"#));
        assert_eq!(format.draw(&[0x7f; 256]).unwrap().code.len(), length);
    }
}

#[test]
fn every_bad_format_is_refused_by_the_name_of_its_field() {
    let big = "a".repeat(1 << 20);
    let sixty_five = format!("{SIXTY_FOUR}!");
    for (field, value) in [
        ("length", Given::Number(0.0)),
        ("length", Given::Number(65.0)),
        ("length", Given::Number(-1.0)),
        ("length", Given::Number(1.5)),
        ("length", Given::Number(f64::NAN)),
        ("length", Given::Number(f64::INFINITY)),
        ("length", Given::Number(4_294_967_302.0)),
        ("length", Given::Number(262.0)),
        ("length", Given::Number(1e9)),
        ("length", Given::Text("6")),
        ("length", Given::Bool(true)),
        ("length", Given::Other("an array")),
        ("useLetter", Given::Text("false")),
        ("useNumber", Given::Number(0.0)),
        ("useNumber", Given::Bool(false)),
        ("allCapital", Given::Number(1.0)),
        ("unambiguous", Given::Text("yes")),
        ("requireEach", Given::Number(1.0)),
        ("requireEach", Given::Other("an object")),
        ("alphabet", Given::Text("")),
        ("alphabet", Given::Text("a")),
        ("alphabet", Given::Text("aa")),
        ("alphabet", Given::Text("abca")),
        ("alphabet", Given::Text("ab cd")),
        ("alphabet", Given::Text("ab\n")),
        ("alphabet", Given::Text("\0ab")),
        ("alphabet", Given::Text("ab\x7f")),
        ("alphabet", Given::Text("abé")),
        ("alphabet", Given::Text("０１２")),
        ("alphabet", Given::Text("ab\u{fffd}")),
        ("alphabet", Given::Text(&sixty_five)),
        ("alphabet", Given::Text(&big)),
        ("alphabet", Given::Number(10.0)),
        ("alphabet", Given::Other("an array")),
    ] {
        let given = |name: &str| if name == field { value } else { Given::Missing };
        let errors = Format::from_fields(&given).unwrap_err();
        assert_eq!(errors.len(), 1, "{field} {value:?}: {errors:?}");
        assert_eq!(errors[0].field, field);
        assert!(errors[0].problem.starts_with("must be "), "{}", errors[0].problem);
        assert!(errors[0].problem.len() < 200, "the value is not repeated");
    }
}

#[test]
fn an_alphabet_stands_alone() {
    for flag in ["useLetter", "useNumber", "allCapital", "unambiguous"] {
        for value in [true, false] {
            let errors = read(&format!(r#"{{"alphabet":"abc","{flag}":{value}}}"#)).unwrap_err();
            assert_eq!(errors.len(), 1);
            assert_eq!(errors[0].field, flag);
            assert!(errors[0].problem.contains("must be left out when alphabet is given"));
        }
    }
}

#[test]
fn requiring_more_classes_than_there_are_characters_is_refused() {
    for (fields, least) in [
        (r#"{"length":N,"useLetter":true,"allCapital":true,"requireEach":true}"#, 2),
        (r#"{"length":N,"useLetter":true,"requireEach":true}"#, 3),
        (r#"{"length":N,"alphabet":"0aA-_","requireEach":true}"#, 4),
        (r#"{"length":N,"requireEach":true}"#, 1),
    ] {
        for length in 1..=6 {
            let result = read(&fields.replace('N', &length.to_string()));
            if length < least {
                assert_eq!(result.unwrap_err()[0].field, "length", "{fields} {length}");
            } else {
                assert!(result.is_ok(), "{fields} {length}");
            }
        }
    }
}

#[test]
fn every_mistake_is_told_at_once() {
    let errors = read(r#"{"length":0,"useLetter":"yes","alphabet":""}"#).unwrap_err();
    let fields: Vec<_> = errors.iter().map(|error| error.field.as_ref()).collect();
    assert_eq!(fields, ["length", "useLetter", "alphabet"]);
}

#[test]
fn the_contracts_four_settings_make_the_same_format() {
    assert_eq!(Format::from_contract(6, false, true, false), Ok(format("{}")));
    let letters = format(r#"{"length":10,"useLetter":true,"useNumber":false,"allCapital":true}"#);
    assert_eq!(Format::from_contract(10, true, false, true), Ok(letters));
    for (length, number, field) in
        [(0, true, "length"), (65, true, "length"), (6, false, "useNumber")]
    {
        let errors = Format::from_contract(length, false, number, true).unwrap_err();
        assert_eq!((errors.len(), errors[0].field.as_ref()), (1, field));
    }
}

#[test]
fn the_fields_asked_for_are_the_fields_named() {
    let asked = RefCell::new(Vec::new());
    let given = |field: &str| {
        asked.borrow_mut().push(field.to_owned());
        Given::Missing
    };
    Format::from_fields(&given).unwrap();
    let mut asked = asked.into_inner();
    asked.sort();
    asked.dedup();
    let mut named = Format::FIELDS.to_vec();
    named.sort();
    assert_eq!(asked, named);
}
