//! How far a request has come; an open set, because the vendor may add to it.

/// The state of a request for a code.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Status {
    /// The message waits to be sent.
    Pending,
    /// The message was handed to WhatsApp.
    Sent,
    /// The code was validated.
    Validated,
    /// The code's time is up.
    Expired,
    /// A status this version does not know, as it was written.
    Other(String),
}

impl Status {
    /// The status with that name on the wire.
    pub fn from_name(name: &str) -> Status {
        match name {
            "pending" => Status::Pending,
            "sent" => Status::Sent,
            "validated" => Status::Validated,
            "expired" => Status::Expired,
            other => Status::Other(other.to_owned()),
        }
    }

    /// The name on the wire.
    pub fn as_str(&self) -> &str {
        match self {
            Status::Pending => "pending",
            Status::Sent => "sent",
            Status::Validated => "validated",
            Status::Expired => "expired",
            Status::Other(name) => name,
        }
    }
}
