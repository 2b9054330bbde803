//! What JavaScript sees. Every export is synchronous, and what is kept between calls can be made
//! anew, so that a caller can catch a trap, start a fresh instance and go on.

#[cfg(feature = "client")]
mod client;
#[cfg(feature = "client")]
mod code;
#[cfg(feature = "service")]
mod draw;
#[cfg(feature = "service")]
mod service;

#[cfg(target_arch = "wasm32")]
mod memory;
#[cfg(all(feature = "client", getrandom_backend = "custom"))]
mod random;

/// A text as a call gives it: left where it is, because the shell copies it and then has all memory
/// forgotten. The name is what lets an export give a reference.
#[cfg(feature = "client")]
type Text = &'static str;
