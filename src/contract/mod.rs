//! The wire: what is asked, what is answered, and what each field may hold.
//!
//! The two contract calls are the vendor's; fields and statuses beyond them (`uuid` in a
//! validation, `proof`, the list of requests) are this project's own service.

mod form;
mod given;
mod request_code;
mod requests;
mod rules;
mod status;
mod validate_code;

#[cfg(any(feature = "client", feature = "service"))]
pub(crate) use form::Checked;
#[cfg(feature = "service")]
pub(crate) use form::success;
pub(crate) use form::{Filled, names};
pub use given::{FieldError, Given};
pub use request_code::{RequestCode, RequestedCode};
#[cfg(any(feature = "client", feature = "service"))]
pub(crate) use requests::GET_FORM;
pub use requests::{ListRequests, RequestPage, RequestSummary};
pub(crate) use rules::NOTHING_LEFT_RULE;
#[cfg(feature = "service")]
pub(crate) use rules::is_code;
#[cfg(any(feature = "client", feature = "service"))]
pub(crate) use rules::{read, read_uuid};
pub use status::Status;
pub use validate_code::{Reason, ValidateCode, Validated};
