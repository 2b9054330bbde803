//! `cargo xtask randomness`: that every code is as likely as every other, counted and measured.
//!
//! The map from random words to characters is counted out whole, which proves it even. Chi-square
//! tests over ten million characters then watch the generator as it is used, and the same tests
//! must find fault with a twin that makes a well-known mistake.

mod chi_square;
mod map;
mod plot;
mod presets;
mod source;
mod tally;

use std::fmt::Write as _;
use std::fs;
use std::process::ExitCode;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::{Context, Result, bail};

use crate::say;
use crate::workshop::Workshop;
use presets::PRESETS;
use source::{Generator, Mistake, SplitMix, Twin};
use tally::{Tally, Verdict};

/// Characters drawn for each preset.
const SYMBOLS: usize = 10_000_000;

/// Prints the tables, writes them and the plot under target/randomness, and fails when anything is
/// not even or when the tests do not see the twin's bias.
pub fn run(shop: &Workshop, seed: Option<u64>) -> Result<ExitCode> {
    let seed = seed.unwrap_or_else(from_the_clock);
    say::step("randomness", &format!("seed {seed}; the same run again: --seed {seed}"));
    let folder = shop.target("randomness");
    fs::create_dir_all(&folder).with_context(|| format!("cannot make {}", folder.display()))?;

    let mut report = String::new();
    let mut faults = map::report(&mut report)?;
    writeln!(report, "\nChi-square over {SYMBOLS} characters a line, seed {seed}.")?;
    writeln!(
        report,
        "p: how often an even generator's worst table would be as uneven as this line's."
    )?;
    writeln!(
        report,
        "Every generator must be even (p above 1e-6) and every twin must be biased.\n"
    )?;
    writeln!(report, "{}", Verdict::HEAD)?;
    let mut plotted = None;
    for (number, preset) in PRESETS.iter().enumerate() {
        say::step("randomness", &format!("{}: {SYMBOLS} characters, then its twin", preset.name));
        let format = preset.format()?;
        let seed = seed.wrapping_add(number as u64);

        let even = Tally::of(&format, SYMBOLS, Generator::new(&format, SplitMix(seed)))?;
        let verdict = even.verdict();
        writeln!(report, "{}", verdict.line(preset.name, "generator"))?;
        if !verdict.is_even() {
            faults.push(format!("{} is not even", preset.name));
        }

        let mistake = Mistake::for_size(format.alphabet().len());
        let twin = Tally::of(&format, SYMBOLS, Twin::new(&format, mistake, SplitMix(seed)))?;
        let verdict = twin.verdict();
        writeln!(report, "{}", verdict.line("", mistake.name()))?;
        if verdict.is_even() {
            faults.push(format!("{}: the tests do not see {}", preset.name, mistake.name()));
        }
        if preset.plotted {
            plotted = Some((format, even, twin, mistake));
        }
    }
    print!("{report}");
    write(&folder.join("table.txt"), &report)?;
    if let Some((format, even, twin, mistake)) = plotted {
        write(&folder.join("plot.svg"), &plot::draw(&format, &even, &twin, mistake.name())?)?;
    }
    say::step("randomness", &format!("written to {}", folder.display()));
    if !faults.is_empty() {
        bail!("{}", faults.join("; "));
    }
    Ok(ExitCode::SUCCESS)
}

fn from_the_clock() -> u64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap_or_default();
    since.as_secs() << 20 | u64::from(since.subsec_micros())
}

fn write(path: &std::path::Path, text: &str) -> Result<()> {
    fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
}
