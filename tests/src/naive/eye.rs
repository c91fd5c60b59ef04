//! What expressions and conditions say at one instant (language reference 1.1, 1.2).

use std::cmp::Ordering;

use journey_ir::expression::{Arithmetic, Condition, Expression, Occurrence};
use journey_ir::history::{Happening, Input};
use journey_ir::records::Outcome;
use journey_ir::table::{EventId, Id, MessageId};
use journey_ir::time::{Instant, Period, ZoneId};
use journey_ir::value::Value;

use super::past::Past;
use super::world::{Begin, Life, World};

/// Someone who asks something: when, for which enrolment, and about which event.
#[derive(Clone, Copy)]
pub struct Eye<'w> {
    /// Everything that has been decided so far; in a history `where` nothing of it may be asked.
    pub world: Option<&'w World<'w>>,
    pub past: Past<'w>,
    pub now: Instant,
    /// What `now` and `today` say: in a moment that is followed, the instant at which the wait began.
    pub clock: Instant,
    pub zone: ZoneId,
    /// The start of the enrolment, or the one that is asked for.
    pub begin: Option<&'w Begin>,
    pub life: Option<&'w Life>,
    pub current: Option<&'w Happening>,
}

impl<'w> Eye<'w> {
    /// Whether this event is of that kind and passes the filter.
    pub fn sees(mut self, event: EventId, filter: Option<&Condition>, happening: &'w Happening) -> bool {
        self.current = Some(happening);
        happening.event == event && filter.is_none_or(|filter| self.holds(filter))
    }

    /// Whether a condition holds.
    pub fn holds(&self, condition: &Condition) -> bool {
        match condition {
            Condition::Constant(constant) => *constant,
            Condition::All(all) => all.iter().all(|condition| self.holds(condition)),
            Condition::Any(any) => any.iter().any(|condition| self.holds(condition)),
            Condition::Not(condition) => !self.holds(condition),
            Condition::Compare { left, operator, right } => {
                self.value(left).compare(&self.value(right)).is_some_and(|ordering| operator.holds(ordering))
            }
            Condition::In { subject, values } => {
                let subject = self.value(subject);
                values.iter().any(|value| subject.compare(value) == Some(Ordering::Equal))
            }
            Condition::StartsWith { subject, prefix } => match self.value(subject) {
                Value::Text(text) => text.starts_with(&**prefix),
                _ => false,
            },
            Condition::Known(expression) => self.value(expression).is_known(),
            Condition::Yes(expression) => self.value(expression) == Value::Boolean(true),
            Condition::Elapsed { since, operator, period } => match self.value(since) {
                Value::Instant(since) => operator.holds(self.clock.cmp(&self.zone.table().plus(since, *period))),
                _ => false,
            },
            Condition::Segment(segment) => self.holds(&self.past.program.segments[*segment].condition),
            Condition::State(state) => self.is_in(*state),
            Condition::Ended { state, within } => self.has_ended_within(*state, *within),
            Condition::InJourney(journey) => self.lives().any(|life| life.journey == *journey && life.ended.is_none()),
            Condition::EverIn(journey) => self.lives().any(|life| life.journey == *journey),
            Condition::Sent { message, by_enrolment: true } => self.sent_by_enrolment(*message),
            Condition::Sent { message, by_enrolment: false } => self.ever_sent(*message),
            Condition::Engaged { engagement, by_enrolment: true } => {
                self.life.is_some_and(|life| life.engaged.contains_key(engagement))
            }
            Condition::Engaged { engagement, by_enrolment: false } => self.past.engagements(*engagement) > 0,
        }
    }

