//! The steps of `cargo xtask test`, one line each.

use crate::tools::debian::{FIREFOX, PHP, Packages, WEBKIT};
use crate::workshop::Need;

use super::headless::Host;

/// One step.
pub struct Step {
    pub name: &'static str,
    pub about: &'static str,
    /// Runs only with --all.
    pub extra: bool,
    pub kind: Kind,
}

/// What a step does.
pub enum Kind {
    /// Cargo commands, of which each is a check.
    Checks(&'static [&'static [&'static str]]),
    /// A cargo command that prints "test result:" lines.
    Tests(&'static [&'static str]),
    /// The same, with tests that try all they can instead of what every run has time for.
    Whole(&'static [&'static str]),
    /// The headless tests in one host.
    Headless(Host),
    /// Building and packing.
    Pack,
    /// What a browser downloads, against its budgets.
    Size,
    /// The same bytes from two builds, and the crate.
    Release,
    /// The targets of tests/fuzz under libFuzzer.
    Fuzz,
    /// Mistakes made on purpose in the code that decides.
    Mutants,
    /// TypeScript over the hand-written JavaScript.
    Types,
    /// A Node script that works on the package and ends with "N passed, N failed".
    Script(&'static [&'static str], &'static [Use]),
    /// The same, and what it prints is a table to be read.
    Table(&'static [&'static str], &'static [Use]),
}

