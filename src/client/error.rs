//! What goes wrong with a call, by stable names.

/// The stable name of what went wrong.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ErrorCode {
    /// An argument or option was refused before anything was sent.
    InvalidArgument,
    /// 401: the token was not accepted.
    Unauthorized,
    /// 403: this caller may not do that.
    Forbidden,
    /// 404: no such instance, route or request.
    NotFound,
    /// The service did not accept the request's content.
    InvalidRequest,
    /// The number is not on WhatsApp.
    RecipientUnavailable,
    /// 423: WhatsApp has capped or locked the sending number.
    ChannelRestricted,
    /// 429: too many calls.
    RateLimited,
    /// 5xx: the service failed.
    ServerError,
    /// The answer is none that the contract allows, so nothing may be concluded from it.
    BadResponse,
    /// No connection, or it broke.
    Network,
    /// No complete answer in time.
    Timeout,
    /// The caller's signal ended the call.
    Aborted,
}

impl ErrorCode {
    /// Every code.
    pub const ALL: [ErrorCode; 13] = [
        ErrorCode::InvalidArgument,
        ErrorCode::Unauthorized,
        ErrorCode::Forbidden,
        ErrorCode::NotFound,
        ErrorCode::InvalidRequest,
        ErrorCode::RecipientUnavailable,
        ErrorCode::ChannelRestricted,
        ErrorCode::RateLimited,
        ErrorCode::ServerError,
        ErrorCode::BadResponse,
        ErrorCode::Network,
        ErrorCode::Timeout,
        ErrorCode::Aborted,
    ];

    /// The name callers compare with.
    pub const fn as_str(self) -> &'static str {
        match self {
            ErrorCode::InvalidArgument => "invalid_argument",
            ErrorCode::Unauthorized => "unauthorized",
            ErrorCode::Forbidden => "forbidden",
            ErrorCode::NotFound => "not_found",
            ErrorCode::InvalidRequest => "invalid_request",
            ErrorCode::RecipientUnavailable => "recipient_unavailable",
            ErrorCode::ChannelRestricted => "channel_restricted",
            ErrorCode::RateLimited => "rate_limited",
            ErrorCode::ServerError => "server_error",
            ErrorCode::BadResponse => "bad_response",
            ErrorCode::Network => "network",
            ErrorCode::Timeout => "timeout",
            ErrorCode::Aborted => "aborted",
        }
    }

    /// The code that callers know by that name.
    pub fn from_name(name: &str) -> Option<ErrorCode> {
        Self::ALL.into_iter().find(|code| code.as_str() == name)
    }

    /// Whether the same call may succeed later without any change.
    pub const fn is_retryable(self) -> bool {
        matches!(
            self,
            ErrorCode::RateLimited
                | ErrorCode::ServerError
                | ErrorCode::Network
                | ErrorCode::Timeout
        )
    }

    /// What happened and what to do next, without anything the server said.
    pub const fn sentence(self) -> &'static str {
        match self {
            ErrorCode::InvalidArgument => "An argument was refused",
            ErrorCode::Unauthorized => {
                "The token was not accepted; check that it belongs to instance"
            }
            ErrorCode::Forbidden => {
                "The service does not allow this caller; check the token's rights and the page's origin"
            }
            ErrorCode::NotFound => "Nothing was found there; check instance, baseUrl and uuid",
            ErrorCode::InvalidRequest => "The service did not accept the request",
            ErrorCode::RecipientUnavailable => "The number cannot be reached on WhatsApp",
            ErrorCode::ChannelRestricted => {
                "WhatsApp restricts the sending number, which can last hours to days"
            }
            ErrorCode::RateLimited => "The service was called too often; wait for retryAfter",
            ErrorCode::ServerError => "The service failed; what it did is not known",
            ErrorCode::BadResponse => "The answer is none that the contract allows",
            ErrorCode::Network => "The service was not reached, or the connection broke",
            ErrorCode::Timeout => "No complete answer came within timeout",
            ErrorCode::Aborted => "The call was ended by its signal",
        }
    }
}

/// Whether a message may have gone out; told with every error of a request for a code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Delivery {
    /// Nothing was sent; asking again is safe.
    No,
    /// It cannot be known; asking again may send a second message.
    Unknown,
    /// The service said that it sent one.
    Yes,
}

impl Delivery {
    /// The name callers compare with.
    pub const fn as_str(self) -> &'static str {
        match self {
            Delivery::No => "no",
            Delivery::Unknown => "unknown",
            Delivery::Yes => "yes",
        }
    }

    /// The value that callers know by that name.
    pub fn from_name(name: &str) -> Option<Delivery> {
        [Delivery::No, Delivery::Unknown, Delivery::Yes]
            .into_iter()
            .find(|known| known.as_str() == name)
    }
}

/// One failed call. Its texts never hold a token or a code.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Error {
    /// What went wrong.
    pub code: ErrorCode,
    /// The same in words, with what the service said where that helps.
    pub message: String,
    /// The HTTP status, where there was an answer.
    pub status: Option<u16>,
    /// Milliseconds to wait, where the answer told.
    pub retry_after: Option<u64>,
    /// The service's own name of this exchange.
    pub request_id: Option<String>,
    /// What is wrong with single fields: name and text, a name possibly more than once.
    pub details: Vec<(String, String)>,
    /// Whether a message may have gone out; only for a request for a code.
    pub delivery: Option<Delivery>,
}

impl Error {
    /// An error without an answer.
    pub fn new(code: ErrorCode) -> Error {
        Error {
            code,
            message: String::from(code.sentence()),
            status: None,
            retry_after: None,
            request_id: None,
            details: Vec::new(),
            delivery: None,
        }
    }

    /// Whether the same call may succeed later without any change.
    pub fn retryable(&self) -> bool {
        self.code.is_retryable()
    }
}

impl std::fmt::Display for Error {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {}
