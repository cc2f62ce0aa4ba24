//! Lutra's compiler for a host that speaks bytes: requests and responses are lists of byte strings (see `block`).
//!
//! The crate keeps one thing between calls, the project that was checked last.

mod answers;
mod block;
mod json;
mod operations;
mod programs;
mod type_faults;

#[cfg(target_arch = "wasm32")]
mod host;

pub use block::{join, split};
pub use operations::handle;
