//! The command runner of this project: `cargo xtask <verb>`.

mod build;
mod bundle;
mod cache;
mod check;
mod cli;
mod demo;
mod doctor;
mod files;
mod pack;
mod randomness;
mod release;
mod run;
mod say;
mod size;
mod stop;
mod sysroot;
mod toolchain;
mod tools;
mod versions;
mod workshop;

use std::process::ExitCode;

use clap::Parser;

fn main() -> ExitCode {
    let code = cli::Cli::parse().run().unwrap_or_else(|error| {
        say::error(&error);
        ExitCode::FAILURE
    });
    // An error may come while other things are still being made ready.
    stop::end_the_rest();
    code
}
