//! How many mutants of each file were caught.

use std::collections::BTreeMap;
use std::iter::Sum;

use super::super::tally::Tally;
use super::table::{Group, VITAL};

/// The least part of a file's mutants that has to be caught.
const LEAST: f64 = 0.9;

/// What became of a mutant.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Outcome {
    Caught,
    Missed,
    Unviable,
}

/// The lists that cargo-mutants writes. A test that never ends is seen as well as one that fails.
pub const LISTS: &[(&str, Outcome)] = &[
    ("caught.txt", Outcome::Caught),
    ("timeout.txt", Outcome::Caught),
    ("missed.txt", Outcome::Missed),
    ("unviable.txt", Outcome::Unviable),
];

/// What became of each file's mutants.
#[derive(Default)]
pub struct Score {
    files: BTreeMap<String, File>,
}

#[derive(Default)]
struct File {
    caught: usize,
    missed: Vec<String>,
    unviable: usize,
}

impl Score {
    /// Counts lines such as `src/a.rs:30:9: replace < with <= in f`.
    pub fn add(&mut self, list: &str, outcome: Outcome) {
        for mutant in list.lines() {
            let path = mutant.split(':').next().unwrap_or_default();
            let file = self.files.entry(path.to_owned()).or_default();
            match outcome {
                Outcome::Caught => file.caught += 1,
                Outcome::Missed => file.missed.push(mutant.to_owned()),
                Outcome::Unviable => file.unviable += 1,
            }
        }
    }

    /// Prints a line for each file and each mutant that lives; a file is a check.
    pub fn report(&self, groups: &[&Group]) -> Tally {
        println!("{:<30} {:>6} {:>6} {:>8} {:>7}", "file", "caught", "missed", "unviable", "part");
        let files = groups.iter().flat_map(|group| group.files);
        files
            .map(|path| {
                let none = File::default();
                let file = self.files.get(*path).unwrap_or(&none);
                let (caught, missed) = (file.caught, file.missed.len());
                let part = 100.0 * file.part();
                println!("{path:<30} {caught:>6} {missed:>6} {:>8} {part:>5.1} %", file.unviable);
                file.missed.iter().for_each(|mutant| println!("  lives: {mutant}"));
                Tally::check(file.suffices(VITAL.contains(path)))
            })
            .sum()
    }
}

impl File {
    fn part(&self) -> f64 {
        self.caught as f64 / (self.caught + self.missed.len()).max(1) as f64
    }

    fn suffices(&self, vital: bool) -> bool {
        self.part() >= LEAST && (!vital || self.missed.is_empty())
    }
}

impl Sum for Score {
    fn sum<I: Iterator<Item = Self>>(scores: I) -> Self {
        let mut sum = Self::default();
        for (path, part) in scores.flat_map(|score| score.files) {
            let file = sum.files.entry(path).or_default();
            file.caught += part.caught;
            file.missed.extend(part.missed);
            file.unviable += part.unviable;
        }
        sum
    }
}

#[cfg(test)]
mod tests {
    use super::super::table::GROUPS;
    use super::*;

    const VITAL_FILE: &str = VITAL[0];

    fn scored(caught: usize, missed: usize) -> Score {
        let line = |at| format!("{VITAL_FILE}:{at}:9: replace < with <= in f\n");
        let mut score = Score::default();
        score.add(&(0..caught).map(line).collect::<String>(), Outcome::Caught);
        score.add(&(0..missed).map(line).collect::<String>(), Outcome::Missed);
        score
    }

    fn suffices(score: &Score, vital: bool) -> bool {
        score.files.get(VITAL_FILE).is_some_and(|file| file.suffices(vital))
    }

    #[test]
    fn nine_of_ten_mutants_suffice_but_not_in_charge_comparison_and_expiry() {
        for (caught, missed, suffice, in_vital) in
            [(10, 0, true, true), (9, 1, true, false), (8, 1, false, false), (0, 0, false, false)]
        {
            let score = scored(caught, missed);
            assert_eq!(suffices(&score, false), suffice, "{caught} and {missed}");
            assert_eq!(suffices(&score, true), in_vital, "{caught} and {missed}");
        }
    }

    #[test]
    fn what_two_workers_found_is_added_up() {
        let sum: Score = [scored(8, 1), scored(10, 1)].into_iter().sum();
        assert!(suffices(&sum, false), "18 of 20");
        assert!(!suffices(&sum, true));
    }

    #[test]
    fn a_file_of_which_nothing_was_judged_has_failed() {
        let groups: Vec<_> = GROUPS.iter().collect();
        let files = groups.iter().map(|group| group.files.len() as u64).sum();
        assert_eq!(Score::default().report(&groups), Tally { passed: 0, failed: files });
    }

    #[test]
    fn what_is_vital_is_among_what_is_judged() {
        let mut judged = GROUPS.iter().flat_map(|group| group.files);
        assert!(VITAL.iter().all(|path| judged.any(|file| file == path)));
    }
}
