//! Offers (language reference 3).

use super::Bad;
use super::journey::Active;
use super::literal::{Name, Number, Period, Text};
use journey_ir::span::Span;

/// `offer welcome10 "Bienvenue" { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Offer {
    /// The whole item.
    pub span: Span,
    /// Its name.
    pub name: Name,
    /// Its title.
    pub title: Option<Text>,
    /// Its clauses, in source order.
    pub clauses: Vec<OfferClause>,
}

/// One clause of an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OfferClause {
    /// The whole clause.
    pub span: Span,
    /// Which.
    pub kind: OfferClauseKind,
}

/// The clauses of an offer.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OfferClauseKind {
    /// `benefit "10 %"`
    Benefit(Text),
    /// `valid 30 days`
    ValidFor(Period),
    /// `valid from A to B`, `valid A to B`, `valid from A`, `valid until B`: written like `active` of a journey
    ValidDates(Active),
    /// `cost 8.00 per use`
    Cost(Number),
    /// Could not be read.
    Bad(Bad),
}
