//! Steps with arms, and steps that change something (language reference 5.8).

use super::Bad;
use super::expr::Expr;
use super::journey::{Block, Happening};
use super::literal::{Name, Number, Percent, Period, Text};
use journey_ir::span::Span;

/// `wait up to D [since start] { on E [where …] or nothing { … } until C { … } else { … } }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitMany {
    /// How long at most.
    pub period: Period,
    /// `since start`: counted from there.
    pub since_start: Option<Span>,
    /// The arms, in source order.
    pub arms: Vec<WaitArm>,
    /// Arms that could not be read.
    pub bad: Vec<Bad>,
}

/// What a wait may end with, and its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct WaitArm {
    /// The whole arm.
    pub span: Span,
    /// Any of these; one or more.
    pub alternatives: Vec<Alternative>,
    /// The steps.
    pub block: Block,
}

/// One thing that a wait may end with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Alternative {
    /// The whole of it.
    pub span: Span,
    /// What.
    pub kind: AlternativeKind,
}

/// The things that a wait may end with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum AlternativeKind {
    /// `on E [where …]`, `on opened(M)`
    Happens(Happening),
    /// `until C`
    Condition(Expr),
    /// `on nothing`, `else`: the time is up.
    Nothing,
}

/// `match VALUE { a { … } b, c { … } missing { … } else { … } }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Match {
    /// What is looked at.
    pub value: Expr,
    /// The arms, in source order.
    pub arms: Vec<MatchArm>,
    /// Arms that could not be read.
    pub bad: Vec<Bad>,
}

/// `match { C { … } … else { … } }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cases {
    /// The arms, in source order.
    pub arms: Vec<Case>,
    /// Arms that could not be read.
    pub bad: Vec<Bad>,
}

/// A condition, and the steps for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Case {
    /// What stands before the braces.
    pub span: Span,
    /// When it counts; `None`: `else`
    pub condition: Option<Expr>,
    /// The steps.
    pub block: Block,
}

/// What the value may be, and the steps for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MatchArm {
    /// What stands before the braces.
    pub span: Span,
    /// For which values.
    pub patterns: Patterns,
    /// The steps.
    pub block: Block,
}

/// For which values an arm is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Patterns {
    /// Any of these; one or more.
    Values(Vec<Pattern>),
    /// `else`: for all others.
    Else,
}

/// One value of an arm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pattern {
    /// The whole of it.
    pub span: Span,
    /// Which.
    pub kind: PatternKind,
}

/// A value of an arm.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PatternKind {
    /// A value, written out.
    Value(Expr),
    /// `missing`: there is no value.
    Missing,
}

/// `split "NAME" { 50% a { … } 50% b { … } }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Split {
    /// Its name.
    pub name: Text,
    /// The arms, in source order.
    pub arms: Vec<SplitArm>,
    /// Arms that could not be read.
    pub bad: Vec<Bad>,
}

/// A share of the customers, and its steps.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SplitArm {
    /// What stands before the braces.
    pub span: Span,
    /// How many of them.
    pub share: Percent,
    /// Its name.
    pub name: Name,
    /// The steps.
    pub block: Block,
}

/// `repeat up to N times [until C] { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Repeat {
    /// How often at most.
    pub times: Number,
    /// Asked before each pass: no more when it holds.
    pub until: Option<Expr>,
    /// The steps of a pass.
    pub block: Block,
}

/// `set ATTRIBUTE = VALUE`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SetAttribute {
    /// Which attribute.
    pub attribute: Name,
    /// Its new value; `None`: `missing`
    pub value: Option<Expr>,
}

/// `emit EVENT { field value … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Emit {
    /// Which event.
    pub event: Name,
    /// Its fields, in source order.
    pub fields: Vec<EmitField>,
    /// Fields that could not be read.
    pub bad: Vec<Bad>,
}

/// One field of an emitted event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmitField {
    /// Which.
    pub name: Name,
    /// Its value; `None`: `missing`
    pub value: Option<Expr>,
}
