//! `cargo xtask test`: every step in order, none skipped silently, and one line at the end.

mod fuzz;
mod headless;
mod log;
mod mutants;
mod steps;
mod tally;
mod work;

use std::process::ExitCode;
use std::time::{Duration, Instant};

use anyhow::{Result, bail};

use crate::say;
use crate::workshop::Workshop;

use log::Log;
use steps::{STEPS, Step};
use tally::Tally;

/// No program of a step may take longer: a test that hangs fails instead of stopping the run.
const LIMIT: Duration = Duration::from_secs(15 * 60);

/// How a step went.
struct Outcome {
    name: &'static str,
    tally: Tally,
    took: Duration,
}

/// Names the steps.
pub fn list() {
    for step in STEPS {
        let note = if step.extra { " (with --all)" } else { "" };
        println!("{:<18} {}{note}", step.name, step.about);
    }
}

/// Runs the chosen steps; success means that something was tested and nothing failed.
pub fn run(shop: &'static Workshop, all: bool, only: &[String]) -> Result<ExitCode> {
    let chosen = choose(all, only)?;
    let needs = steps::needs(&chosen);
    let started = Instant::now();
    shop.prepare(&needs);
    let outcomes: Vec<_> = chosen.iter().map(|step| one(shop, step)).collect();
    Ok(report(&outcomes, started.elapsed()))
}

/// The steps to run: all usual ones, every one, or those named.
fn choose(all: bool, only: &[String]) -> Result<Vec<&'static Step>> {
    for wanted in only {
        if !STEPS.iter().any(|step| step.is(wanted)) {
            bail!("there is no step `{wanted}`: `cargo xtask test --list` names them");
        }
    }
    let wanted = |step: &&Step| match only {
        [] => all || !step.extra,
        names => names.iter().any(|name| step.is(name)),
    };
    Ok(STEPS.iter().filter(wanted).collect())
}

/// Runs one step; whatever goes wrong in it is counted and shown, and the next one runs.
fn one(shop: &'static Workshop, step: &Step) -> Outcome {
    say::step(step.name, step.about);
    let started = Instant::now();
    let log = Log::open(shop, step.name);
    let result = log.and_then(|log| {
        let result = work::run(shop, step, &log);
        if !matches!(&result, Ok(tally) if tally.failed == 0) {
            log.show_tail();
        }
        result
    });
    let took = started.elapsed();
    let tally = match result {
        Ok(Tally { passed: 0, failed: 0 }) => {
            say::step(step.name, "FAILED: it ran no test");
            Tally::FAILURE
        }
        Ok(tally) => {
            let word = if tally.failed == 0 { "ok" } else { "FAILED" };
            say::step(step.name, &format!("{word}: {tally} in {}", say::time(took)));
            tally
        }
        Err(error) => {
            say::step(step.name, &format!("FAILED: {error:#}"));
            Tally::FAILURE
        }
    };
    Outcome { name: step.name, tally, took }
}

/// Prints the table of steps and the last line.
fn report(outcomes: &[Outcome], took: Duration) -> ExitCode {
    println!("\n{:<18} {:>14} {:>8} {:>8}", "step", "time", "passed", "failed");
    for Outcome { name, tally, took } in outcomes {
        println!("{name:<18} {:>14} {:>8} {:>8}", say::time(*took), tally.passed, tally.failed);
    }
    println!("{:<18} {:>14}\n", "together", say::time(took));
    let total: Tally = outcomes.iter().map(|outcome| outcome.tally).sum();
    println!("{total}");
    if total.failed == 0 && total.passed > 0 { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_family_of_steps_goes_by_its_first_word() -> Result<()> {
        let names = |only: &str| -> Result<Vec<_>> {
            Ok(choose(false, &[only.to_owned()])?.iter().map(|step| step.name).collect())
        };
        assert!(names("headless")?.len() >= 3);
        assert_eq!(names("fmt")?, ["fmt"]);
        assert_eq!(names("php")?, ["php"]);
        assert!(names("head").is_err());
        Ok(())
    }

    #[test]
    fn extra_steps_take_all() -> Result<()> {
        assert!(choose(false, &[])?.iter().all(|step| !step.extra));
        assert_eq!(choose(true, &[])?.len(), STEPS.len());
        Ok(())
    }
}
