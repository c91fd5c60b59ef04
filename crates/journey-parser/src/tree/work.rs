//! What journeys bring about beside contacts: tasks for people, and measures (language reference 9.4, 9.9).

use super::expr::Expr;
use super::literal::{Number, Period, PeriodUnit, Text};
use journey_ir::span::Span;

/// `task "Call {{ first_name }}" for rep within 1 day`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Task {
    /// What is to be done.
    pub text: Text,
    /// `for rep`: who is to do it.
    pub whose: Option<Expr>,
    /// `within 1 day`
    pub within: Option<Period>,
}

/// `measure "opt-in" optin_email after 90 days`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Measure {
    /// The whole clause.
    pub span: Span,
    /// Its name.
    pub name: Text,
    /// What is measured.
    pub value: Expr,
    /// How long after the start.
    pub after: Period,
}

/// `cost 12000 per year` of the programme
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RunningCost {
    /// How much.
    pub amount: Number,
    /// In which time; not every unit is one of costs.
    pub per: PeriodUnit,
    /// Where the unit stands.
    pub per_span: Span,
}
