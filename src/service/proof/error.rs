//! Why a proof is not believed.

/// Why a proof is not believed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ProofError {
    /// It is no proof of this service's form.
    Malformed,
    /// It was not signed with this key, or was changed.
    Forged,
    /// Its time is up.
    Expired,
    /// It is dated in the future.
    NotYet,
    /// It is about another instance.
    Instance,
    /// It is about another chat.
    Chat,
    /// It is meant for somebody else.
    Audience,
}

impl ProofError {
    /// The same in words.
    pub const fn sentence(self) -> &'static str {
        match self {
            ProofError::Malformed => "The proof is not of the form this service writes",
            ProofError::Forged => "The proof was not signed with this key, or was changed",
            ProofError::Expired => "The proof has expired; it is valid for 60 seconds",
            ProofError::NotYet => "The proof is dated in the future; check both clocks",
            ProofError::Instance => "The proof is about another instance",
            ProofError::Chat => "The proof is about another chatId",
            ProofError::Audience => "The proof is meant for another audience",
        }
    }
}

impl std::fmt::Display for ProofError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.sentence())
    }
}

impl std::error::Error for ProofError {}
