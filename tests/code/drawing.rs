//! The draw is even, and says when the bytes do not suffice.

use super::random::Random;
use super::support::{SIXTY_FOUR, alphabet, format};
use hypersender_otp::code::Format;
use std::collections::HashMap;

#[test]
fn for_every_alphabet_size_every_combination_is_chosen_by_equally_many_words() {
    for size in 2..=64 {
        let format = alphabet(6, &SIXTY_FOUR[..size]);
        let combinations = size.pow(format.per_word() as u32);
        let place = |symbol: u8| SIXTY_FOUR.bytes().position(|each| each == symbol).unwrap();
        let mut counts = vec![0; combinations];
        let mut skipped = 0;
        for word in 0..=u16::MAX {
            match format.symbols(word) {
                Some(symbols) => {
                    assert_eq!(symbols.len(), format.per_word());
                    let index =
                        symbols.iter().fold(0, |index, symbol| index * size + place(*symbol));
                    counts[index] += 1;
                }
                None => skipped += 1,
            }
        }
        assert!(counts.iter().all(|count| *count == 65536 / combinations), "{size}");
        assert_eq!(skipped, 65536 % combinations, "{size}");
    }
}

#[test]
fn a_word_chooses_as_many_characters_as_have_at_most_4096_combinations() {
    let each = |size: usize| alphabet(6, &SIXTY_FOUR[..size]).per_word();
    assert_eq!((each(2), each(3), each(4), each(8)), (12, 7, 6, 4));
    assert_eq!((each(10), each(16), each(17), each(36), each(62), each(64)), (3, 3, 2, 2, 2, 2));
}

/// How many sequences of words give each code. Words that choose the same are counted by one of
/// them, times how many they are, so every sequence of 16-bit words is counted.
fn sequences(format: &Format, words: usize) -> HashMap<String, u64> {
    let mut kinds: HashMap<Option<Vec<u8>>, (u16, u64)> = HashMap::new();
    for word in 0..=u16::MAX {
        kinds.entry(format.symbols(word)).or_insert((word, 0)).1 += 1;
    }
    let kinds: Vec<(u16, u64)> = kinds.into_values().collect();
    let mut counts = HashMap::new();
    for index in 0..kinds.len().pow(words as u32) {
        let mut rest = index;
        let mut random = Vec::new();
        let mut ways = 1;
        for _ in 0..words {
            let (word, count) = kinds[rest % kinds.len()];
            rest /= kinds.len();
            random.extend(word.to_le_bytes());
            ways *= count;
        }
        if let Some(drawn) = format.draw(&random) {
            *counts.entry(drawn.code).or_insert(0) += ways;
        }
    }
    counts
}

fn assert_even(format: &Format, words: usize) {
    let counts = sequences(format, words);
    assert_eq!(counts.len().to_string(), format.entropy().combinations(), "all codes occur");
    let (least, most) = (counts.values().min().unwrap(), counts.values().max().unwrap());
    assert_eq!(least, most, "and equally often");
}

#[test]
fn over_all_sequences_of_two_words_every_code_is_equally_likely() {
    // Seventeen characters choose the fewest combinations a word, 289, and skip 222 words.
    assert_even(&alphabet(2, &SIXTY_FOUR[..17]), 2);
    assert_even(&alphabet(3, &SIXTY_FOUR[..17]), 2);
}

