//! Everything that reads bytes somebody else wrote, one line each: a reader without a line is not
//! fuzzed. `main.rs` changes the seeds at random in every run of the tests; `guided/` lets libFuzzer
//! search.

use crate::{client, service, words};

pub struct Target {
    pub name: &'static str,
    /// Inputs that are taken.
    pub seeds: fn() -> Vec<Vec<u8>>,
    /// Panics where a promise is broken; whether the input was taken, and not turned away at once.
    pub run: fn(&[u8]) -> bool,
}

pub const TARGETS: &[Target] = &[
    target("json", words::json_seeds, words::json),
    target("timestamp", words::timestamp_seeds, words::timestamp),
    target("uuid", words::uuid_seeds, words::uuid),
    target("chat-id", words::chat_id_seeds, words::chat_id),
    target("phone", words::phone_seeds, words::phone),
    target("normalize", words::code_seeds, words::code),
    target("code-format", client::format_seeds, client::format),
    target("call", client::call_seeds, client::call),
    target("answer", client::answer_seeds, client::answer),
    target("request", service::request_seeds, service::request),
    target("brought", service::brought_seeds, service::brought),
    target("resume", service::resume_seeds, service::resume),
    target("apply", service::apply_seeds, service::apply),
    target("policy", service::policy_seeds, service::policy),
    target("settings", service::setting_seeds, service::setting),
    target("proof", service::proof_seeds, service::proof),
];

const fn target(name: &'static str, seeds: fn() -> Vec<Vec<u8>>, run: fn(&[u8]) -> bool) -> Target {
    Target { name, seeds, run }
}
