//! What is stored of a chat.

use crate::support::{CHAT, INSTANCE, PEPPER, Store, World, code};
use hypersender_otp::service::{Event, StateError, StepError};
use hypersender_otp::{chat_id::ChatId, contract::RequestCode};

fn request() -> Event {
    Event::RequestCode(RequestCode::new(ChatId::parse(CHAT).unwrap()))
}

#[test]
fn neither_a_code_nor_a_number_nor_a_key_is_stored() {
    let mut world = World::new();
    let body = format!(r#"{{"chatId":"{CHAT}","length":10,"useLetter":true,"name":"canaryNAME"}}"#);
    let reply = world.server("request-code", &body);
    let code = crate::support::text(&reply, &["data", "code"]).unwrap();
    let digits = CHAT.trim_end_matches("@c.us");
    assert_eq!(world.objects.len(), 1);
    for (name, state) in &world.objects {
        for secret in [code.as_str(), digits, INSTANCE, PEPPER, "canary"] {
            let held = |bytes: &[u8]| bytes.windows(secret.len()).any(|w| w == secret.as_bytes());
            assert!(!held(state) && !held(name.as_bytes()), "{secret} is stored");
        }
    }
}

#[test]
fn a_full_chat_takes_at_most_264_bytes() {
    let mut store = Store::new();
    for _ in 0..20 {
        store.request();
    }
    assert_eq!(store.state.unwrap().len(), 1 + 6 * 27 + 3 * 32 + 4);
}

#[test]
fn any_changed_bit_is_an_error_and_never_a_fresh_chat() {
    let mut store = Store::new();
    let asked = store.request();
    store.request();
    store.validate(&code(&asked), Some(&asked.uuid)).unwrap();
    let good = store.state.clone().unwrap();
    for bit in 0..good.len() * 8 {
        let mut bad = good.clone();
        bad[bit / 8] ^= 1 << (bit % 8);
        store.state = Some(bad);
        let expected = match bit / 8 {
            0 => StateError::UnknownVersion(1 ^ (1 << bit)),
            _ => StateError::Corrupt,
        };
        assert_eq!(store.try_step(&request()).err(), Some(StepError::State(expected)));
    }
}

#[test]
fn a_truncated_or_lengthened_chat_is_an_error() {
    let mut store = Store::new();
    store.request();
    let good = store.state.clone().unwrap();
    for length in 0..good.len() {
        store.state = Some(good[..length].to_vec());
        assert!(matches!(store.try_step(&request()), Err(StepError::State(_))));
    }
    store.state = Some([good.as_slice(), &[0]].concat());
    assert!(matches!(store.try_step(&request()), Err(StepError::State(_))));
}

#[test]
fn a_damaged_chat_is_answered_with_500_and_left_as_it_is() {
    let mut world = World::new();
    let body = format!(r#"{{"chatId":"{CHAT}"}}"#);
    world.server("request-code", &body);
    let state = world.objects.values_mut().next().unwrap();
    state[5] ^= 1;
    let before = world.objects.clone();
    let reply = world.server("request-code", &body);
    assert_eq!((reply.status, crate::support::error_code(&reply).as_str()), (500, "internal"));
    assert_eq!(world.objects, before);
}
