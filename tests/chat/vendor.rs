//! Codes the vendor makes and judges.

use crate::support::{CHAT, INSTANCE, Store, roomy};
use hypersender_otp::contract::Reason;
use hypersender_otp::service::chat::ApplyError;
use hypersender_otp::service::chat::command::{Answer, Command, Counts, Stage, UuidBytes, Verdict};
use hypersender_otp::service::policy::Policy;

const FIRST: UuidBytes = [1; 16];
const SECOND: UuidBytes = [2; 16];

fn recorded(uuids: &[UuidBytes]) -> Store {
    let mut store = Store::with(roomy());
    for uuid in uuids {
        let ticket = store.reserve().unwrap();
        assert!(store.record(ticket, *uuid));
    }
    store
}

#[test]
fn a_recorded_request_is_sent_and_has_no_message_here() {
    let mut store = recorded(&[FIRST]);
    let due = store.due();
    assert!(due.deliveries.is_empty());
    assert_eq!((due.reports[0].uuid, due.reports[0].stage), (FIRST, Stage::Sent));
}

#[test]
fn a_right_code_is_validated_once() {
    let mut store = recorded(&[FIRST]);
    let tickets = [store.charge(None).unwrap(), store.charge(Some(FIRST)).unwrap()];
    assert_eq!(store.settle(tickets[0], Verdict::Valid { uuid: FIRST }), Ok(FIRST));
    let again = store.settle(tickets[1], Verdict::Valid { uuid: FIRST }).unwrap_err();
    assert_eq!(again.reason, Reason::AlreadyUsed);
    assert_eq!(store.charge(None).unwrap_err().reason, Reason::AlreadyUsed);
}

#[test]
fn a_verdict_counts_once() {
    let mut store = recorded(&[FIRST]);
    let ticket = store.charge(None).unwrap();
    assert_eq!(store.settle(ticket, Verdict::Valid { uuid: FIRST }), Ok(FIRST));
    let repeated = store.settle(ticket, Verdict::Valid { uuid: FIRST }).unwrap_err();
    assert_eq!(repeated.reason, Reason::Refused);
    let unknown = store.settle(12345, Verdict::Valid { uuid: FIRST }).unwrap_err();
    assert_eq!(unknown.reason, Reason::Refused);
}

#[test]
fn of_a_thousand_charges_at_once_five_may_ask_the_vendor() {
    for uuid in [None, Some(FIRST)] {
        let mut store = recorded(&[FIRST]);
        let charged = (0..1000).filter(|_| store.charge(uuid).is_ok()).count();
        assert_eq!(charged, 5);
        assert_eq!(store.charge(uuid).unwrap_err().reason, Reason::TooManyAttempts);
    }
}

#[test]
fn the_fifth_guess_may_still_be_right() {
    let mut store = recorded(&[FIRST]);
    let tickets: Vec<u64> = (0..5).map(|_| store.charge(Some(FIRST)).unwrap()).collect();
    assert_eq!(store.settle(tickets[4], Verdict::Valid { uuid: FIRST }), Ok(FIRST));
}

#[test]
fn a_wrong_code_tells_how_many_guesses_are_left() {
    let mut store = recorded(&[FIRST]);
    for left in [4, 3, 2, 1, 0] {
        let ticket = store.charge(Some(FIRST)).unwrap();
        let refusal = store.settle(ticket, Verdict::Invalid).unwrap_err();
        assert_eq!((refusal.reason, refusal.left), (Reason::InvalidCode, Some(left)));
        assert!(refusal.evaluated);
    }
}

#[test]
fn an_unknown_outcome_stays_charged() {
    let mut store = recorded(&[FIRST]);
    for _ in 0..4 {
        let ticket = store.charge(Some(FIRST)).unwrap();
        assert!(!store.settle(ticket, Verdict::Unknown).unwrap_err().evaluated);
    }
    store.charge(Some(FIRST)).unwrap();
    assert_eq!(store.charge(Some(FIRST)).unwrap_err().reason, Reason::TooManyAttempts);
    assert_eq!(store.due().tally, None, "the vendor compared nothing that is known of");
}

#[test]
fn a_code_that_was_right_for_another_request_is_wrong() {
    let mut store = recorded(&[FIRST, SECOND]);
    let ticket = store.charge(Some(FIRST)).unwrap();
    let refusal = store.settle(ticket, Verdict::Valid { uuid: SECOND }).unwrap_err();
    assert_eq!(refusal.reason, Reason::InvalidCode);
    let ticket = store.charge(None).unwrap();
    let refusal = store.settle(ticket, Verdict::Valid { uuid: [9; 16] }).unwrap_err();
    assert_eq!(refusal.reason, Reason::InvalidCode, "nobody here asked for that one");
}

