//! Words as bytes: what was written is read, and nothing else.

use hypersender_otp::contract::Reason;
use hypersender_otp::service::chat::command::{
    Answer, CodeFormat, Command, Counts, Delivery, Outcome, Report, Stage, Tally, Verdict,
};
use hypersender_otp::service::words::{from_bytes, to_bytes};

fn report() -> Report {
    Report {
        uuid: [1; 16],
        masked: "+20*******89".into(),
        tag: [2; 8],
        stage: Stage::Validated,
        created: 1_767_029_978,
        expires: 1_767_031_778,
        validated_at: Some(u64::MAX),
    }
}

fn commands() -> Vec<Command> {
    let (instance, chat) = ([3; 16], String::from("20123456789@c.us"));
    let format = CodeFormat { length: 6, letter: true, number: false, capital: true };
    let (name, template) = (Some("متجر".into()), "{{code}}".into());
    vec![
        Command::Reserve { instance, public: true },
        Command::Issue {
            ticket: 300,
            instance,
            chat: chat.clone(),
            format,
            expires: 600,
            name,
            template,
        },
        Command::Validate {
            instance,
            chat,
            code: "439713".into(),
            uuid: Some([4; 16]),
            public: false,
        },
        Command::Settle { ticket: u64::MAX, verdict: Verdict::Ended(Reason::Refused) },
        Command::Delivered { uuid: [5; 16], outcome: Outcome::Rejected },
        Command::Reported { requests: vec![([6; 16], Stage::Sent)], tally: None },
        Command::Unlock,
        Command::Requests,
    ]
}

fn answer() -> Answer {
    let (text, code) = (String::from("text"), String::from("439713"));
    let delivery =
        Delivery { uuid: [7; 16], chat: "c".into(), text, code, created: 0, expires: 127 };
    let counts = Counts { failures: 128, successes: 16_384 };
    Answer::Due {
        instance: Some([8; 16]),
        deliveries: vec![delivery],
        tally: Some(Tally { new: counts, total: counts }),
    }
}

#[test]
fn what_was_written_is_read() {
    for command in commands() {
        assert!(from_bytes::<Command>(&to_bytes(&command)) == Some(command));
    }
    let requests = Answer::Requests(vec![report(), report()]);
    for answer in [answer(), requests] {
        assert!(from_bytes(&to_bytes(&answer)) == Some(answer));
    }
    assert_eq!(from_bytes(&to_bytes(&report())), Some(report()));
}

#[test]
fn numbers_take_as_many_bytes_as_they_need() {
    let counts = |failures, successes| to_bytes(&Counts { failures, successes });
    assert_eq!(counts(0, 127), [0, 127]);
    assert_eq!(counts(128, 300), [128, 1, 172, 2]);
    assert_eq!(counts(u64::MAX, 0), [&[255; 9][..], &[1, 0]].concat());
}

#[test]
fn bytes_that_are_cut_off_or_too_many_are_no_word() {
    for command in commands() {
        let mut bytes = to_bytes(&command);
        for end in 0..bytes.len() {
            assert!(from_bytes::<Command>(&bytes[..end]).is_none(), "{end} of {bytes:?}");
        }
        bytes.push(0);
        assert!(from_bytes::<Command>(&bytes).is_none());
    }
}

#[test]
fn what_cannot_have_been_written_is_no_word() {
    let cases: [(&str, &[u8]); 5] = [
        ("a choice there is not", &[99]),
        ("a number beyond 64 bits", &[1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 2]),
        ("a number that never ends", &[1, 255, 255, 255, 255, 255, 255, 255, 255, 255, 255, 1]),
        ("a list longer than the bytes", &[9, 255, 255, 255, 255, 15]),
        ("an option that is neither", &[5, 2, 0]),
    ];
    for (what, bytes) in cases {
        assert!(from_bytes::<Command>(bytes).is_none(), "{what}");
    }
    let mut bad = to_bytes(&Command::Reserve { instance: [0; 16], public: true });
    bad[17] = 2;
    assert!(from_bytes::<Command>(&bad).is_none(), "a boolean that is neither");
    let mut bad = to_bytes(&report());
    bad[17] = 0xff;
    assert_eq!(from_bytes::<Report>(&bad), None, "a text that is not UTF-8");
    assert_eq!(from_bytes::<CodeFormat>(&[6, 1, 0]), None);
}
