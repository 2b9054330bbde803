//! What the objects of an instance are called.

use super::Desk;
use crate::service::budget::Limits;
use crate::service::object::shard_name;
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

/// The names of all shards of an instance's budget.
pub(super) fn budget_names(desk: &Desk<'_>, instance: &Uuid) -> Vec<String> {
    let shards = Limits::shards(desk.settings.policy.sends_a_minute);
    (0..shards).map(|shard| shard_name(instance, shard)).collect()
}
