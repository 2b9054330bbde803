//! Random histories against a model that keeps the codes themselves.

use crate::support::{Random, Store};
use hypersender_otp::contract::Reason;
use hypersender_otp::uuid::Uuid;

const HISTORIES: u64 = 2_000;
const EVENTS: u64 = 40;

/// What a challenge must be, told without hashes or encodings.
struct Known {
    uuid: Uuid,
    code: String,
    expires: u64,
    guesses: u8,
    end: Option<Reason>,
}

#[test]
fn every_answer_is_what_a_plain_model_says() {
    let seed =
        std::env::var("OTP_SEED").ok().and_then(|text| text.parse().ok()).unwrap_or(20_251_229);
    println!("OTP_SEED={seed}");
    let mut choices = Random(seed);
    for history in 0..HISTORIES {
        let mut store = Store::new();
        store.random = Random(choices.next());
        let mut known = Vec::new();
        for event in 0..EVENTS {
            let context = format!("OTP_SEED={seed}, history {history}, event {event}");
            one_event(&mut store, &mut known, &mut choices, &context);
        }
    }
}

fn one_event(store: &mut Store, known: &mut Vec<Known>, choices: &mut Random, context: &str) {
    if choices.below(8) == 0 {
        store.later(choices.below(90));
    }
    let now = store.now.millis() / 1000;
    for one in known.iter_mut().filter(|one| one.end.is_none() && now >= one.expires) {
        one.end = Some(Reason::ExpiredCode);
    }
    if choices.below(4) == 0 {
        let made = store.request_for(60 + choices.below(60) as u32);
        let (uuid, code) = (made.uuid, made.code.unwrap());
        let expires = made.expires_at.millis() / 1000;
        known.push(Known { uuid, code, expires, guesses: 5, end: None });
        let mut live = known.iter_mut().rev().filter(|one| one.end.is_none());
        if let Some(oldest) = live.nth(3) {
            oldest.end = Some(Reason::ExpiredCode);
        }
        forget(known);
        return;
    }
    let pick = choices.below(known.len() as u64 + 1) as usize;
    let code = known.get(pick).map_or(String::from("nocode"), |one| one.code.clone());
    let named = choices.below(known.len() as u64 + 3) as usize;
    let named = known.get(named).map(|one| one.uuid.clone());
    let expected = guess(known, &code, named.as_ref());
    forget(known);
    let found = store.validate(&code, named.as_ref()).map(|validated| validated.uuid);
    assert_eq!(found.map_err(|refusal| refusal.reason), expected, "{context}");
}

fn guess(known: &mut [Known], code: &str, named: Option<&Uuid>) -> Result<Uuid, Reason> {
    let mut compared = 0;
    let mut reason = None;
    for one in known.iter_mut().rev() {
        if named.is_some_and(|uuid| *uuid != one.uuid) {
            continue;
        }
        if let Some(end) = one.end {
            reason = reason.or(Some(end));
            if end == Reason::AlreadyUsed {
                break;
            }
            continue;
        }
        compared += 1;
        one.guesses -= 1;
        if one.code == code {
            one.end = Some(Reason::AlreadyUsed);
            return Ok(one.uuid.clone());
        }
        if one.guesses == 0 {
            one.end = Some(Reason::TooManyAttempts);
        }
    }
    Err(if compared > 0 { Reason::InvalidCode } else { reason.unwrap_or(Reason::NoActiveOtp) })
}

/// Only the last three that ended are remembered.
fn forget(known: &mut Vec<Known>) {
    while known.iter().filter(|one| one.end.is_some()).count() > 3 {
        if let Some(oldest) = known.iter().position(|one| one.end.is_some()) {
            known.remove(oldest);
        }
    }
}
