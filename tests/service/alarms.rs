//! What happens when nobody calls: delivery, reports, forgetting.

use crate::host::Host;
use crate::support::{CHAT, EXAMPLE, ROOMY, text};

#[test]
fn a_request_goes_from_pending_to_sent_to_validated() {
    let mut host = Host::new();
    let made = host.code_for(CHAT);
    assert_eq!(host.status(&made.uuid), "pending");
    host.later(2);
    assert_eq!(host.status(&made.uuid), "sent");
    assert_eq!(host.guess(&made.code).status, 200);
    assert_eq!(host.status(&made.uuid), "validated");
    host.later(7200);
    assert_eq!(host.status(&made.uuid), "validated", "even after its time");
}

#[test]
fn what_the_ledger_confirmed_it_is_not_told_again() {
    let mut host = Host::new();
    let made = host.code_for(CHAT);
    host.later(2);
    host.guess(&made.code);
    assert_eq!(host.status(&made.uuid), "validated");
    let before = host.applied;
    host.later(330);
    assert_eq!(host.applied - before, 3, "due, the budget's count, and that it was heard");
}

#[test]
fn a_right_guess_that_the_ledger_did_not_take_in_is_told_with_the_next_report() {
    let mut host = Host::new();
    let made = host.code_for(CHAT);
    host.later(2);
    host.objects.retain(|(kind, _), _| *kind != hypersender_otp::service::Kind::Ledger);
    assert_eq!(host.guess(&made.code).status, 200);
    host.later(2);
    assert_eq!(host.status(&made.uuid), "validated");
}

#[test]
fn a_request_that_nobody_answers_goes_from_pending_to_sent_to_expired() {
    let mut host = Host::new();
    let made = host.code_for(CHAT);
    host.later(1799);
    assert_eq!(host.status(&made.uuid), "sent");
    host.later(1);
    assert_eq!(host.status(&made.uuid), "expired");
}

#[test]
fn a_request_whose_code_gave_way_to_newer_ones_is_expired_at_once() {
    let mut host = Host::with(&[("policy", ROOMY)]);
    let made: Vec<_> = (0..4).map(|_| host.code_for(CHAT)).collect();
    host.later(2);
    let status = |host: &mut Host, at: usize| host.status(&made[at].uuid);
    assert_eq!([0, 1, 2, 3].map(|at| status(&mut host, at)), ["expired", "sent", "sent", "sent"]);
    host.code_for(CHAT);
    host.later(2);
    assert_eq!(
        [0, 1, 2, 3].map(|at| status(&mut host, at)),
        ["expired", "expired", "sent", "sent"]
    );
}

#[test]
fn a_message_is_delivered_once_and_its_text_fits_its_caller() {
    let mut host = Host::new();
    host.server("request-code", EXAMPLE);
    host.later(60);
    let messages = host.inbox();
    assert_eq!(messages.len(), 1);
    let (_, text, code) = &messages[0];
    let expected = format!(
        "*{code}* is your verification code for hypersender. It is valid for 30 min. Share it with nobody."
    );
    assert_eq!(*text, expected);
}

#[test]
fn a_day_after_the_last_request_only_the_list_is_left() {
    let mut host = Host::with(&[("policy", ROOMY)]);
    let made = host.code_for(CHAT);
    host.guess("wrongcode");
    host.guess(&made.code);
    host.later(4 * 86_400);
    let kinds: Vec<_> = host.objects.keys().map(|(kind, _)| *kind).collect();
    assert_eq!(kinds, [hypersender_otp::service::Kind::Ledger]);
    assert!(host.alarms.is_empty());
}

#[test]
fn a_message_speaks_the_language_that_was_asked_for() {
    let french = r#"{"fr":{"named":"{{code}} pour {{name}}, {{minutes}} min","unnamed":"Code {{code}}, {{minutes}} min"}}"#;
    let mut host = Host::with(&[("policy", ROOMY), ("messages", french)]);
    let body = format!(r#"{{"chatId":"{CHAT}","expires":600}}"#);
    for (language, begins, ends) in [
        ("ar-EG,ar;q=0.9,en;q=0.8", "*", "لا تشاركه مع أحد."),
        ("fr", "Code ", ", 10 min"),
        ("FR-ca;q=0.5", "Code ", ", 10 min"),
        ("de, fr", "Code ", ", 10 min"),
        ("en;q=0.4, fr ; q=0.75, ar;q=0.7", "Code ", ", 10 min"),
        ("en;q=0.9, fr", "Code ", ", 10 min"),
        ("fr;q=0.500, en;q=0.5", "Code ", ", 10 min"),
        ("en;q=0, ar;q=0.0, fr;q=0.001", "Code ", ", 10 min"),
        ("fr;q=0", "*", "Share it with nobody."),
        ("*", "*", "Share it with nobody."),
        ("de", "*", "Share it with nobody."),
        ("{{code}}", "*", "Share it with nobody."),
    ] {
        let header =
            format!("authorization: Bearer {}\naccept-language: {language}", crate::support::TOKEN);
        let reply = host.post("request-code", &header, &body);
        let uuid = text(&reply, &["data", "uuid"]).unwrap();
        host.later(1);
        let (latest, message, _) = host.inbox().remove(0);
        assert_eq!(latest, uuid);
        assert!(message.starts_with(begins) && message.ends_with(ends), "{language}: {message}");
    }
}
