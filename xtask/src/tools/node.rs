//! Node and the npm tools that package-lock.json pins.

use std::fs;
use std::os::unix::fs::symlink;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::Instant;

use anyhow::{Context, Result, anyhow, bail};

use crate::cache::Cache;
use crate::files::Fingerprint;
use crate::run::{Job, answer, which};
use crate::say;

const LABEL: &str = "npm tools";
const OLDEST: (u32, u32) = (20, 19);
const MANIFESTS: [&str; 2] = ["package.json", "package-lock.json"];

/// Node, and the node_modules of the checkout.
pub struct Node {
    modules: PathBuf,
}

impl Node {
    /// A command that runs a script with Node.
    pub fn command(&self, root: &Path) -> Command {
        let mut node = Command::new("node");
        node.current_dir(root);
        node
    }

    /// A command that runs a tool of node_modules, such as `typescript/bin/tsc`.
    pub fn tool(&self, root: &Path, path: &str) -> Command {
        let mut node = self.command(root);
        node.arg(self.modules.join(path));
        node
    }
}

/// Checks Node, and makes node_modules a link to the tools in the cache.
pub fn ensure(root: &Path, cache: &Cache) -> Result<Node> {
    version()?;
    let modules = root.join("node_modules");
    if modules.is_dir() && !modules.is_symlink() {
        own_folder_matches(root)?;
        return Ok(Node { modules });
    }
    let entry = entry(root)?;
    let folder = cache.fill(LABEL, &entry, |folder| install(root, folder))?;
    let tools = folder.join("node_modules");
    if fs::read_link(&modules).ok().as_ref() != Some(&tools) {
        // Made beside and renamed, so that two runs at once never see it missing.
        let fresh = root.join(format!("target/node_modules-{}", std::process::id()));
        fs::create_dir_all(root.join("target"))?;
        symlink(&tools, &fresh)
            .with_context(|| format!("cannot make the link {}", fresh.display()))?;
        fs::rename(&fresh, &modules)
            .with_context(|| format!("cannot make the link {}", modules.display()))?;
    }
    Ok(Node { modules })
}

/// The name of the tools' cache entry: the same manifests give the same tools.
pub fn entry(root: &Path) -> Result<String> {
    let mut print = Fingerprint::default();
    for name in MANIFESTS {
        print.add_path(root, name)?;
    }
    Ok(format!("npm-{}", print.short()))
}

/// Node's version, or what to do about it.
pub fn version() -> Result<String> {
    let remedy = format!("install Node {}.{} or newer with npm", OLDEST.0, OLDEST.1);
    if which("node").is_none() || which("npm").is_none() {
        bail!("Node or npm is not on PATH: {remedy}");
    }
    let version = answer(Command::new("node").arg("--version"))?;
    let version = version.trim().trim_start_matches('v');
    match parse(version) {
        Some(numbers) if numbers >= OLDEST => Ok(version.to_owned()),
        _ => bail!("Node {version} is too old: {remedy}"),
    }
}

fn parse(version: &str) -> Option<(u32, u32)> {
    let mut numbers = version.split('.').map(str::parse);
    Some((numbers.next()?.ok()?, numbers.next()?.ok()?))
}

fn install(root: &Path, folder: &Path) -> Result<()> {
    say::step(LABEL, "installing what package-lock.json pins, once");
    let started = Instant::now();
    for name in MANIFESTS {
        fs::copy(root.join(name), folder.join(name))
            .with_context(|| format!("cannot read {name}"))?;
    }
    let mut npm = Command::new("npm");
    // No install script is needed by these tools, so none is run.
    npm.args(["ci", "--ignore-scripts", "--no-audit", "--no-fund", "--no-update-notifier"]);
    npm.args(["--prefer-offline", "--fetch-retries=2", "--fetch-retry-mintimeout=1000"])
        .current_dir(folder);
    let finished = Job::new(LABEL, npm).doing("npm ci").run()?;
    if !finished.status.success() {
        return Err(refusal(&finished.output));
    }
    say::step(LABEL, &format!("ready after {}", say::time(started.elapsed())));
    Ok(())
}

/// Why `npm ci` failed, as one sentence with the remedy.
fn refusal(output: &str) -> anyhow::Error {
    let network =
        ["ECONNREFUSED", "ENOTFOUND", "ETIMEDOUT", "EAI_AGAIN", "ECONNRESET", "EHOSTUNREACH"];
    if let Some(code) = network.iter().find(|code| output.contains(**code)) {
        return anyhow!(
            "the npm registry cannot be reached ({code}): connect this machine to one, or name another with `npm config set registry URL`"
        );
    }
    let mut lines = output.lines().filter_map(|line| line.strip_prefix("npm error "));
    let first = lines.find(|line| !line.starts_with("code ")).unwrap_or("npm said nothing");
    anyhow!("`npm ci` failed: {first}")
}

/// A node_modules folder somebody made by hand is used if it holds the pinned versions.
fn own_folder_matches(root: &Path) -> Result<()> {
    const CHECK: &str = "const fs=require('fs'),read=f=>JSON.parse(fs.readFileSync(f,'utf8'));\
        for(const [name,pinned] of Object.entries(read('package.json').devDependencies)){\
        let is='missing';try{is=read(`node_modules/${name}/package.json`).version}catch{}\
        if(is!==pinned)console.log(`${name} is ${is}, not ${pinned}`)}";
    let wrong = answer(Command::new("node").args(["-e", CHECK]).current_dir(root))?;
    match wrong.lines().next() {
        None => Ok(()),
        Some(first) => bail!(
            "node_modules does not match package.json ({first}): run `npm ci --ignore-scripts` or remove it"
        ),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_compare_as_numbers() {
        assert!(parse("20.9.0") < Some(OLDEST));
        assert!(parse("100.0.1") > Some(OLDEST));
        assert_eq!(parse("x"), None);
    }

    #[test]
    fn a_missing_registry_is_told_in_one_sentence() {
        let text = refusal("npm error code ECONNREFUSED\nnpm error syscall connect").to_string();
        assert!(text.starts_with("the npm registry cannot be reached (ECONNREFUSED)"));
        let text =
            refusal("npm error code EUSAGE\nnpm error The lock file is out of sync\n").to_string();
        assert_eq!(text, "`npm ci` failed: The lock file is out of sync");
    }
}
