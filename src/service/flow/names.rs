//! What the objects of an instance are called.

use super::Desk;
use crate::service::budget::Limits;
use crate::service::object::shard_name;
use crate::uuid::Uuid;

/// The name of a shard of an instance's budget, chosen by the keyed name of a chat.
pub(super) fn budget_name(desk: &Desk<'_>, instance: &Uuid, chat_object: &str) -> String {
    let shards = Limits::shards(desk.settings.policy.sends_a_minute);
    let head = chat_object.chars().take(4).filter_map(|digit| digit.to_digit(16));
    shard_name(instance, head.fold(0, |head, digit| head << 4 | digit) % shards)
}

/// The names of all shards of an instance's budget.
pub(super) fn budget_names(desk: &Desk<'_>, instance: &Uuid) -> Vec<String> {
    let shards = Limits::shards(desk.settings.policy.sends_a_minute);
    (0..shards).map(|shard| shard_name(instance, shard)).collect()
}