#[test]
fn no_verdict_makes_an_expired_code_valid() {
    let mut store = recorded(&[FIRST]);
    let ticket = store.charge(None).unwrap();
    store.later(600);
    let refusal = store.settle(ticket, Verdict::Valid { uuid: FIRST }).unwrap_err();
    assert_eq!(refusal.reason, Reason::ExpiredCode);
}

#[test]
fn a_verdict_that_takes_an_hour_comes_too_late() {
    for (milliseconds, settled) in [(3_599_999, Ok(FIRST)), (3_600_000, Err(Reason::Refused))] {
        let mut store = Store::with(roomy());
        let (ticket, chat) = (store.reserve().unwrap(), CHAT.to_owned());
        let (instance, uuid, expires) = (INSTANCE, FIRST, 7200);
        store.tell(&Command::Record { ticket, instance, chat, uuid, expires });
        let ticket = store.charge(None).unwrap();
        store.now += milliseconds;
        let said = store.settle(ticket, Verdict::Valid { uuid });
        assert_eq!(said.map_err(|refusal| refusal.reason), settled);
    }
}

#[test]
fn what_the_vendor_ended_is_not_asked_for_again() {
    for (said, then) in [
        (Reason::ExpiredCode, Reason::ExpiredCode),
        (Reason::AlreadyUsed, Reason::ExpiredCode),
        (Reason::NoActiveOtp, Reason::ExpiredCode),
        (Reason::TooManyAttempts, Reason::TooManyAttempts),
    ] {
        let mut store = recorded(&[FIRST]);
        let ticket = store.charge(None).unwrap();
        let refusal = store.settle(ticket, Verdict::Ended(said)).unwrap_err();
        assert_eq!((refusal.reason, refusal.evaluated), (said, false));
        assert_eq!(store.charge(None).unwrap_err().reason, then);
    }
}

#[test]
fn what_the_vendor_ended_without_a_name_ends_none_of_several() {
    let mut store = recorded(&[FIRST, SECOND]);
    let ticket = store.charge(None).unwrap();
    store.settle(ticket, Verdict::Ended(Reason::ExpiredCode)).unwrap_err();
    let ticket = store.charge(Some(SECOND)).unwrap();
    assert_eq!(store.settle(ticket, Verdict::Valid { uuid: SECOND }), Ok(SECOND));
}

#[test]
fn ten_failures_lock_the_chat_and_charges_count_until_they_are_settled() {
    let mut store = recorded(&[FIRST]);
    let mut tickets: Vec<u64> = (0..5).map(|_| store.charge(None).unwrap()).collect();
    let ticket = store.reserve().unwrap();
    store.record(ticket, SECOND);
    tickets.extend((0..5).map(|_| store.charge(None).unwrap()));
    let ticket = store.reserve().unwrap();
    store.record(ticket, [3; 16]);
    let refusal = store.charge(None).unwrap_err();
    assert_eq!((refusal.reason, refusal.retry_after), (Reason::TooManyAttempts, Some(900)));
    assert_eq!(store.settle(tickets[9], Verdict::Valid { uuid: SECOND }), Ok(SECOND));
    let open = store.charge(None).unwrap();
    assert!(store.charge(None).is_err(), "that was the tenth again");
    store.later(100);
    store.settle(open, Verdict::Invalid).unwrap_err();
    assert_eq!(store.charge(None).unwrap_err().retry_after, Some(900), "locked from then on");
}

#[test]
fn a_wrong_code_with_a_uuid_locks_nothing_even_while_ten_guesses_without_one_are_open() {
    let mut store = Store::with(roomy());
    let record = |store: &mut Store, uuid| {
        let ticket = store.reserve().unwrap();
        assert!(store.record(ticket, uuid));
    };
    for uuid in [FIRST, SECOND] {
        record(&mut store, uuid);
        (0..5).for_each(|_| assert!(store.charge(None).is_ok()));
    }
    record(&mut store, [3; 16]);
    let named = store.charge(Some([3; 16])).unwrap();
    store.later(100);
    store.settle(named, Verdict::Invalid).unwrap_err();
    store.later(800);
    record(&mut store, [4; 16]);
    assert!(store.charge(None).is_ok(), "the ten are 15 minutes old, and no lock began later");
}

#[test]
fn settled_guesses_are_tallied() {
    let mut store = recorded(&[FIRST]);
    let (wrong, right) = (store.charge(None).unwrap(), store.charge(None).unwrap());
    store.settle(wrong, Verdict::Invalid).unwrap_err();
    store.settle(right, Verdict::Valid { uuid: FIRST }).unwrap();
    assert_eq!(store.due().tally.unwrap().total, Counts { failures: 1, successes: 1 });
}

