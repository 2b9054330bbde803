//! Every error code of an answer, or of none, for both calls.
//!
//! `invalid_argument` is in `refused_inputs` and `refused_options`, `bad_response` in `answers` and
//! `redirects`, `timeout` and `aborted` in `deadlines` and `cancelling`, `internal` in `trap`,
//! `not_initialized` in `before_init`.

use crate::support::answer::{Answer, End};
use crate::support::bodies::{laravel, prose, requested};
use crate::support::call::{both_fail, requesting, validating};
use crate::support::fetch::Reaction;
use js_sys::{Function, TypeError};
use wasm_bindgen::JsValue;
use wasm_bindgen_test::wasm_bindgen_test;

const GATEWAY: &str = "<html><h1>502 Bad Gateway</h1></html>";

async fn is_told(code: &str, answer: Answer) {
    let status = f64::from(answer.response().status());
    for failure in both_fail(|| answer.clone().into(), code).await {
        assert_eq!(failure.number("status"), Some(status));
        assert!(failure.message().contains(&format!("(HTTP {status})")), "{failure:?}");
    }
}

rows! { is_told:
    a_token_that_is_not_known_is_unauthorized(
        "unauthorized", Answer::json(401, laravel("Unauthenticated.")),
    );
    a_401_without_a_body_is_unauthorized("unauthorized", Answer::empty(401));
    a_caller_without_the_right_is_forbidden(
        "forbidden", Answer::json(403, laravel("This action is unauthorized.")),
    );
    an_instance_that_is_not_there_is_not_found(
        "not_found", Answer::json(404, laravel("Not Found.")),
    );
    a_404_page_is_not_found("not_found", Answer::typed(404, "text/html", "<html>not found</html>"));
    a_malformed_request_is_invalid_request(
        "invalid_request", Answer::json(400, laravel("Malformed.")),
    );
    a_method_that_is_not_allowed_is_invalid_request(
        "invalid_request", Answer::json(405, laravel("The POST method is not supported.")),
    );
    a_request_that_is_too_large_is_invalid_request("invalid_request", Answer::empty(413));
    a_type_that_is_not_taken_is_invalid_request("invalid_request", Answer::empty(415));
    a_422_without_a_body_is_invalid_request("invalid_request", Answer::empty(422));
    a_locked_sender_is_channel_restricted(
        "channel_restricted", Answer::json(423, laravel("Locked until tomorrow")),
    );
    a_throttle_is_rate_limited("rate_limited", Answer::json(429, laravel("Too Many Attempts.")));
    a_throttle_page_is_rate_limited(
        "rate_limited", Answer::typed(429, "text/html", "<html>slow down</html>"),
    );
    a_failing_server_is_server_error("server_error", Answer::json(500, laravel("Server Error")));
    a_gateways_page_is_server_error("server_error", Answer::typed(502, "text/html", GATEWAY));
    a_server_under_maintenance_is_server_error("server_error", Answer::empty(503));
    a_gateway_that_waited_too_long_is_server_error("server_error", Answer::empty(504));
    a_success_at_500_is_server_error("server_error", Answer::json(500, requested()));
}

#[wasm_bindgen_test]
async fn a_number_that_is_not_on_whatsapp_is_recipient_unavailable() {
    let body = r#"{"message":"The given data was invalid.","errors":{"messages":["The number you want to send the message to is not on whatsapp."],"jid":"20121323124131@s.whatsapp.net","exists":false},"statusCode":422}"#;
    let answer = Answer::json(422, body);
    let [request, _] = both_fail(|| answer.clone().into(), "recipient_unavailable").await;
    let told = "[\"The number you want to send the message to is not on whatsapp.\"]";
    assert_eq!(request.detail("messages").as_deref(), Some(told));
    assert_eq!(request.detail("exists").as_deref(), Some("[\"false\"]"));
    assert!(!request.retryable());
}

