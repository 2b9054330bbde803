//! The JavaScript beside a module, made by wasm-bindgen and corrected in one place.

use std::fs;
use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::loader::{self, Described};
use crate::files;
use crate::run::Job;
use crate::workshop::Workshop;

/// What is changed in the generated file, each found exactly once, and why.
const CORRECTIONS: [(&str, &str); 2] = [
    // On the Vercel edge runtime a module comes from another realm and is no instance of this
    // realm's class, and compiling it as if it were bytes fails; so ask for bytes instead.
    (
        "if (!(module instanceof WebAssembly.Module)) {",
        "if (ArrayBuffer.isView(module) || Object.prototype.toString.call(module) === '[object ArrayBuffer]') {",
    ),
    // After a trap the shell starts a fresh instance; the generated file would keep the old one.
    (
        "function initSync(module) {\n    if (wasm !== undefined) return wasm;\n",
        "function initSync(module) {\n",
    ),
];

/// Runs wasm-bindgen on the compiled module; gives the exports its JavaScript needs, if not all.
pub fn make(
    shop: &Workshop,
    module: &str,
    raw: &Path,
    folder: &Path,
) -> Result<Option<Vec<String>>> {
    let bindgen = shop.bindgen()?;
    files::fresh(folder)?;
    let mut command = Command::new(&bindgen.cli);
    command.args(["--target", "web", "--omit-default-module-path", "--remove-name-section"]);
    command
        .args(["--remove-producers-section", "--out-name", module, "--out-dir"])
        .arg(folder)
        .arg(raw);
    Job::new(module, command).doing("wasm-bindgen").succeed("wasm-bindgen failed")?;
    let file = folder.join(format!("{module}.js"));
    let read = |name: String| {
        let file = folder.join(name);
        fs::read_to_string(&file)
            .with_context(|| format!("wasm-bindgen left no {}", file.display()))
    };
    let glue = read(format!("{module}.js"))?;
    if module != "client" {
        write(&file, &correct(&glue)?)?;
        return Ok(None);
    }
    let (types, raw) = (read(format!("{module}.d.ts"))?, read(format!("{module}_bg.wasm.d.ts"))?);
    let made = loader::make(&Described { glue: &glue, types: &types, raw: &raw })
        .context("wasm-bindgen writes its files differently: look at build/loader.rs again")?;
    write(&file, &made.glue)?;
    write(&folder.join(format!("{module}.d.ts")), &made.types)?;
    Ok(Some(made.exports))
}

fn write(file: &Path, text: &str) -> Result<()> {
    fs::write(file, text).with_context(|| format!("cannot write {}", file.display()))
}

fn correct(glue: &str) -> Result<String> {
    let mut glue = glue.to_owned();
    for (from, to) in CORRECTIONS {
        match glue.matches(from).count() {
            1 => glue = glue.replace(from, to),
            count => bail!(
                "wasm-bindgen's glue has {count} places like `{from}` instead of one: look at build/glue.rs again"
            ),
        }
    }
    Ok(glue)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_correction_is_made_in_exactly_one_place() -> Result<()> {
        let glue: String = CORRECTIONS.iter().map(|(from, _)| format!("a;{from}b;")).collect();
        let changed = correct(&glue)?;
        let expected: String = CORRECTIONS.iter().map(|(_, to)| format!("a;{to}b;")).collect();
        assert_eq!(changed, expected);
        Ok(())
    }

    #[test]
    fn a_changed_generator_is_noticed() {
        assert!(correct("nothing").is_err());
        let twice: String = CORRECTIONS.iter().map(|(from, _)| from.repeat(2)).collect();
        assert!(correct(&twice).is_err());
    }
}
