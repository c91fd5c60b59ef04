//! Expressions, conditions and what they ask of a customer's history (language reference 1.2).
//!
//! Everything here is typed and resolved: names are identifiers, words of a `one of` are places in its list, and a date
//! that is compared with an instant stands in [`Expression::Midnight`].

use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::lookup::LookupArgument;
use crate::program::EngagementWith;
use crate::span::Span;
use crate::table::{AggregateId, AttributeId, EventId, FieldId, JourneyId, LookupId, MessageId, SegmentId, StateId};
use crate::time::{Period, WallTime};
use crate::value::Value;

/// Which event's fields an expression reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Occurrence {
    /// The event under the eye: in a `where`, in a goal's `worth`, in the key of `again per FIELD`.
    Current,
    /// The event that started the enrolment (`start.amount`, or the event's name in a journey started by it). Missing
    /// values when the enrolment was not started by an event of the kind that is read.
    Start,
    /// The event that ended the wait with this number in the journey (the event's name within the wait's block).
    Awaited(u16),
}

/// Something that has a value for one customer at one instant.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Expression {
    /// A constant.
    Constant(Value),
    /// The customer's attribute; in a history `where`, as it was at the event. A computed one is what its expression gives
    /// now, outside any enrolment (language reference 9.1).
    Attribute(AttributeId),
    /// A field of an event.
    Field {
        /// Which occurrence.
        of: Occurrence,
        /// Its kind: an occurrence of another kind has no such field, so the value is missing.
        event: EventId,
        /// The field.
        field: FieldId,
    },
    /// The instant itself (`now`).
    Now,
    /// The day in the customer's zone (`today`).
    Today,
    /// The instant at which the enrolment started (`start`).
    Start,
    /// A function of the customer's history.
    History(AggregateId),
    /// Arithmetic on numbers. Integers stay integers except under `/`; a result out of range is missing.
    Arithmetic {
        /// What is done.
        operator: Arithmetic,
        /// The left operand.
        left: Box<Expression>,
        /// The right operand.
        right: Box<Expression>,
    },
    /// A date or instant moved by a period: ⊕, or ⊖ when `back` (language reference 2.2).
    Shift {
        /// What is moved.
        moment: Box<Expression>,
        /// By how much. A date is moved by days, weeks, months and years only.
        period: Period,
        /// Towards the past.
        back: bool,
    },
    /// Whole days from the second date to the first, an integer (`date − date`).
    DaysBetween(Box<Expression>, Box<Expression>),
    /// Seconds from the second instant to the first, an integer (`datetime − datetime`).
    SecondsBetween(Box<Expression>, Box<Expression>),
    /// The month of a date, 1 to 12.
    MonthOf(Box<Expression>),
    /// The day of a date, 1 to 31.
    DayOf(Box<Expression>),
    /// The first instant of a date in the customer's zone: what a date is beside an instant (language reference 2.4).
    Midnight(Box<Expression>),
    /// A date with a time of day that is written out (`2026-11-27 09:00`): that instant in the customer's zone.
    Wall(WallTime),
    /// The date of an instant in the customer's zone.
    DateOf(Box<Expression>),
    /// What a table says; missing when it has no such row, or when something that is looked for is missing (language
    /// reference 9.3).
    Lookup {
        /// The table.
        table: LookupId,
        /// What is looked for in each of its columns.
        arguments: Vec<LookupArgument>,
    },
    /// The value of the first case whose condition holds; missing when none does (language reference 9.1).
    Match(Vec<Case>),
}

/// A case of [`Expression::Match`].
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Case {
    /// When it counts; `else` always does.
    pub when: Condition,
    /// Its value.
    pub value: Expression,
}

/// An operator on numbers.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Arithmetic {
    /// `+`
    Plus,
    /// `-`
    Minus,
    /// `*`
    Times,
    /// `/`: a decimal; division by zero is missing.
    Over,
}

/// A comparison.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Comparison {
    /// `==`
    Equal,
    /// `!=`: false, too, when either side is missing.
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    AtMost,
    /// `>`
    Greater,
    /// `>=`
    AtLeast,
}

impl Comparison {
    /// Whether two things that compare as `ordering` satisfy it.
    #[must_use]
    pub fn holds(self, ordering: std::cmp::Ordering) -> bool {
        match self {
            Self::Equal => ordering.is_eq(),
            Self::NotEqual => ordering.is_ne(),
            Self::Less => ordering.is_lt(),
            Self::AtMost => ordering.is_le(),
            Self::Greater => ordering.is_gt(),
            Self::AtLeast => ordering.is_ge(),
        }
    }
}

