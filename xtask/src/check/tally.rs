//! Counting what passed and what failed, from what test programs print.

use std::fmt;
use std::iter::Sum;

/// Tests that passed and tests that failed.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
}

impl Tally {
    /// A step that could not do its work.
    pub const FAILURE: Self = Self { passed: 0, failed: 1 };

    /// One check that held or did not.
    pub fn check(held: bool) -> Self {
        if held { Self { passed: 1, failed: 0 } } else { Self::FAILURE }
    }

    /// The sum of Rust's "test result: ok. 5 passed; 0 failed; ..." lines.
    pub fn of_rust(output: &str) -> Self {
        let lines = output.lines().filter_map(|line| line.trim().strip_prefix("test result: "));
        lines
            .map(|line| Self {
                passed: number_before(line, " passed"),
                failed: number_before(line, " failed"),
            })
            .sum()
    }

    /// The last line of a script, "5 passed, 0 failed", if it is one.
    pub fn of_script(output: &str) -> Option<Self> {
        let line = output.lines().rev().find(|line| !line.trim().is_empty())?.trim();
        let (passed, failed) = line.split_once(" passed, ")?;
        Some(Self {
            passed: passed.parse().ok()?,
            failed: failed.strip_suffix(" failed")?.parse().ok()?,
        })
    }

    /// A program that ended with a failure has at least one, whatever it printed.
    pub fn ended(self, success: bool) -> Self {
        if success || self.failed > 0 { self } else { Self { failed: 1, ..self } }
    }
}

/// The number that stands right before `word`, or zero.
fn number_before(line: &str, word: &str) -> u64 {
    let digits = line.split(word).next().unwrap_or_default();
    digits.rsplit(' ').next().and_then(|digits| digits.parse().ok()).unwrap_or(0)
}

impl Sum for Tally {
    fn sum<I: Iterator<Item = Self>>(tallies: I) -> Self {
        tallies.fold(Self::default(), |a, b| Self {
            passed: a.passed + b.passed,
            failed: a.failed + b.failed,
        })
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} passed, {} failed", self.passed, self.failed)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rust_results_are_summed() {
        let output = "running 3 tests\n\
            test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 0 filtered out; finished in 0.00s\n\
            noise: test result: ok. 9 passed\n\
            test result: FAILED. 10 passed; 2 failed; 0 ignored; 0 filtered out\n";
        assert_eq!(Tally::of_rust(output), Tally { passed: 13, failed: 2 });
        assert_eq!(Tally::of_rust(""), Tally::default());
    }

    #[test]
    fn only_the_last_line_of_a_script_counts() {
        assert_eq!(
            Tally::of_script("x\n1 passed, 1 failed\n7 passed, 0 failed\n\n"),
            Some(Tally { passed: 7, failed: 0 })
        );
        assert_eq!(Tally::of_script("7 passed, 0 failed\ncrash\n"), None);
        assert_eq!(Tally::of_script("7 passed, 0 failed, 1 skipped"), None);
        assert_eq!(Tally::of_script(""), None);
    }

    #[test]
    fn a_failed_exit_is_a_failure() {
        assert_eq!(Tally::check(true).ended(false), Tally { passed: 1, failed: 1 });
        assert_eq!(Tally::check(true).ended(true), Tally { passed: 1, failed: 0 });
        assert_eq!(Tally { passed: 1, failed: 3 }.ended(false).failed, 3);
    }

    #[test]
    fn it_prints_the_line_that_scripts_read() {
        assert_eq!(Tally { passed: 12, failed: 0 }.to_string(), "12 passed, 0 failed");
    }
}
