//! The OTP service, without anything it runs on.
//!
//! It keeps the contract of the two calls from the other side: a request makes a code and a
//! message, a validation accepts that code once. The shell around it moves bytes: it stores what
//! objects are, fetches what flows ask for, and brings the time and random bytes.
//!
//! | part | what it decides |
//! |---|---|
//! | [`Settings`] | what a start needs, and which starts are refused |
//! | [`policy`] | every limit as data, and the odds an attacker has against it |
//! | [`Service`] | every call from its HTTP request to its answer, and every alarm, step by step |
//! | [`chat`] | one chat's codes: made, charged, compared, used up, expired, delivered |
//! | [`budget`], [`ledger`], [`answer`] | an instance's limits, its list of requests, answers that may be asked for again |
//! | [`proof`] | what an application's own backend believes |
//! | [`openapi`] | all of it as a document |
//! | [`boundary`] | the same as a shell in another language calls it: text and bytes |

pub mod answer;
mod base64url;
mod bodies;
pub mod boundary;
pub mod budget;
mod callers;
pub mod chat;
mod cors;
mod flow;
mod http;
mod inbox;
mod keys;
pub mod ledger;
mod messages;
mod object;
pub mod openapi;
pub mod policy;
pub mod proof;
mod query;
mod replies;
mod routes;
mod seal;
mod settings;
pub mod stored;
pub mod words;

pub use bodies::MAX_BODY;
pub use callers::{Caller, Instance};
pub use chat::RANDOM_BYTES;
pub use flow::{Act, Brought, Event, Service, Step};
pub use http::{Reply, Request};
pub use keys::{KeyId, Keys, NameKey, Pepper};
pub use messages::{Messages, Template};
pub use object::{Applied, Kind, Notice};
pub use seal::{Nonce, Sealed};
pub use settings::{
    BASE_PATH, Courier, Given, Issuer, Name, Settings, SettingsError, Source, Style, Vendor,
    Webhook,
};
