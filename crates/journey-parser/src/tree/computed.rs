//! Values that attributes are computed from (language reference 9.1).

use super::Bad;
use super::expr::Expr;
use super::step::Pattern;
use journey_ir::span::Span;

/// What an attribute is computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Computed {
    /// The whole of it.
    pub span: Span,
    /// What.
    pub kind: ComputedKind,
}

/// What an attribute can be computed from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ComputedKind {
    /// An expression.
    Value(Expr),
    /// `missing`: no value.
    Missing,
    /// `match …`
    Match(ValueMatch),
    /// Could not be read.
    Bad(Bad),
}

/// `match { C { V } … else { V } }`, `match SUBJECT { a { V } b, c { V } missing { V } else { V } }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueMatch {
    /// What is looked at; without it the arms are conditions.
    pub subject: Option<Expr>,
    /// The arms, in source order.
    pub arms: Vec<ValueArm>,
    /// Arms that could not be read.
    pub bad: Vec<Bad>,
}

/// One arm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ValueArm {
    /// What stands before the braces.
    pub span: Span,
    /// When it counts.
    pub when: ValueArmWhen,
    /// Its value.
    pub value: Computed,
}

/// When an arm counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ValueArmWhen {
    /// When this holds.
    Condition(Expr),
    /// For any of these values; one or more.
    Values(Vec<Pattern>),
    /// `else`
    Else,
}