    /// What an expression gives.
    pub fn value(&self, expression: &Expression) -> Value {
        match expression {
            Expression::Constant(value) => value.clone(),
            Expression::Attribute(attribute) => self.attribute(*attribute),
            Expression::Lookup { table, arguments } => self.looked_up(*table, arguments),
            Expression::Match(cases) => {
                let case = cases.iter().find(|case| self.holds(&case.when));
                case.map(|case| self.value(&case.value)).unwrap_or_default()
            }
            Expression::Field { of, event, field } => self
                .occurrence(*of)
                .filter(|happening| happening.event == *event)
                .and_then(|happening| happening.fields.get(field.index()).cloned())
                .unwrap_or_default(),
            Expression::Wall(wall) => Value::Instant(self.zone.table().instant(wall.date, wall.time)),
            Expression::Now => Value::Instant(self.clock),
            Expression::Today => Value::Date(self.zone.table().date(self.clock)),
            Expression::Start => self.begin.map_or(Value::Missing, |begin| Value::Instant(begin.at)),
            Expression::History(aggregate) => self.history_function(*aggregate),
            Expression::Arithmetic { operator, left, right } => {
                arithmetic(*operator, &self.value(left), &self.value(right)).unwrap_or_default()
            }
            Expression::Shift { moment, period, back } => {
                self.shifted(&self.value(moment), if *back { period.negated() } else { *period })
            }
            Expression::DaysBetween(later, earlier) => match (self.value(later), self.value(earlier)) {
                (Value::Date(later), Value::Date(earlier)) => Value::Integer(i64::from(later.0) - i64::from(earlier.0)),
                _ => Value::Missing,
            },
            Expression::SecondsBetween(later, earlier) => match (self.value(later), self.value(earlier)) {
                (Value::Instant(later), Value::Instant(earlier)) => Value::Integer(later.0 - earlier.0),
                _ => Value::Missing,
            },
            Expression::MonthOf(date) => self.part_of_date(date, |(_, month, _)| month),
            Expression::DayOf(date) => self.part_of_date(date, |(_, _, day)| day),
            Expression::Midnight(date) => match self.value(date) {
                Value::Date(date) => Value::Instant(self.zone.table().midnight(date)),
                _ => Value::Missing,
            },
            Expression::DateOf(instant) => match self.value(instant) {
                Value::Instant(instant) => Value::Date(self.zone.table().date(instant)),
                _ => Value::Missing,
            },
        }
    }

    fn occurrence(&self, of: Occurrence) -> Option<&'w Happening> {
        match of {
            Occurrence::Current => self.current,
            Occurrence::Start => self.begin?.event.as_ref(),
            Occurrence::Awaited(slot) => self.life?.slots.get(usize::from(slot))?.as_ref(),
        }
    }

    fn shifted(&self, moment: &Value, period: Period) -> Value {
        match moment {
            Value::Date(date) => Value::Date(date.plus(period)),
            Value::Instant(instant) => Value::Instant(self.zone.table().plus(*instant, period)),
            _ => Value::Missing,
        }
    }

    fn part_of_date(&self, date: &Expression, part: impl Fn((i32, u32, u32)) -> u32) -> Value {
        match self.value(date) {
            Value::Date(date) => Value::Integer(i64::from(part(date.ymd()))),
            _ => Value::Missing,
        }
    }

    fn lives(&self) -> impl Iterator<Item = &'w Life> {
        self.world.into_iter().flat_map(|world| world.lives.as_slice())
    }

    fn sent_by_enrolment(&self, message: MessageId) -> bool {
        let (Some(world), Some(life)) = (self.world, self.life) else {
            return false;
        };
        world.made_by(life.id).any(|contact| contact.message == message && contact.outcome == Outcome::Sent)
    }

    fn ever_sent(&self, wanted: MessageId) -> bool {
        let past = self
            .past
            .inputs()
            .any(|(_, _, input)| matches!(input, Input::Contact { message, .. } if *message == Some(wanted)));
        let made = self.world.into_iter().flat_map(|world| &world.made);
        past || made.into_iter().any(|contact| contact.message == wanted && contact.outcome == Outcome::Sent)
    }
}

/// Integers stay integers except under `/`; nothing when a side is missing or the result is out of range.
fn arithmetic(operator: Arithmetic, left: &Value, right: &Value) -> Option<Value> {
    if let (Value::Integer(left), Value::Integer(right)) = (left, right) {
        let whole = match operator {
            Arithmetic::Plus => Some(left.checked_add(*right)),
            Arithmetic::Minus => Some(left.checked_sub(*right)),
            Arithmetic::Times => Some(left.checked_mul(*right)),
            Arithmetic::Over => None,
        };
        if let Some(whole) = whole {
            return whole.map(Value::Integer);
        }
    }
    let (left, right) = (left.number()?, right.number()?);
    let exact = match operator {
        Arithmetic::Plus => left.plus(right),
        Arithmetic::Minus => left.minus(right),
        Arithmetic::Times => left.times(right),
        Arithmetic::Over => left.over(right),
    };
    exact.map(Value::Decimal)
}
