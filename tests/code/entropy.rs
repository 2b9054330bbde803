//! How hard a code is to guess, against counts made another way.

use super::support::{SIXTY_FOUR, alphabet, format};

#[test]
fn the_largest_count_is_64_to_the_power_of_64() {
    let entropy = alphabet(64, SIXTY_FOUR).entropy();
    assert_eq!(entropy.bits(), 384.0);
    assert_eq!(
        entropy.combinations(),
        "39402006196394479212279040100143613805079739270465446667948293404245721771497210611414266254884915640806627990306816"
    );
    assert_eq!(entropy.guess_probability(1), 2f64.powi(-384));
}

#[test]
fn a_power_of_two_has_whole_bits() {
    for (size, each) in [(2, 1), (4, 2), (8, 3), (16, 4), (32, 5), (64, 6)] {
        for length in 1..=64 {
            let entropy = alphabet(length, &SIXTY_FOUR[..size]).entropy();
            assert_eq!(entropy.bits(), (each * length) as f64);
        }
    }
}

#[test]
fn bits_are_the_logarithm_for_every_size_and_length() {
    for size in 2..=64 {
        for length in 1..=64 {
            let bits = alphabet(length, &SIXTY_FOUR[..size]).entropy().bits();
            let wanted = (size as f64).log2() * length as f64;
            assert!((bits - wanted).abs() <= wanted * 4e-16, "{size}^{length}: {bits} {wanted}");
        }
    }
}

#[test]
fn the_count_with_each_class_is_what_counting_every_code_finds() {
    let class = |symbol: char| match symbol {
        '0'..='9' => 1,
        'A'..='Z' => 2,
        'a'..='z' => 4,
        _ => 8,
    };
    for symbols in ["01", "0a", "01ab", "0Aa", "0123Aab", "0aA-", "01aA-_", "ab-_+"] {
        for length in 1..=5u32 {
            let classes = symbols.chars().fold(0u32, |all, symbol| all | class(symbol));
            if length < classes.count_ones() {
                continue;
            }
            let symbols: Vec<char> = symbols.chars().collect();
            let codes = (0..symbols.len().pow(length)).filter(|index| {
                let mut rest = *index;
                let mut seen = 0;
                for _ in 0..length {
                    seen |= class(symbols[rest % symbols.len()]);
                    rest /= symbols.len();
                }
                seen == classes
            });
            let alphabet: String = symbols.iter().collect();
            let fields =
                format!(r#"{{"length":{length},"alphabet":"{alphabet}","requireEach":true}}"#);
            let entropy = format(&fields).entropy();
            assert_eq!(entropy.combinations(), codes.count().to_string(), "{fields}");
        }
    }
}

#[test]
fn the_odds_of_a_guess_are_tries_over_combinations_and_never_above_one() {
    let six = format("{}").entropy();
    for (tries, odds) in [(0, 0.0), (1, 1e-6), (5, 5e-6), (1_000_000, 1.0), (u64::MAX, 1.0)] {
        assert_eq!(six.guess_probability(tries), odds);
    }
    let each = format(r#"{"useLetter":true,"allCapital":true,"requireEach":true}"#).entropy();
    assert_eq!(each.guess_probability(5), 5.0 / 1_866_866_560.0);
}
