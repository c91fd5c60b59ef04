//! The value of expressions and the truth of conditions, and when they can change by themselves (language reference 1.2).

use std::borrow::Cow;
use std::cmp::Ordering;

use journey_ir::decimal::Decimal;
use journey_ir::expression::{Arithmetic, Comparison, Condition, Expression, Function, Occurrence, Window};
use journey_ir::history::Happening;
use journey_ir::lookup::LookupArgument;
use journey_ir::operation::Moment;
use journey_ir::program::Program;
use journey_ir::table::{AggregateId, AttributeId, ChannelId, EventId, FieldId, LookupId};
use journey_ir::time::{Instant, Period, Zone, ZoneId};
use journey_ir::value::{Shown, Type, Value};

use super::state::{Enrolment, State};

/// What a condition is asked in: a customer at an instant, perhaps within an enrolment, perhaps at an event.
#[derive(Clone, Copy)]
pub(crate) struct Scope<'a> {
    pub(crate) program: &'a Program,
    pub(crate) state: &'a State,
    pub(crate) now: Instant,
    pub(crate) zone: ZoneId,
    pub(crate) enrolment: Option<&'a Enrolment>,
    pub(crate) current: Option<&'a Happening>,
}

impl<'a> Scope<'a> {
    /// A customer now, outside any enrolment.
    pub(crate) fn of(program: &'a Program, state: &'a State) -> Self {
        Self { program, state, now: state.now, zone: state.zone, enrolment: None, current: None }
    }

