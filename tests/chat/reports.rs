//! What the ledger and the budget are told, and when a chat is forgotten.

use crate::support::{CHAT, DAY, Store, miss, roomy};
use hypersender_otp::service::chat::command::{Answer, Command, Counts, Outcome, Stage};

#[test]
fn a_request_is_reported_masked_with_all_the_ledger_needs() {
    let mut store = Store::new();
    let made = store.request();
    let [report] = store.reports.clone().try_into().unwrap();
    assert_eq!((report.uuid, report.stage), (made.uuid, Stage::Pending));
    assert_eq!(report.masked, "+20*******89");
    assert_eq!((report.created, report.expires), (made.created, made.expires));
    assert_eq!(report.validated_at, None);
    assert_eq!(report.tag, store.keys.names().tag(&crate::support::INSTANCE, CHAT));
}

#[test]
fn every_stage_is_reported_until_it_is_confirmed() {
    let mut store = Store::new();
    let made = store.request();
    store.due();
    for _ in 0..2 {
        assert_eq!(store.due().reports[0].stage, Stage::Pending);
    }
    store.reported(vec![(made.uuid, Stage::Pending)], None);
    assert!(store.due().reports.is_empty());
    store.delivered(made.uuid, Outcome::Accepted);
    assert_eq!(store.due().reports[0].stage, Stage::Sent);
    store.reported(vec![(made.uuid, Stage::Sent)], None);
    store.later(7);
    store.guess(&made.code, None).unwrap();
    let [report] = store.due().reports.try_into().unwrap();
    assert_eq!((report.stage, report.validated_at), (Stage::Validated, Some(store.now)));
    let total = store.due().tally.map(|tally| tally.total);
    store.reported(vec![(made.uuid, Stage::Validated)], total);
    let due = store.due();
    assert!(due.reports.is_empty() && due.tally.is_none());
}

#[test]
fn a_request_is_reported_by_the_very_turn_in_which_it_moves_on() {
    let mut store = Store::new();
    let told = |store: &Store| store.reports.iter().map(|told| told.stage).collect::<Vec<_>>();
    let made = store.request();
    assert_eq!(told(&store), [Stage::Pending]);
    store.due();
    assert_eq!(told(&store), []);
    store.delivered(made.uuid, Outcome::Accepted);
    assert_eq!(told(&store), [Stage::Sent]);
    store.reported(vec![(made.uuid, Stage::Sent)], None);
    miss(&mut store, &made, None);
    assert_eq!(told(&store), [], "a wrong guess moves nothing on");
    store.guess(&made.code, None).unwrap();
    assert_eq!(told(&store), [Stage::Validated]);
}

#[test]
fn a_turn_that_reports_one_request_reports_whatever_else_is_not_confirmed() {
    let mut store = Store::with(roomy());
    let first = store.request();
    let second = store.request();
    let told: Vec<_> = store.reports.iter().map(|told| told.uuid).collect();
    assert_eq!(told, [first.uuid, second.uuid]);
}

#[test]
fn the_requests_that_are_remembered_are_told_newest_first_to_whoever_asks() {
    let mut store = Store::with(roomy());
    let [first, second] = [store.request(), store.request()];
    store.guess(&first.code, Some(first.uuid)).unwrap();
    let Answer::Requests(known) = store.tell(&Command::Requests) else { panic!("no requests") };
    let known: Vec<_> = known.iter().map(|known| (known.uuid, known.stage)).collect();
    assert_eq!(known, [(second.uuid, Stage::Pending), (first.uuid, Stage::Validated)]);
}

#[test]
fn a_change_that_came_while_reporting_is_not_lost() {
    let mut store = Store::new();
    let made = store.request();
    store.due();
    assert_eq!(store.due().reports[0].stage, Stage::Pending);
    store.delivered(made.uuid, Outcome::Accepted);
    store.reported(vec![(made.uuid, Stage::Pending)], None);
    assert_eq!(store.due().reports[0].stage, Stage::Sent);
}

#[test]
fn late_and_false_confirmations_confirm_nothing_new() {
    let mut store = Store::new();
    let made = store.request();
    store.reported(vec![(made.uuid, Stage::Validated), ([5; 16], Stage::Sent)], None);
    store.delivered(made.uuid, Outcome::Accepted);
    assert_eq!(store.due().reports[0].stage, Stage::Sent);
    store.reported(vec![(made.uuid, Stage::Sent)], None);
    store.reported(vec![(made.uuid, Stage::Pending)], None);
    assert!(store.due().reports.is_empty());
}

#[test]
fn compared_guesses_are_tallied_and_told_once() {
    let mut store = Store::new();
    let made = store.request();
    miss(&mut store, &made, None);
    miss(&mut store, &made, Some(made.uuid));
    let _ = store.guess(&made.code, Some([9; 16]));
    store.due();
    let tally = store.due().tally.unwrap();
    assert_eq!(tally.new, Counts { failures: 2, successes: 0 });
    store.guess(&made.code, None).unwrap();
    for _ in 0..2 {
        store.reported(vec![], Some(tally.total));
    }
    store.later(300);
    let tally = store.due().tally.unwrap();
    assert_eq!(tally.new, Counts { failures: 0, successes: 1 });
    assert_eq!(tally.total, Counts { failures: 2, successes: 1 });
}

#[test]
fn reports_wait_for_messages_so_that_they_tell_what_became_of_them() {
    let mut store = Store::new();
    let made = store.request();
    let due = store.due();
    assert_eq!((due.deliveries.len(), due.reports.len()), (1, 0));
    store.delivered(made.uuid, Outcome::Accepted);
    assert_eq!(store.reports[0].stage, Stage::Sent);
}

