//! `cargo xtask build`: the crate becomes two small WebAssembly modules with their JavaScript glue.

mod compile;
mod glue;
mod loader;
mod optimise;
mod order;
mod prune;
mod sections;
mod sizes;

use std::path::{Path, PathBuf};
use std::thread;
use std::time::Instant;

use anyhow::{Result, anyhow};

use crate::say;
use crate::sysroot::Flavour;
use crate::workshop::{Need, Workshop};

pub use sizes::{Size, measure};

/// The modules, each named after the Cargo feature that makes it.
pub const MODULES: [&str; 2] = ["client", "service"];

/// The files a module consists of, below its folder.
pub fn parts(module: &str) -> [String; 3] {
    [format!("{module}.js"), format!("{module}.d.ts"), format!("{module}_bg.wasm")]
}

/// Builds both modules and prints their sizes.
pub fn run(shop: &'static Workshop) -> Result<()> {
    shop.with(&[Need::Node, Need::Bindgen, Need::Ship], move || {
        let folders = modules(shop)?;
        let wasm: Vec<PathBuf> = MODULES
            .iter()
            .zip(&folders)
            .map(|(module, folder)| folder.join(format!("{module}_bg.wasm")))
            .collect();
        for (module, size) in MODULES.iter().zip(measure(shop, &wasm)?) {
            say::step(module, &format!("{} bytes, {} with brotli", size.raw, size.brotli));
        }
        Ok(())
    })
}

/// Builds both modules; gives the folder of each under target/wasm.
pub fn modules(shop: &'static Workshop) -> Result<Vec<PathBuf>> {
    thread::scope(|scope| {
        let mut finishing = Vec::new();
        for module in MODULES {
            // Waiting for the tools is not part of the module's own time.
            shop.sysroot(Flavour::Ship)?;
            let started = Instant::now();
            let raw = compile::module(shop, module)?;
            // The rest takes one core, so the next module compiles meanwhile.
            finishing.push(scope.spawn(move || {
                let folder = finish(shop, module, &raw)?;
                say::step(module, &format!("built in {}", say::time(started.elapsed())));
                Ok(folder)
            }));
        }
        let joined = finishing
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err(anyhow!("a build thread failed"))));
        joined.collect()
    })
}

/// Makes the glue, prunes the module to what that needs, and optimises it.
fn finish(shop: &'static Workshop, module: &str, raw: &Path) -> Result<PathBuf> {
    let folder = shop.target(&format!("wasm/{module}"));
    let exports = glue::make(shop, module, raw, &folder)?;
    prune::keep(shop, module, &folder, &exports)?;
    optimise::shrink(shop, module, &folder)?;
    Ok(folder)
}
