//! Which starts are refused, and in what words.

use crate::support::{INSTANCE, NAME_KEY, PEPPER, TOKEN};
use hypersender_otp::service::{Given, Settings, Source, Style};

fn start(change: (&str, Option<&str>)) -> Result<(), String> {
    let instances =
        format!(r#"[{{"id":"{INSTANCE}","tokens":["{TOKEN}"],"origins":["https://a.example"]}}]"#);
    let env = |name: &str| match name {
        name if name == change.0 => change.1,
        "OTP_INSTANCES" => Some(instances.as_str()),
        "OTP_PEPPER" => Some(PEPPER),
        "OTP_NAME_KEY" => Some(NAME_KEY),
        "OTP_COURIER" => Some("inbox"),
        _ => None,
    };
    let source = Source::new(Style::Env, |name| {
        Ok::<_, std::convert::Infallible>(env(name).map(|text| Given::Text(text.to_owned())))
    });
    Settings::read(&source.unwrap()).map(|_| ()).map_err(|error| error.to_string())
}

#[test]
fn complete_settings_start() {
    assert_eq!(start(("", None)), Ok(()));
}

#[test]
fn each_missing_or_empty_setting_is_named() {
    for name in ["OTP_INSTANCES", "OTP_PEPPER", "OTP_NAME_KEY", "OTP_COURIER"] {
        for given in [None, Some("")] {
            let told = start((name, given)).unwrap_err();
            assert!(told.starts_with(&format!("{name} is missing: it must be ")), "{told}");
        }
    }
}

#[test]
fn a_short_key_is_refused_without_showing_it() {
    let short = "canary-of-only-31-characters-xx";
    for name in ["OTP_PEPPER", "OTP_NAME_KEY"] {
        let told = start((name, Some(short))).unwrap_err();
        assert!(told.starts_with(name) && told.contains("at least 32"), "{told}");
        assert!(!told.contains("canary"));
    }
}

#[test]
fn one_text_cannot_be_both_keys() {
    let told = start(("OTP_NAME_KEY", Some(PEPPER))).unwrap_err();
    assert_eq!(told, "OTP_NAME_KEY must be another text than OTP_PEPPER.");
}

#[test]
fn an_unknown_courier_is_refused() {
    assert!(start(("OTP_COURIER", Some("pigeon"))).unwrap_err().starts_with("OTP_COURIER must"));
}

#[test]
fn instances_that_are_wrong_are_refused_without_showing_a_token() {
    let id = INSTANCE;
    for (wrong, word) in [
        (String::from("not JSON"), "such as"),
        (String::from("[]"), "such as"),
        (String::from("{}"), "such as"),
        (format!(r#"[{{"id":"{id}"}}]"#), "nobody could call"),
        (r#"[{"id":"..","tokens":["canarycanarycanary"]}]"#.to_owned(), "id: must be a UUID"),
        (format!(r#"[{{"id":"{id}","tokens":["canary"]}}]"#), "16 visible"),
        (format!(r#"[{{"id":"{id}","tokens":["canary canary canary"]}}]"#), "16 visible"),
        (format!(r#"[{{"id":"{id}","tokens":"canarycanarycanary"}}]"#), "16 visible"),
        (format!(r#"[{{"id":"{id}","token":["canarycanarycanary"]}}]"#), "nothing else"),
        (format!(r#"[{{"id":"{id}","origins":["*"]}}]"#), "origins"),
        (format!(r#"[{{"id":"{id}","origins":["null"]}}]"#), "origins"),
        (format!(r#"[{{"id":"{id}","origins":["https://a.example/"]}}]"#), "origins"),
        (format!(r#"[{{"id":"{id}","origins":["http://a.example"]}}]"#), "origins"),
        (format!(r#"[{{"id":"{id}","origins":["https://A.example"]}}]"#), "origins"),
    ] {
        let told = start(("OTP_INSTANCES", Some(&wrong))).unwrap_err();
        assert!(told.starts_with("OTP_INSTANCES") && told.contains(word), "{wrong}: {told}");
        assert!(!told.contains("canary"), "{told}");
    }
}

#[test]
fn an_instance_named_twice_is_refused() {
    let one = format!(r#"{{"id":"{INSTANCE}","origins":["http://localhost:8788"]}}"#);
    let told = start(("OTP_INSTANCES", Some(&format!("[{one},{one}]")))).unwrap_err();
    assert_eq!(told, "OTP_INSTANCES names one instance twice.");
}