#[wasm_bindgen_test]
async fn what_is_wrong_with_single_fields_is_told() {
    let body = r#"{"message":"The given data was invalid.","errors":{"chatId":["Too short.","Not a chat."],"__proto__":["x"]}}"#;
    let answer = Answer::json(422, body);
    for failure in both_fail(|| answer.clone().into(), "invalid_request").await {
        let told = r#"["Too short.","Not a chat."]"#;
        assert_eq!(failure.detail("chatId").as_deref(), Some(told));
        assert_eq!(failure.detail("__proto__").as_deref(), Some(r#"["x"]"#));
    }
}

#[wasm_bindgen_test]
async fn what_support_asks_for_is_kept() {
    let answer = Answer::json(403, "{}").header("s-request-id", "9e7c");
    for failure in both_fail(|| answer.clone().into(), "forbidden").await {
        assert_eq!(failure.text("requestId").as_deref(), Some("9e7c"));
    }
}

#[wasm_bindgen_test]
async fn a_throttle_tells_how_long_to_wait() {
    for (header, value) in [("retry-after", "700"), ("ratelimit", "\"default\";r=0;t=700")] {
        let answer = Answer::json(429, "{}").header(header, value);
        for failure in both_fail(|| answer.clone().into(), "rate_limited").await {
            assert_eq!(failure.number("retryAfter"), Some(700_000.0), "{header}");
        }
    }
}

async fn breaks(reaction: impl Fn() -> Reaction, cause: Option<&str>) {
    for failure in both_fail(reaction, "network").await {
        assert_eq!(failure.cause().as_deref(), cause, "{failure:?}");
        assert_eq!(failure.number("status"), None);
        assert!(failure.retryable());
    }
}

fn broken_body() -> Reaction {
    let body = requested();
    let (half, _) = body.as_bytes().split_at(40);
    Answer::pieces([half], End::Broken).into()
}

rows! { breaks:
    a_refused_connection_is_network(
        || Reaction::network_failure("fetch failed", "ECONNREFUSED"), Some("ECONNREFUSED"),
    );
    a_reset_connection_is_network(
        || Reaction::network_failure("fetch failed", "ECONNRESET"), Some("ECONNRESET"),
    );
    a_name_without_an_address_is_network(
        || Reaction::network_failure("fetch failed", "ENOTFOUND"), Some("ENOTFOUND"),
    );
    a_browsers_failure_is_network(
        || Reaction::Failure(TypeError::new("Failed to fetch").into()), Some("TypeError"),
    );
    a_body_that_breaks_off_is_network(broken_body, Some("TypeError"));
    a_thrown_text_is_network(|| Reaction::Failure("no".into()), None);
    a_thrown_nothing_is_network(|| Reaction::Failure(JsValue::UNDEFINED), None);
}

#[wasm_bindgen_test]
async fn a_fetch_that_throws_at_once_is_network() {
    for call in [requesting(), validating()] {
        let call = call.option("fetch", Function::new_no_args("throw new RangeError('no')"));
        let failure = call.outcome(call.start_as_is()).await.unwrap_err();
        assert_eq!(
            (failure.code().as_str(), failure.cause()),
            ("network", Some("RangeError".into()))
        );
    }
}

async fn tells_delivery(expected: &str, reaction: impl Into<Reaction>) {
    let failure = requesting().answered(reaction).await.unwrap_err();
    assert_eq!(failure.text("delivery").as_deref(), Some(expected), "{failure:?}");
}

rows! { tells_delivery:
    after_a_refused_token_nothing_was_sent("no", Answer::empty(401));
    after_a_refused_request_nothing_was_sent("no", Answer::json(422, prose("No.")));
    after_a_throttle_nothing_was_sent("no", Answer::empty(429));
    after_a_failing_server_a_message_may_have_gone_out("unknown", Answer::empty(500));
    after_a_broken_connection_a_message_may_have_gone_out(
        "unknown", Reaction::network_failure("fetch failed", "ECONNRESET"),
    );
    after_a_redirect_a_message_may_have_gone_out("unknown", Answer::empty(302));
    after_a_success_that_is_none_a_message_went_out(
        "yes", Answer::json(200, requested().replace("@c.us", "@g.us")),
    );
}

#[wasm_bindgen_test]
async fn only_what_may_pass_is_worth_another_try() {
    for (status, retryable) in [
        (401, false),
        (403, false),
        (404, false),
        (422, false),
        (423, false),
        (429, true),
        (500, true),
        (302, false),
    ] {
        let failure = validating().answered(Answer::empty(status)).await.unwrap_err();
        assert_eq!(failure.retryable(), retryable, "{status}");
    }
}
