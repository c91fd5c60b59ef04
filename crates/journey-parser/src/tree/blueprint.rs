//! Blueprints, and what journeys say of the one they are made from (language reference 6).

use super::expr::Expr;
use super::item::TypeRef;
use super::journey::{Block, Clause, Step};
use super::literal::Name;
use journey_ir::span::Span;

/// `blueprint welcome_group { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blueprint {
    /// The whole item.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// `from` another one, which there is not: its finding is made in lowering.
    pub from: Option<Name>,
    /// What its steps are to be told, in source order.
    pub parameters: Vec<Parameter>,
    /// Its clauses, in source order.
    pub clauses: Vec<BlueprintClause>,
    /// Its steps, in source order, slots among them.
    pub steps: Vec<Step>,
}

/// A clause of a blueprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BlueprintClause {
    /// `flex` before it: a journey may say something else.
    pub flex: Option<Span>,
    /// The clause.
    pub clause: Clause,
}

/// `flex delay: duration = 7 days`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parameter {
    /// The whole statement.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// What it may be.
    pub kind: ParameterKind,
    /// Where its type is said.
    pub kind_span: Span,
    /// What it is when a journey does not say.
    pub default: Option<Expr>,
}

/// What a parameter may be.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ParameterKind {
    /// `message`
    Message,
    /// `segment`
    Segment,
    /// `journey`
    Journey,
    /// A value, a channel, or a length of time.
    Value(TypeRef),
}

/// `flex extra { … }` in a blueprint: a place for steps, with those that stand there when a journey gives none; and
/// `extra { … }` in a journey: the steps for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Slot {
    /// Its name.
    pub name: Name,
    /// The steps.
    pub block: Block,
}

/// What a journey says of its blueprint.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Made {
    /// The blueprint.
    pub from: Name,
    /// `delay = 5 days`, in source order.
    pub arguments: Vec<Argument>,
    /// `extra { … }`, in source order.
    pub fills: Vec<Slot>,
}

/// `delay = 5 days`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Argument {
    /// The whole statement.
    pub span: Span,
    /// The parameter.
    pub name: Name,
    /// What it is.
    pub value: Expr,
}
