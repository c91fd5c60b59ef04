//! The generated parser; only this folder knows pest.

pub(crate) use journey_grammar::{Grammar, Node, Rule, pest};
