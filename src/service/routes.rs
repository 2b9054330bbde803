//! Which route a path names, and what each takes.

use crate::text::split;
use crate::uuid::Uuid;

/// A route below the base path.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Route<'a> {
    /// `health`
    Health,
    /// `openapi.json`
    Document,
    /// `dev/inbox`, `dev/clock` or `dev/requests`, for development.
    Dev(&'a str),
    /// Below an instance, which may be none.
    Below(&'a str, Action),
}

/// What is asked of an instance.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Action {
    /// `request-code`
    RequestCode,
    /// `validate-code`
    ValidateCode,
    /// `requests`
    List,
    /// `requests/{uuid}`; a text that is no UUID names no request.
    Get(Option<Uuid>),
    /// `chats/unlock`
    Unlock,
}

impl<'a> Route<'a> {
    /// The route of a path without its first slash.
    pub(crate) fn read(path: &'a str) -> Option<Route<'a>> {
        let mut parts = split(path, b'/');
        Some(match (parts.next()?, parts.next(), parts.next(), parts.next()) {
            ("health", None, None, None) => Route::Health,
            ("openapi.json", None, None, None) => Route::Document,
            ("dev", Some(tool @ ("inbox" | "clock" | "requests")), None, None) => Route::Dev(tool),
            (id, Some("request-code"), None, None) => Route::Below(id, Action::RequestCode),
            (id, Some("validate-code"), None, None) => Route::Below(id, Action::ValidateCode),
            (id, Some("requests"), None, None) => Route::Below(id, Action::List),
            (id, Some("requests"), Some(uuid), None) if !uuid.is_empty() => {
                Route::Below(id, Action::Get(Uuid::parse(uuid)))
            }
            (id, Some("chats"), Some("unlock"), None) => Route::Below(id, Action::Unlock),
            _ => return None,
        })
    }

    /// The methods it takes beside `OPTIONS`.
    pub(crate) fn methods(&self) -> &'static str {
        match self {
            Route::Dev("clock") => "GET, POST",
            Route::Below(_, Action::RequestCode | Action::ValidateCode | Action::Unlock) => "POST",
            _ => "GET, HEAD",
        }
    }

    /// Whether it takes that method.
    pub(crate) fn takes(&self, method: &str) -> bool {
        split(self.methods(), b',').any(|own| own.trim_ascii() == method)
    }
}
