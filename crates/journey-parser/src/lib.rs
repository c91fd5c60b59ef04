//! From text to a validated programme: tree, names, types, lowering.

pub mod tree;
