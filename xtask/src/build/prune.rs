//! Exports that nobody calls, and all that only they reach, leave the module; the others get names
//! of one letter.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result, ensure};

use super::loader::short_name;
use super::optimise::features;
use super::sections::{self, EXPORT, Reader};
use crate::run::Job;
use crate::workshop::Workshop;

/// Keeps these exports of the module in `folder` and nothing else, and shortens their names.
pub fn keep(shop: &Workshop, module: &str, folder: &Path, exports: &[String]) -> Result<()> {
    let file = folder.join(format!("{module}_bg.wasm"));
    let (pruned, reached) = (folder.join("pruned.wasm"), folder.join("exports.json"));
    let write = |path: &Path, text: String| {
        fs::write(path, text).with_context(|| format!("cannot write {}", path.display()))
    };
    write(&reached, graph(exports))?;
    let mut command = shop.node()?.tool(&shop.root, "binaryen/bin/wasm-metadce");
    command.args(features()).arg("--graph-file").arg(&reached);
    command.arg(&file).arg("-o").arg(&pruned);
    Job::new(module, command).doing("wasm-metadce").succeed("wasm-metadce failed")?;
    fs::remove_file(&reached)?;
    let bytes =
        fs::read(&pruned).with_context(|| format!("wasm-metadce left no {}", pruned.display()))?;
    fs::remove_file(&pruned)?;
    fs::write(&file, renamed(&bytes, exports)?)
        .with_context(|| format!("cannot write {}", file.display()))
}

/// The module with its exports named after their places in `names`.
fn renamed(module: &[u8], names: &[String]) -> Result<Vec<u8>> {
    let mut sections = sections::split(module)?;
    let mut rest = Reader(sections::find(&sections, EXPORT));
    let count = rest.number()?;
    ensure!(
        count == names.len(),
        "the module has {count} exports, the loader calls {}",
        names.len()
    );
    let mut content = Vec::new();
    sections::push_number(&mut content, count);
    for _ in 0..count {
        let name = rest.sized()?;
        let place = names.iter().position(|known| known.as_bytes() == name);
        let place = place.context("the module has an export that the loader does not call")?;
        sections::push_sized(&mut content, short_name(place).as_bytes());
        content.push(rest.byte()?);
        sections::push_number(&mut content, rest.number()?);
    }
    for (number, section) in &mut sections {
        if *number == EXPORT {
            *section = &content;
        }
    }
    Ok(sections::join(&sections))
}

/// Who reaches what, as wasm-metadce reads it.
fn graph(exports: &[String]) -> String {
    let list = |format: fn(&String) -> String| exports.iter().map(format).collect::<Vec<_>>();
    let names = list(|name| format!("\"{name}\""));
    let nodes = list(|name| format!(",{{\"name\":\"{name}\",\"export\":\"{name}\"}}"));
    format!(
        "[{{\"name\":\"the loader\",\"root\":true,\"reaches\":[{}]}}{}]",
        names.join(","),
        nodes.concat()
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_export_is_reached_from_the_loader() {
        let text = graph(&["a".to_owned(), "b".to_owned()]);
        assert_eq!(
            text,
            r#"[{"name":"the loader","root":true,"reaches":["a","b"]},{"name":"a","export":"a"},{"name":"b","export":"b"}]"#
        );
    }

    #[test]
    fn an_export_is_named_after_its_place_in_the_loader() -> Result<()> {
        let names = ["memory".to_owned(), "judge".to_owned()];
        let module = sections::join(&[(EXPORT, b"\x02\x05judge\0\x81\x01\x06memory\x02\0")]);
        let short = sections::join(&[(EXPORT, b"\x02\x01b\0\x81\x01\x01a\x02\0")]);
        assert_eq!(renamed(&module, &names)?, short);
        assert!(renamed(&module, &names[..1]).is_err());
        Ok(())
    }
}
