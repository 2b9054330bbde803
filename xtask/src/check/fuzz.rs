//! The targets of tests/fuzz under libFuzzer, each for a while.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::LIMIT;
use super::log::Log;
use super::tally::Tally;
use crate::run::{Job, answer};
use crate::workshop::Workshop;

/// Seconds for each target, unless OTP_FUZZ_SECONDS says otherwise.
const SECONDS: u64 = 20;
/// What tells libFuzzer which code an input reached, in any compiler since LLVM 12.
const INSTRUMENTED: &str = "-Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

/// Fuzzes every target, and prints how much was tried and reached.
pub fn run(shop: &'static Workshop, log: &Log) -> Result<Tally> {
    let program = build(shop, log)?;
    let names = answer(&mut Command::new(&program))?;
    if names.trim().is_empty() {
        bail!("tests/fuzz has no target");
    }
    println!("{:<14} {:>12} {:>8}", "target", "inputs", "reached");
    names.lines().map(|name| fuzz(shop, log, &program, name)).sum()
}

fn build(shop: &'static Workshop, log: &Log) -> Result<PathBuf> {
    let host = host()?;
    let target = shop.target("fuzz");
    let mut cargo = shop.cargo();
    cargo.args([
        "build",
        "--release",
        "--locked",
        "--manifest-path",
        "tests/fuzz/guided/Cargo.toml",
    ]);
    // With a target named, the flags are for it alone and not for build scripts.
    cargo.args(["--target", &host, "--target-dir"]).arg(&target).env("RUSTFLAGS", INSTRUMENTED);
    Job::new(log.step, cargo).log(&log.file).limit(LIMIT).succeed(
        "the fuzzer could not be built: libFuzzer needs a C++ compiler, such as Debian's g++",
    )?;
    Ok(target.join(host).join("release/guided"))
}

fn host() -> Result<String> {
    let told = answer(Command::new("rustc").arg("-vV"))?;
    let host = told.lines().find_map(|line| line.strip_prefix("host: "));
    host.map(str::to_owned).context("rustc -vV names no host")
}

fn fuzz(shop: &Workshop, log: &Log, program: &Path, name: &str) -> Result<Tally> {
    let corpus = shop.target("fuzz/corpus").join(name);
    fs::create_dir_all(&corpus).with_context(|| format!("cannot make {}", corpus.display()))?;
    let seconds = std::env::var("OTP_FUZZ_SECONDS").ok().and_then(|text| text.parse().ok());
    let mut fuzzer = Command::new(program);
    fuzzer.env("OTP_FUZZ_TARGET", name).env("OTP_FUZZ_SEEDS", &corpus).arg(&corpus);
    fuzzer.arg(format!("-max_total_time={}", seconds.unwrap_or(SECONDS)));
    fuzzer.arg(format!("-artifact_prefix={}/{name}-", shop.target("fuzz").display()));
    fuzzer.args(["-max_len=4096", "-timeout=10", "-rss_limit_mb=2048", "-print_final_stats=1"]);
    let finished = Job::new(log.step, fuzzer).log(&log.file).limit(LIMIT).run()?;
    let reached = number_after(&finished.output, "cov: ");
    let inputs = number_after(&finished.output, "stat::number_of_executed_units: ");
    println!("{name:<14} {inputs:>12} {reached:>8}");
    // A fuzzer that reaches nothing was built without its instruments.
    Ok(Tally::check(finished.status.success() && inputs > 0 && reached > 0))
}

/// The number behind the last such word, or zero.
fn number_after(output: &str, word: &str) -> u64 {
    let (_, rest) = output.rsplit_once(word).unwrap_or_default();
    rest.split(|c: char| !c.is_ascii_digit())
        .next()
        .and_then(|digits| digits.parse().ok())
        .unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::number_after;

    #[test]
    fn the_last_figure_counts() {
        let output = "#2 INITED cov: 12 ft: 13\n#9 NEW cov: 15 ft: 20\nstat::number_of_executed_units: 900\n";
        assert_eq!(number_after(output, "cov: "), 15);
        assert_eq!(number_after(output, "stat::number_of_executed_units: "), 900);
        assert_eq!(number_after(output, "corp: "), 0);
    }
}
