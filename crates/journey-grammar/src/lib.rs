//! The parser that pest generates from `grammar/journey.pest`.
//!
//! It is a crate of its own because it takes longer to compile than everything that uses it: so it is compiled only when the
//! grammar changes. Only journey-parser uses it.
#![allow(missing_docs, reason = "the grammar's README says what each rule reads; the generated enum has no place to")]

// What pest derives without its `std` names `alloc`.
extern crate alloc;

pub use pest;
use pest_derive::Parser;

/// The parser of `grammar/journey.pest`.
#[derive(Parser)]
#[grammar = "../../grammar/journey.pest"]
pub struct Grammar;

/// What one rule of the grammar matched.
pub type Node<'t> = pest::iterators::Pair<'t, Rule>;