/// What a script needs beside Node and the package.
pub enum Use {
    Browser,
    Debian(&'static Packages),
}

const CLIPPY: &[&[&str]] = &[
    &["clippy", "--workspace", "--all-targets", "--", "-D", "warnings"],
    &[
        "clippy",
        "--package",
        "hypersender-otp",
        "--all-targets",
        "--features",
        "wasm",
        "--",
        "-D",
        "warnings",
    ],
];

/// The fuzzer is no member of the workspace, so that no other step would notice.
const LOCKS: &[&[&str]] = &[
    &["tree", "--locked", "--depth", "0"],
    &["tree", "--locked", "--depth", "0", "--manifest-path", "tests/fuzz/guided/Cargo.toml"],
];

/// The packed service in a workerd of its own, by tests/live/.
macro_rules! live {
    ($name:literal, $about:literal) => {
        step(
            concat!("live-", $name),
            $about,
            Kind::Script(&[concat!("tests/live/", $name, ".mjs")], &[]),
        )
    };
}

/// What says nothing, or takes too long, without optimisation.
macro_rules! whole {
    ($test:literal) => {
        Kind::Whole(&[
            "test",
            "--release",
            "--package",
            "hypersender-otp",
            "--test",
            $test,
            "--",
            "--nocapture",
        ])
    };
}

pub const STEPS: &[Step] = &[
    step("fmt", "formatting", Kind::Checks(&[&["fmt", "--all", "--check"]])),
    step("locks", "lock files that hold what the manifests ask for", Kind::Checks(LOCKS)),
    step("clippy", "lints, natively and with the WebAssembly surface", Kind::Checks(CLIPPY)),
    step(
        "native",
        "the core's tests on this machine",
        Kind::Tests(&["test", "--workspace", "--no-fail-fast"]),
    ),
    step("pack", "building and packing the npm package", Kind::Pack),
    step("headless-node", "WebAssembly tests in Node", Kind::Headless(Host::Node)),
    step("headless-chromium", "WebAssembly tests in a page", Kind::Headless(Host::Page)),
    step("headless-worker", "WebAssembly tests in a worker", Kind::Headless(Host::Worker)),
    step("types", "types of the hand-written JavaScript", Kind::Types),
    step("suite-node", "the packed package in Node", Kind::Script(&["tests/run.mjs", "node"], &[])),
    step(
        "suite-native",
        "the core alone, asked what the suite asked it",
        Kind::Script(&["tests/run.mjs", "native"], &[]),
    ),
    step(
        "suite-workerd",
        "the packed package in workerd",
        Kind::Script(&["tests/run.mjs", "workerd"], &[]),
    ),
    step(
        "suite-chromium",
        "the packed package in Chromium",
        Kind::Script(&["tests/run.mjs", "chromium"], &[Use::Browser]),
    ),
    step(
        "shell",
        "the service's loop, hosts and stores, over a counting core",
        Kind::Script(&["tests/shell/run.mjs"], &[]),
    ),
    step("package", "what is in the packed package", Kind::Script(&["tests/package/run.mjs"], &[])),
    step(
        "package-browser",
        "the packed package under a strict Content-Security-Policy",
        Kind::Script(&["tests/package/browser.mjs"], &[Use::Browser]),
    ),
    step("size", "what a browser downloads, against its budgets", Kind::Size),
    step(
        "faults",
        "every fault in every runtime, over real sockets",
        Kind::Script(&["tests/faults/run.mjs", "node", "workerd", "chromium"], &[Use::Browser]),
    ),
    step(
        "storm",
        "calls that are faulted at random",
        Kind::Script(&["tests/faults/storm.mjs"], &[]),
    ),
    step(
        "prism",
        "the vendor's document, served by Prism",
        Kind::Script(&["tests/prism/run.mjs"], &[]),
    ),
    step(
        "element",
        "<otp-input> in Chromium",
        Kind::Script(&["tests/element/run.mjs"], &[Use::Browser]),
    ),
    step("e2e", "the demo in a browser", Kind::Script(&["tests/e2e/run.mjs"], &[Use::Browser])),
    extra("service-model", "every history of one small chat", whole!("model")),
    extra("service-histories", "a million random histories of one chat", whole!("chat")),
    extra("service-odds", "the odds of a policy against an attacker let loose", whole!("odds")),
    extra("service-speed", "validations a second on one core", whole!("speed")),
    extra("fuzz", "every reader of foreign bytes under libFuzzer", Kind::Fuzz),
    extra("mutants", "mistakes made on purpose, which tests have to see", Kind::Mutants),
    extra(
        "suite-node-newest",
        "the packed package in the newest Node",
        suite(&["tests/run.mjs", "node-newest"]),
    ),
    extra("suite-deno", "the packed package in Deno", suite(&["tests/run.mjs", "deno"])),
    extra(
        "suite-deno-oldest",
        "the packed package in the oldest Deno",
        suite(&["tests/run.mjs", "deno-oldest"]),
    ),
    extra("suite-bun", "the packed package in Bun", suite(&["tests/run.mjs", "bun"])),
    extra(
        "suite-edge",
        "the packed package in Vercel's edge runtime",
        suite(&["tests/run.mjs", "edge"]),
    ),
    extra(
        "suite-firefox",
        "the packed package in Firefox",
        Kind::Script(&["tests/run.mjs", "firefox"], &[Use::Debian(&FIREFOX)]),
    ),
    extra(
        "suite-webkit",
        "the packed package in WebKitGTK",
        Kind::Script(&["tests/run.mjs", "webkit"], &[Use::Debian(&WEBKIT)]),
    ),
    extra(
        "element-firefox",
        "<otp-input> in Firefox",
        Kind::Script(&["tests/element/run.mjs", "firefox"], &[Use::Debian(&FIREFOX)]),
    ),
    extra(
        "element-webkit",
        "<otp-input> in WebKitGTK",
        Kind::Script(&["tests/element/webkit.mjs"], &[Use::Debian(&WEBKIT)]),
    ),
    extra(
        "suite-digests",
        "the digests of all runtimes in one table",
        Kind::Table(&["tests/digests.mjs"], &[]),
    ),
    extra("release", "the same bytes from two builds, and the crate", Kind::Release),
    extra("lint", "publint, and types in every mode", Kind::Script(&["tests/lint/run.mjs"], &[])),
    extra(
        "bundlers",
        "an app with Vite, webpack, Rollup and esbuild, in Chromium",
        Kind::Script(&["tests/bundlers/run.mjs"], &[Use::Browser]),
    ),
    extra(
        "examples",
        "every example as its reader runs it",
        Kind::Script(&["tests/examples/run.mjs"], &[Use::Browser]),
    ),
    extra(
        "next",
        "the Next.js example, built and called",
        Kind::Script(&["tests/next/run.mjs"], &[Use::Browser]),
    ),
    extra(
        "start",
        "how long the client module takes to be ready, on every engine",
        Kind::Table(
            &["tests/bench/start.mjs"],
            &[Use::Browser, Use::Debian(&FIREFOX), Use::Debian(&WEBKIT)],
        ),
    ),
    extra(
        "demo-firefox",
        "the demo in Firefox",
        Kind::Script(&["tests/e2e/run.mjs", "firefox"], &[Use::Debian(&FIREFOX)]),
    ),
    extra(
        "demo-webkit",
        "the demo in WebKitGTK",
        Kind::Script(&["tests/e2e/webkit.mjs"], &[Use::Debian(&WEBKIT)]),
    ),
    extra(
        "lighthouse",
        "what Lighthouse says of the demo page",
        Kind::Script(&["tests/lighthouse/run.mjs"], &[Use::Browser]),
    ),
    extra(
        "latency",
        "one call beside two hand-written ones",
        Kind::Script(&["tests/bench/latency.mjs"], &[]),
    ),
    live!("slices", "the service in workerd, from pending to validated and expired"),
    live!("races", "a thousand guesses at once, and the broken twin"),
    live!("kills", "kill -9 and restart"),
    live!("disk", "a storage that fails at any call"),
    live!("couriers", "couriers that fail"),
    live!("canaries", "secrets, searched for everywhere"),
    live!("vendor", "the service in front of a simulated vendor"),
    live!("proofs", "the example backend and forged proofs"),
    live!("stores", "the service over a compare-and-swap store"),
    live!("golden", "the codes the service draws in workerd"),
    live!("start", "how long the service takes to be up"),
    extra(
        "live-throughput",
        "request and validate beside bare Durable Objects that write as often",
        Kind::Script(&["tests/live/throughput.mjs"], &[]),
    ),
    extra(
        "races-200",
        "200 rounds of a thousand guesses at once",
        Kind::Script(&["tests/live/races.mjs", "200"], &[]),
    ),
    extra(
        "deploy",
        "the shipped wrangler.jsonc, by wrangler's own dry run",
        Kind::Script(&["tests/deploy/run.mjs"], &[]),
    ),
    extra(
        "codes",
        "drawing a code beside three other ways",
        Kind::Script(&["tests/bench/codes.mjs"], &[Use::Browser]),
    ),
    extra(
        "postman",
        "a Postman collection made from the service's document, against the demo",
        Kind::Script(&["tests/postman/run.mjs"], &[]),
    ),
    extra(
        "schemathesis",
        "the service by its own document, with made-up calls",
        Kind::Script(&["tests/schemathesis/run.mjs"], &[]),
    ),
    extra(
        "php",
        "the vendor's PHP samples against the demo",
        Kind::Script(&["tests/php/run.mjs"], &[Use::Debian(&PHP)]),
    ),
];

const fn step(name: &'static str, about: &'static str, kind: Kind) -> Step {
    Step { name, about, extra: false, kind }
}

const fn extra(name: &'static str, about: &'static str, kind: Kind) -> Step {
    Step { name, about, extra: true, kind }
}

const fn suite(script: &'static [&'static str]) -> Kind {
    Kind::Script(script, &[])
}

