//! Findings that are accepted, and what the checker may assume (language reference 9.10).

use super::Bad;
use super::literal::{Date, Name, Number, Period, PeriodUnit, Text};
use journey_ir::span::Span;

/// `allow no-content with email because "…" until 2026-12-31`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Allow {
    /// The whole of it.
    pub span: Span,
    /// The rule whose findings are accepted.
    pub rule: Name,
    /// Only those that are about this, too.
    pub with: Option<Name>,
    /// Why.
    pub because: Text,
    /// To be looked at again from this day on.
    pub until: Date,
}

/// `assume { purchase at most 3 per day  audience welcome about 40000 }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Assume {
    /// The whole item.
    pub span: Span,
    /// How often events happen, in source order.
    pub rates: Vec<Rate>,
    /// How large audiences are, in source order.
    pub audiences: Vec<Audience>,
    /// What could not be read.
    pub bad: Vec<Bad>,
}

/// `purchase at most 3 per day`, `purchase at most 20 per 30 days`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rate {
    /// The whole of it.
    pub span: Span,
    /// Of which event.
    pub event: Name,
    /// How many for one customer.
    pub limit: Number,
    /// In which time.
    pub per: RatePer,
}

/// In which time so many events happen at most.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RatePer {
    /// `per day`
    Unit(PeriodUnit),
    /// `per 30 days`
    Period(Period),
}

/// `audience welcome about 40000`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Audience {
    /// The whole of it.
    pub span: Span,
    /// Of which journey.
    pub journey: Name,
    /// How many customers.
    pub about: Number,
}
