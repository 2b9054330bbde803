//! Which code is mutated, and which tests have to see it.

/// Files that one test program judges.
pub struct Group {
    pub name: &'static str,
    pub features: &'static str,
    pub test: &'static str,
    pub files: &'static [&'static str],
}

/// The code that decides.
pub const GROUPS: &[Group] = &[
    Group {
        name: "chat",
        features: "service",
        test: "chat",
        files: &[
            "src/service/chat/guess.rs",
            "src/service/chat/validate.rs",
            "src/service/chat/limits.rs",
            "src/service/chat/time.rs",
            "src/service/chat/vendor.rs",
            "src/service/chat/apply.rs",
            "src/service/chat/issue.rs",
            "src/service/chat/outbox.rs",
            "src/service/chat/report.rs",
            "src/service/chat/state.rs",
        ],
    },
    Group {
        name: "budget",
        features: "client,service",
        test: "service",
        files: &[
            "src/service/budget/country.rs",
            "src/service/budget/mod.rs",
            "src/service/budget/slices.rs",
            "src/service/budget/state.rs",
        ],
    },
    Group {
        name: "client",
        features: "client",
        test: "client_verdicts",
        files: &["src/client/judge.rs", "src/client/facts.rs", "src/client/wording.rs"],
    },
    Group {
        name: "code",
        features: "client",
        test: "code",
        files: &["src/code/draw.rs", "src/code/page.rs"],
    },
];

/// Charge, comparison and expiry: no mutant may live there.
pub const VITAL: &[&str] = &[
    "src/service/chat/guess.rs",
    "src/service/chat/validate.rs",
    "src/service/chat/limits.rs",
    "src/service/chat/time.rs",
    "src/service/chat/vendor.rs",
];
