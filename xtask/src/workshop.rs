//! The checkout, the cache, and every tool, each looked for or installed at most once a run.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::{OnceLock, mpsc};
use std::thread;

use anyhow::{Result, anyhow};

use crate::cache::Cache;
use crate::pack::{self, Package};
use crate::sysroot::{self, Flavour};
use crate::toolchain::{self, Toolchain};
use crate::tools::bindgen::{self, Bindgen};
use crate::tools::browser::{self, Browser};
use crate::tools::node::{self, Node};

/// Everything the verbs share.
pub struct Workshop {
    pub root: PathBuf,
    pub cache: Cache,
    toolchain: Once<Toolchain>,
    ship: Once<PathBuf>,
    test: Once<PathBuf>,
    bindgen: Once<Bindgen>,
    node: Once<Node>,
    browser: Once<Browser>,
    package: Once<Package>,
}

/// A thing some verb needs and that can be made ready beside others.
#[derive(Clone, Copy, PartialEq)]
pub enum Need {
    Ship,
    Test,
    Bindgen,
    Node,
    Browser,
}

impl Workshop {
    /// Opens the one workshop of this run, which lasts as long as the run.
    pub fn open() -> Result<&'static Self> {
        // The folder this program was compiled in: the checkout whose alias started it.
        let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
        Self::at(xtask.parent().ok_or_else(|| anyhow!("xtask lies in no checkout"))?)
    }

    /// Opens a workshop in another checkout, with tools of its own.
    pub fn at(root: &Path) -> Result<&'static Self> {
        Ok(Box::leak(Box::new(Self {
            root: root.to_owned(),
            cache: Cache::locate()?,
            toolchain: Once::new(),
            ship: Once::new(),
            test: Once::new(),
            bindgen: Once::new(),
            node: Once::new(),
            browser: Once::new(),
            package: Once::new(),
        })))
    }

    /// A path in target/.
    pub fn target(&self, path: &str) -> PathBuf {
        self.root.join("target").join(path)
    }

    /// The cargo that runs this program, in the checkout.
    pub fn cargo(&self) -> Command {
        let mut cargo = Command::new(std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into()));
        cargo.current_dir(&self.root);
        cargo
    }

    pub fn toolchain(&self) -> Result<&Toolchain> {
        self.toolchain.get(|| toolchain::ensure(&self.cache))
    }

    pub fn sysroot(&self, flavour: Flavour) -> Result<&PathBuf> {
        let slot = match flavour {
            Flavour::Ship => &self.ship,
            Flavour::Test => &self.test,
        };
        slot.get(|| sysroot::ensure(&self.cache, self.toolchain()?, flavour))
    }

    pub fn bindgen(&self) -> Result<&Bindgen> {
        self.bindgen.get(|| bindgen::ensure(self))
    }

    pub fn node(&self) -> Result<&Node> {
        self.node.get(|| node::ensure(&self.root, &self.cache))
    }

    pub fn browser(&self) -> Result<&Browser> {
        self.browser.get(browser::ensure)
    }

    pub fn package(&'static self) -> Result<&'static Package> {
        self.package.get(|| pack::make(self))
    }

    /// Starts making these ready in the background; whoever uses one later hears if it failed.
    pub fn prepare(&'static self, needs: &[Need]) {
        for &need in needs {
            thread::spawn(move || self.make_ready(need).is_ok());
        }
    }

    /// Runs `work` while these are made ready, and fails as soon as one of them does.
    ///
    /// Without that, a missing registry would be told only after minutes of compiling.
    pub fn with<T: Send + 'static>(
        &'static self,
        needs: &[Need],
        work: impl FnOnce() -> Result<T> + Send + 'static,
    ) -> Result<T> {
        let (done, results) = mpsc::channel();
        for &need in needs {
            let done = done.clone();
            thread::spawn(move || {
                if let Err(error) = self.make_ready(need) {
                    // Nobody listens any more once the work is done.
                    let _ = done.send(Err(error));
                }
            });
        }
        thread::spawn(move || done.send(work()));
        results.recv().unwrap_or_else(|_| Err(anyhow!("a thread of this program failed")))
    }

    fn make_ready(&'static self, need: Need) -> Result<()> {
        match need {
            Need::Ship => self.sysroot(Flavour::Ship).map(drop),
            Need::Test => self.sysroot(Flavour::Test).map(drop),
            Need::Bindgen => self.bindgen().map(drop),
            Need::Node => self.node().map(drop),
            Need::Browser => self.browser().map(drop),
        }
    }
}

/// A value that is made once, or fails once with the same sentence for everyone who asks.
struct Once<T>(OnceLock<Result<T, String>>);

impl<T> Once<T> {
    const fn new() -> Self {
        Self(OnceLock::new())
    }

    fn get(&self, make: impl FnOnce() -> Result<T>) -> Result<&T> {
        let made = self.0.get_or_init(|| make().map_err(|error| format!("{error:#}")));
        made.as_ref().map_err(|error| anyhow!("{error}"))
    }
}
