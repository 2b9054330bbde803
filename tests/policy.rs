//! Policies: profiles, the JSON that changes them, and the odds they leave an attacker.

#![cfg(feature = "service")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use hypersender_otp::service::chat::command::CodeFormat;
use hypersender_otp::service::policy::Policy;

fn refusal(json: &str) -> String {
    Policy::read(json).unwrap_err().to_string()
}

fn close(found: f64, expected: f64) {
    assert!((found / expected - 1.0).abs() < 1e-9, "{found} for {expected}");
}

#[test]
fn a_profile_is_read_by_its_name_or_as_an_object() {
    for text in ["contract", " contract\n", "{}", r#"{"profile":"contract"}"#] {
        assert_eq!(Policy::read(text), Ok(Policy::CONTRACT), "{text:?}");
    }
    for text in ["strict", r#"{"profile":"strict"}"#] {
        assert_eq!(Policy::read(text), Ok(Policy::STRICT), "{text:?}");
    }
}

#[test]
fn an_object_changes_what_it_names_and_nothing_else() {
    let policy = Policy::read(r#"{"profile":"strict","sendsADay":5,"uniformReasons":true}"#);
    assert_eq!(policy, Ok(Policy { sends_a_day: 5, uniform_reasons: true, ..Policy::STRICT }));
    let all = r#"{"defaultExpires":61,"longestExpires":62,"fewestCodes":3,"guesses":4,"liveCodes":5,
        "failureWindow":66,"failuresInWindow":7,"lock":8,"longestLock":9,"failuresADay":10,
        "failuresInARow":11,"sendGap":12,"sendWindow":63,"sendsInWindow":14,"sendsADay":15,
        "sendsAMinute":16,"sendsToOnePrefix":17,"failuresAnHour":18,"uniformReasons":true}"#;
    let expected = Policy {
        strict: false,
        default_expires: 61,
        longest_expires: 62,
        fewest_codes: 3,
        guesses: 4,
        live_codes: 5,
        failure_window: 66,
        failures_in_window: 7,
        lock: 8,
        longest_lock: 9,
        failures_a_day: 10,
        failures_in_a_row: 11,
        send_gap: 12,
        send_window: 63,
        sends_in_window: 14,
        sends_a_day: 15,
        sends_a_minute: 16,
        sends_to_one_prefix: 17,
        failures_an_hour: 18,
        uniform_reasons: true,
    };
    assert_eq!(Policy::read(all), Ok(expected));
}

