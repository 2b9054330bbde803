//! What an answer means: every classification, told by tables.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test may stop")]

use hypersender_otp::chat_id::ChatId;
use hypersender_otp::client::boundary::{self, Exchange};
use hypersender_otp::client::{
    AnswerHeaders, Attempt, Call, Delivery, Error, Expected, HttpAnswer, Options, Verdict, judge,
};
use hypersender_otp::contract::{Reason, RequestCode, ValidateCode};
use hypersender_otp::uuid::Uuid;

const CHAT: &str = "20123456789@c.us";
const UUID: &str = "a0b5df6a-b491-4190-80a5-38d85a2a4836";
const OTHER_UUID: &str = "b1c6e07b-c5a2-42a1-91b6-49e96b3b5947";
const TOKEN: &str = "12|canary-token";
const CODE: &str = "439713";

fn options() -> Options {
    Options::new(Uuid::parse(UUID).unwrap(), Some(TOKEN))
}

fn request_call() -> Call {
    Call::RequestCode(RequestCode::new(ChatId::parse(CHAT).unwrap()))
}

fn validate_call(uuid: Option<&str>) -> Call {
    Call::ValidateCode(ValidateCode {
        chat_id: ChatId::parse(CHAT).unwrap(),
        code: CODE.to_owned(),
        uuid: uuid.map(|text| Uuid::parse(text).unwrap()),
    })
}

fn answer(status: u16, body: &str) -> HttpAnswer<'_> {
    let headers = AnswerHeaders { content_type: "application/json", ..AnswerHeaders::default() };
    HttpAnswer { status, headers, body: body.as_bytes(), ..HttpAnswer::default() }
}

fn judge_call(call: &Call, answer: &HttpAnswer<'_>) -> Result<Verdict, Error> {
    judge(&Expected::of(call, &options()), answer, 0)
}

fn validated_body() -> String {
    format!(
        r#"{{"success":true,"message":"OTP code validated successfully","data":{{"uuid":"{UUID}","chat_id":"{CHAT}","status":"validated","validated_at":"2025-12-29T17:43:36+00:00"}}}}"#
    )
}

fn requested_body() -> String {
    format!(
        r#"{{"success":true,"message":"OTP code generated and message queued successfully","data":{{"uuid":"{UUID}","chat_id":"{CHAT}","code":"{CODE}","status":"pending","otp_type":"code","expires_at":"2025-12-29T18:09:38+00:00","created_at":"2025-12-29T17:39:38+00:00"}}}}"#
    )
}

#[track_caller]
fn assert_error(result: Result<Verdict, Error>, code: &str) -> Error {
    match result {
        Err(error) => {
            assert_eq!(error.code.as_str(), code, "{error}");
            error
        }
        Ok(verdict) => panic!("expected {code}, got {verdict:?}"),
    }
}

#[track_caller]
fn assert_refused(status: u16, body: &str, expected: Reason) {
    match judge_call(&validate_call(None), &answer(status, body)) {
        Ok(Verdict::Refused { reason, .. }) => assert_eq!(reason, expected, "{status} {body}"),
        other => panic!("{status} {body}: {other:?}"),
    }
}

#[test]
fn the_contracts_answers_are_read_as_they_stand() {
    let Ok(Verdict::Requested { answer: read, message, .. }) =
        judge_call(&request_call(), &answer(200, &requested_body()))
    else {
        panic!("not requested")
    };
    assert_eq!(read.to_json(&message), requested_body());
    let Ok(Verdict::Validated { answer: read, message }) =
        judge_call(&validate_call(Some(UUID)), &answer(200, &validated_body()))
    else {
        panic!("not validated")
    };
    assert_eq!(read.to_json(&message), validated_body());
}

