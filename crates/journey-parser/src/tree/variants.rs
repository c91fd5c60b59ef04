//! What a message says, chosen when it is sent (language reference 3.6).

use super::Bad;
use super::expr::Expr;
use super::item::Content;
use super::literal::Name;
use super::step::Patterns;
use journey_ir::span::Span;

/// `match country { es { … } else { … } }`, `match { C { … } else { … } }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variants {
    /// What is looked at; nothing: the arms are conditions.
    pub value: Option<Expr>,
    /// The arms, in source order.
    pub arms: Vec<Variant>,
    /// Arms that could not be read.
    pub bad: Vec<Bad>,
}

/// What a message says in one case.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Variant {
    /// What stands before the braces.
    pub span: Span,
    /// For whom.
    pub of: VariantOf,
    /// `language es`, each time that it is said.
    pub languages: Vec<Name>,
    /// `email { … }`, `sms "…"`, in source order.
    pub contents: Vec<Content>,
    /// What could not be read of it.
    pub bad: Vec<Bad>,
}

/// For whom an arm is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum VariantOf {
    /// For these values, or for all others.
    Values(Patterns),
    /// For whom this holds.
    Condition(Expr),
}
