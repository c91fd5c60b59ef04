//! States (language reference 9.2).

use super::expr::Expr;
use super::literal::Name;
use journey_ir::span::Span;

/// `state complaining = from complaint where status == opened until complaint where status == closed by ticket`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct State {
    /// The whole item.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// What begins it.
    pub from: Turn,
    /// What ends it.
    pub until: Turn,
    /// `by ticket`
    pub by: Option<Name>,
}

/// An event that begins or ends a state.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Turn {
    /// The event.
    pub event: Name,
    /// After `where`.
    pub filter: Option<Expr>,
}
