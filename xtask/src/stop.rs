//! Ending cleanly: on Ctrl-C, SIGTERM or SIGHUP nothing this run started stays behind.

use std::collections::HashMap;
use std::fs;
use std::process::{Child, Command};
use std::sync::atomic::{AtomicBool, AtomicI32, Ordering};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};
use rustix::process::{Pid, Signal, kill_process};
use signal_hook::consts::{SIGHUP, SIGINT, SIGTERM};
use signal_hook::iterator::Signals;

/// The process that is asked to end by itself when a signal arrives; 0 when there is none.
static GUEST: AtomicI32 = AtomicI32::new(0);
static ASKED: AtomicBool = AtomicBool::new(false);
static ENDING: AtomicBool = AtomicBool::new(false);

/// Starts the thread that answers signals.
pub fn watch_signals() -> Result<()> {
    let mut signals =
        Signals::new([SIGINT, SIGTERM, SIGHUP]).context("cannot listen for signals")?;
    thread::spawn(move || {
        for signal in signals.forever() {
            let guest = GUEST.load(Ordering::SeqCst);
            if guest == 0 {
                end_the_rest();
                std::process::exit(128 + signal);
            }
            ASKED.store(true, Ordering::SeqCst);
            send(guest, Signal::TERM);
        }
    });
    Ok(())
}

/// From now on a signal asks this child to end instead of ending everything at once.
pub fn entrust(child: &Child) {
    GUEST.store(pid_of(child), Ordering::SeqCst);
}

/// Whether a signal has asked this run to end.
pub fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}

/// Ends whatever this run started and has not waited for.
pub fn end_the_rest() {
    ENDING.store(true, Ordering::SeqCst);
    end_all(descendants(own_pid()), Duration::from_secs(2));
}

/// Whether programs are being ended, so that their failing is no news.
pub fn ending() -> bool {
    ENDING.load(Ordering::SeqCst)
}

/// Ends a child and all it started, gently first.
pub fn end_tree(child: &mut Child, patience: Duration) {
    let mut pids = descendants(pid_of(child));
    pids.push(pid_of(child));
    end_all(pids, patience);
    // The child is gone or cannot be helped; reaping it only keeps the process table clean.
    let _ = child.wait();
}

/// The command's process gets SIGTERM when this program dies, even by SIGKILL.
pub fn die_with_us(command: &mut Command) {
    #[cfg(target_os = "linux")]
    {
        use std::os::unix::process::CommandExt;
        // SAFETY: between fork and exec this makes one system call and touches no memory of ours.
        unsafe {
            command.pre_exec(|| {
                Ok(rustix::process::set_parent_process_death_signal(Some(Signal::TERM))?)
            });
        }
    }
    #[cfg(not(target_os = "linux"))]
    let _ = command;
}

/// Whether a process of this id runs and is no zombie.
fn alive(pid: i32) -> bool {
    fs::read_to_string(format!("/proc/{pid}/stat")).is_ok_and(|stat| {
        stat.rsplit_once(')').is_some_and(|(_, rest)| !rest.trim_start().starts_with('Z'))
    })
}

fn end_all(pids: Vec<i32>, patience: Duration) {
    for &pid in &pids {
        send(pid, Signal::TERM);
    }
    let deadline = Instant::now() + patience;
    while pids.iter().any(|&pid| alive(pid)) {
        if Instant::now() > deadline {
            pids.iter().for_each(|&pid| send(pid, Signal::KILL));
            return;
        }
        thread::sleep(Duration::from_millis(20));
    }
}

fn send(pid: i32, signal: Signal) {
    if let Some(pid) = Pid::from_raw(pid) {
        // A process that has just ended cannot be signalled, and need not be.
        let _ = kill_process(pid, signal);
    }
}

fn own_pid() -> i32 {
    rustix::process::getpid().as_raw_nonzero().get()
}

fn pid_of(child: &Child) -> i32 {
    i32::try_from(child.id()).unwrap_or(0)
}

/// Every process below `root`, from /proc; empty where there is no /proc.
fn descendants(root: i32) -> Vec<i32> {
    let mut children: HashMap<i32, Vec<i32>> = HashMap::new();
    for entry in fs::read_dir("/proc").into_iter().flatten().flatten() {
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse().ok()) else {
            continue;
        };
        if let Some(parent) =
            fs::read_to_string(entry.path().join("stat")).ok().and_then(|stat| parent(&stat))
        {
            children.entry(parent).or_default().push(pid);
        }
    }
    let mut found = Vec::new();
    let mut next = vec![root];
    while let Some(pid) = next.pop() {
        for child in children.remove(&pid).unwrap_or_default() {
            found.push(child);
            next.push(child);
        }
    }
    found
}

/// The parent's id in a line of /proc/<pid>/stat, where the name in brackets may hold anything.
fn parent(stat: &str) -> Option<i32> {
    stat.rsplit_once(')')?.1.split_whitespace().nth(1)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::{descendants, own_pid, parent};

    #[test]
    fn a_name_with_brackets_does_not_hide_the_parent() {
        assert_eq!(parent("42 (a) (b c) S 7 42 42 0"), Some(7));
        assert_eq!(parent("nonsense"), None);
    }

    #[test]
    #[cfg(target_os = "linux")]
    fn a_child_is_found() -> std::io::Result<()> {
        let mut child = std::process::Command::new("sleep").arg("5").spawn()?;
        let found = descendants(own_pid()).contains(&super::pid_of(&child));
        child.kill()?;
        child.wait()?;
        assert!(found);
        Ok(())
    }
}
