//! The WebAssembly tests under wasm-bindgen's runner, in Node and in Chromium.

use std::ffi::OsString;
use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};

use super::LIMIT;
use super::log::Log;
use super::tally::Tally;
use crate::bundle;
use crate::run::Job;
use crate::sysroot::Flavour;
use crate::toolchain::TARGET;
use crate::workshop::Workshop;

/// Where the tests run; the test file leaves it open.
#[derive(Clone, Copy)]
pub enum Host {
    Node,
    Page,
    Worker,
}

/// The tests call the package, not the crate, so one set of features is enough to compile them.
const FEATURES: &str = "client,wasm";

/// The bundles the tests import: each its name, its script, and what tells esbuild the entry.
const BUNDLES: [(&str, &str, &[&str]); 2] = [
    (
        "hypersender-otp",
        "export * from 'hypersender-otp'; export { forceTrap } from 'hypersender-otp/testing';",
        // The entry for Node carries its module along and so runs in every host.
        &["--conditions=node"],
    ),
    ("browser", "export * from 'hypersender-otp';", &[]),
];

const ARGUMENTS: [&str; 8] = [
    "--headless=new",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
];

/// Runs the tests in one host.
pub fn run(shop: &'static Workshop, host: Host, log: &Log) -> Result<Tally> {
    for (name, script, flags) in BUNDLES {
        bundle::make(shop, &shop.target("headless"), name, script, flags)?;
    }
    let sysroot = shop.sysroot(Flavour::Test)?;
    let mut cargo = shop.toolchain()?.cargo();
    cargo.current_dir(&shop.root).args([
        "test",
        "--target",
        TARGET,
        "--test",
        "headless",
        "--no-default-features",
    ]);
    cargo.args(["--features", FEATURES, "--target-dir"]).arg(shop.target("wasm/tests"));
    cargo.env("CARGO_ENCODED_RUSTFLAGS", Flavour::Test.rustflags(sysroot, &[]));
    cargo.env("CARGO_TARGET_WASM32_UNKNOWN_UNKNOWN_RUNNER", &shop.bindgen()?.runner);
    match host {
        Host::Node => {
            shop.node()?;
            cargo.env("WASM_BINDGEN_USE_NODE_EXPERIMENTAL", "1");
        }
        Host::Page => browser(shop, &mut cargo, "WASM_BINDGEN_USE_BROWSER")?,
        Host::Worker => browser(shop, &mut cargo, "WASM_BINDGEN_USE_DEDICATED_WORKER")?,
    }
    let finished = Job::new(log.step, cargo).log(&log.file).limit(LIMIT).run()?;
    Ok(Tally::of_rust(&finished.output).ended(finished.status.success()))
}

fn browser(shop: &'static Workshop, cargo: &mut Command, host: &str) -> Result<()> {
    let browser = shop.browser()?;
    let file = shop.target("webdriver.json");
    fs::write(&file, capabilities(&browser.chromium))
        .with_context(|| format!("cannot write {}", file.display()))?;
    cargo.env(host, "1").env("CHROMEDRIVER", &browser.driver);
    // The runner's own limits, 20 s and 5 s, are too short for a machine that is busy.
    cargo.env("WASM_BINDGEN_TEST_TIMEOUT", "120").env("WASM_BINDGEN_TEST_DRIVER_TIMEOUT", "60");
    cargo.env("WASM_BINDGEN_TEST_WEBDRIVER_JSON", OsString::from(file));
    Ok(())
}

/// What the runner asks the driver for.
fn capabilities(chromium: &Path) -> String {
    let quote = |text: &str| format!("\"{}\"", text.replace('\\', "\\\\").replace('"', "\\\""));
    let arguments: Vec<_> = ARGUMENTS.iter().map(|argument| quote(argument)).collect();
    format!(
        "{{\"goog:chromeOptions\":{{\"binary\":{},\"args\":[{}]}}}}\n",
        quote(&chromium.to_string_lossy()),
        arguments.join(",")
    )
}

#[cfg(test)]
mod tests {
    use super::capabilities;
    use std::path::Path;

    #[test]
    fn odd_paths_stay_json() {
        let text = capabilities(Path::new("/a \"b\""));
        assert!(text.starts_with(
            r#"{"goog:chromeOptions":{"binary":"/a \"b\"","args":["--headless=new","#
        ));
    }
}
