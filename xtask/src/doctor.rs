//! `cargo xtask doctor`: what is here, what is missing, and what would be done about it.

use std::process::ExitCode;

use anyhow::Result;

use crate::sysroot::{self, Flavour};
use crate::toolchain;
use crate::tools::browser::{CHROMIUM, DRIVER, Part};
use crate::tools::debian::{FIREFOX, PHP, Packages, WEBKIT};
use crate::tools::{apt, bindgen, mutants, node};
use crate::workshop::Workshop;

/// One line of the table.
struct Finding {
    what: &'static str,
    state: State,
    detail: String,
}

enum State {
    Present,
    /// Missing, but a run gets it by itself.
    Fetched,
    /// Missing, and only `test --all` would use it.
    Optional,
    /// Missing, and nothing here can change that.
    Missing,
}

/// Prints the table; fails only if `demo` or `test` could not get what they need.
pub fn run(shop: &Workshop) -> Result<ExitCode> {
    let findings = examine(shop)?;
    println!("{:<18} {:<10} detail", "what", "state");
    for Finding { what, state, detail } in &findings {
        let state = match state {
            State::Present => "present",
            State::Fetched => "to fetch",
            State::Optional => "optional",
            State::Missing => "MISSING",
        };
        println!("{what:<18} {state:<10} {detail}");
    }
    let missing = findings.iter().filter(|finding| matches!(finding.state, State::Missing)).count();
    if missing == 0 {
        println!("\nnothing stands in the way of `cargo xtask demo` and `cargo xtask test`");
        return Ok(ExitCode::SUCCESS);
    }
    println!("\n{missing} missing: see the details above");
    Ok(ExitCode::FAILURE)
}

fn examine(shop: &Workshop) -> Result<Vec<Finding>> {
    let mut findings = vec![Finding {
        what: "cache",
        state: State::Present,
        detail: shop.cache.root().display().to_string(),
    }];
    compiler(shop, &mut findings);
    findings.push(entry(
        shop,
        "wasm-bindgen",
        &bindgen::entry(shop)?,
        "would compile it, pinned by Cargo.lock",
    ));
    findings.push(match node::version() {
        Ok(version) => Finding { what: "Node", state: State::Present, detail: version },
        Err(error) => Finding { what: "Node", state: State::Missing, detail: format!("{error:#}") },
    });
    findings.push(entry(
        shop,
        "npm tools",
        &node::entry(&shop.root)?,
        "would run `npm ci`, pinned by package-lock.json",
    ));
    findings.push(program(&CHROMIUM));
    findings.push(program(&DRIVER));
    findings.extend([&FIREFOX, &WEBKIT, &PHP].map(optional));
    findings.push(cargo_mutants(shop));
    Ok(findings)
}

/// The compiler, and the standard libraries built with it.
fn compiler(shop: &Workshop, findings: &mut Vec<Finding>) {
    const WHAT: &str = "compiler for wasm";
    let Some(found) = toolchain::find(&shop.cache) else {
        findings.push(match toolchain::plan(&shop.cache) {
            Ok(detail) => Finding { what: WHAT, state: State::Fetched, detail },
            Err(error) => {
                Finding { what: WHAT, state: State::Missing, detail: format!("{error:#}") }
            }
        });
        return;
    };
    for (what, flavour) in [("std (ship)", Flavour::Ship), ("std (test)", Flavour::Test)] {
        findings.push(entry(
            shop,
            what,
            &sysroot::entry(&found, flavour),
            "would build it from source",
        ));
    }
    findings.push(Finding { what: WHAT, state: State::Present, detail: found.origin });
}

/// Something kept in the cache.
fn entry(shop: &Workshop, what: &'static str, name: &str, plan: &str) -> Finding {
    match shop.cache.find(name) {
        Some(_) => Finding { what, state: State::Present, detail: format!("cache: {name}") },
        None => Finding { what, state: State::Fetched, detail: plan.to_owned() },
    }
}

/// Debian packages of some steps of `test --all`.
fn optional(packages: &Packages) -> Finding {
    if packages.installed() {
        let detail = packages.detail.to_owned();
        return Finding { what: packages.title, state: State::Present, detail };
    }
    let how = if apt::can_install() { "would install" } else { "install" };
    let detail = format!("`test --all` {how} {}", packages.names.join(", "));
    Finding { what: packages.title, state: State::Optional, detail }
}

/// The tool of one step of `test --all`.
fn cargo_mutants(shop: &Workshop) -> Finding {
    let found = entry(shop, "cargo-mutants", mutants::ENTRY, "`test --all` would compile it");
    match found.state {
        State::Present => found,
        _ => Finding { state: State::Optional, ..found },
    }
}

/// The browser or its driver.
fn program(part: &Part) -> Finding {
    let what = part.title;
    match part.find() {
        Ok(Some(path)) => {
            Finding { what, state: State::Present, detail: path.display().to_string() }
        }
        Ok(None) if apt::can_install() => Finding {
            what,
            state: State::Fetched,
            detail: "would install it with apt-get".to_owned(),
        },
        Ok(None) => Finding { what, state: State::Missing, detail: part.remedy() },
        Err(error) => Finding { what, state: State::Missing, detail: format!("{error:#}") },
    }
}