    /// The clock by which everything is read. Most questions need none.
    pub(super) fn clock(self) -> &'static Zone {
        self.zone.table()
    }

    pub(crate) fn within(self, enrolment: &'a Enrolment) -> Self {
        Self { enrolment: Some(enrolment), ..self }
    }

    pub(crate) fn at_event(self, happening: &'a Happening) -> Self {
        Self { current: Some(happening), ..self }
    }

    /// Whether a condition holds; one that is not written holds.
    pub(crate) fn satisfies(self, condition: Option<&Condition>) -> bool {
        condition.is_none_or(|condition| self.holds(condition))
    }

    /// Whether a condition holds (language reference 1.1: what touches a missing value is false).
    pub(crate) fn holds(self, condition: &Condition) -> bool {
        match condition {
            Condition::Constant(truth) => *truth,
            Condition::All(parts) => parts.iter().all(|part| self.holds(part)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part)),
            Condition::Not(inner) => !self.holds(inner),
            Condition::Compare { left, operator, right } => {
                let ordering = self.value(left).compare(&self.value(right));
                ordering.is_some_and(|ordering| operator.holds(ordering))
            }
            Condition::In { subject, values } => {
                let subject = self.value(subject);
                values.iter().any(|value| subject.compare(value) == Some(Ordering::Equal))
            }
            Condition::StartsWith { subject, prefix } => {
                matches!(&*self.value(subject), Value::Text(text) if text.starts_with(&**prefix))
            }
            Condition::Known(subject) => self.value(subject).is_known(),
            Condition::Yes(subject) => *self.value(subject) == Value::Boolean(true),
            Condition::Elapsed { since, operator, period } => {
                self.elapses(since, *period).is_some_and(|end| operator.holds(self.now.cmp(&end)))
            }
            Condition::Segment(segment) => self.outside().holds(&self.program.segments[*segment].condition),
            Condition::State(state) => self.state.states[*state].holds(),
            Condition::Ended { state, within } => {
                self.state.states[*state].ended_until(*within).is_some_and(|until| self.now < until)
            }
            Condition::InJourney(journey) => self.state.live_in(*journey).is_some(),
            Condition::EverIn(journey) => self.state.journeys[*journey].last_start.is_some(),
            Condition::Sent { message, by_enrolment: false } => self.state.sent.contains(*message),
            Condition::Sent { message, by_enrolment: true } => {
                self.enrolment.is_some_and(|enrolment| enrolment.sent.contains(*message))
            }
            Condition::Engaged { engagement, by_enrolment: false } => self.state.engaged.contains_key(engagement),
            Condition::Engaged { engagement, by_enrolment: true } => {
                self.enrolment.is_some_and(|enrolment| enrolment.memory.engaged.contains_key(engagement))
            }
        }
    }

    /// Whether an enrolment may not advance now (5.7).
    pub(crate) fn is_paused(self, enrolment: &'a Enrolment) -> bool {
        let pause = self.program.journeys[enrolment.journey].pause.as_ref();
        pause.is_some_and(|pause| self.within(enrolment).holds(pause))
    }

    /// A segment knows neither enrolment nor event.
    pub(super) fn outside(self) -> Self {
        Self { enrolment: None, current: None, ..self }
    }

    /// The instant x ⊕ D of a `since(x)`.
    fn elapses(self, since: &Expression, period: Period) -> Option<Instant> {
        match &*self.value(since) {
            Value::Instant(instant) => Some(self.clock().plus(*instant, period)),
            _ => None,
        }
    }

    /// The value of an expression.
    pub(crate) fn value<'b>(self, expression: &'b Expression) -> Cow<'b, Value>
    where
        'a: 'b,
    {
        let owned = match expression {
            Expression::Constant(value) => return Cow::Borrowed(value),
            Expression::Attribute(id) => return self.attribute(*id),
            Expression::Field { of, event, field } => return self.field(*of, *event, *field),
            Expression::Now => Value::Instant(self.now),
            Expression::Today => Value::Date(self.clock().date(self.now)),
            Expression::Start => self.enrolment.map_or(Value::Missing, |enrolment| Value::Instant(enrolment.started)),
            Expression::History(aggregate) => self.history(*aggregate),
            Expression::Arithmetic { operator, left, right } => {
                arithmetic(*operator, &self.value(left), &self.value(right))
            }
            Expression::Shift { moment, period, back } => self.shift(&self.value(moment), *period, *back),
            Expression::DaysBetween(later, earlier) => match (&*self.value(later), &*self.value(earlier)) {
                (Value::Date(later), Value::Date(earlier)) => Value::Integer(i64::from(later.0) - i64::from(earlier.0)),
                _ => Value::Missing,
            },
            Expression::SecondsBetween(later, earlier) => match (&*self.value(later), &*self.value(earlier)) {
                (Value::Instant(later), Value::Instant(earlier)) => Value::Integer(later.0 - earlier.0),
                _ => Value::Missing,
            },
            Expression::MonthOf(date) => self.day_part(date, |(_, month, _)| month),
            Expression::DayOf(date) => self.day_part(date, |(_, _, day)| day),
            Expression::Wall(wall) => Value::Instant(self.clock().instant(wall.date, wall.time)),
            Expression::Midnight(date) => match &*self.value(date) {
                Value::Date(date) => Value::Instant(self.clock().midnight(*date)),
                _ => Value::Missing,
            },
            Expression::DateOf(instant) => match &*self.value(instant) {
                Value::Instant(instant) => Value::Date(self.clock().date(*instant)),
                _ => Value::Missing,
            },
            Expression::Lookup { table, arguments } => return self.lookup(*table, arguments),
            Expression::Match(cases) => {
                let case = cases.iter().find(|case| self.holds(&case.when));
                return case.map_or(Cow::Owned(Value::Missing), |case| self.value(&case.value));
            }
        };
        Cow::Owned(owned)
    }

    /// The value of an attribute; a computed one knows neither enrolment nor event (language reference 9.1).
    pub(crate) fn attribute<'b>(self, id: AttributeId) -> Cow<'b, Value>
    where
        'a: 'b,
    {
        match &self.program.attributes[id].computed {
            Some(computed) => self.outside().value(computed),
            None => self.state.attributes.get(usize::from(id.0)).map_or(Cow::Owned(Value::Missing), Cow::Borrowed),
        }
    }

    /// What a table says; nothing is found where something that is looked for is missing (language reference 9.3).
    fn lookup<'b>(self, table: LookupId, arguments: &[LookupArgument]) -> Cow<'b, Value>
    where
        'a: 'b,
    {
        let table = &self.program.lookups[table];
        let keys: Option<Vec<String>> = (arguments.iter())
            .map(|argument| {
                let value = self.value(&argument.value);
                let channel = |id: ChannelId| self.program.channels[id].name.as_str();
                let shown = Shown { value: &value, kind: &argument.kind, channel: &channel };
                value.is_known().then(|| shown.to_string())
            })
            .collect();
        let row = keys.and_then(|keys| table.row(&keys.iter().map(String::as_str).collect::<Vec<_>>()));
        row.map_or(Cow::Owned(Value::Missing), |row| Cow::Borrowed(&row.value))
    }

    fn field<'b>(self, of: Occurrence, event: EventId, field: FieldId) -> Cow<'b, Value>
    where
        'a: 'b,
    {
        let happening = match of {
            Occurrence::Current => self.current,
            Occurrence::Start => self.enrolment.and_then(|enrolment| enrolment.event.as_ref()),
            Occurrence::Awaited(slot) => {
                self.enrolment.and_then(|enrolment| enrolment.memory.awaited.get(usize::from(slot))?.as_ref())
            }
        };
        happening
            .filter(|happening| happening.event == event)
            .and_then(|happening| happening.fields.get(usize::from(field.0)))
            .map_or(Cow::Owned(Value::Missing), Cow::Borrowed)
    }

    fn history(self, id: AggregateId) -> Value {
        let aggregate = &self.program.aggregates[id];
        let kind = aggregate.field.map(|field| &self.program.events[aggregate.event].fields[field].kind);
        let tally = match aggregate.window {
            Window::SinceStart => self.enrolment.and_then(|enrolment| enrolment.tally(id)),
            Window::Ever | Window::Last(_) => Some(&self.state.tallies[id]),
        };
        tally.map_or_else(|| nothing(aggregate.function, kind), |tally| tally.value(aggregate, kind))
    }

    fn shift(self, moment: &Value, period: Period, back: bool) -> Value {
        let period = if back { period.negated() } else { period };
        match moment {
            Value::Date(date) => Value::Date(date.plus(period)),
            Value::Instant(instant) => Value::Instant(self.clock().plus(*instant, period)),
            _ => Value::Missing,
        }
    }

    fn day_part(self, date: &Expression, part: fn((i32, u32, u32)) -> u32) -> Value {
        match &*self.value(date) {
            Value::Date(date) => Value::Integer(i64::from(part(date.ymd()))),
            Value::Instant(instant) => Value::Integer(i64::from(part(self.clock().date(*instant).ymd()))),
            _ => Value::Missing,
        }
    }

    /// The instant of a moment whose expression has this value (language reference 2.4).
    pub(crate) fn instant(self, moment: &Moment, value: &Value) -> Option<Instant> {
        match value {
            Value::Date(date) => Some(self.clock().instant(*date, moment.time.unwrap_or(moment.date_time))),
            Value::Instant(instant) => Some(match moment.time {
                Some(time) => self.clock().instant(self.clock().date(*instant), time),
                None => *instant,
            }),
            _ => None,
        }
    }

    /// The first instant after now at which a condition can change although nothing comes in.
    pub(crate) fn next_change(self, condition: &Condition) -> Option<Instant> {
        match condition {
            Condition::Constant(_)
            | Condition::State(_)
            | Condition::InJourney(_)
            | Condition::EverIn(_)
            | Condition::Sent { .. }
            | Condition::Engaged { .. } => None,
            Condition::All(parts) | Condition::Any(parts) => {
                parts.iter().filter_map(|part| self.next_change(part)).min()
            }
            Condition::Not(inner) => self.next_change(inner),
            Condition::Compare { left: Expression::Now, operator, right } => {
                earlier(self.crossing(&self.value(right), *operator), self.next_move(right))
            }
            Condition::Compare { left, operator, right: Expression::Now } => {
                earlier(self.crossing(&self.value(left), mirrored(*operator)), self.next_move(left))
            }
            Condition::Compare { left, right, .. } => earlier(self.next_move(left), self.next_move(right)),
            Condition::In { subject, .. }
            | Condition::StartsWith { subject, .. }
            | Condition::Known(subject)
            | Condition::Yes(subject) => self.next_move(subject),
            Condition::Elapsed { since, operator, period } => {
                let end = self.elapses(since, *period).map_or(Value::Missing, Value::Instant);
                earlier(self.crossing(&end, *operator), self.next_move(since))
            }
            Condition::Segment(segment) => self.outside().next_change(&self.program.segments[*segment].condition),
            Condition::Ended { state, within } => {
                self.state.states[*state].ended_until(*within).filter(|until| *until > self.now)
            }
        }
    }

    /// When `now OPERATOR end` can change.
    fn crossing(self, end: &Value, operator: Comparison) -> Option<Instant> {
        let Value::Instant(end) = end else { return None };
        let past = end.plus_seconds(1);
        match operator {
            Comparison::AtLeast | Comparison::Less => [*end, *end],
            Comparison::Greater | Comparison::AtMost => [past, past],
            Comparison::Equal | Comparison::NotEqual => [*end, past],
        }
        .into_iter()
        .find(|&change| change > self.now)
    }

    /// The first instant after now at which an expression can change although nothing comes in.
    pub(crate) fn next_move(self, expression: &Expression) -> Option<Instant> {
        match expression {
            Expression::Constant(_) | Expression::Field { .. } | Expression::Start | Expression::Wall(_) => None,
            Expression::Attribute(id) => {
                self.program.attributes[*id].computed.as_ref().and_then(|computed| self.outside().next_move(computed))
            }
            Expression::Lookup { arguments, .. } => {
                arguments.iter().filter_map(|argument| self.next_move(&argument.value)).min()
            }
            Expression::Match(cases) => (cases.iter())
                .filter_map(|case| earlier(self.next_change(&case.when), self.next_move(&case.value)))
                .min(),
            Expression::Now => Some(self.now.plus_seconds(1)),
            Expression::Today => Some(self.clock().next_midnight(self.now)),
            Expression::History(id) => match self.program.aggregates[*id].window {
                Window::Last(_) => self.state.tallies[*id].next_change(),
                Window::Ever | Window::SinceStart => None,
            },
            Expression::Arithmetic { left, right, .. }
            | Expression::DaysBetween(left, right)
            | Expression::SecondsBetween(left, right) => earlier(self.next_move(left), self.next_move(right)),
            Expression::Shift { moment: inner, .. }
            | Expression::MonthOf(inner)
            | Expression::DayOf(inner)
            | Expression::Midnight(inner)
            | Expression::DateOf(inner) => self.next_move(inner),
        }
    }
}

