//! The programs the project needs beside a compiler: found, or installed once and pinned.

pub mod apt;
pub mod bindgen;
pub mod browser;
pub mod debian;
pub mod mutants;
pub mod node;
