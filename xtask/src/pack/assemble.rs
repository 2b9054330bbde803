//! What lies in the package: the template, the modules, and the licence texts.

use std::fs;
use std::path::{Path, PathBuf};

use anyhow::{Context, Result, bail};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;

use crate::build::{MODULES, parts};
use crate::files;
use crate::workshop::Workshop;

/// The version that stands in the template's package.json.
const PLACEHOLDER: &str = "\"version\": \"0.0.0\"";
/// Files of the checkout's root without which nothing may be published.
const LEGAL: [&str; 2] = ["LICENSE-MIT", "LICENSE-APACHE"];

/// Fills `folder` with the package.
pub fn package(shop: &Workshop, version: &str, modules: &[PathBuf], folder: &Path) -> Result<()> {
    files::copy_tree(&shop.root.join("pkg-template"), folder)?;
    for name in LEGAL {
        files::copy(&shop.root.join(name), &folder.join(name))?;
    }
    let changelog = shop.root.join("CHANGELOG.md");
    if changelog.exists() {
        files::copy(&changelog, &folder.join("CHANGELOG.md"))?;
    }
    for (module, built) in MODULES.iter().zip(modules) {
        for part in parts(module) {
            files::copy(&built.join(&part), &folder.join("wasm").join(&part))?;
        }
        let wasm = fs::read(built.join(format!("{module}_bg.wasm")))?;
        fs::write(folder.join(format!("wasm/{module}_bytes.js")), inline(&wasm))?;
    }
    let document = fs::read_to_string(shop.root.join("src/service/openapi.json"))?;
    fs::write(folder.join("lib/service/openapi.js"), module(&document))?;
    let manifest = folder.join("package.json");
    let text = fs::read_to_string(&manifest).context("pkg-template/ has no package.json")?;
    fs::write(&manifest, versioned(&text, version)?)
        .context("cannot write the package's package.json")
}

/// A JSON text as a JavaScript module, in one line: no text in JSON goes over two.
fn module(json: &str) -> String {
    format!("export default {};\n", json.lines().map(str::trim).collect::<String>())
}

/// A module's bytes as a JavaScript module, for runtimes that can neither fetch nor read a file.
fn inline(wasm: &[u8]) -> String {
    format!("export default \"{}\";\n", STANDARD.encode(wasm))
}

/// The manifest with this package's version; Cargo.toml alone says which it is.
fn versioned(manifest: &str, version: &str) -> Result<String> {
    match manifest.matches(PLACEHOLDER).count() {
        1 => Ok(manifest.replace(PLACEHOLDER, &format!("\"version\": \"{version}\""))),
        count => {
            bail!("pkg-template/package.json has {count} lines `{PLACEHOLDER}` instead of one")
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_version_comes_from_cargo() -> Result<()> {
        let manifest = "{\n  \"name\": \"x\",\n  \"version\": \"0.0.0\"\n}\n";
        assert_eq!(
            versioned(manifest, "1.2.3")?,
            "{\n  \"name\": \"x\",\n  \"version\": \"1.2.3\"\n}\n"
        );
        assert!(versioned("{}", "1.2.3").is_err());
        Ok(())
    }

    #[test]
    fn json_is_a_module_in_one_line() {
        assert_eq!(module("{\n  \"a\": \" b \"\n}\n"), "export default {\"a\": \" b \"};\n");
    }

    #[test]
    fn bytes_are_inlined_as_base64() {
        assert_eq!(inline(b"\0asm"), "export default \"AGFzbQ==\";\n");
    }
}
