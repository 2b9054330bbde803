//! Which starts are refused, and in what words.

use crate::support::{INSTANCE, NAME_KEY, PEPPER, PROOF_KEY, TOKEN, setup};
use hypersender_otp::service::{Given, Issuer, Settings, Source, Style};

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
    for name in ["OTP_PEPPER", "OTP_NAME_KEY", "OTP_PROOF_KEY"] {
        let told = start((name, Some(short))).unwrap_err();
        assert!(told.starts_with(&format!("{name} must be at least 32")), "{told}");
        assert!(!told.contains("canary"));
    }
}

#[test]
fn one_text_cannot_be_both_keys() {
    let told = start(("OTP_NAME_KEY", Some(PEPPER))).unwrap_err();
    assert_eq!(told, "OTP_NAME_KEY must be another text than OTP_PEPPER.");
}

#[test]
fn a_secret_that_is_a_key_already_is_refused_by_both_names() {
    let hook =
        |key: &str| format!(r#"{{"type":"webhook","url":"https://a.example","key":"{key}"}}"#);
    let vendor = |token: &str| {
        format!(r#"{{"type":"hypersender","instance":"{INSTANCE}","token":"{token}"}}"#)
    };
    let held = |token: &str| format!(r#"[{{"id":"{INSTANCE}","tokens":["{TOKEN}","{token}"]}}]"#);
    for (key, name) in [(PEPPER, "pepper"), (NAME_KEY, "nameKey"), (PROOF_KEY, "proofKey")] {
        for (setting, value, told) in [
            ("courier", hook(key), "courier: key"),
            ("courier", vendor(key), "courier: token"),
            ("issuer", vendor(key), "issuer.token"),
            ("instances", held(key), "instances, entry 1: tokens: each"),
        ] {
            let changes = [(setting, value.as_str()), ("courier", "")];
            let changes = if setting == "issuer" { &changes[..] } else { &changes[..1] };
            let error = setup(changes).err().map(|error| error.to_string());
            let expected = format!("{told} must be another text than {name}.");
            assert_eq!(error.as_deref(), Some(expected.as_str()));
        }
    }
    let old = format!(r#"["{}","{PEPPER}"]"#, "q".repeat(32));
    let both = [("pepper", old.as_str()), ("courier", &hook(PEPPER))];
    assert!(setup(&both).is_err(), "a pepper that is rotated away is one as well");
    let token = "t".repeat(32);
    let both = [("instances", held(&token)), ("courier", hook(&token))];
    let both: Vec<_> = both.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let error = setup(&both).err().map(|error| error.to_string());
    let expected = "courier: key must be another text than the tokens of instances.";
    assert_eq!(error.as_deref(), Some(expected));
}

#[test]
fn two_instances_may_share_a_token() {
    let other = "00000000-0000-4000-8000-000000000000";
    let one = |id: &str| format!(r#"{{"id":"{id}","tokens":["{TOKEN}"]}}"#);
    assert_eq!(config("instances", &format!("[{},{}]", one(INSTANCE), one(other))), Ok(()));
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
        (format!(r#"{{"a":{{"id":"{id}","origins":["https://a.example"]}}}}"#), "such as"),
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

/// What a start with such a change of the `config` style comes to.
fn config(name: &str, value: &str) -> Result<(), String> {
    setup(&[(name, value)]).map(|_| ()).map_err(|error| error.to_string())
}

#[test]
fn errors_name_a_setting_as_its_caller_wrote_it() {
    assert!(start(("OTP_PEPPER", Some("short"))).unwrap_err().starts_with("OTP_PEPPER must"));
    assert!(config("pepper", "short").unwrap_err().starts_with("pepper must"));
    let told = start(("OTP_PROOF_KEY", Some(NAME_KEY))).unwrap_err();
    assert_eq!(told, "OTP_PROOF_KEY must be another text than OTP_NAME_KEY.");
    assert_eq!(
        config("proofKey", PEPPER).unwrap_err(),
        "proofKey must be another text than pepper."
    );
}

#[test]
fn a_pepper_is_one_text_or_two() {
    let other = "anotherPEPPERanotherPEPPERanotherPEPPER";
    for (given, fits) in [
        (format!(r#"["{other}","{PEPPER}"]"#), true),
        (format!(r#"["{PEPPER}"]"#), true),
        (format!(r#"["{PEPPER}","{PEPPER}"]"#), false),
        (format!(r#"["{other}","{PEPPER}","{other}x"]"#), false),
        (format!(r#"["{PEPPER}","short"]"#), false),
        ("[]".to_owned(), false),
        (format!(r#"{{"new":"{other}","old":"{PEPPER}"}}"#), false),
        (r#"[5,"x"]"#.to_owned(), false),
        (format!(r#"["{NAME_KEY}","{PEPPER}"]"#), false),
    ] {
        assert_eq!(config("pepper", &given).is_ok(), fits, "{given}");
        assert_eq!(start(("OTP_PEPPER", Some(&given))).is_ok(), fits, "{given}");
    }
}

#[test]
fn a_base_path_is_plain() {
    for (path, fits) in [
        ("/codes", true),
        ("/a/b-c/v2.1", true),
        ("codes", false),
        ("/codes/", false),
        ("/", false),
        ("/a//b", false),
        ("/a/../b", false),
        ("/a b", false),
        ("/a?x", false),
        ("https://a.example", false),
    ] {
        assert_eq!(config("basePath", path).is_ok(), fits, "{path}");
    }
}

#[test]
fn a_policy_is_a_profile_or_an_object() {
    assert!(config("policy", "strict").is_ok());
    assert!(start(("OTP_POLICY", Some(r#"{"profile":"strict","guesses":3}"#))).is_ok());
    let told = start(("OTP_POLICY", Some(r#"{"guesses":11}"#))).unwrap_err();
    assert_eq!(told, "OTP_POLICY: guesses must be a whole number from 1 to 10.");
}

#[test]
fn an_issuer_is_local_or_the_vendor() {
    let vendor = |member: &str| format!(r#"{{"type":"hypersender",{member}}}"#);
    for (issuer, said) in [
        (String::from("vendor"), "issuer must be local or hypersender"),
        (String::from("hypersender"), "issuer.token is missing"),
        (vendor(r#""token":"a b""#), "issuer.token must"),
        (vendor(r#""token":"a","baseUrl":"http://a.example""#), "issuer.baseUrl must"),
        (vendor(r#""token":"a","baseUrl":"https://u:p@a.example""#), "issuer.baseUrl must"),
        (vendor(r#""token":"a","baseUrl":"javascript:alert(1)""#), "issuer.baseUrl must"),
        (vendor(r#""token":"a","instance":".."#), "issuer must"),
        (vendor(r#""token":"a","instance":"..""#), "issuer.instance must"),
        (vendor(r#""token":"a","passCode":"yes""#), "issuer: passCode must"),
        (vendor(r#""token":"a","code":true"#), "issuer: an issuer may hold"),
        (vendor(r#""token":"a""#), "courier must be left out"),
    ] {
        let told = config("issuer", &issuer).unwrap_err();
        assert!(told.starts_with(said), "{issuer}: {told}");
    }
    assert!(setup(&[("issuer", &vendor(r#""token":"a""#)), ("courier", "")]).is_ok());
}

#[test]
fn in_the_environment_the_vendor_has_its_own_names() {
    let source = |token: Option<&'static str>, id: &'static str| {
        let instances = format!(r#"[{{"id":"{INSTANCE}","tokens":["{TOKEN}"]}}]"#);
        Source::new(Style::Env, |name| {
            let value = match name {
                "OTP_INSTANCES" => instances.as_str(),
                "OTP_PEPPER" => PEPPER,
                "OTP_NAME_KEY" => NAME_KEY,
                "OTP_ISSUER" => "hypersender",
                "HYPERSENDER_OTP_API_KEY" => token.unwrap_or_default(),
                "HYPERSENDER_OTP_INSTANCE_ID" => id,
                "HYPERSENDER_OTP_BASE_URL" => "http://127.0.0.1:9000/api/otp/v2",
                _ => "",
            };
            let given = Some(value).filter(|value| !value.is_empty());
            Ok::<_, std::convert::Infallible>(given.map(|text| Given::Text(text.to_owned())))
        })
        .unwrap()
    };
    let settings = Settings::read(&source(Some("1|abc"), INSTANCE)).unwrap();
    let Issuer::Hypersender(vendor) = settings.issuer else { panic!("the vendor issues") };
    assert_eq!(vendor.base_url, "http://127.0.0.1:9000/api/otp/v2");
    assert_eq!((vendor.token.as_str(), vendor.pass_code), ("1|abc", false));
    let told = |source: Source| Settings::read(&source).err().unwrap().to_string();
    assert!(told(source(None, "")).starts_with("HYPERSENDER_OTP_API_KEY is missing"));
    assert!(told(source(Some("1"), "x")).starts_with("HYPERSENDER_OTP_INSTANCE_ID must be a UUID"));
}

#[test]
fn a_courier_is_complete_or_refused() {
    let key = "k".repeat(32);
    for (courier, said) in [
        (String::from("webhook"), "courier must be inbox"),
        (r#"{"type":"webhook","url":"https://a.example"}"#.to_owned(), "courier: key must"),
        (
            format!(r#"{{"type":"webhook","url":"http://a.example","key":"{key}"}}"#),
            "courier: url must",
        ),
        (
            format!(r#"{{"type":"webhook","url":"https://a.example","key":"{key}","x":1}}"#),
            "courier: a webhook has",
        ),
        (r#"{"type":"hypersender","token":"a"}"#.to_owned(), "courier: instance must"),
        (format!(r#"{{"type":"hypersender","instance":"{INSTANCE}"}}"#), "courier: token must"),
        (r#"{"type":"inbox","x":1}"#.to_owned(), "courier must be inbox"),
    ] {
        let told = config("courier", &courier).unwrap_err();
        assert!(told.starts_with(said), "{courier}: {told}");
    }
    let local = format!(r#"{{"type":"webhook","url":"http://127.0.0.1:9000/hook","key":"{key}"}}"#);
    assert!(config("courier", &local).is_ok());
}

#[test]
fn a_message_that_could_not_carry_a_code_is_refused() {
    let locale = |name: &str, named: &str, unnamed: &str| {
        format!(r#"{{"{name}":{{"named":"{named}","unnamed":"{unnamed}"}}}}"#)
    };
    let long = "x".repeat(1000);
    for (messages, fits) in [
        (locale("fr", "{{code}} {{name}} {{minutes}}", "{{code}}"), true),
        (locale("pt-br", "{{code}}", "{{code}}"), true),
        (locale("en", "{{code}}!", "{{code}}?"), true),
        (locale("fr", "{{name}}", "{{code}}"), false),
        (locale("fr", "{{code}}", "no code"), false),
        (locale("fr", "{{code}}", "{{code}} {{name}}"), false),
        (locale("fr", "{{code}} {{CODE}}", "{{code}}"), false),
        (locale("fr", "{{code}} {{", "{{code}}"), false),
        (locale("fr", &format!("{{{{code}}}}{long}"), "{{code}}"), false),
        (locale("French", "{{code}}", "{{code}}"), false),
        (locale("", "{{code}}", "{{code}}"), false),
        (r#"{"fr":{"named":"{{code}}"}}"#.to_owned(), false),
        (r#"{"fr":{"named":"{{code}}","unnamed":"{{code}}","x":""}}"#.to_owned(), false),
        (r#"{"fr":5}"#.to_owned(), false),
        ("[]".to_owned(), false),
    ] {
        assert_eq!(config("messages", &messages).is_ok(), fits, "{messages:.80}");
    }
}

#[test]
fn an_instance_speaks_a_locale_that_is_known() {
    let speaks = |locale: &str| {
        config(
            "instances",
            &format!(r#"[{{"id":"{INSTANCE}","tokens":["{TOKEN}"],"locale":"{locale}"}}]"#),
        )
    };
    assert!(speaks("ar").is_ok() && speaks("ar-EG").is_ok());
    assert!(speaks("fr").unwrap_err().contains("locale: must be one that messages has"));
}

#[test]
fn a_challenge_is_true_or_false() {
    for (given, fits) in [("true", true), ("false", true), ("", true), ("yes", false), ("1", false)]
    {
        assert_eq!(start(("OTP_CHALLENGE", Some(given))).is_ok(), fits, "{given}");
    }
}
