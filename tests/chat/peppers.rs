//! Rotating the pepper, and what is sealed under it.

use crate::support::{CHAT, INSTANCE, NAME_KEY, OLD_PEPPER, PEPPER, Store, keys, pepper, roomy};
use hypersender_otp::contract::Reason;
use hypersender_otp::service::{Keys, NameKey};

fn rotated(current: &[u8], previous: Option<&[u8]>) -> Keys {
    Keys::new(pepper(current), previous.map(pepper), NameKey::new(NAME_KEY).unwrap()).unwrap()
}

#[test]
fn codes_and_messages_of_the_old_pepper_live_on_while_it_is_kept() {
    let mut store = Store::with(roomy());
    store.keys = rotated(OLD_PEPPER, None);
    let old = store.request();
    store.keys = rotated(PEPPER, Some(OLD_PEPPER));
    let new = store.request();
    assert_eq!(store.due().deliveries.len(), 2);
    store.keys = rotated(PEPPER, Some(OLD_PEPPER));
    assert_eq!(store.guess(&old.code, Some(old.uuid)), Ok(old.uuid));
    assert_eq!(store.guess(&new.code, None), Ok(new.uuid));
}

#[test]
fn new_codes_are_made_under_the_new_pepper() {
    let mut store = Store::new();
    store.keys = rotated(PEPPER, Some(OLD_PEPPER));
    let made = store.request();
    store.keys = rotated(PEPPER, None);
    assert_eq!(store.due().deliveries.len(), 1);
    assert!(store.guess(&made.code, None).is_ok());
}

#[test]
fn a_code_whose_pepper_is_gone_is_expired_and_its_message_too() {
    let mut store = Store::new();
    let made = store.request();
    store.keys = rotated(OLD_PEPPER, None);
    assert_eq!(store.refusal(&made.code, None), Reason::ExpiredCode);
    assert!(store.due().deliveries.is_empty());
    store.keys = keys();
    assert_eq!(store.refusal(&made.code, None), Reason::ExpiredCode, "and stays so");
}

#[test]
fn two_peppers_that_cannot_be_told_apart_are_refused() {
    let names = || NameKey::new(NAME_KEY).unwrap();
    assert!(Keys::new(pepper(PEPPER), Some(pepper(PEPPER)), names()).is_none());
    assert!(Keys::new(pepper(PEPPER), Some(pepper(OLD_PEPPER)), names()).is_some());
}

#[test]
fn a_sealed_text_opens_only_for_its_purpose_instance_and_request() {
    let request = [1; 16];
    let sealed = keys().seal("message", (&INSTANCE, &request), [5; 12], b"439713").unwrap();
    let open = |keys: &Keys, purpose, instance, request| {
        keys.open(purpose, (instance, request), &sealed).is_some()
    };
    assert_eq!(keys().open("message", (&INSTANCE, &request), &sealed).unwrap(), b"439713");
    assert!(!open(&keys(), "answer", &INSTANCE, &request));
    assert!(!open(&keys(), "message", &[0xa1; 16], &request));
    assert!(!open(&keys(), "message", &INSTANCE, &[2; 16]));
    assert!(!open(&keys(), "message", &request, &INSTANCE), "the two cannot change places");
    assert!(!open(&rotated(OLD_PEPPER, None), "message", &INSTANCE, &request));
    assert!(open(&rotated(OLD_PEPPER, Some(PEPPER)), "message", &INSTANCE, &request));
}

#[test]
fn a_sealed_text_that_was_changed_does_not_open() {
    use hypersender_otp::service::words::{from_bytes, to_bytes};
    let request = [1; 16];
    let sealed = keys().seal("message", (&INSTANCE, &request), [5; 12], b"439713").unwrap();
    let bytes = to_bytes(&sealed);
    for bit in 0..bytes.len() * 8 {
        let mut bad = bytes.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        let opened = from_bytes(&bad)
            .and_then(|sealed| keys().open("message", (&INSTANCE, &request), &sealed));
        assert_eq!(opened, None, "bit {bit}");
    }
}

#[test]
fn the_tag_of_a_chat_differs_by_instance_and_chat() {
    let keys = keys();
    let tag = keys.names().tag(&INSTANCE, CHAT);
    assert_ne!(tag, keys.names().tag(&[1; 16], CHAT));
    assert_ne!(tag, keys.names().tag(&INSTANCE, "20123456788@c.us"));
    assert_eq!(tag, keys.names().tag(&INSTANCE, CHAT));
}
