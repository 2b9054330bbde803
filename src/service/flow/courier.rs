//! Couriers: how a message is handed to each, and what its answer means.

use super::next::Next;
use super::step::{Act, Brought, Step};
use crate::json::{ObjectWriter, Raw, read};
use crate::service::chat::command::{Delivery, Outcome};
use crate::service::http::push_header;
use crate::service::keys::hex;
use crate::service::settings::{Courier, Webhook};
use crate::service::words;
use crate::text::{concat, digits};
use crate::timestamp::Timestamp;
use crate::uuid::Uuid;
use hmac::Mac;

/// A request to a courier, without its place in the flow.
pub(super) struct Letter {
    url: String,
    headers: String,
    body: String,
}

/// Milliseconds a courier is waited for.
const TIMEOUT: u32 = 10_000;

impl Letter {
    /// Sends it.
    pub(super) fn step(self, next: &Next) -> Step {
        let Letter { url, headers, body } = self;
        let next = words::to_bytes(next);
        Step::new(Act::Fetch { url, method: "POST", headers, body, timeout: TIMEOUT, next })
    }
}

/// The request that hands a message over; `None` for a courier that is no server.
pub(super) fn request(
    courier: &Courier,
    instance: &Uuid,
    delivery: &Delivery,
    now: Timestamp,
) -> Option<Letter> {
    match courier {
        Courier::Inbox => None,
        Courier::Webhook(webhook) => Some(signed(webhook, instance, delivery, now)),
        Courier::Hypersender { base_url, instance, token } => {
            let body = ObjectWriter::new()
                .string("chatId", &delivery.chat)
                .string("text", &delivery.text)
                .finish();
            let mut headers = json_headers();
            push_header(&mut headers, "authorization", &concat(&["Bearer ", token]));
            let url = concat(&[base_url, "/", instance.as_str(), "/send-text-safe"]);
            Some(Letter { url, headers, body })
        }
    }
}

/// What a courier's answer means.
pub(super) fn outcome(courier: Option<&Courier>, brought: &Brought) -> Outcome {
    match courier {
        Some(Courier::Hypersender { .. }) => vendor_outcome(brought),
        _ => webhook_outcome(brought.status()),
    }
}

/// A listener knows a message again by its uuid, so whatever may be cured by waiting is tried again.
fn webhook_outcome(status: Option<u16>) -> Outcome {
    match status {
        Some(200..300) => Outcome::Accepted,
        Some(400 | 410 | 413 | 422) => Outcome::Rejected,
        _ => Outcome::Retry,
    }
}

/// The vendor sends whatever it takes, so only what it surely did not take is tried again.
fn vendor_outcome(brought: &Brought) -> Outcome {
    match brought.status() {
        Some(200..300) if is_queued(brought) => Outcome::Accepted,
        // 404 and 422 stand for a number that is not on WhatsApp.
        Some(400 | 404 | 410 | 413 | 422) => Outcome::Rejected,
        Some(400..500 | 503) => Outcome::Retry,
        _ => Outcome::Unknown,
    }
}

fn is_queued(brought: &Brought) -> bool {
    let Brought::Fetched { body, .. } = brought else { return false };
    Raw::new(&read(body).unwrap_or_default()).get("queued").is_true()
}

/// `hypersender-otp-signature: t=<seconds>,v1=<hex>` is HMAC-SHA-256 over `<seconds>.<body>` with
/// the webhook's key: a listener checks it, and that the time is near its own, before it believes.
fn signed(webhook: &Webhook, instance: &Uuid, delivery: &Delivery, now: Timestamp) -> Letter {
    let time = |seconds: u64| Timestamp::from_seconds(seconds).to_rfc3339();
    let uuid = Uuid::from_bytes(delivery.uuid);
    let body = ObjectWriter::new()
        .string("type", "otp.message")
        .string("instance", instance.as_str())
        .string("uuid", uuid.as_str())
        .string("chat_id", &delivery.chat)
        .string("text", &delivery.text)
        .string("code", &delivery.code)
        .string("created_at", &time(delivery.created))
        .string("expires_at", &time(delivery.expires))
        .finish();
    let seconds = digits(now.millis() / 1000);
    let mac = webhook.key.clone().chain_update(concat(&[&seconds, ".", &body]));
    let signature = concat(&["t=", &seconds, ",v1=", &hex(&mac.finalize().into_bytes())]);
    let mut headers = json_headers();
    push_header(&mut headers, "hypersender-otp-signature", &signature);
    // The same message may come twice; by this a listener knows it again.
    push_header(&mut headers, "idempotency-key", uuid.as_str());
    Letter { url: webhook.url.clone(), headers, body }
}

fn json_headers() -> String {
    String::from("accept: application/json\ncontent-type: application/json")
}
