//! Random sources that fail.

use crate::random::Random;
use crate::support::{NOW, Store, issue, keys, roomy};
use hypersender_otp::service::chat::{ApplyError, Kept, RANDOM_BYTES, apply};
use hypersender_otp::timestamp::Timestamp;

fn with(store: &Store, ticket: u64, random: &[u8]) -> Result<Vec<u8>, ApplyError> {
    let now = Timestamp::from_millis(NOW);
    let state = store.state.as_deref();
    let turn = apply(&keys(), &store.policy, state, &issue(ticket, 600), now, random)?;
    match turn.state {
        Kept::Store(state) => Ok(state),
        _ => panic!("a request was not stored"),
    }
}

#[test]
fn too_few_random_bytes_make_no_code() {
    let mut store = Store::new();
    let ticket = store.reserve().unwrap();
    let random = Random(1).bytes(RANDOM_BYTES);
    assert_eq!(random.len(), RANDOM_BYTES);
    for length in 0..31 {
        assert_eq!(with(&store, ticket, &random[..length]).err(), Some(ApplyError::Random));
    }
    assert!(with(&store, ticket, &random).is_ok());
}

#[test]
fn a_stuck_source_makes_no_code() {
    let mut store = Store::new();
    let ticket = store.reserve().unwrap();
    for byte in [0, 1, 0x7f, 0xff] {
        let random = [byte; RANDOM_BYTES];
        assert_eq!(with(&store, ticket, &random).err(), Some(ApplyError::Random));
    }
    let block = &Random(1).bytes(RANDOM_BYTES)[..16];
    let random = block.repeat(RANDOM_BYTES / 16);
    assert_eq!(with(&store, ticket, &random).err(), Some(ApplyError::Random));
}

#[test]
fn a_source_that_repeats_itself_makes_no_second_code() {
    let mut store = Store::with(roomy());
    let tickets = [store.reserve().unwrap(), store.reserve().unwrap()];
    let random = Random(1).bytes(RANDOM_BYTES);
    store.state = Some(with(&store, tickets[0], &random).unwrap());
    assert_eq!(with(&store, tickets[1], &random).err(), Some(ApplyError::Random));
}

#[test]
fn a_failed_draw_leaves_the_send_to_be_used_again() {
    let mut store = Store::new();
    let ticket = store.reserve().unwrap();
    assert!(with(&store, ticket, &[]).is_err());
    assert!(store.issue(ticket, 600).is_some());
}
