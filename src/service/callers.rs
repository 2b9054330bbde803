//! Who asks: a server that holds the instance's token, or a browser of an allow-listed origin.

use super::answers;
use super::http::{Reply, Request};
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
        Instance { id, token_hashes: Vec::new(), origins: Vec::new(), name: None }
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

    /// Its identifier.
    pub fn id(&self) -> &Uuid {
        &self.id
    }

    pub(crate) fn name(&self) -> Option<&str> {
        self.name.as_deref()
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
    pub(crate) fn identify(&self, request: &Request<'_>) -> Result<Caller, Reply> {
        let known = match request.header("authorization") {
            Some(header) => self.knows(bearer(header)).then_some(Caller::Server),
            None => self.allowed_origin(request).map(|_| Caller::Public),
        };
        known.ok_or_else(|| {
            answers::problem(401, "unauthorized", UNAUTHORIZED).with("www-authenticate", "Bearer")
        })
    }

    /// Compares hashes, all of them, so that the time tells nothing about any token.
    fn knows(&self, token: &str) -> bool {
        let hash: [u8; 32] = Sha256::digest(token.as_bytes()).into();
        let known =
            self.token_hashes.iter().fold(Choice::from(0), |known, kept| known | kept.ct_eq(&hash));
        known.into()
    }
}

const UNAUTHORIZED: &str = "This instance knows neither your token nor your origin: send `Authorization: Bearer <token>`, or call from a page whose origin the instance lists.";

fn bearer(header: &str) -> &str {
    match header.split_once(' ') {
        Some((scheme, token)) if scheme.eq_ignore_ascii_case("bearer") => token.trim(),
        // No token is empty, so this is known to nobody.
        _ => "",
    }
}

/// The answer to a browser that asks whether a page may call.
pub(crate) fn preflight(instance: &Instance, request: &Request<'_>) -> Reply {
    if instance.allowed_origin(request).is_none() {
        let text =
            "This instance does not list the origin of the page; add it to the instance's origins.";
        return answers::problem(403, "forbidden", text);
    }
    Reply::new(204, String::new())
        .with("access-control-allow-methods", "POST")
        .with("access-control-allow-headers", "authorization, content-type")
        .with("access-control-max-age", "600")
}

/// Lets the page of an allow-listed origin read the answer, and nobody else's.
pub(crate) fn open_to_origin(reply: Reply, origin: Option<&str>) -> Reply {
    let reply = reply.with("vary", "Origin");
    match origin {
        Some(origin) => reply
            .with("access-control-allow-origin", origin)
            .with("access-control-expose-headers", "Retry-After"),
        None => reply,
    }
}
