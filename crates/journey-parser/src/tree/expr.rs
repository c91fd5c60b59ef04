//! Expressions (language reference 1.2).

use super::literal::{Date, DateTime, Name, Number, Path, Percent, Period, Text, Time};
use journey_ir::span::Span;

/// An expression.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expr {
    /// The whole of it, with its parentheses when it stands in some.
    pub span: Span,
    /// What it is.
    pub kind: ExprKind,
}

/// The kinds of expression. Depth is bounded by the parser's nesting limit, so walking it recursively is safe.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ExprKind {
    /// `a or b or c`: two or more
    Or(Vec<Expr>),
    /// `a and b and c`: two or more
    And(Vec<Expr>),
    /// `not a`
    Not(Box<Expr>),
    /// `a == b`
    Compare {
        /// The operator.
        op: CompareOp,
        /// Where the operator is.
        op_span: Span,
        /// What stands before it.
        left: Box<Expr>,
        /// What stands after it.
        right: Box<Expr>,
    },
    /// `a in (b, c)`: one or more values
    In {
        /// What is looked for.
        value: Box<Expr>,
        /// Among what.
        list: Vec<Expr>,
    },
    /// `a starts with "b"`
    StartsWith {
        /// The whole text.
        value: Box<Expr>,
        /// Its beginning.
        prefix: Box<Expr>,
    },
    /// `a is known`
    IsKnown(Box<Expr>),
    /// `a is missing`
    IsMissing(Box<Expr>),
    /// `a + b`
    Arithmetic {
        /// The operator.
        op: ArithmeticOp,
        /// Where the operator is.
        op_span: Span,
        /// What stands before it.
        left: Box<Expr>,
        /// What stands after it.
        right: Box<Expr>,
    },
    /// `-a`
    Negate(Box<Expr>),
    /// `12`, `0.5`
    Number(Number),
    /// `2%`
    Percent(Percent),
    /// `"…"`
    Text(Text),
    /// `yes`, `no`
    Boolean(bool),
    /// `2026-11-27`
    Date(Date),
    /// `2026-11-27 09:00`
    DateTime(DateTime),
    /// `09:00`
    Time(Time),
    /// `3 days`
    Period(Period),
    /// An attribute, field, segment or value, perhaps dotted. Never begins with `start`, see [`ExprKind::StartField`].
    Path(Path),
    /// `today`
    Today,
    /// `now`
    Now,
    /// `start`: the instant of the enrolment's start
    Start,
    /// `start.amount`: a field of the starting event
    StartField(Name),
    /// `month of d`, `day of d`
    DatePart {
        /// Which part.
        part: DatePart,
        /// Of what date.
        of: Box<Expr>,
    },
    /// `count(E …)`, `sum(E.field …)`
    Aggregate {
        /// What is computed.
        function: Aggregate,
        /// The event.
        event: Name,
        /// The field: absent for `count`, present for the others.
        field: Option<Name>,
        /// After `where`.
        filter: Option<Box<Expr>>,
        /// Which past.
        window: Option<Window>,
    },
    /// `first(E …)`, `last(E …)`, with `.field` or as an instant
    Pick {
        /// Which one.
        which: Pick,
        /// The event.
        event: Name,
        /// After `where`.
        filter: Option<Box<Expr>>,
        /// Which past.
        window: Option<Window>,
        /// The field behind the parenthesis; without it, the event's instant.
        field: Option<Name>,
    },
    /// `since(x)`
    Since(Box<Expr>),
    /// `reps(postal, product)`
    Lookup {
        /// The table.
        table: Name,
        /// What is looked for; one or more.
        arguments: Vec<Expr>,
    },
    /// `complaining ended within 7 days`
    Ended {
        /// The state.
        state: Box<Expr>,
        /// How long ago at most.
        within: Period,
    },
    /// `in_journey(J)`
    InJourney(Name),
    /// `ever_in(J)`
    EverIn(Name),
    /// `sent(M)`, `opened(M)`, …
    Engagement {
        /// What happened.
        kind: Engagement,
        /// With which message.
        message: Name,
    },
}

impl ExprKind {
    /// Whether it holds or not, whatever the names in it mean.
    pub(crate) fn is_condition(&self) -> bool {
        matches!(
            self,
            Self::Or(_)
                | Self::And(_)
                | Self::Not(_)
                | Self::Compare { .. }
                | Self::In { .. }
                | Self::StartsWith { .. }
                | Self::IsKnown(_)
                | Self::IsMissing(_)
                | Self::Ended { .. }
                | Self::InJourney(_)
                | Self::EverIn(_)
                | Self::Engagement { .. }
        )
    }
}

/// `== != < <= > >=`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CompareOp {
    /// `==`
    Equal,
    /// `!=`
    NotEqual,
    /// `<`
    Less,
    /// `<=`
    LessOrEqual,
    /// `>`
    Greater,
    /// `>=`
    GreaterOrEqual,
}

/// `+ - * /`
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ArithmeticOp {
    /// `+`
    Add,
    /// `-`
    Subtract,
    /// `*`
    Multiply,
    /// `/`
    Divide,
}

/// A part of a date.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DatePart {
    /// `month of`
    Month,
    /// `day of`
    Day,
}

/// A function over the events of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Aggregate {
    /// `count`
    Count,
    /// `sum`
    Sum,
    /// `min`
    Min,
    /// `max`
    Max,
    /// `average`
    Average,
}

/// One event among those of a window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Pick {
    /// `first`
    First,
    /// `last`
    Last,
}

/// What happened with a message.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Engagement {
    /// `sent`
    Sent,
    /// `opened`
    Opened,
    /// `clicked`
    Clicked,
    /// `bounced`
    Bounced,
    /// `unsubscribed`
    Unsubscribed,
}

/// The part of the past that a history looks at.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Window {
    /// `last 30 days`
    Last(Period),
    /// `since start`
    SinceStart(Span),
}