#[test]
fn a_right_guess_is_counted_five_minutes_later_once_its_request_is_known_to_the_ledger() {
    let mut store = Store::new();
    let made = store.sent();
    store.guess(&made.code, None).unwrap();
    store.reported(vec![(made.uuid, Stage::Validated)], None);
    assert_eq!(store.wake_in, Some(300_000));
    store.later(299);
    assert!(store.due().tally.is_none(), "an alarm that rings too early");
    store.later(store.wake_in.unwrap() / 1000);
    assert_eq!(store.due().tally.unwrap().new, Counts { failures: 0, successes: 1 });
}

#[test]
fn a_wrong_guess_is_told_at_once_whatever_else_is_known() {
    let mut store = Store::new();
    let made = store.sent();
    miss(&mut store, &made, None);
    store.reported(vec![(made.uuid, Stage::Sent)], None);
    assert_eq!(store.wake_in, Some(250));
}

#[test]
fn thirty_two_right_guesses_are_not_put_off_any_more() {
    let mut store = Store::with(roomy());
    for pair in 1..=32 {
        let made = store.sent();
        store.guess(&made.code, None).unwrap();
        store.reported(vec![(made.uuid, Stage::Validated)], None);
        assert_eq!(store.wake_in, Some(if pair < 32 { 300_000 } else { 250 }), "{pair}");
    }
}

#[test]
fn an_alarm_that_finds_nothing_to_do_stores_nothing() {
    let mut store = Store::new();
    let made = store.sent();
    store.reported(vec![(made.uuid, Stage::Sent)], None);
    let writes = store.writes;
    store.due();
    assert_eq!(store.writes, writes);
}

#[test]
fn what_is_not_confirmed_is_offered_again_after_30_seconds() {
    let mut store = Store::new();
    store.sent();
    assert_eq!(store.wake_in, Some(30_000));
    store.later(30);
    assert_eq!(store.due().reports.len(), 1);
    assert_eq!(store.wake_in, Some(30_000));
}

#[test]
fn what_was_confirmed_in_part_is_offered_again_for_the_rest() {
    let mut store = Store::new();
    let made = store.request();
    store.due();
    miss(&mut store, &made, None);
    let total = store.due().tally.unwrap().total;
    store.reported(vec![(made.uuid, Stage::Pending)], None);
    assert!(store.due().reports.is_empty(), "the request was confirmed");
    store.reported(vec![], Some(total));
    store.delivered(made.uuid, Outcome::Accepted);
    store.due();
    store.reported(vec![], Some(total));
    assert_eq!(store.wake_in, Some(30_000), "the guesses were, but not that it was sent");
    store.reported(vec![(made.uuid, Stage::Sent)], None);
    assert_eq!(store.wake_in, Some((600 + DAY) * 1000));
    miss(&mut store, &made, None);
    store.due();
    store.reported(vec![(made.uuid, Stage::Sent)], None);
    assert_eq!(store.wake_in, Some(30_000), "the request was, but not the second guess");
}

#[test]
fn requests_that_ended_unreported_are_kept_for_the_ledger() {
    let mut store = Store::with(roomy());
    for _ in 0..10 {
        store.request();
    }
    store.due();
    assert_eq!(store.due().reports.len(), 10);
    for _ in 0..30 {
        store.request();
    }
    store.due();
    assert_eq!(store.due().reports.len(), 3 + 16, "but not without end");
}

#[test]
fn a_chat_is_forgotten_when_all_has_lapsed() {
    let mut store = Store::new();
    let made = store.sent();
    store.guess(&made.code, None).unwrap();
    store.later(300);
    let tally = store.due().tally.unwrap().total;
    store.reported(vec![(made.uuid, Stage::Validated)], Some(tally));
    assert_eq!(store.wake_in, Some((300 + DAY) * 1000));
    store.now += store.wake_in.unwrap() - 1;
    store.due();
    assert!(store.state.is_some());
    store.now += store.wake_in.unwrap();
    store.due();
    assert_eq!((store.state, store.wake_in), (None, None));
}

/// Lets every alarm ring until none is set; what is due is confirmed.
fn ring_out(store: &mut Store) {
    for _ in 0..50 {
        let Some(wait) = store.wake_in else { return };
        store.now += wait;
        let due = store.due();
        let requests = due.reports.iter().map(|report| (report.uuid, report.stage)).collect();
        store.reported(requests, due.tally.map(|tally| tally.total));
    }
    panic!("the alarms never end");
}

#[test]
fn a_send_that_led_to_no_request_is_forgotten_when_its_alarm_rings() {
    let mut store = Store::new();
    store.reserve().unwrap();
    assert_eq!(store.wake_in, Some(DAY * 1000));
    store.later(DAY);
    store.due();
    assert_eq!((store.state, store.wake_in), (None, None));
}

#[test]
fn an_unanswered_request_is_forgotten_too() {
    let mut store = Store::new();
    let made = store.request();
    ring_out(&mut store);
    assert_eq!(store.state, None);
    assert!(store.now <= (made.expires + DAY) * 1000);
}

#[test]
fn failures_in_a_row_are_remembered_for_ever_without_an_alarm() {
    let mut store = Store::new();
    let made = store.request();
    miss(&mut store, &made, Some(made.uuid));
    ring_out(&mut store);
    assert!(store.state.as_ref().unwrap().len() < 60, "little more than the count");
    store.unlock();
    assert_eq!(store.state, None);
}
