//! The same bytes give the same codes; every runtime is held to this one file.

use super::support::{Stream, read_value};
use hypersender_otp::code::Page;
use hypersender_otp::json::{self, Value};

fn document() -> Value<'static> {
    json::parse(include_bytes!("../data/codes.json")).unwrap()
}

fn list<'v>(value: &'v Value<'_>, key: &str) -> &'v [Value<'v>] {
    match value.get(key) {
        Some(Value::Array(items)) => items,
        other => panic!("{key} is {other:?}"),
    }
}

fn bytes(hex: &str) -> Vec<u8> {
    let digits: Vec<u8> = hex.chars().map(|digit| digit.to_digit(16).unwrap() as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect()
}

#[test]
fn every_golden_draw_gives_its_code_and_uses_its_bytes() {
    let document = document();
    let draws = list(&document, "draws");
    assert!(draws.len() >= 30);
    for draw in draws {
        let name = draw.get("name").and_then(Value::as_str).unwrap();
        let random = bytes(draw.get("random").and_then(Value::as_str).unwrap());
        let format = read_value(draw.get("format").unwrap()).unwrap();
        let drawn = format.draw(&random);
        let code = drawn.as_ref().map(|drawn| drawn.code.as_str());
        assert_eq!(code, draw.get("code").and_then(Value::as_str), "{name}");
        let used = drawn.map(|drawn| drawn.used as u64);
        assert_eq!(used, draw.get("used").and_then(Value::as_u64), "{name}");
    }
}

#[test]
fn every_golden_stream_gives_its_codes_across_pages() {
    let document = document();
    for stream in list(&document, "streams") {
        let name = stream.get("name").and_then(Value::as_str).unwrap();
        let number = |key| stream.get(key).and_then(Value::as_u64).unwrap();
        let Some(Value::Object(codes)) = stream.get("codes") else { panic!("{name}: no codes") };
        let format = read_value(stream.get("format").unwrap()).unwrap();

        // In one go and one at a time must be the same.
        for at_once in [number("count") as usize, 1] {
            let mut source = Stream(number("seed") as u32);
            let mut pages = 0;
            let mut page: Page = Page::new();
            let mut drawn = vec![0; number("count") as usize * format.length()];
            for codes in drawn.chunks_mut(at_once * format.length()) {
                let fill = |bytes: &mut [u8]| {
                    pages += 1;
                    source.fill(bytes);
                    Ok::<(), ()>(())
                };
                page.draw(&format, codes, fill).unwrap();
            }
            let drawn: Vec<_> = drawn.chunks(format.length()).collect();
            for (index, code) in codes {
                let index: usize = index.parse().unwrap();
                assert_eq!(
                    Some(std::str::from_utf8(drawn[index]).unwrap()),
                    code.as_str(),
                    "{name}"
                );
            }
            assert_eq!(pages, number("pages"), "{name}");
        }
    }
}

#[test]
fn every_golden_entropy_is_met_exactly() {
    let document = document();
    let entropies = list(&document, "entropies");
    assert!(entropies.len() >= 15);
    for golden in entropies {
        let text = |key| golden.get(key).and_then(Value::as_str).unwrap();
        let entropy = read_value(golden.get("format").unwrap()).unwrap().entropy();
        let combinations = entropy.combinations();
        assert_eq!(combinations, text("combinations"));
        assert_eq!(entropy.bits(), text("bits").parse::<f64>().unwrap(), "{combinations}");
        let Some(Value::Object(odds)) = golden.get("odds") else { panic!("{combinations}") };
        for (tries, probability) in odds {
            let probability: f64 = probability.as_str().unwrap().parse().unwrap();
            assert_eq!(
                entropy.guess_probability(tries.parse().unwrap()),
                probability,
                "{tries} of {combinations}"
            );
        }
    }
}