#[test]
fn validated_is_said_only_for_one_complete_consistent_set_of_facts() {
    let right = validated_body();
    let spoilt = [
        right.replace("true", "\"true\""),
        right.replace("true", "1"),
        right.replace("true", "null"),
        right.replace(r#""success":true,"#, ""),
        right.replace(r#""success":true"#, r#""success":true,"success":true"#),
        right.replace(r#""validated""#, r#""Validated""#),
        right.replace(r#""validated""#, r#""pending""#),
        right.replace(r#""validated""#, "true"),
        right.replace(CHAT, "20123456780@c.us"),
        right.replace(CHAT, "20123456789@g.us"),
        right.replace(UUID, OTHER_UUID),
        right.replace(UUID, "1"),
        right.replace("2025-12-29T17:43:36+00:00", "2025-13-29T17:43:36+00:00"),
        right.replace(r#""2025-12-29T17:43:36+00:00""#, "1767030216"),
        right.replace("data", "date"),
        format!("\u{feff}{right}"),
        format!("{right}{right}"),
        right.replace('}', ""),
        String::new(),
        "<html>validated</html>".to_owned(),
        format!("[{right}]"),
    ];
    for body in &spoilt {
        assert_ne!(*body, right, "nothing was spoilt");
        assert_error(judge_call(&validate_call(Some(UUID)), &answer(200, body)), "bad_response");
    }
}

#[test]
fn a_success_counts_only_with_status_200_json_no_redirect_and_a_whole_body() {
    let body = validated_body();
    let right = answer(200, &body);
    let html = AnswerHeaders { content_type: "text/html", ..AnswerHeaders::default() };
    let table = [
        HttpAnswer { status: 201, ..right },
        HttpAnswer { status: 204, ..right },
        HttpAnswer { redirected: true, ..right },
        HttpAnswer { truncated: true, ..right },
        HttpAnswer { headers: html, ..right },
        HttpAnswer { headers: AnswerHeaders::default(), ..right },
        HttpAnswer { status: 0, ..right },
        HttpAnswer { status: 301, ..right },
        HttpAnswer { status: 302, ..right },
        HttpAnswer { status: 303, ..right },
        HttpAnswer { status: 307, ..right },
        HttpAnswer { status: 308, ..right },
    ];
    for answer in table {
        let error = assert_error(judge_call(&validate_call(Some(UUID)), &answer), "bad_response");
        assert_eq!(error.status, (answer.status > 0).then_some(answer.status));
    }
}

#[test]
fn a_refusals_reason_is_our_own_error_code_whatever_the_prose_says() {
    for reason in Reason::ALL {
        let body = format!(
            r#"{{"success":false,"message":"already expired","error":{{"code":"{}"}},"data":null}}"#,
            reason.as_str()
        );
        for status in [200, 400, 404, 409, 410, 422, 429] {
            assert_refused(status, &body, reason);
        }
    }
}

#[test]
fn without_an_error_code_the_wording_tells_the_reason() {
    for (message, reason) in [
        ("Invalid OTP code", Reason::InvalidCode),
        ("The code is incorrect.", Reason::InvalidCode),
        ("The code doesn\u{2019}t match", Reason::InvalidCode),
        ("OTP does not match", Reason::InvalidCode),
        ("Wrong code", Reason::InvalidCode),
        ("OTP code has expired", Reason::ExpiredCode),
        ("Expired code", Reason::ExpiredCode),
        ("Expired.", Reason::ExpiredCode),
        ("The code has expired or timed out", Reason::ExpiredCode),
        ("This code was already used", Reason::AlreadyUsed),
        ("OTP code has been used", Reason::AlreadyUsed),
        ("Invalid: the code was already validated", Reason::AlreadyUsed),
        ("No active OTP found for this chat", Reason::NoActiveOtp),
        ("No pending OTP", Reason::NoActiveOtp),
        ("OTP not found", Reason::NoActiveOtp),
        ("Too many attempts for this code", Reason::TooManyAttempts),
        ("The code is invalid or has expired", Reason::Refused),
        (
            "\u{631}\u{645}\u{632} \u{63a}\u{64a}\u{631} \u{635}\u{62d}\u{64a}\u{62d}",
            Reason::Refused,
        ),
        ("", Reason::Refused),
    ] {
        let body = format!(r#"{{"success":false,"message":"{message}"}}"#);
        for status in [200, 400, 422] {
            assert_refused(status, &body, reason);
        }
    }
}

#[test]
fn a_message_alone_is_a_verdict_if_it_speaks_of_a_code() {
    for (message, reason) in [
        ("Invalid OTP.", Some(Reason::InvalidCode)),
        ("The code has expired.", Some(Reason::ExpiredCode)),
        ("Nothing active was found, or it does not exist.", Some(Reason::NoActiveOtp)),
        ("No pending request.", Some(Reason::NoActiveOtp)),
        ("Invalid JSON payload.", None),
        ("The session has expired.", None),
    ] {
        let body = format!(r#"{{"message":"{message}"}}"#);
        match reason {
            Some(reason) => assert_refused(400, &body, reason),
            None => {
                let judged = judge_call(&validate_call(None), &answer(400, &body));
                assert_error(judged, "invalid_request");
            }
        }
    }
}

#[test]
fn status_tells_the_reason_where_the_wording_does_not() {
    let body = r#"{"success":false,"message":"Non."}"#;
    assert_refused(409, body, Reason::AlreadyUsed);
    assert_refused(410, body, Reason::ExpiredCode);
    assert_refused(422, body, Reason::Refused);
    assert_refused(404, body, Reason::Refused);
}

#[test]
fn laravels_own_answers_are_errors_and_never_a_verdict_on_the_code() {
    for (status, body, code) in [
        (401, r#"{"message":"Unauthenticated."}"#, "unauthorized"),
        (403, r#"{"message":"This action is unauthorized."}"#, "forbidden"),
        (404, r#"{"message":"Not Found."}"#, "not_found"),
        (404, r#"{"message":"The route could not be found."}"#, "not_found"),
        (405, r#"{"message":"The GET method is not supported."}"#, "invalid_request"),
        (413, "", "invalid_request"),
        (415, "", "invalid_request"),
        (
            422,
            r#"{"message":"The given data was invalid.","errors":{"chatId":["The chat id field is required."]}}"#,
            "invalid_request",
        ),
        (
            422,
            r#"{"message":"The code field is required.","errors":{"code":["The code field is required."]}}"#,
            "invalid_request",
        ),
        (423, r#"{"message":"Locked until tomorrow"}"#, "channel_restricted"),
        (429, r#"{"message":"Too Many Attempts."}"#, "rate_limited"),
        (429, r#"{"success":false,"message":"Too Many Attempts."}"#, "rate_limited"),
        (500, r#"{"message":"Server Error"}"#, "server_error"),
        (502, "<html>Bad gateway</html>", "server_error"),
        (503, r#"{"success":false,"error":{"code":"invalid_code"}}"#, "server_error"),
        (599, "", "server_error"),
    ] {
        assert_error(judge_call(&validate_call(None), &answer(status, body)), code);
        assert_error(judge_call(&request_call(), &answer(status, body)), code);
    }
}

#[test]
fn a_validation_error_of_the_code_alone_is_a_verdict_on_it() {
    for said in [r#"["The selected code is invalid."]"#, r#"["This is wrong."]"#, r#""Wrong.""#] {
        let body = format!(r#"{{"message":"Invalid data.","errors":{{"code":{said}}}}}"#);
        assert_refused(422, &body, Reason::InvalidCode);
    }
}

#[test]
fn a_validation_error_of_more_than_the_code_or_of_its_form_is_no_verdict() {
    for errors in [
        r#"{"code":["The selected code is invalid."],"chatId":["The chat id is invalid."]}"#,
        r#"{"chatId":["The chat id is invalid."],"code":["The selected code is invalid."]}"#,
        r#"{"uuid":["The selected uuid is invalid."]}"#,
        r#"{"code":["The code format is invalid."]}"#,
        r#"{"code":["The code is wrong: it must have 6 digits."]}"#,
        r#"{"code":[]}"#,
        "{}",
    ] {
        let body = format!(r#"{{"message":"Invalid code.","errors":{errors}}}"#);
        let judged = judge_call(&validate_call(None), &answer(422, &body));
        assert_error(judged, "invalid_request");
    }
}

#[test]
fn a_throttle_is_known_by_its_name_whatever_its_status() {
    let body = r#"{"success":false,"message":"No.","error":{"code":"rate_limited"}}"#;
    for status in [200, 400, 409, 422, 429] {
        for call in [validate_call(None), request_call()] {
            assert_error(judge_call(&call, &answer(status, body)), "rate_limited");
        }
    }
}

#[test]
fn a_throttle_is_tried_again_but_not_when_the_guesses_are_used_up() {
    let judged = |kind: u32, status: u16, code: &str| {
        let body = format!(r#"{{"success":false,"error":{{"code":"{code}"}}}}"#);
        let mut answer = answer(status, &body);
        answer.headers.retry_after = "1";
        let attempt = Attempt { number: 1, remaining: 60_000, ..Attempt::default() };
        let exchange = Exchange { answer, attempt, unknown_before: false, now: 0 };
        let text = boundary::judge(kind, &format!("2\n{CHAT}\n\n{TOKEN}\n{CODE}"), &exchange);
        text.split('\0').next().map(str::to_owned)
    };
    for (kind, status) in [(0, 429), (0, 503), (1, 503)] {
        assert_eq!(judged(kind, status, "rate_limited").as_deref(), Some("again"));
        assert_eq!(judged(kind, status, "too_many_attempts").as_deref(), Some("error"));
    }
}

#[test]
fn a_number_that_is_not_on_whatsapp_is_told_apart() {
    let body = r#"{"message":"The given data was invalid.","errors":{"messages":["The number you want to send the message to is not on whatsapp."],"jid":"20121323124131@s.whatsapp.net","exists":false},"statusCode":422}"#;
    let error =
        assert_error(judge_call(&request_call(), &answer(422, body)), "recipient_unavailable");
    assert_eq!(error.details.len(), 3, "{:?}", error.details);
    assert_eq!(error.delivery, Some(Delivery::No));
    for body in [
        r#"{"message":"Invalid.","errors":{"exists":false}}"#,
        r#"{"message":"The number is not on WhatsApp."}"#,
    ] {
        assert_error(judge_call(&request_call(), &answer(422, body)), "recipient_unavailable");
    }
}

#[test]
fn a_refused_request_for_a_code_is_an_error() {
    for status in [200, 400, 409, 422] {
        let body = r#"{"success":false,"message":"No."}"#;
        assert_error(judge_call(&request_call(), &answer(status, body)), "invalid_request");
    }
}

#[test]
fn delivery_tells_whether_a_message_may_have_gone_out() {
    let foreign = requested_body().replace(CHAT, "20123456780@c.us");
    for (status, body, delivery) in [
        (401, "{}", Delivery::No),
        (422, "{}", Delivery::No),
        (429, "{}", Delivery::No),
        (500, "{}", Delivery::Unknown),
        (503, "{}", Delivery::Unknown),
        (302, "", Delivery::Unknown),
        (200, "<html>", Delivery::Unknown),
        (200, foreign.as_str(), Delivery::Yes),
    ] {
        let error = judge_call(&request_call(), &answer(status, body)).unwrap_err();
        assert_eq!(error.delivery, Some(delivery), "{status} {body}");
        let error = judge_call(&validate_call(None), &answer(status, "")).unwrap_err();
        assert_eq!(error.delivery, None);
    }
    let (call, options) = (request_call(), options());
    let expected = Expected { unknown_before: true, ..Expected::of(&call, &options) };
    let error = judge(&expected, &answer(422, "{}"), 0).unwrap_err();
    assert_eq!(error.delivery, Some(Delivery::Unknown), "the attempt before may have sent one");
}

#[test]
fn an_answer_without_the_code_is_a_service_that_keeps_it() {
    for body in [
        requested_body().replace(r#""code":"439713","#, ""),
        requested_body().replace(r#""439713""#, "null"),
    ] {
        let Ok(Verdict::Requested { answer, .. }) =
            judge_call(&request_call(), &answer(200, &body))
        else {
            panic!("{body}")
        };
        assert_eq!(answer.code, None);
    }
    for spoilt in ["439713", r#""""#] {
        let body = requested_body().replace(r#""439713""#, spoilt);
        assert_error(judge_call(&request_call(), &answer(200, &body)), "bad_response");
    }
}

#[test]
fn already_used_after_an_unknown_outcome_is_reported_as_unknown() {
    let call = validate_call(None);
    let options = options();
    let body = r#"{"success":false,"error":{"code":"already_used"},"message":"used"}"#;
    let expected = Expected { unknown_before: true, ..Expected::of(&call, &options) };
    assert_error(judge(&expected, &answer(409, body), 0), "server_error");
}

#[test]
fn the_same_person_may_be_named_in_the_answers_other_form() {
    let body = validated_body().replace(CHAT, "20123456789@s.whatsapp.net");
    let verdict = judge_call(&validate_call(None), &answer(200, &body));
    assert!(matches!(verdict, Ok(Verdict::Validated { .. })), "{verdict:?}");
}

#[test]
fn unknown_statuses_and_further_fields_do_not_matter_for_a_request() {
    let body =
        requested_body().replace("pending", "queued").replace(r#""uuid""#, r#""new":[{}],"uuid""#);
    let Ok(Verdict::Requested { answer, .. }) = judge_call(&request_call(), &answer(200, &body))
    else {
        panic!("not requested")
    };
    assert_eq!(answer.status.as_str(), "queued");
}

#[test]
fn no_text_of_a_server_brings_a_secret_back() {
    let echo = format!(
        r#"{{"success":false,"message":"{TOKEN} {CODE} is wrong","errors":{{"{CODE}":["{TOKEN}"]}}}}"#
    );
    for status in [200, 400, 401, 404, 422, 429, 500] {
        for call in [validate_call(None), request_call()] {
            let shown = format!("{:?}", judge_call(&call, &answer(status, &echo)));
            assert!(!shown.contains(TOKEN) && !shown.contains(CODE), "{shown}");
        }
    }
}

#[test]
fn a_text_does_not_repeat_the_code_that_its_answer_brings() {
    let spoken = requested_body().replace("OTP code generated", "Your code 439713 was generated");
    let mut told = answer(200, &spoken);
    told.headers.request_id = "439713-fra";
    let Ok(Verdict::Requested { message, request_id, .. }) = judge_call(&request_call(), &told)
    else {
        panic!("requested")
    };
    assert!(message.starts_with("Your code [redacted] was generated"), "{message}");
    assert_eq!(request_id.as_deref(), Some("[redacted]-fra"));
    let odd = spoken.replace(CODE, "kQmTxB").replace("created_at", "made_at");
    let error = assert_error(judge_call(&request_call(), &answer(200, &odd)), "bad_response");
    assert!(!error.to_string().contains("kQmTxB"), "{error}");
}

#[test]
fn a_secret_across_the_place_where_a_text_is_cut_is_found() {
    for before in 280..=300 {
        let message = format!("{}{TOKEN}", "x".repeat(before));
        let body = format!(r#"{{"success":false,"message":"{message}"}}"#);
        let shown = format!("{:?}", judge_call(&validate_call(None), &answer(422, &body)));
        assert!(!shown.contains("x12|"), "{shown}");
    }
}

#[test]
fn waiting_times_are_read_in_every_form() {
    const NOW: u64 = 1_767_030_216_000;
    let none = AnswerHeaders::default();
    let table = [
        (AnswerHeaders { retry_after: "7", ..none }, Some(7_000)),
        (AnswerHeaders { retry_after: " 0 ", ..none }, Some(0)),
        (AnswerHeaders { retry_after: "Mon, 29 Dec 2025 17:43:46 GMT", ..none }, Some(10_000)),
        (AnswerHeaders { retry_after: "Mon, 29 Dec 2025 17:43:06 GMT", ..none }, Some(0)),
        (AnswerHeaders { retry_after: "-5", ..none }, None),
        (AnswerHeaders { retry_after: "99999999999999999999", ..none }, None),
        (AnswerHeaders { retry_after: "86401", ..none }, None),
        (AnswerHeaders { retry_after: "soon", ..none }, None),
        (AnswerHeaders { ratelimit: "\"default\";r=0;t=30", ..none }, Some(30_000)),
        (AnswerHeaders { ratelimit: "limit=10, remaining=0, reset=5", ..none }, Some(5_000)),
        (AnswerHeaders { ratelimit_reset: "9", ..none }, Some(9_000)),
        (AnswerHeaders { x_ratelimit_reset: "1767030220", ..none }, Some(4_000)),
        (none, None),
    ];
    for (headers, expected) in table {
        assert_eq!(headers.retry_after(NOW), expected, "{headers:?}");
    }
}
