//! The wire: what is asked, what is answered, and what each field may hold.
//!
//! The two contract calls are the vendor's; fields and statuses beyond them (`uuid` in a
//! validation, `proof`, the list of requests) are this project's own service.

mod given;
mod request_code;
mod requests;
mod status;
mod validate_code;

pub(crate) use given::Checker;
pub use given::{FieldError, Given};
pub use request_code::{RequestCode, RequestedCode};
pub use requests::{ListRequests, RequestPage, RequestSummary, uuid_from_given};
pub use status::Status;
pub use validate_code::{Reason, ValidateCode, Validated};
