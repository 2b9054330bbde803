//! The verbs, their options and their help.

use std::process::ExitCode;

use anyhow::Result;
use clap::{Parser, Subcommand};

use crate::workshop::Workshop;
use crate::{build, check, demo, doctor, pack, randomness, release, size, stop};

/// Builds, packs, demonstrates and tests hypersender-otp.
#[derive(Parser)]
#[command(name = "cargo xtask", bin_name = "cargo xtask", version = None)]
pub struct Cli {
    #[command(subcommand)]
    verb: Verb,
}

#[derive(Subcommand)]
enum Verb {
    /// Build the package and start the demo page with its OTP service on 127.0.0.1.
    ///
    /// Prints `ready`, `base-url`, `instance` and `token`, a line each, on stdout once it answers.
    /// Ctrl-C or SIGTERM stops it; its state stays under target/demo.
    Demo {
        /// The port to listen on.
        #[arg(long, default_value_t = 8787, value_parser = clap::value_parser!(u16).range(1..))]
        port: u16,
    },
    /// Run every check and test, and end with one line `N passed, N failed`.
    ///
    /// The whole output of each step is kept under target/test-logs.
    Test {
        /// Also run the steps that need more from the machine, such as PHP.
        #[arg(long)]
        all: bool,
        /// Run only this step (repeatable); `headless` stands for every step that starts with it.
        #[arg(long, value_name = "STEP")]
        only: Vec<String>,
        /// Name the steps and do nothing else.
        #[arg(long)]
        list: bool,
    },
    /// Compile the two WebAssembly modules for size, into target/wasm.
    Build,
    /// Build, then leave the npm package in target/npm as a folder and as a tarball.
    Pack,
    /// Print what a browser downloads, against the budgets of xtask/size-budget.toml.
    Size,
    /// Show that codes are drawn evenly: the map counted out, chi-square, and biased twins that fail.
    ///
    /// Writes target/randomness/table.txt and plot.svg.
    Randomness {
        /// The seed of the bytes that are drawn; chosen and printed unless given.
        #[arg(long)]
        seed: Option<u64>,
    },
    /// Say what this machine has, what is missing, and what would be done about it.
    Doctor,
    /// Build, pack and check what would be published, twice, and print its files and checksums.
    ///
    /// The second build runs in a copy of the checkout elsewhere and must give the same bytes.
    Release {
        /// Publish nothing; without this the command says what to do by hand.
        #[arg(long)]
        dry_run: bool,
    },
}

impl Cli {
    /// Carries the verb out; errors are sentences for the person at the terminal.
    pub fn run(self) -> Result<ExitCode> {
        stop::watch_signals()?;
        let shop = Workshop::open()?;
        match self.verb {
            Verb::Demo { port } => demo::run(shop, port),
            Verb::Test { list: true, .. } => {
                check::list();
                Ok(ExitCode::SUCCESS)
            }
            Verb::Test { all, only, .. } => check::run(shop, all, &only),
            Verb::Build => build::run(shop).map(|_| ExitCode::SUCCESS),
            Verb::Pack => pack::run(shop).map(|_| ExitCode::SUCCESS),
            Verb::Size => size::run(shop),
            Verb::Randomness { seed } => randomness::run(shop, seed),
            Verb::Doctor => doctor::run(shop),
            Verb::Release { dry_run } => release::run(shop, dry_run),
        }
    }
}
