//! From text to a validated programme: tree, names, types, lowering.

mod compile;
mod format;
mod lower;
mod syntax;
mod template_files;
pub mod tree;

pub use compile::{Compiled, compile, compile_with};
pub use format::format;
pub use syntax::{Parsed, parse, parse_bytes};
