//! Functions of the customer's history, by reading all of it again (language reference 1.2, 2.3).

use std::cmp::Ordering;

use journey_ir::decimal::Decimal;
use journey_ir::expression::{Aggregate, Condition, Function, Window};
use journey_ir::history::Happening;
use journey_ir::table::{AggregateId, Id};
use journey_ir::time::ZoneId;
use journey_ir::value::{Type, Value};

use super::eye::Eye;
use super::past::Past;
use super::remembered::FunctionAsked;

impl Eye<'_> {
    /// What a function of history gives now.
    pub fn history_function(&self, id: AggregateId) -> Value {
        let (log, now, started) = (self.past.log.len(), self.now, self.begin.map(|begin| begin.seen));
        let asked = FunctionAsked { function: id, log, now, started };
        self.past.remembered.functions.to(asked, || self.read_history(id))
    }

    fn read_history(&self, id: AggregateId) -> Value {
        let aggregate = &self.past.program.aggregates[id];
        let seen: Vec<_> = self
            .past
            .happenings(aggregate.event)
            .filter(|(then, happening)| self.is_in_window(aggregate, *then, happening))
            .filter(|(then, happening)| passes(aggregate.filter.as_ref(), *then, happening))
            .map(|(_, happening)| happening)
            .collect();
        self.compute(aggregate, &seen)
    }

    fn is_in_window(&self, aggregate: &Aggregate, then: Past<'_>, happening: &Happening) -> bool {
        match aggregate.window {
            Window::Ever => true,
            Window::Last(period) => self.now < zone_at(then).table().plus(happening.at, period),
            Window::SinceStart => self.begin.is_some_and(|begin| then.log.len() > begin.seen),
        }
    }

    fn compute(&self, aggregate: &Aggregate, seen: &[&Happening]) -> Value {
        let field = |happening: &Happening| match aggregate.field {
            Some(field) => happening.fields.get(field.index()).cloned().unwrap_or_default(),
            None => Value::Instant(happening.at),
        };
        let known: Vec<Value> = seen.iter().map(|seen| field(seen)).filter(Value::is_known).collect();
        let count = i64::try_from(seen.len()).unwrap_or(i64::MAX);
        match aggregate.function {
            Function::Count => Value::Integer(count),
            Function::Sum => self.sum(aggregate, &known),
            Function::Min => best(known, Ordering::Less),
            Function::Max => best(known, Ordering::Greater),
            Function::Average => average(&known),
            Function::First => seen.first().map(|first| field(first)).unwrap_or_default(),
            Function::Last => seen.last().map(|last| field(last)).unwrap_or_default(),
        }
    }

    fn sum(&self, aggregate: &Aggregate, known: &[Value]) -> Value {
        let fields = &self.past.program.events[aggregate.event].fields;
        if aggregate.field.is_some_and(|field| fields[field].kind == Type::Integer) {
            let whole = known.iter().try_fold(0_i64, |sum, value| match value {
                Value::Integer(number) => sum.checked_add(*number),
                _ => None,
            });
            return whole.map_or(Value::Missing, Value::Integer);
        }
        total(known).into()
    }
}

/// The zone that the customer had when the last entry of this past was read.
fn zone_at(then: Past<'_>) -> ZoneId {
    then.zone()
}

/// Whether the event counts: decided with what was known when it happened.
pub fn passes<'w>(filter: Option<&Condition>, then: Past<'w>, happening: &'w Happening) -> bool {
    let Some(filter) = filter else { return true };
    let eye = Eye {
        world: None,
        past: then,
        now: happening.at,
        clock: happening.at,
        zone: zone_at(then),
        begin: None,
        life: None,
        current: Some(happening),
    };
    then.remembered.passed.to((filter, then.log.len()), || eye.holds(filter))
}

fn best(known: Vec<Value>, wanted: Ordering) -> Value {
    known
        .into_iter()
        .reduce(|best, value| if value.compare(&best) == Some(wanted) { value } else { best })
        .unwrap_or_default()
}

fn average(known: &[Value]) -> Value {
    let count = i64::try_from(known.len()).ok().and_then(Decimal::from_integer);
    let average = || total(known)?.over(count?);
    average().into()
}

fn total(known: &[Value]) -> Option<Decimal> {
    known.iter().try_fold(Decimal::ZERO, |sum, value| sum.plus(value.number()?))
}
