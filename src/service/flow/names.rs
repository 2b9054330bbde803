//! What the objects of an instance are called.

use super::Desk;
use crate::service::budget::Limits;
use crate::service::chat::command::UuidBytes;
use crate::service::ledger;
use crate::text::{concat, digits};
use crate::uuid::Uuid;

/// The name of the shard of an instance's budget that a chat draws on.
pub(super) fn budget_name(desk: &Desk<'_>, instance: &Uuid, chat_object: &str) -> String {
    shard_name(instance, budget_shard(desk, chat_object))
}

/// Its number, chosen by the chat's keyed name.
pub(super) fn budget_shard(desk: &Desk<'_>, chat_object: &str) -> u32 {
    let shards = Limits::shards(desk.settings.policy.sends_a_minute);
    let head = chat_object.chars().take(4).filter_map(|digit| digit.to_digit(16));
    head.fold(0, |head, digit| head << 4 | digit) % shards
}

/// The name of one shard of an instance's budget, or of its ledger.
pub(super) fn shard_name(instance: &Uuid, shard: u32) -> String {
    concat(&[instance.as_str(), ":", &digits(u64::from(shard))])
}

/// The names of all shards of an instance's budget.
pub(super) fn budget_names(desk: &Desk<'_>, instance: &Uuid) -> Vec<String> {
    let shards = Limits::shards(desk.settings.policy.sends_a_minute);
    (0..shards).map(|shard| shard_name(instance, shard)).collect()
}

/// The name of the shard of an instance's ledger that holds a request: by the last byte of its uuid,
/// which is random even where the first ones are a time.
pub(super) fn ledger_name(instance: &Uuid, request: &UuidBytes) -> String {
    shard_name(instance, u32::from(request[15] % ledger::SHARDS))
}

/// The names of all shards of an instance's ledger.
pub(super) fn ledger_names(instance: &Uuid) -> Vec<String> {
    (0..ledger::SHARDS).map(|shard| shard_name(instance, u32::from(shard))).collect()
}
