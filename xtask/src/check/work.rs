//! Doing a step's work.

use std::fs;

use anyhow::{Result, bail};

use super::log::Log;
use super::steps::{Kind, Step, Use};
use super::tally::Tally;
use super::{LIMIT, fuzz, headless, mutants};
use crate::run::Job;
use crate::workshop::Workshop;
use crate::{release, size};

/// Runs one step and counts.
pub fn run(shop: &'static Workshop, step: &Step, log: &Log) -> Result<Tally> {
    match &step.kind {
        Kind::Checks(commands) => commands.iter().map(|command| check(shop, command, log)).sum(),
        Kind::Tests(command) => tests(shop, command, false, log),
        Kind::Whole(command) => tests(shop, command, true, log),
        Kind::Headless(host) => headless::run(shop, *host, log),
        Kind::Pack => shop.package().map(|_| Tally::check(true)),
        Kind::Size => size::run(shop).map(|_| Tally::check(true)),
        Kind::Release => release::rehearse(shop).map(|()| Tally::check(true)),
        Kind::Fuzz => fuzz::run(shop, log),
        Kind::Mutants => mutants::run(shop, log),
        Kind::Types => types(shop, log),
        Kind::Script(script, uses) => self::script(shop, script, uses, log),
        Kind::Table(script, uses) => {
            let tally = self::script(shop, script, uses, log)?;
            if tally.failed == 0 {
                print!("{}", fs::read_to_string(&log.file)?);
            }
            Ok(tally)
        }
    }
}

fn check(shop: &'static Workshop, command: &[&str], log: &Log) -> Result<Tally> {
    let mut cargo = shop.cargo();
    cargo.args(command);
    Ok(Tally::check(Job::new(log.step, cargo).log(&log.file).limit(LIMIT).run()?.status.success()))
}

fn tests(shop: &'static Workshop, command: &[&str], whole: bool, log: &Log) -> Result<Tally> {
    let mut cargo = shop.cargo();
    cargo.args(command);
    if whole {
        // What tests/support/whole_run.rs asks for.
        cargo.env("OTP_WHOLE_RUN", "1");
    }
    let finished = Job::new(log.step, cargo).log(&log.file).limit(LIMIT).run()?;
    Ok(Tally::of_rust(&finished.output).ended(finished.status.success()))
}

fn types(shop: &'static Workshop, log: &Log) -> Result<Tally> {
    // The declarations of the generated files come with the package.
    shop.package()?;
    let mut tsc = shop.node()?.tool(&shop.root, "typescript/bin/tsc");
    tsc.args(["--project", "tsconfig.json"]);
    Ok(Tally::check(Job::new(log.step, tsc).log(&log.file).limit(LIMIT).run()?.status.success()))
}

fn script(shop: &'static Workshop, script: &[&str], uses: &[Use], log: &Log) -> Result<Tally> {
    let package = shop.package()?;
    let mut node = shop.node()?.command(&shop.root);
    node.args(script);
    node.env("HYPERSENDER_OTP_PACKAGE", &package.folder)
        .env("HYPERSENDER_OTP_TARBALL", &package.tarball);
    for wanted in uses {
        match wanted {
            Use::Browser => {
                let browser = shop.browser()?;
                node.env("CHROME_PATH", &browser.chromium).env("CHROMEDRIVER", &browser.driver);
            }
            Use::Debian(packages) => packages.ensure()?,
        }
    }
    let finished = Job::new(log.step, node).log(&log.file).limit(LIMIT).run()?;
    match Tally::of_script(&finished.output) {
        Some(tally) => Ok(tally.ended(finished.status.success())),
        None => bail!(
            "{} ended ({}) without a last line `N passed, N failed`",
            script.join(" "),
            finished.status
        ),
    }
}
