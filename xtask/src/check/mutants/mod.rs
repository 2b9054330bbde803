//! Mutation testing with cargo-mutants: mistakes made on purpose in a copy of the checkout, one at
//! a time, each of which the tests have to see.

mod score;
mod table;

use std::fs;
use std::path::Path;
use std::process::Command;
use std::thread;
use std::time::Duration;

use anyhow::{Result, anyhow, bail};

use super::log::Log;
use super::tally::Tally;
use crate::files;
use crate::run::Job;
use crate::tools::mutants;
use crate::workshop::Workshop;

use score::Score;
use table::{GROUPS, Group};

/// For all mutants of a group, on one slow core.
const LIMIT: Duration = Duration::from_secs(2 * 60 * 60);
/// Copies that are worked on at once, one a core: each takes a build of its own.
const MOST: usize = 4;

/// Makes every mutant in turn, and prints how many of each file were caught; of one group alone, if
/// OTP_MUTANTS names it.
pub fn run(shop: &'static Workshop, log: &Log) -> Result<Tally> {
    let groups = choose(std::env::var("OTP_MUTANTS").ok().as_deref())?;
    let tool = mutants::ensure(shop)?;
    let workers = thread::available_parallelism().map_or(1, |cores| cores.get().min(MOST));
    let scores = thread::scope(|scope| {
        let (tool, groups) = (&tool, &groups);
        let start = |worker| scope.spawn(move || work(shop, log, tool, groups, (worker, workers)));
        let threads: Vec<_> = (0..workers).map(start).collect();
        let ended = threads.into_iter().map(|thread| thread.join());
        ended
            .map(|score| score.unwrap_or_else(|_| Err(anyhow!("a thread of this program failed"))))
            .collect::<Result<Vec<Score>>>()
    })?;
    Ok(scores.into_iter().sum::<Score>().report(&groups))
}

fn choose(only: Option<&str>) -> Result<Vec<&'static Group>> {
    let chosen = |group: &&Group| only.is_none_or(|name| name == group.name);
    let groups: Vec<_> = GROUPS.iter().filter(chosen).collect();
    if groups.is_empty() {
        let names: Vec<_> = GROUPS.iter().map(|group| group.name).collect();
        bail!("OTP_MUTANTS names no group: it may be {}", names.join(", "));
    }
    Ok(groups)
}

/// Every `workers`-th mutant of these groups, in a copy of its own.
fn work(
    shop: &Workshop,
    log: &Log,
    tool: &Path,
    groups: &[&Group],
    (worker, workers): (usize, usize),
) -> Result<Score> {
    let folder = shop.target("mutants").join(worker.to_string());
    let copy = folder.join("tree");
    files::fresh(&copy)?;
    files::copy_checkout(&shop.root, &copy)?;
    let mut score = Score::default();
    for group in groups {
        let output = folder.join(group.name);
        files::fresh(&output)?;
        let mut mutate = command(tool, group);
        mutate.arg("--shard").arg(format!("{worker}/{workers}")).arg("--output").arg(&output);
        // What cargo-mutants adds at the end of the command is for the test program.
        mutate.args(["--", "--", "--skip", "history"]);
        mutate.current_dir(&copy).env("CARGO_TARGET_DIR", folder.join("build"));
        let ended = Job::new(log.step, mutate).log(&log.file).limit(LIMIT).run()?;
        // It tells missed mutants by 2, and tests that never ended by 3.
        if !matches!(ended.status.code(), Some(0 | 2 | 3)) {
            bail!("cargo-mutants ended ({}) before it had judged {}", ended.status, group.name);
        }
        for (name, outcome) in score::LISTS {
            let list = fs::read_to_string(output.join("mutants.out").join(name))?;
            score.add(&list, *outcome);
        }
    }
    Ok(score)
}

fn command(tool: &Path, group: &Group) -> Command {
    let mut mutate = Command::new(tool);
    mutate.args(["mutants", "--in-place", "--caught", "--profile", "mutants"]);
    // A test program takes a second or two; one that takes a minute has come upon an endless loop.
    mutate.args(["--minimum-test-timeout", "60", "--sharding", "round-robin"]);
    mutate.args(["--package", "hypersender-otp", "--no-default-features", "--features"]);
    mutate.arg(group.features).arg(format!("--cargo-arg=--test={}", group.test));
    mutate.args(group.files.iter().flat_map(|file| ["--file", file]));
    mutate
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_goes_by_its_name() -> Result<()> {
        assert_eq!(choose(None)?.len(), GROUPS.len());
        let names: Vec<_> = choose(Some("chat"))?.iter().map(|group| group.name).collect();
        assert_eq!(names, ["chat"]);
        assert!(choose(Some("chats")).is_err());
        Ok(())
    }
}