/// The earlier of two instants that may not come.
pub(crate) fn earlier(a: Option<Instant>, b: Option<Instant>) -> Option<Instant> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}

/// `x < now` is `now > x`.
fn mirrored(operator: Comparison) -> Comparison {
    match operator {
        Comparison::Less => Comparison::Greater,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Greater => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
        Comparison::Equal | Comparison::NotEqual => operator,
    }
}

/// The value of a function of no occurrence.
fn nothing(function: Function, kind: Option<&Type>) -> Value {
    match function {
        Function::Count => Value::Integer(0),
        Function::Sum if kind == Some(&Type::Integer) => Value::Integer(0),
        Function::Sum => Value::Decimal(Decimal::ZERO),
        Function::Min | Function::Max | Function::Average | Function::First | Function::Last => Value::Missing,
    }
}

fn arithmetic(operator: Arithmetic, left: &Value, right: &Value) -> Value {
    if let (Value::Integer(left), Value::Integer(right)) = (left, right) {
        let whole = match operator {
            Arithmetic::Plus => Some(left.checked_add(*right)),
            Arithmetic::Minus => Some(left.checked_sub(*right)),
            Arithmetic::Times => Some(left.checked_mul(*right)),
            Arithmetic::Over => None,
        };
        if let Some(whole) = whole {
            return whole.map_or(Value::Missing, Value::Integer);
        }
    }
    let (Some(left), Some(right)) = (left.number(), right.number()) else { return Value::Missing };
    match operator {
        Arithmetic::Plus => left.plus(right),
        Arithmetic::Minus => left.minus(right),
        Arithmetic::Times => left.times(right),
        Arithmetic::Over => left.over(right),
    }
    .into()
}
