//! From text to a validated programme: tree, names, types, lowering.

mod compile;
mod format;
mod lower;
mod syntax;
pub mod tree;

pub use compile::{Compiled, compile};
pub use format::format;
pub use syntax::{Parsed, not_yet, parse, parse_bytes};