/// Something that holds or not for one customer at one instant. Two-valued: whatever touches a missing value is false,
/// and `not` of it is true (language reference 1.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Always, or never.
    Constant(bool),
    /// `and`
    All(Vec<Condition>),
    /// `or`
    Any(Vec<Condition>),
    /// `not`
    Not(Box<Condition>),
    /// A comparison of two values of comparable types.
    Compare {
        /// The left operand. [`Expression::Now`] stands alone on one side or nowhere in a comparison.
        left: Expression,
        /// The comparison.
        operator: Comparison,
        /// The right operand.
        right: Expression,
    },
    /// `x in (a, b)`
    In {
        /// What is looked for.
        subject: Expression,
        /// Constants of its type.
        values: Vec<Value>,
    },
    /// `x starts with "…"`
    StartsWith {
        /// A text.
        subject: Expression,
        /// Its beginning.
        #[serde(with = "crate::words::shared_text")]
        #[schemars(with = "String")]
        prefix: Arc<str>,
    },
    /// `x is known`; `x is missing` is its negation.
    Known(Expression),
    /// A boolean that is `yes`.
    Yes(Expression),
    /// `since(x) >= D`, read as a comparison of now with x ⊕ D; false when x is missing (language reference 1.2, 2.2).
    Elapsed {
        /// The instant x.
        since: Expression,
        /// How now compares with x ⊕ D.
        operator: Comparison,
        /// D.
        period: Period,
    },
    /// A segment.
    Segment(SegmentId),
    /// A state that holds (language reference 9.2).
    State(StateId),
    /// `S ended within D`: S does not hold and ended last at s, with s ≤ now < s ⊕ D in the zone that the customer had then.
    Ended {
        /// S.
        state: StateId,
        /// D.
        within: Period,
    },
    /// `in_journey(J)`: the customer has a live enrolment in it.
    InJourney(JourneyId),
    /// `ever_in(J)`: the customer has, or had in this run, an enrolment in it.
    EverIn(JourneyId),
    /// `sent(M)`: inside an enrolment, sent by that enrolment; elsewhere, ever sent.
    Sent {
        /// The message.
        message: MessageId,
        /// By this enrolment only.
        by_enrolment: bool,
    },
    /// `opened(M)` and the like: inside an enrolment, of a contact of that enrolment; elsewhere, ever.
    Engaged {
        /// What, with which message.
        engagement: EngagementWith,
        /// With a contact of this enrolment only.
        by_enrolment: bool,
    },
}

/// A function of a customer's history, kept up to date as events arrive.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Aggregate {
    /// What is computed.
    pub function: Function,
    /// Of which events.
    pub event: EventId,
    /// Of those for which this holds, decided when the event happens. It reads the event's fields
    /// ([`Occurrence::Current`]) and attributes, nothing else.
    pub filter: Option<Condition>,
    /// Of which field; nothing for `count`, and for the instant of `first` and `last`.
    pub field: Option<FieldId>,
    /// Since when.
    pub window: Window,
}

/// What an [`Aggregate`] computes. Missing field values are passed over by `sum`, `min`, `max` and `average`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Function {
    /// How many; of nothing 0.
    Count,
    /// The sum, of the field's own number type; of nothing 0.
    Sum,
    /// The smallest; of nothing missing.
    Min,
    /// The largest; of nothing missing.
    Max,
    /// The average, a decimal; of nothing missing.
    Average,
    /// The field (or instant) of the first occurrence; of nothing missing.
    First,
    /// The field (or instant) of the last occurrence; of nothing missing.
    Last,
}

/// Which occurrences an [`Aggregate`] sees.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Window {
    /// All.
    Ever,
    /// Those at s with s ≤ now < s ⊕ D, in the zone that the customer had at s (language reference 2.1, 2.3).
    Last(Period),
    /// Those processed after the start of the enrolment that asks: the starting event itself is not among them.
    SinceStart,
}

/// A named condition.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Segment {
    /// Its name.
    pub name: String,
    /// What it stands for. Segments do not refer to one another in a circle: the parser refuses it.
    pub condition: Condition,
    /// Where it is declared.
    pub span: Span,
}
