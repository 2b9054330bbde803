//! The proof of a validation, and every proof that is none.

use crate::host::{Host, NOW};
use crate::support::{CHAT, INSTANCE, ORIGIN, TOKEN, proof_key, text};
use hypersender_otp::service::proof::{Claims, Expectation, ProofError, ProofKey};
use hypersender_otp::timestamp::Timestamp;

const EXPECTED: Expectation<'_> =
    Expectation { instance: INSTANCE, chat_id: CHAT, audience: INSTANCE };

fn claims() -> Claims {
    crate::support::claims(NOW.millis() / 1000)
}

fn check(claims: &Claims, now: Timestamp) -> Result<Claims, ProofError> {
    proof_key().verify(&proof_key().sign(claims), EXPECTED, now)
}

#[test]
fn a_validation_is_proven_to_the_applications_own_backend() {
    let mut host = Host::new();
    let made = host.code_for(CHAT);
    let body = format!(r#"{{"chatId":"{CHAT}","code":"{}","uuid":"{}"}}"#, made.code, made.uuid);
    let proof = text(&host.public("validate-code", &body), &["data", "proof"]).unwrap();
    let told = proof_key().verify(&proof, EXPECTED, host.now).unwrap();
    assert_eq!(told, Claims { uuid: made.uuid, ..claims() });
}

#[test]
fn without_a_proof_key_there_is_no_proof() {
    let mut host = Host::with(&[("proofKey", "")]);
    let made = host.code_for(CHAT);
    assert_eq!(text(&host.guess(&made.code), &["data", "proof"]), None);
}

#[test]
fn a_proof_is_meant_for_the_instances_audience() {
    let instances = format!(
        r#"[{{"id":"{INSTANCE}","tokens":["{TOKEN}"],"origins":["{ORIGIN}"],"audience":"https://shop.example/api"}}]"#
    );
    let mut host = Host::with(&[("instances", &instances)]);
    let made = host.code_for(CHAT);
    let proof = text(&host.guess(&made.code), &["data", "proof"]).unwrap();
    let expected = Expectation { audience: "https://shop.example/api", ..EXPECTED };
    assert!(proof_key().verify(&proof, expected, host.now).is_ok());
    assert_eq!(proof_key().verify(&proof, EXPECTED, host.now), Err(ProofError::Audience));
}

#[test]
fn a_proof_is_believed_for_60_seconds() {
    assert!(check(&claims(), NOW).is_ok());
    assert!(check(&claims(), NOW.plus_seconds(59)).is_ok());
    assert_eq!(check(&claims(), NOW.plus_seconds(60)), Err(ProofError::Expired));
}

#[test]
fn a_verifiers_clock_may_be_5_seconds_behind() {
    let at = |early: u64| Timestamp::from_millis(NOW.millis() - early * 1000);
    assert!(check(&claims(), at(5)).is_ok());
    assert_eq!(check(&claims(), at(6)), Err(ProofError::NotYet));
}

#[test]
fn a_proof_about_something_else_is_refused() {
    let instance = Claims { instance: "another".into(), ..claims() };
    let chat_id = Claims { chat_id: "20123456780@c.us".into(), ..claims() };
    let audience = Claims { audience: "another".into(), ..claims() };
    assert_eq!(check(&instance, NOW), Err(ProofError::Instance));
    assert_eq!(check(&chat_id, NOW), Err(ProofError::Chat));
    assert_eq!(check(&audience, NOW), Err(ProofError::Audience));
}

#[test]
fn a_proof_of_another_key_is_forged() {
    let other = ProofKey::new(&[7; 32]).unwrap();
    assert_eq!(other.verify(&proof_key().sign(&claims()), EXPECTED, NOW), Err(ProofError::Forged));
}

#[test]
fn a_proof_with_any_character_changed_is_refused() {
    let proof = proof_key().sign(&claims());
    for at in 0..proof.len() {
        let mut changed = proof.clone().into_bytes();
        changed[at] = if changed[at] == b'A' { b'B' } else { b'A' };
        let changed = String::from_utf8(changed).unwrap();
        assert!(proof_key().verify(&changed, EXPECTED, NOW).is_err(), "character {at}");
    }
    for end in 0..proof.len() {
        assert!(proof_key().verify(&proof[..end], EXPECTED, NOW).is_err(), "cut at {end}");
    }
}

#[test]
fn no_header_can_choose_another_algorithm() {
    // {"alg":"none","typ":"JWT"} and the same payload, with no, an empty and a foreign signature.
    let proof = proof_key().sign(&claims());
    let payload = proof.split('.').nth(1).unwrap();
    let signature = proof.split('.').nth(2).unwrap();
    let none = "eyJhbGciOiJub25lIiwidHlwIjoiSldUIn0";
    for forged in [
        format!("{none}.{payload}"),
        format!("{none}.{payload}."),
        format!("{none}.{payload}.{signature}"),
        format!(".{payload}.{signature}"),
        format!("{proof}."),
        format!("{proof}.{signature}"),
        String::new(),
        "x".repeat(5000),
    ] {
        assert!(proof_key().verify(&forged, EXPECTED, NOW).is_err(), "{forged}");
    }
}

#[test]
fn any_jwt_library_reads_it() {
    // Made with Node's crypto module over the same claims and key.
    let proof = proof_key().sign(&claims());
    assert!(proof.starts_with("eyJhbGciOiJIUzI1NiIsInR5cCI6IkpXVCJ9."));
    assert_eq!(proof, include_str!("../data/proof.txt").trim());
}
