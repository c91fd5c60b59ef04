//! What the engine keeps of a customer's history: for each function that the programme asks for, just enough to answer
//! it. A sliding window is a queue by the instant at which each occurrence leaves it (language reference 2.3).

use std::collections::VecDeque;

use journey_ir::decimal::Decimal;
use journey_ir::expression::{Aggregate, Function, Window};
use journey_ir::history::Happening;
use journey_ir::time::{Instant, Zone};
use journey_ir::value::{Type, Value};

/// The state of one function of history.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Tally {
    count: u64,
    /// In ten-thousandths; wide, so that what leaves a window can be taken off exactly.
    sum: i128,
    /// `min` and `max` without a window; `first` and `last` without one.
    held: Value,
    /// The occurrences inside the window, the first to leave in front; empty without a window.
    queue: VecDeque<Inside>,
    /// How many occurrences were seen, which numbers them.
    seen: u64,
}

/// An occurrence inside a window.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
struct Inside {
    leaves: Instant,
    ordinal: u64,
    value: Value,
}

impl Tally {
    pub(crate) fn new() -> Self {
        Self { count: 0, sum: 0, held: Value::Missing, queue: VecDeque::new(), seen: 0 }
    }

    /// As at first, in the same memory.
    pub(crate) fn clear(&mut self) {
        self.queue.clear();
        *self = Self { queue: std::mem::take(&mut self.queue), ..Self::new() };
    }

    /// Takes in an occurrence that satisfies the filter.
    pub(crate) fn see(&mut self, aggregate: &Aggregate, happening: &Happening, zone: &Zone) {
        let value = observed(aggregate, happening);
        if !value.is_known() && !matches!(aggregate.function, Function::First | Function::Last) {
            return;
        }
        self.seen += 1;
        self.count += 1;
        self.sum += scaled(&value);
        match aggregate.window {
            Window::Last(period) => {
                let leaves = zone.plus(happening.at, period);
                let inside = Inside { leaves, ordinal: self.seen, value };
                insert_by(&mut self.queue, inside, |inside| inside.leaves);
            }
            Window::Ever | Window::SinceStart => self.hold(aggregate.function, value),
        }
    }

    fn hold(&mut self, function: Function, value: Value) {
        let takes = match function {
            Function::Count | Function::Sum | Function::Average => false,
            Function::First => self.seen == 1,
            Function::Last => true,
            Function::Min => self.held.compare(&value).is_none_or(std::cmp::Ordering::is_gt),
            Function::Max => self.held.compare(&value).is_none_or(std::cmp::Ordering::is_lt),
        };
        if takes {
            self.held = value;
        }
    }

    /// Lets go of what has left the window at `now`.
    pub(crate) fn expire(&mut self, now: Instant) {
        while let Some(inside) = self.queue.pop_front_if(|inside| inside.leaves <= now) {
            self.count -= 1;
            self.sum -= scaled(&inside.value);
        }
    }

    /// When the next occurrence leaves the window.
    pub(crate) fn next_change(&self) -> Option<Instant> {
        self.queue.front().map(|inside| inside.leaves)
    }

    /// The function's value; everything outside the window was let go before.
    pub(crate) fn value(&self, aggregate: &Aggregate, kind: Option<&Type>) -> Value {
        match aggregate.function {
            Function::Count => Value::Integer(i64::try_from(self.count).unwrap_or(i64::MAX)),
            Function::Sum => sum_value(self.sum, kind),
            Function::Average => Decimal::average(self.sum, self.count).into(),
            _ if !matches!(aggregate.window, Window::Last(_)) => self.held.clone(),
            Function::Min => self.extreme(std::cmp::Ordering::is_lt),
            Function::Max => self.extreme(std::cmp::Ordering::is_gt),
            Function::First => self.queue.iter().min_by_key(|inside| inside.ordinal).map_or(Value::Missing, taken),
            Function::Last => self.queue.iter().max_by_key(|inside| inside.ordinal).map_or(Value::Missing, taken),
        }
    }

    fn extreme(&self, beats: fn(std::cmp::Ordering) -> bool) -> Value {
        let better = |best: &&Value, value: &&Value| value.compare(best).is_some_and(beats);
        let mut values = self.queue.iter().map(|inside| &inside.value);
        let Some(first) = values.next() else { return Value::Missing };
        values.fold(first, |best, value| if better(&best, &value) { value } else { best }).clone()
    }
}

/// Puts something into a queue that is ordered by an instant, behind those of the same one; mostly it is the last.
pub(super) fn insert_by<T>(queue: &mut VecDeque<T>, new: T, instant: impl Fn(&T) -> Instant) {
    let at = instant(&new);
    if queue.back().is_none_or(|last| instant(last) <= at) {
        queue.push_back(new);
    } else {
        let place = queue.partition_point(|other| instant(other) <= at);
        queue.insert(place, new);
    }
}

fn taken(inside: &Inside) -> Value {
    inside.value.clone()
}

/// What an occurrence brings to the function: its field, or its instant.
fn observed(aggregate: &Aggregate, happening: &Happening) -> Value {
    match aggregate.field {
        Some(field) => happening.fields.get(usize::from(field.0)).cloned().unwrap_or_default(),
        None => Value::Instant(happening.at),
    }
}

fn scaled(value: &Value) -> i128 {
    match value {
        Value::Integer(number) => i128::from(*number) * i128::from(journey_ir::decimal::SCALE),
        Value::Decimal(number) => i128::from(number.0),
        _ => 0,
    }
}

/// The sum in its field's own number type; missing when it is out of range.
fn sum_value(sum: i128, kind: Option<&Type>) -> Value {
    if kind == Some(&Type::Integer) {
        let whole = sum / i128::from(journey_ir::decimal::SCALE);
        return i64::try_from(whole).map_or(Value::Missing, Value::Integer);
    }
    i64::try_from(sum).map_or(Value::Missing, |sum| Value::Decimal(Decimal(sum)))
}