#[test]
fn a_code_the_vendor_judges_is_never_right_here() {
    let mut store = recorded(&[FIRST]);
    for code in ["000000", "", "\0"] {
        assert_eq!(store.refusal(code, Some(FIRST)), Reason::InvalidCode);
    }
}

fn record(store: &mut Store) -> Result<Answer, ApplyError> {
    let ticket = store.reserve().unwrap();
    let (instance, chat, uuid) = (INSTANCE, CHAT.to_owned(), FIRST);
    store.try_tell(&Command::Record { ticket, instance, chat, uuid, expires: 600 })
}

#[test]
fn a_request_that_the_vendor_names_again_begins_anew() {
    let mut store = recorded(&[FIRST, SECOND]);
    for _ in 0..5 {
        let ticket = store.charge(Some(FIRST)).unwrap();
        store.settle(ticket, Verdict::Invalid).unwrap_err();
    }
    store.later(400);
    let Ok(Answer::Issued { uuid, created, expires, .. }) = record(&mut store) else { panic!() };
    let began = store.now / 1000 - 400;
    assert_eq!((uuid, created, expires), (FIRST, began, began + 1000));
    store.later(599);
    let tickets: Vec<u64> = (0..5).map(|_| store.charge(Some(FIRST)).unwrap()).collect();
    assert_eq!(store.charge(Some(FIRST)).unwrap_err().reason, Reason::TooManyAttempts);
    assert_eq!(store.settle(tickets[4], Verdict::Valid { uuid: FIRST }), Ok(FIRST));
}

#[test]
fn a_request_that_the_vendor_names_again_has_guesses_for_each_message_and_no_more() {
    let mut store = Store::with(Policy { sends_in_window: 3, ..roomy() });
    let mut asked = 0;
    for _ in 0..5 {
        if let Ok(ticket) = store.reserve() {
            assert!(store.record(ticket, FIRST));
            assert!(!store.record(ticket, FIRST), "a word that comes twice refreshes once");
        }
        asked += (0..10).filter(|_| store.charge(Some(FIRST)).is_ok()).count();
    }
    assert_eq!(asked, 15, "three messages, five guesses each");
}

#[test]
fn a_request_that_was_validated_does_not_begin_anew() {
    let mut store = recorded(&[FIRST]);
    let ticket = store.charge(Some(FIRST)).unwrap();
    store.settle(ticket, Verdict::Valid { uuid: FIRST }).unwrap();
    assert!(record(&mut store).is_err());
    assert_eq!(store.charge(Some(FIRST)).unwrap_err().reason, Reason::AlreadyUsed);
}

#[test]
fn of_two_right_codes_at_once_one_wins_whichever_answer_comes_first() {
    for said in [Reason::AlreadyUsed, Reason::ExpiredCode, Reason::NoActiveOtp] {
        for named in [None, Some(FIRST)] {
            for loser_first in [true, false] {
                let mut store = recorded(&[FIRST]);
                let [winner, loser] = [named, Some(FIRST)].map(|uuid| store.charge(uuid).unwrap());
                let valid = (winner, Verdict::Valid { uuid: FIRST });
                let ended = (loser, Verdict::Ended(said));
                let order = if loser_first { [ended, valid] } else { [valid, ended] };
                let won = order.map(|(ticket, verdict)| store.settle(ticket, verdict).is_ok());
                assert_eq!(won, [!loser_first, loser_first], "{said:?}");
            }
        }
    }
}

#[test]
fn what_the_vendor_ended_is_over_once_no_other_guess_at_it_is_open() {
    let mut store = recorded(&[FIRST]);
    let [first, second] = [(); 2].map(|()| store.charge(Some(FIRST)).unwrap());
    store.settle(first, Verdict::Ended(Reason::ExpiredCode)).unwrap_err();
    store.settle(second, Verdict::Ended(Reason::ExpiredCode)).unwrap_err();
    assert_eq!(store.charge(Some(FIRST)).unwrap_err().reason, Reason::ExpiredCode);
}

#[test]
fn a_refusal_that_does_not_tell_wrong_from_expired_is_tallied_as_a_failure() {
    for (said, failures) in [(Reason::Refused, 1), (Reason::ExpiredCode, 0)] {
        let mut store = recorded(&[FIRST]);
        let ticket = store.charge(Some(FIRST)).unwrap();
        store.settle(ticket, Verdict::Ended(said)).unwrap_err();
        store.later(1);
        let tallied = store.due().tally.map_or(0, |tally| tally.total.failures);
        assert_eq!(tallied, failures, "{said:?}");
    }
}
