//! Running other programs: quietly, with a log, with progress, and with a time limit.

mod watch;

use std::collections::VecDeque;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitStatus, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::{say, stop};

pub use watch::{Pulse, Watcher};

/// Lines of output shown when a program fails.
const TAIL: usize = 25;

/// One program to run to its end.
pub struct Job<'a> {
    label: &'a str,
    doing: &'a str,
    command: Command,
    limit: Option<Duration>,
    log: Option<PathBuf>,
}

/// How a job ended, and all it printed.
pub struct Finished {
    pub status: ExitStatus,
    pub output: String,
}

impl<'a> Job<'a> {
    /// `label` stands before its progress.
    pub fn new(label: &'a str, command: Command) -> Self {
        Self { label, doing: "", command, limit: None, log: None }
    }

    /// What its progress says until the program speaks.
    pub fn doing(mut self, doing: &'a str) -> Self {
        self.doing = doing;
        self
    }

    /// Gives the program up after this long.
    pub fn limit(mut self, limit: Duration) -> Self {
        self.limit = Some(limit);
        self
    }

    /// Appends all it prints to this file.
    pub fn log(mut self, file: &Path) -> Self {
        self.log = Some(file.to_owned());
        self
    }

    /// Runs it; a program that ends with a failure is no error here.
    pub fn run(mut self) -> Result<Finished> {
        let name = self.command.get_program().to_string_lossy().into_owned();
        let (reader, writer) = std::io::pipe().context("cannot make a pipe")?;
        self.command.stdin(Stdio::null()).stdout(writer.try_clone()?).stderr(writer);
        stop::die_with_us(&mut self.command);
        let mut child = self.command.spawn().with_context(|| format!("cannot start {name}"))?;
        // The command holds the pipe's write end, and the reader would wait for it for ever.
        drop(self.command);
        let watcher = Watcher::start(reader, self.log.as_deref(), self.doing)?;
        let started = Instant::now();
        let mut pulse = Pulse::new(self.label);
        let status = loop {
            if let Some(status) = child.try_wait()? {
                break status;
            }
            if self.limit.is_some_and(|limit| started.elapsed() > limit) {
                stop::end_tree(&mut child, Duration::from_secs(1));
                bail!("{name} did not end within {}", say::time(started.elapsed()));
            }
            pulse.beat(&watcher.status());
            thread::sleep(Duration::from_millis(20));
        };
        Ok(Finished { status, output: watcher.finish() })
    }

    /// Runs it, and turns a failure into an error that says `what` failed and how it ended.
    pub fn succeed(self, what: &str) -> Result<String> {
        let label = self.label.to_owned();
        let finished = self.run().with_context(|| what.to_owned())?;
        if !finished.status.success() {
            let lines = if stop::ending() { Vec::new() } else { tail(&finished.output) };
            for line in lines {
                say::step(&label, line);
            }
            bail!("{what} (its last lines are above)");
        }
        Ok(finished.output)
    }
}

/// The standard output of a program that answers at once.
pub fn answer(command: &mut Command) -> Result<String> {
    let name = command.get_program().to_string_lossy().into_owned();
    let output =
        command.stdin(Stdio::null()).output().with_context(|| format!("cannot start {name}"))?;
    if !output.status.success() {
        let text = String::from_utf8_lossy(&output.stderr);
        bail!("{name} failed: {}", text.lines().last().unwrap_or("it said nothing"));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The last lines of some output.
pub fn tail(output: &str) -> Vec<&str> {
    let mut lines: VecDeque<&str> = VecDeque::new();
    for line in output.lines().filter(|line| !line.trim().is_empty()) {
        if lines.len() == TAIL {
            lines.pop_front();
        }
        lines.push_back(line);
    }
    lines.into()
}

/// Where a program with this name lies on PATH.
pub fn which(name: &str) -> Option<PathBuf> {
    let path = std::env::var_os("PATH")?;
    std::env::split_paths(&path).map(|folder| folder.join(name)).find(|file| file.is_file())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_hangs_is_given_up() {
        let mut command = Command::new("sleep");
        command.arg("30");
        let started = Instant::now();
        let result = Job::new("test", command).limit(Duration::from_millis(100)).run();
        assert!(result.is_err_and(|error| error.to_string().contains("did not end within")));
        assert!(started.elapsed() < Duration::from_secs(5));
    }

    #[test]
    fn output_and_status_are_kept() -> Result<()> {
        let mut command = Command::new("sh");
        command.args(["-c", "echo one; echo two >&2; exit 3"]);
        let finished = Job::new("test", command).run()?;
        assert_eq!(finished.output, "one\ntwo\n");
        assert_eq!(finished.status.code(), Some(3));
        Ok(())
    }
}
