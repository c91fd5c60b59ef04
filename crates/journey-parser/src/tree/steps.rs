//! Steps with a name of their own, and where they are done (language reference 9.8).

use super::blueprint::{Argument, Parameter};
use super::journey::Step;
use super::literal::Name;
use journey_ir::span::Span;

/// `steps call_until_answer(script: message) { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Steps {
    /// The whole item.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// What the steps are to be told, in source order.
    pub parameters: Vec<Parameter>,
    /// The steps.
    pub steps: Vec<Step>,
}

/// `do call_until_answer(script = quote_call)`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Do {
    /// Which steps.
    pub steps: Name,
    /// What they are told, in source order.
    pub arguments: Vec<Argument>,
}
