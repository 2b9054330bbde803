//! Debian's packages: installing them takes root, downloading them does not.

use std::path::Path;
use std::process::Command;
use std::sync::OnceLock;

use anyhow::{Result, anyhow, bail};

use crate::run::{Job, answer, which};
use crate::say;

/// Whether packages can be installed by this run.
pub fn can_install() -> bool {
    which("apt-get").is_some() && root()
}

/// Installs packages, or says what the person should run.
pub fn install(label: &str, packages: &[&str]) -> Result<()> {
    let line = format!("apt-get install --no-install-recommends {}", packages.join(" "));
    if which("apt-get").is_none() {
        bail!("there is no apt-get to install {} with", packages.join(" and "));
    }
    if !root() {
        bail!("run `sudo {line}`");
    }
    update(label)?;
    say::step(label, &format!("installing {} with apt-get", packages.join(", ")));
    let mut apt = apt_get();
    apt.args(["install", "-y", "--no-install-recommends"]).args(packages);
    Job::new(label, apt).succeed(&format!("`{line}` failed")).map(drop)
}

/// Whether every one of these packages is installed.
pub fn installed(packages: &[&str]) -> bool {
    let mut query = Command::new("dpkg-query");
    query.args(["-W", "-f", "${db:Status-Abbrev}\n"]).args(packages);
    answer(&mut query).is_ok_and(|states| states.lines().all(|state| state.starts_with("ii")))
}

/// These packages and all they need that is not installed.
pub fn closure(label: &str, packages: &[&str]) -> Result<Vec<String>> {
    simulate(packages).or_else(|_| {
        update(label)?;
        simulate(packages)
    })
}

/// Downloads packages into a folder, with fresh lists if the present ones are out of date.
pub fn download(label: &str, packages: &[String], folder: &Path) -> Result<()> {
    say::step(label, &format!("downloading {} with apt-get", packages.join(", ")));
    let fetch = || {
        let mut apt = apt_get();
        apt.arg("download").args(packages).current_dir(folder);
        Job::new(label, apt).succeed("apt-get could not download the packages").map(drop)
    };
    fetch().or_else(|_| {
        update(label)?;
        fetch()
    })
}

fn simulate(packages: &[&str]) -> Result<Vec<String>> {
    let mut apt = apt_get();
    apt.args(["install", "--simulate", "--no-install-recommends"]).args(packages);
    let mut names: Vec<String> = packages.iter().map(|&name| name.to_owned()).collect();
    for name in planned(&answer(&mut apt)?) {
        if !names.contains(&name) {
            names.push(name);
        }
    }
    Ok(names)
}

/// The names on the "Inst" lines of a simulated installation.
fn planned(output: &str) -> Vec<String> {
    let lines = output.lines().filter_map(|line| line.strip_prefix("Inst "));
    lines.filter_map(|rest| rest.split_whitespace().next()).map(str::to_owned).collect()
}

/// Fetches the package lists, once a run.
fn update(label: &str) -> Result<()> {
    static DONE: OnceLock<Result<(), String>> = OnceLock::new();
    let done = DONE.get_or_init(|| {
        if !root() {
            return Err("the package lists are out of date: run `sudo apt-get update`".to_owned());
        }
        say::step(label, "fetching the package lists with apt-get update");
        let mut apt = apt_get();
        apt.arg("update");
        let done = Job::new(label, apt).succeed("`apt-get update` failed");
        done.map(drop).map_err(|error| format!("{error:#}"))
    });
    done.clone().map_err(|error| anyhow!(error))
}

fn apt_get() -> Command {
    let mut apt = Command::new("apt-get");
    // Another apt-get may be at work; waiting two minutes for it beats failing at once.
    apt.env("DEBIAN_FRONTEND", "noninteractive").args(["-o", "DPkg::Lock::Timeout=120"]);
    apt
}

fn root() -> bool {
    rustix::process::geteuid().is_root()
}

#[cfg(test)]
mod tests {
    use super::planned;

    #[test]
    fn a_simulation_names_what_it_would_install() {
        let output =
            "Reading lists...\nInst libx [1] (2 Debian)\nInst rustc-web (1.96 x)\nConf libx (2)\n";
        assert_eq!(planned(output), ["libx", "rustc-web"]);
    }
}
