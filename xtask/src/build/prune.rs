//! Exports that nobody calls, and all that only they reach, leave the module.

use std::fs;
use std::path::Path;

use anyhow::{Context, Result};

use super::optimise::features;
use crate::run::Job;
use crate::workshop::Workshop;

/// Keeps these exports of the module in `folder` and nothing else.
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
    fs::rename(&pruned, &file).with_context(|| format!("wasm-metadce left no {}", pruned.display()))
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
    use super::graph;

    #[test]
    fn every_export_is_reached_from_the_loader() {
        let text = graph(&["a".to_owned(), "b".to_owned()]);
        assert_eq!(
            text,
            r#"[{"name":"the loader","root":true,"reaches":["a","b"]},{"name":"a","export":"a"},{"name":"b","export":"b"}]"#
        );
    }
}
