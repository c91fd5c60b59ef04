//! Scenarios (language reference 8).

use super::Bad;
use super::expr::Expr;
use super::literal::{Date, Name, Period, Text, Time};
use super::pressure::Selector;
use journey_ir::program::EngagementKind;
use journey_ir::records::End;
use journey_ir::span::Span;

/// `scenario "a new member" { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Scenario {
    /// The whole item.
    pub span: Span,
    /// Its title.
    pub title: Text,
    /// What is in it, in source order.
    pub items: Vec<ScenarioItem>,
}

/// One thing in a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioItem {
    /// The whole of it.
    pub span: Span,
    /// Which.
    pub kind: ScenarioItemKind,
}

/// The things in a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ScenarioItemKind {
    /// `customer { tier gold }`
    Customer(Given),
    /// `from 2026-01-01`
    From(Day),
    /// `until 2026-06-30`
    Until(Day),
    /// `holdout yes`
    Holdout(bool),
    /// `arm bienvenue/objet = court`
    Arm(ArmChoice),
    /// `2026-01-05 09:00  joined_club`
    Dated(Dated),
    /// `expect exactly { … }`
    Lines(ExpectLines),
    /// `expect vip at 2026-02-01`
    Condition(Expr, When),
    /// `never sms until 2026-06-30`
    Never(Selector, Option<Day>),
    /// Could not be read.
    Bad(Bad),
}

/// Values in braces: of attributes, or of an event's fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Given {
    /// What is given, in source order.
    pub values: Vec<GivenValue>,
    /// What could not be read.
    pub bad: Vec<Bad>,
}

/// `tier gold`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GivenValue {
    /// The whole of it.
    pub span: Span,
    /// The attribute or field.
    pub name: Name,
    /// A literal or a word.
    pub value: Expr,
}

/// A date that is written out, with a time or without.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Day {
    /// The date.
    pub date: Date,
    /// The time of day.
    pub time: Option<Time>,
}

/// When a line is: at a date, or so long after the line before it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct When {
    /// The whole of it.
    pub span: Span,
    /// The day.
    pub day: WhenDay,
    /// The time of day.
    pub time: Option<Time>,
}

/// The day of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhenDay {
    /// `2026-01-05`
    Date(Date),
    /// `+7 days`
    Later(Period),
}

/// A choice that is otherwise left to the hash.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ArmChoice {
    /// The journey, when it is named.
    pub journey: Option<Name>,
    /// The split.
    pub split: Name,
    /// The arm.
    pub arm: Name,
}

/// Something that happens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Dated {
    /// When.
    pub when: When,
    /// What.
    pub what: DatedKind,
}

/// What can happen.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DatedKind {
    /// `purchase { amount 40 }`
    Event(Name, Given),
    /// `set tier = silver`
    Set(Name, Expr),
    /// `contact welcome by email`: a contact of the past
    Contact {
        /// The message.
        message: Name,
        /// The channel.
        channel: Name,
    },
    /// `opened welcome`
    Engaged {
        /// What the customer did with it.
        kind: EngagementKind,
        /// The message.
        message: Name,
    },
}

/// `expect { … }`, `expect exactly { … }`, `expect exactly in J { … }`
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExpectLines {
    /// Whether nothing else may be sent or skipped.
    pub exactly: bool,
    /// Only of this journey.
    pub journey: Option<Name>,
    /// The lines, in source order.
    pub lines: Vec<Expected>,
    /// What could not be read.
    pub bad: Vec<Bad>,
}

/// One expected line.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    /// The whole line.
    pub span: Span,
    /// When.
    pub when: When,
    /// What.
    pub what: ExpectedKind,
}

/// What can be expected.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExpectedKind {
    /// `welcome by email`
    Sent(Name, Name),
    /// `welcome skipped capped`: the message, and the reason's word
    Skipped(Name, Name),
    /// `enters bienvenue`
    Enters(Name),
    /// `leaves bienvenue completed`: the journey, and how
    Leaves(Name, End),
    /// `task "Call Camille"`: its words, filled in
    Task(Text),
}
