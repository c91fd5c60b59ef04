//! Contact pressure and rules (language reference 4), and what a journey protects from.

use super::Bad;
use super::expr::Expr;
use super::item::PurposeWord;
use super::journey::StartSubject;
use super::literal::{Name, Number, Period};
use journey_ir::span::Span;
use journey_ir::time::CalendarUnit;

/// `pressure { … }` (language reference 4)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pressure {
    /// The whole item.
    pub span: Span,
    /// Its rules, in source order.
    pub rules: Vec<PressureRule>,
}

/// One rule of contact pressure.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PressureRule {
    /// `at most N SELECTOR per D [for C]`
    Cap(Cap),
    /// `at least D between SELECTOR [for C]`
    Spacing(Spacing),
    /// `no SELECTOR while C`, `no SELECTOR within D after E`
    Exclusion(Exclusion),
    /// `look ahead 7 days`
    LookAhead {
        /// The whole rule.
        span: Span,
        /// How far.
        period: Period,
    },
    /// Could not be read.
    Bad(Bad),
}

impl PressureRule {
    /// The whole rule.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Cap(cap) => cap.span,
            Self::Spacing(spacing) => spacing.span,
            Self::Exclusion(exclusion) => exclusion.span,
            Self::LookAhead { span, .. } => *span,
            Self::Bad(bad) => bad.span,
        }
    }
}

/// A cap.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Cap {
    /// The whole rule.
    pub span: Span,
    /// How many at most.
    pub limit: Number,
    /// What is counted.
    pub counted: Counted,
    /// In which window.
    pub per: CapPer,
    /// For whom; asked at the send.
    pub audience: Option<Expr>,
}

/// The window of a cap.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CapPer {
    /// `per 7 days`
    Sliding(Period),
    /// `per calendar week`
    Calendar(CalendarUnit),
}

/// A shortest time between two contacts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Spacing {
    /// The whole rule.
    pub span: Span,
    /// How long.
    pub period: Period,
    /// Between which contacts.
    pub selector: Selector,
    /// For whom; asked at the send.
    pub audience: Option<Expr>,
}

/// Contacts that must not go for a time.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// The whole rule.
    pub span: Span,
    /// Which contacts.
    pub selector: Selector,
    /// When.
    pub when: ExclusionTime,
}

/// When contacts must not go.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExclusionTime {
    /// `while C`
    While(Expr),
    /// `within D after|before …`
    Within {
        /// D.
        period: Period,
        /// `before`, not `after`.
        before: bool,
        /// An event, or an attribute that is a date.
        subject: StartSubject,
        /// After `where`.
        filter: Option<Expr>,
    },
}

/// What a cap counts.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Counted {
    /// Contacts that the selector matches.
    Contacts(Selector),
    /// `weight`: the weights of channels, over all contacts that are counted without a purpose.
    Weight(Span),
}

/// `any call`, `commercial sms except tagged onboarding` (language reference 4.1)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Selector {
    /// The whole of it.
    pub span: Span,
    /// All of these must match; one or more.
    pub terms: Vec<SelectorTerm>,
    /// None of these may match. They have no `except` of their own.
    pub except: Vec<Selector>,
}

/// One word of a selector.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SelectorTerm {
    /// `any`: whatever the purpose
    Any(Span),
    /// A purpose.
    Purpose(PurposeWord),
    /// A channel or a message, by name.
    Name(Name),
    /// `message X`
    Message(Name),
    /// `tagged X`
    Tagged(Name),
    /// `topic X`
    Topic(Name),
    /// `journey J`
    Journey(Name),
}

/// `rules { … }` (language reference 4)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rules {
    /// The whole item.
    pub span: Span,
    /// Its rules, in source order.
    pub rules: Vec<ContactRule>,
}

/// One rule about contacts that must keep away from each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ContactRule {
    /// `never A and B within D`, `A not within D after B`
    Apart(Apart),
    /// `exclusive O1, O2, …`
    Exclusive(Exclusive),
    /// Could not be read.
    Bad(Bad),
}

impl ContactRule {
    /// The whole rule.
    #[must_use]
    pub fn span(&self) -> Span {
        match self {
            Self::Apart(apart) => apart.span,
            Self::Exclusive(exclusive) => exclusive.span,
            Self::Bad(bad) => bad.span,
        }
    }
}

/// Offers of which a customer never has two alive.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusive {
    /// The whole rule.
    pub span: Span,
    /// The offers; one or more, as written.
    pub offers: Vec<Name>,
}

/// Two kinds of contacts that keep away from each other.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Apart {
    /// The whole rule.
    pub span: Span,
    /// The side that is written first.
    pub one: Selector,
    /// The other one.
    pub other: Selector,
    /// How far.
    pub period: Period,
    /// `never`: in either order; otherwise only the first one keeps away from the other.
    pub either_order: bool,
}

/// `protect from SELECTOR …` (language reference 5.7)
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Protection {
    /// From what.
    pub selector: Selector,
    /// For how long; unsaid: `while enrolled`.
    pub period: Option<Period>,
}