#[test]
fn a_code_drawn_again_for_a_class_is_as_likely_as_every_other() {
    // One word is one attempt here, so the second word is the draw after a refused code.
    let letters_and_digits = &SIXTY_FOUR[..17];
    let each = format!(r#"{{"length":2,"alphabet":"{letters_and_digits}","requireEach":true}}"#);
    assert_even(&format(&each), 2);
    // Two words are one attempt, and bytes that end within an attempt favour no code either.
    assert_even(&format(&each.replace("\"length\":2", "\"length\":3")), 2);
    assert_even(&format(r#"{"length":2,"alphabet":"0aA","requireEach":false}"#), 1);
    assert_even(&format(r#"{"length":3,"alphabet":"0aA","requireEach":true}"#), 1);
    assert_even(&format(r#"{"length":4,"alphabet":"0aA-_","requireEach":true}"#), 1);
}

#[test]
fn forcing_a_class_instead_would_favour_some_codes() {
    // The control: the check above must see the usual trick of overwriting one character.
    let plain = sequences(&alphabet(2, &SIXTY_FOUR[..17]), 1);
    let mut forced: HashMap<String, u64> = HashMap::new();
    for (code, count) in plain {
        let (mut first, second) = (code.as_bytes()[0], code.as_bytes()[1]);
        if first.is_ascii_digit() == second.is_ascii_digit() {
            first = if second.is_ascii_digit() { b'A' } else { b'0' };
        }
        *forced.entry([char::from(first), char::from(second)].iter().collect()).or_insert(0) +=
            count;
    }
    assert_ne!(forced.values().min(), forced.values().max());
}

#[test]
fn bytes_that_do_not_suffice_give_nothing_and_leave_nothing_behind() {
    let format = format(r#"{"length":10,"useLetter":true,"requireEach":true}"#);
    let mut random = [0; 64];
    Random(1).fill(&mut random);
    let used = format.draw(&random).unwrap().used;
    for length in 0..used {
        let mut code = [7; 12];
        assert_eq!(format.draw_into(&random[..length], &mut code), None, "{length} bytes");
        assert_eq!(code, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7, 7], "nothing of a code is left");
    }
    let mut code = [7; 12];
    assert_eq!(format.draw_into(&random[..used], &mut code), Some(used));
    assert_eq!(code[10..], [7, 7], "only the code is written");
}

#[test]
fn a_place_too_small_for_the_code_gives_nothing() {
    assert_eq!(format("{}").draw_into(&[70; 64], &mut [0; 5]), None);
}

#[test]
fn a_code_has_each_class_of_its_alphabet_when_that_is_required() {
    let mut random = vec![0; 1 << 16];
    Random(2).fill(&mut random);
    let format = format(r#"{"length":4,"alphabet":"01abAB-+xyz","requireEach":true}"#);
    let mut at = 0;
    let mut codes = 0;
    while let Some(drawn) = format.draw(&random[at..]) {
        at += drawn.used;
        codes += 1;
        let has = |class: fn(&u8) -> bool| drawn.code.as_bytes().iter().any(class);
        assert!(has(u8::is_ascii_digit) && has(u8::is_ascii_uppercase), "{}", drawn.code);
        assert!(has(u8::is_ascii_lowercase) && has(u8::is_ascii_punctuation), "{}", drawn.code);
    }
    assert!(codes > 500, "{codes} codes looked at");
}

/// Pearson's statistic for counts that should be equal.
fn chi_square(counts: &[u64]) -> f64 {
    let expected = counts.iter().sum::<u64>() as f64 / counts.len() as f64;
    counts.iter().map(|count| (*count as f64 - expected).powi(2) / expected).sum()
}

/// Above this an even generator comes once in a million runs, for 9 degrees of freedom.
const NINE_DEGREES: f64 = 45.1;

fn counts_by_position(mut code: impl FnMut() -> String) -> Vec<[u64; 10]> {
    let mut counts = vec![[0; 10]; 6];
    for _ in 0..200_000 {
        for (position, digit) in code().bytes().enumerate() {
            counts[position][usize::from(digit - b'0')] += 1;
        }
    }
    counts
}

#[test]
fn every_digit_is_equally_frequent_in_every_position() {
    let format = format("{}");
    let mut source = Random(3);
    let mut random = [0; 64];
    let counts = counts_by_position(|| {
        source.fill(&mut random);
        format.draw(&random).unwrap().code
    });
    for (position, counts) in counts.iter().enumerate() {
        let statistic = chi_square(counts);
        assert!(statistic < NINE_DEGREES, "position {position}: {statistic}");
    }
}

#[test]
fn the_same_check_sees_the_bias_of_a_byte_modulo_ten() {
    let mut source = Random(3);
    let counts = counts_by_position(|| {
        (0..6).map(|_| char::from(b'0' + source.next() as u8 % 10)).collect()
    });
    for (position, counts) in counts.iter().enumerate() {
        let statistic = chi_square(counts);
        assert!(statistic > NINE_DEGREES, "position {position} hides the bias: {statistic}");
    }
}
