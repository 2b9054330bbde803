//! The client without its network: a typed call becomes an HTTP request, an HTTP answer a verdict.
//!
//! ```
//! use hypersender_otp::client::{Call, Expected, HttpAnswer, Options, Verdict, judge};
//! use hypersender_otp::contract::RequestCode;
//! use hypersender_otp::{chat_id::ChatId, uuid::Uuid};
//!
//! # fn main() -> Result<(), Box<dyn std::error::Error>> {
//! let instance = Uuid::parse("a0b5df6a-b491-4190-80a5-38d85a2a4836").ok_or("no UUID")?;
//! let chat_id = ChatId::parse("20123456789@c.us").ok_or("no chatId")?;
//! let call = Call::RequestCode(RequestCode::new(chat_id));
//! let options = Options::new(instance, Some("12|a-token"));
//! let request = call.to_http(&options);
//! assert_eq!(request.method, "POST");
//!
//! // ...whoever holds the network sends it, and hands back what came:
//! let answer = HttpAnswer { status: 429, ..HttpAnswer::default() };
//! let error = judge(&Expected::of(&call, &options), &answer, 0).unwrap_err();
//! assert_eq!(error.code.as_str(), "rate_limited");
//! # Ok(()) }
//! ```

mod asked;
mod base_url;
pub mod boundary;
#[cfg(feature = "service")]
mod brief;
mod call;
mod error;
mod facts;
mod fields;
mod http;
mod judge;
mod options;
mod outcome;
mod parts;
mod redact;
mod retry;
mod said;
mod verdict;
mod wording;

#[cfg(feature = "service")]
pub(crate) use base_url::base_url;
#[cfg(feature = "service")]
pub(crate) use brief::{Brief, brief};
pub use call::{Call, CallKind, Expected};
pub use error::{Delivery, Error, ErrorCode};
pub use fields::Fields;
pub use http::{AnswerHeaders, HttpAnswer, HttpRequest};
pub use options::{Options, Surroundings};
pub use retry::{Attempt, delay_before_retry};
pub use verdict::{Verdict, judge};