impl Step {
    /// Whether a person means this step: by its name, or by the word before its dash.
    pub fn is(&self, wanted: &str) -> bool {
        self.name == wanted || self.name.split_once('-').is_some_and(|(family, _)| family == wanted)
    }

    fn needs(&self) -> &'static [Need] {
        match &self.kind {
            Kind::Checks(_) | Kind::Tests(_) | Kind::Whole(_) | Kind::Fuzz | Kind::Mutants => &[],
            Kind::Pack => &[Need::Node, Need::Bindgen, Need::Ship],
            Kind::Headless(Host::Node) => &[Need::Bindgen, Need::Test, Need::Node],
            Kind::Headless(_) => &[Need::Bindgen, Need::Test, Need::Node, Need::Browser],
            Kind::Types | Kind::Size | Kind::Release => &[Need::Node],
            Kind::Script(_, uses) | Kind::Table(_, uses)
                if uses.iter().any(|wanted| matches!(wanted, Use::Browser)) =>
            {
                &[Need::Node, Need::Browser]
            }
            Kind::Script(..) | Kind::Table(..) => &[Need::Node],
        }
    }
}

/// Everything these steps need, so that it is made ready while the first of them run.
pub fn needs(steps: &[&Step]) -> Vec<Need> {
    let mut needs: Vec<Need> = Vec::new();
    for need in steps.iter().flat_map(|step| step.needs()) {
        if !needs.contains(need) {
            needs.push(*need);
        }
    }
    needs
}
