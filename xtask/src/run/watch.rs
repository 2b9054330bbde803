//! Reading what a program prints while it runs, and telling how far it is.

use std::fs::File;
use std::io::{PipeReader, Read, Write};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use anyhow::{Context, Result};

use crate::say;

/// Says from time to time that something long is still going on, and how far it is.
pub struct Pulse<'a> {
    label: &'a str,
    started: Instant,
    next: Duration,
}

impl<'a> Pulse<'a> {
    pub fn new(label: &'a str) -> Self {
        Self { label, started: Instant::now(), next: Duration::from_secs(2) }
    }

    /// Speaks after two seconds, then every five, then every fifteen.
    pub fn beat(&mut self, status: &str) {
        let elapsed = self.started.elapsed();
        if elapsed < self.next {
            return;
        }
        say::step(self.label, &format!("{:>4} s  {status}", elapsed.as_secs()));
        let pause = if elapsed < Duration::from_secs(60) { 5 } else { 15 };
        self.next = elapsed + Duration::from_secs(pause);
    }
}

/// Reads a program's output while it runs.
pub struct Watcher {
    status: Arc<Mutex<String>>,
    reader: thread::JoinHandle<String>,
}

impl Watcher {
    /// `doing` is what it is said to do until it says something itself.
    pub fn start(mut pipe: PipeReader, log: Option<&Path>, doing: &str) -> Result<Self> {
        let mut log = match log {
            Some(path) => {
                let file = File::options().create(true).append(true).open(path);
                Some(file.with_context(|| format!("cannot write {}", path.display()))?)
            }
            None => None,
        };
        let status = Arc::new(Mutex::new(doing.to_owned()));
        let shared = Arc::clone(&status);
        let reader = thread::spawn(move || {
            let (mut whole, mut line, mut buffer) = (String::new(), Vec::new(), [0; 8192]);
            while let Ok(count @ 1..) = pipe.read(&mut buffer) {
                for &byte in &buffer[..count] {
                    if byte != b'\n' && byte != b'\r' {
                        line.push(byte);
                        continue;
                    }
                    let text = plain(&String::from_utf8_lossy(&line));
                    line.clear();
                    // A progress bar redraws itself with \r; only whole lines belong in a log.
                    if byte == b'\n' {
                        if let Some(file) = &mut log {
                            let _ = writeln!(file, "{text}");
                        }
                        whole.push_str(&text);
                        whole.push('\n');
                    }
                    if let (Some(brief), Ok(mut status)) = (brief(&text), shared.lock()) {
                        *status = brief;
                    }
                }
            }
            whole.push_str(&String::from_utf8_lossy(&line));
            whole
        });
        Ok(Self { status, reader })
    }

    /// The latest thing the program said.
    pub fn status(&self) -> String {
        self.status.lock().map(|status| status.clone()).unwrap_or_default()
    }

    /// Everything it said, once it has ended.
    pub fn finish(self) -> String {
        self.reader.join().unwrap_or_default()
    }
}

/// A line fit to be shown as the state of things: cargo's progress bar becomes "57/120".
fn brief(line: &str) -> Option<String> {
    let line = line.trim();
    // Warnings about tools of tools and notes below a warning say nothing of how far it is.
    if line.is_empty() || line.starts_with("npm warn") || !line.starts_with(char::is_alphabetic) {
        return None;
    }
    if let Some((_, bar)) = line.split_once("Building [") {
        let count = bar.split_once(']')?.1.split(':').next()?.trim();
        return Some(format!("compiled {count}"));
    }
    Some(line.chars().take(90).collect())
}

/// The text without terminal control sequences.
fn plain(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut chars = text.chars();
    while let Some(c) = chars.next() {
        if c != '\u{1b}' {
            out.push(c);
        } else {
            match chars.next() {
                Some('[') => chars.by_ref().find(char::is_ascii_alphabetic),
                // rustfmt resets with "ESC ( B".
                Some('(') => chars.next(),
                _ => None,
            };
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cargos_bar_is_a_count() {
        assert_eq!(
            brief("    Building [=====>    ] 57/120: walrus").as_deref(),
            Some("compiled 57/120")
        );
        assert_eq!(brief("   Compiling serde v1").as_deref(), Some("Compiling serde v1"));
        assert_eq!(brief("  "), None);
    }

    #[test]
    fn colours_are_dropped() {
        assert_eq!(plain("\u{1b}(B\u{1b}[m+x"), "+x");
        assert_eq!(plain("\u{1b}[1m\u{1b}[32mok\u{1b}[0m done\u{1b}[K"), "ok done");
    }
}
