//! Who asks: a server that holds the instance's token, or a browser of an allow-listed origin.

use super::http::{Refusal, Request};
use super::replies;
use crate::text::split_once;
use crate::uuid::Uuid;
use sha2::{Digest, Sha256};
use subtle::{Choice, ConstantTimeEq};

/// One instance and who may call it. It has no `Debug`, like everything that knows a token.
#[derive(Clone)]
pub struct Instance {
    id: Uuid,
    token_hashes: Vec<[u8; 32]>,
    origins: Vec<String>,
    name: Option<String>,
    audience: Option<String>,
    locale: String,
}

/// Who asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Caller {
    /// It holds a token, and sees the contract whole.
    Server,
    /// Anyone, by way of a page of an allow-listed origin: never sees a code, names the request it
    /// validates, and cannot choose a word of the message.
    Public,
}

impl Instance {
    /// An instance without callers.
    pub fn new(id: Uuid) -> Instance {
        Instance {
            id,
            token_hashes: Vec::new(),
            origins: Vec::new(),
            name: None,
            audience: None,
            locale: String::from("en"),
        }
    }

    /// Lets whoever holds `token` call.
    #[must_use]
    pub fn with_token(mut self, token: &str) -> Instance {
        self.token_hashes.push(Sha256::digest(token.as_bytes()).into());
        self
    }

    /// Lets pages of `origin`, such as `https://shop.example`, call.
    #[must_use]
    pub fn with_origin(mut self, origin: &str) -> Instance {
        self.origins.push(origin.to_owned());
        self
    }

    /// The application's name in the messages that public callers ask for.
    #[must_use]
    pub fn with_name(mut self, name: &str) -> Instance {
        self.name = Some(name.to_owned());
        self
    }

    /// Whom its proofs are meant for; the instance itself unless given.
    #[must_use]
    pub fn with_audience(mut self, audience: &str) -> Instance {
        self.audience = Some(audience.to_owned());
        self
    }

    /// The language of its messages where the caller asks for none; English unless given.
    #[must_use]
    pub fn with_locale(mut self, locale: &str) -> Instance {
        self.locale = locale.to_owned();
        self
    }

    /// Its identifier.
    pub fn id(&self) -> &Uuid {
        &self.id
    }

    pub(crate) fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    pub(crate) fn audience(&self) -> &str {
        self.audience.as_deref().unwrap_or(self.id.as_str())
    }

    pub(crate) fn locale(&self) -> &str {
        &self.locale
    }

    pub(crate) fn has_callers(&self) -> bool {
        !(self.token_hashes.is_empty() && self.origins.is_empty())
    }

    /// The request's origin, if its pages may call and read the answers.
    pub(crate) fn allowed_origin<'a>(&self, request: &Request<'a>) -> Option<&'a str> {
        let origin = request.header("origin")?;
        self.origins.iter().any(|allowed| allowed == origin).then_some(origin)
    }

    /// Tells who asks.
    ///
    /// # Errors
    /// The answer to a caller who shows neither a token nor an allow-listed origin. A wrong token
    /// is refused even from such an origin.
    pub(crate) fn identify(&self, request: &Request<'_>) -> Result<Caller, Refusal> {
        let known = match request.header("authorization") {
            Some(header) => self.knows(bearer(header)).then_some(Caller::Server),
            None => self.allowed_origin(request).map(|_| Caller::Public),
        };
        known.ok_or_else(|| {
            replies::problem(401, "unauthorized", UNAUTHORIZED).with("www-authenticate", "Bearer")
        })
    }

    /// Whether it is one of the tokens. Compares hashes, all of them, so that the time tells nothing
    /// about any.
    pub(crate) fn knows(&self, token: &str) -> bool {
        let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let known =
            self.token_hashes.iter().fold(Choice::from(0), |known, kept| known | kept.ct_eq(&hash));
        known.into()
    }
}

const UNAUTHORIZED: &str = "This instance knows neither your token nor your origin: send `Authorization: Bearer <token>`, or call from a page whose origin the instance lists.";

fn bearer(header: &str) -> &str {
    match split_once(header, " ") {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim_ascii(),
        // No token is empty, so this is known to nobody.
        _ => "",
    }
}
