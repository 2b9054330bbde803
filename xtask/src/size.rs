//! `cargo xtask size`: what a browser downloads, against budgets that only go down.

use std::fs;
use std::path::PathBuf;
use std::process::ExitCode;

use anyhow::{Context, Result, anyhow, bail};
use toml::{Table, Value};

use crate::build::{Size, measure};
use crate::bundle;
use crate::workshop::Workshop;

/// The budgets, each with what it is a budget for.
const BUDGETS: &str = "xtask/size-budget.toml";

/// One thing a page may import.
#[derive(Debug, PartialEq)]
struct Entry {
    name: String,
    /// A statement or two that a page would write; `hypersender-otp` is the packed package.
    script: String,
    /// The module that is downloaded beside the script, if any.
    wasm: Option<String>,
    /// The most bytes script and module may have together after brotli.
    budget: u64,
}

pub fn run(shop: &'static Workshop) -> Result<ExitCode> {
    let text = fs::read_to_string(shop.root.join(BUDGETS))
        .with_context(|| format!("cannot read {BUDGETS}"))?;
    let entries = parse(&text).with_context(|| format!("{BUDGETS} is not as expected"))?;
    println!("{:<16} {:>10} {:>10} {:>10}", "entry", "raw", "brotli", "budget");
    let mut over = Vec::new();
    for entry in &entries {
        let size = weigh(shop, entry)?;
        println!("{:<16} {:>10} {:>10} {:>10}", entry.name, size.raw, size.brotli, entry.budget);
        if size.brotli > entry.budget {
            over.push(entry.name.as_str());
        }
    }
    if !over.is_empty() {
        bail!("over budget: {}; make it smaller, the budget only goes down", over.join(", "));
    }
    Ok(ExitCode::SUCCESS)
}

/// Bundles the entry's script as a page would and weighs all that is downloaded.
fn weigh(shop: &'static Workshop, entry: &Entry) -> Result<Size> {
    let package = shop.package()?;
    let output =
        bundle::make(shop, &shop.target("size"), &entry.name, &entry.script, &["--minify"])?;
    let mut downloads: Vec<PathBuf> = vec![output];
    downloads.extend(entry.wasm.as_ref().map(|file| package.folder.join(file)));
    let sizes = measure(shop, &downloads)?;
    Ok(sizes.iter().fold(Size::default(), |sum, size| Size {
        raw: sum.raw + size.raw,
        brotli: sum.brotli + size.brotli,
    }))
}

fn parse(text: &str) -> Result<Vec<Entry>> {
    let table: Table = text.parse()?;
    let entries = table
        .get("entry")
        .and_then(Value::as_array)
        .ok_or_else(|| anyhow!("it has no [[entry]]"))?;
    entries.iter().map(read).collect()
}

fn read(value: &Value) -> Result<Entry> {
    let text = |key: &str| value.get(key).and_then(Value::as_str).map(str::to_owned);
    let budget = value
        .get("budget")
        .and_then(Value::as_integer)
        .and_then(|number| u64::try_from(number).ok());
    Ok(Entry {
        name: text("name").ok_or_else(|| anyhow!("an entry has no name"))?,
        script: text("script").ok_or_else(|| anyhow!("an entry has no script"))?,
        wasm: text("wasm"),
        budget: budget.ok_or_else(|| anyhow!("an entry has no budget"))?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn budgets_are_read() -> Result<()> {
        let entries = parse("[[entry]]\nname = \"a\"\nscript = \"x\"\nwasm = \"w\"\nbudget = 5\n")?;
        let expected =
            Entry { name: "a".into(), script: "x".into(), wasm: Some("w".into()), budget: 5 };
        assert_eq!(entries, [expected]);
        assert!(parse("[[entry]]\nname = \"a\"\n").is_err());
        Ok(())
    }
}
