//! What the settings are called.

/// Which names a start uses.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Style {
    /// Environment variables and a Worker's bindings, such as `OTP_NAME_KEY`.
    Env,
    /// Members of an object, such as `nameKey`.
    Config,
}

/// One setting.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[allow(missing_docs, reason = "they are told in the table of Settings::read")]
pub enum Name {
    Instances,
    Pepper,
    NameKey,
    ProofKey,
    Policy,
    Issuer,
    Courier,
    BasePath,
    Messages,
    Challenge,
    VendorUrl,
    VendorToken,
    VendorInstance,
}

impl Name {
    /// Every setting.
    pub const ALL: [Name; 13] = [
        Name::Instances,
        Name::Pepper,
        Name::NameKey,
        Name::ProofKey,
        Name::Policy,
        Name::Issuer,
        Name::Courier,
        Name::BasePath,
        Name::Messages,
        Name::Challenge,
        Name::VendorUrl,
        Name::VendorToken,
        Name::VendorInstance,
    ];

    /// Its name in that style; the vendor's stand inside the issuer where there is an object.
    pub const fn in_style(self, style: Style) -> &'static str {
        let (env, config) = match self {
            Name::Instances => ("OTP_INSTANCES", "instances"),
            Name::Pepper => ("OTP_PEPPER", "pepper"),
            Name::NameKey => ("OTP_NAME_KEY", "nameKey"),
            Name::ProofKey => ("OTP_PROOF_KEY", "proofKey"),
            Name::Policy => ("OTP_POLICY", "policy"),
            Name::Issuer => ("OTP_ISSUER", "issuer"),
            Name::Courier => ("OTP_COURIER", "courier"),
            Name::BasePath => ("OTP_BASE_PATH", "basePath"),
            Name::Messages => ("OTP_MESSAGES", "messages"),
            Name::Challenge => ("OTP_CHALLENGE", "challenge"),
            Name::VendorUrl => ("HYPERSENDER_OTP_BASE_URL", "issuer.baseUrl"),
            Name::VendorToken => ("HYPERSENDER_OTP_API_KEY", "issuer.token"),
            Name::VendorInstance => ("HYPERSENDER_OTP_INSTANCE_ID", "issuer.instance"),
        };
        match style {
            Style::Env => env,
            Style::Config => config,
        }
    }
}
