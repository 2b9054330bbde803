//! The OTP service, without anything it runs on.
//!
//! It keeps the contract of the two calls from the other side: a request makes a code and a
//! message, a validation accepts that code once. The shell around it moves bytes: it brings the
//! HTTP request, the time, random bytes and one chat's stored state, and takes away an answer, the
//! new state and the messages to send.
//!
//! | part | what it decides |
//! |---|---|
//! | [`Settings`] | what a start needs, and which starts are refused |
//! | [`Service`] | routes, callers, CORS, every answer |
//! | [`step()`] | one chat's codes: made, charged, compared, used up, expired |
//! | [`Inbox`] | development: messages on the screen instead of on a phone, and a clock to turn |

mod answers;
mod bodies;
mod callers;
pub mod chat;
mod encoding;
mod event;
mod http;
mod inbox;
mod keys;
mod message;
pub mod policy;
mod routes;
mod seal;
mod settings;
mod state;
mod step;
pub mod stored;
pub mod words;

pub use bodies::MAX_BODY;
pub use callers::{Caller, Instance};
pub use encoding::StateError;
pub use event::{Binding, Effect, Event, Outcome, RANDOM_BYTES, Refusal, Step, StepError};
pub use http::{Reply, Request};
pub use inbox::Inbox;
pub use keys::{KeyId, Keys, NameKey, Pepper};
pub use message::Message;
pub use routes::{Plan, Service, Turn};
pub use seal::{Nonce, Sealed};
pub use settings::{BASE_PATH, Settings, SettingsError};
pub use state::{GUESSES, MAX_FINISHED, MAX_LIVE};
pub use step::step;