#[test]
fn what_is_wrong_is_named_with_what_it_may_hold() {
    for (json, error) in [
        ("", "it must be contract, strict or a JSON object of limits"),
        ("lenient", "it must be contract, strict or a JSON object of limits"),
        ("[]", "it must be contract, strict or a JSON object of limits"),
        (r#"{"profile":"lenient"}"#, "profile must be contract or strict"),
        (r#"{"profile":1}"#, "profile must be contract or strict"),
        (r#"{"uniformReasons":"true"}"#, "uniformReasons must be true or false"),
        (r#"{"guesses":0}"#, "guesses must be a whole number from 1 to 10"),
        (r#"{"guesses":11}"#, "guesses must be a whole number from 1 to 10"),
        (r#"{"guesses":"5"}"#, "guesses must be a whole number from 1 to 10"),
        (r#"{"guesses":4.5}"#, "guesses must be a whole number from 1 to 10"),
        (r#"{"guesses":4294967301}"#, "guesses must be a whole number from 1 to 10"),
        (r#"{"guesses":null}"#, "guesses must be a whole number from 1 to 10"),
        (r#"{"liveCodes":6}"#, "liveCodes must be a whole number from 1 to 5"),
        (r#"{"longestExpires":1801}"#, "longestExpires must be a whole number from 60 to 1800"),
        (r#"{"longestExpires":60}"#, "defaultExpires must not be above longestExpires"),
        (r#"{"lock":5000}"#, "lock must not be above longestLock"),
        (r#"{"sendGap":-1}"#, "sendGap must be a whole number from 0 to 3600"),
    ] {
        assert_eq!(refusal(json), error, "{json}");
    }
    assert!(refusal(r#"{"gueses":5}"#).starts_with("gueses is no limit; there are profile, "));
    assert!(refusal(r#"{"a\nb":5}"#).starts_with("a field is no limit"), "nothing odd is shown");
}

#[test]
fn strict_cannot_be_loosened_past_its_point() {
    for (json, error) in [
        (
            r#"{"profile":"strict","longestExpires":601}"#,
            "longestExpires must be at most 600 in profile strict",
        ),
        (
            r#"{"profile":"strict","fewestCodes":10000}"#,
            "fewestCodes must be at least 977936 in profile strict",
        ),
    ] {
        assert_eq!(refusal(json), error, "{json}");
    }
}

#[test]
fn strict_refuses_a_start_with_odds_above_1_to_10_000_a_day() {
    for (json, starts) in [
        (r#"{"profile":"strict","sendsADay":16}"#, true),
        (r#"{"profile":"strict","sendsADay":18}"#, false),
        (r#"{"profile":"strict","guesses":10}"#, false),
        (r#"{"profile":"strict","guesses":10,"fewestCodes":10000000}"#, true),
        (r#"{"guesses":10,"sendsADay":10000}"#, true),
    ] {
        assert_eq!(Policy::read(json).is_ok(), starts, "{json}");
    }
    let error = refusal(r#"{"profile":"strict","guesses":10}"#);
    assert!(error.starts_with("sendsADay and guesses let an attacker win"), "{error}");
}

#[test]
fn strict_takes_six_digits_and_refuses_five() {
    let allows = |policy: &Policy, length, letter, capital| {
        policy.allows(&CodeFormat { length, letter, number: true, capital })
    };
    assert!(allows(&Policy::STRICT, 6, false, false));
    assert!(!allows(&Policy::STRICT, 5, false, false));
    assert!(allows(&Policy::STRICT, 4, true, true), "36^4 are more than 10^6");
    assert!(allows(&Policy::CONTRACT, 4, false, false));
}

#[test]
fn strict_shortens_a_long_lifetime() {
    assert_eq!(Policy::STRICT.expires(None), 300);
    assert_eq!(Policy::STRICT.expires(Some(1800)), 600);
    assert_eq!(Policy::STRICT.expires(Some(60)), 60);
    assert_eq!(Policy::CONTRACT.expires(None), 1800);
}

#[test]
fn the_odds_are_those_of_the_weakest_code_a_policy_allows() {
    let contract = Policy::CONTRACT.odds();
    close(contract.codes, 1e4);
    close(contract.code, 5e-4);
    close(contract.day, 1.0 - (1.0_f64 - 5e-4).powi(13));
    close(contract.until_closed, 1.0 - (1.0_f64 - 1e-4).powi(100));
    close(contract.takeovers_an_hour, 0.1);
    let strict = Policy::STRICT.odds();
    close(strict.codes, 1e6);
    close(strict.day, 1.0 - (1.0_f64 - 5e-6).powi(13));
    assert!(!strict.are_too_high() && contract.are_too_high());
}

#[test]
fn the_odds_follow_alphabet_guesses_sends_and_lifetime() {
    let base = Policy::CONTRACT;
    let day = |policy: &Policy| policy.odds_against(1e6).day;
    assert!(base.odds_against(1e4).day > base.odds_against(62_f64.powi(10)).day);
    assert!(day(&Policy { guesses: 6, ..base.clone() }) > day(&base));
    assert!(day(&Policy { sends_a_day: 11, ..base.clone() }) > day(&base));
    let short = Policy { longest_expires: 60, default_expires: 60, live_codes: 5, ..base.clone() };
    let long = Policy { live_codes: 5, ..base.clone() };
    assert!(day(&short) < day(&long), "fewer codes of yesterday can be guessed today");
    assert_eq!(base.odds_against(2.0).code, 1.0, "never above one");
}
