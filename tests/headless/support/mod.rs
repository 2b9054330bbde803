//! What the tests share: the two calls, a `fetch` made of Rust, and the answers it gives.

pub mod answer;
pub mod bodies;
pub mod call;
pub mod failure;
pub mod fetch;
pub mod js;
pub mod package;
pub mod typed;
