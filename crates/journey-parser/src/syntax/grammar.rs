//! The generated parser; only this folder knows pest.

use pest_derive::Parser;

/// The parser of `grammar/journey.pest`.
#[derive(Parser)]
#[grammar = "../../grammar/journey.pest"]
pub(crate) struct Grammar;

/// What one rule of the grammar matched.
pub(crate) type Node<'t> = pest::iterators::Pair<'t, Rule>;
