//! Expected lines beside what happened (language reference 8.1).

use std::collections::BTreeMap;

use journey_ir::scenario::{Expected, Fact};
use journey_ir::table::JourneyId;
use journey_ir::time::{Date, Instant};

use super::Clock;
use super::fact::DatedFact;

/// A line of the two timelines.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// What stands on it.
    pub side: Side,
    /// When: that of what happened, else that of what was expected.
    pub at: Instant,
}

/// What stands on a row: places among the expected lines and among the facts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Side {
    /// It was expected, and it happened.
    Both {
        /// The line.
        expected: usize,
        /// The fact.
        actual: usize,
    },
    /// Something else of the same message or journey happened in its place.
    Differs {
        /// The line.
        expected: usize,
        /// The fact.
        actual: usize,
    },
    /// It did not happen.
    Missing(usize),
    /// It happened, and nothing else but the lines may.
    Unexpected(usize),
    /// It happened, and that is no mistake.
    Other(usize),
}

impl Side {
    /// Whether it is as expected.
    #[must_use]
    pub fn is_fine(self) -> bool {
        matches!(self, Self::Both { .. } | Self::Other(_))
    }

    /// The fact; at one instant what did not happen stands last.
    fn fact(self) -> usize {
        match self {
            Self::Both { actual, .. }
            | Self::Differs { actual, .. }
            | Self::Unexpected(actual)
            | Self::Other(actual) => actual,
            Self::Missing(_) => usize::MAX,
        }
    }
}

/// The two timelines as one, in the order of time.
pub(super) fn rows(
    clock: &Clock<'_>,
    lines: &[Expected],
    facts: &[DatedFact],
    exactly: bool,
    journey: Option<JourneyId>,
) -> Vec<Row> {
    let concerns = |fact: &DatedFact| journey.is_none_or(|only| only == fact.journey);
    let mut taken: Vec<Option<usize>> = vec![None; facts.len()];
    let matched = Matching { clock, lines, facts, taken: &mut taken, concerns: &concerns }.run();
    let mut rows = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let side = match matched.get(index).copied().flatten() {
            Some(actual) => Side::Both { expected: index, actual },
            None => match nearest(clock, line, facts, &taken, &concerns) {
                Some(actual) => {
                    if let Some(place) = taken.get_mut(actual) {
                        *place = Some(index);
                    }
                    Side::Differs { expected: index, actual }
                }
                None => Side::Missing(index),
            },
        };
        let at = match side {
            Side::Both { actual, .. } | Side::Differs { actual, .. } => facts.get(actual).map(|fact| fact.at),
            _ => None,
        };
        rows.push(Row { side, at: at.unwrap_or_else(|| clock.instant(line.when.first())) });
    }
    let free = |(index, fact): &(usize, &DatedFact)| taken.get(*index) == Some(&None) && concerns(fact);
    for (index, fact) in facts.iter().enumerate().filter(free) {
        let counts = exactly && (fact.contact.is_some() || matches!(fact.fact, Fact::Task(_)));
        let side = if counts { Side::Unexpected(index) } else { Side::Other(index) };
        rows.push(Row { side, at: fact.at });
    }
    rows.sort_by_key(|row| (row.at, row.side.fact()));
    rows
}

/// Finds for each line a fact of its own.
struct Matching<'a> {
    clock: &'a Clock<'a>,
    lines: &'a [Expected],
    facts: &'a [DatedFact],
    /// For each fact the line that has it.
    taken: &'a mut Vec<Option<usize>>,
    /// Whether a fact is looked at.
    concerns: &'a dyn Fn(&DatedFact) -> bool,
}

impl Matching<'_> {
    /// For each line the place of its fact. Lines with a time come first: they leave no choice. The others take the earliest
    /// fact of their day that keeps the lines of the day in their order.
    fn run(mut self) -> Vec<Option<usize>> {
        let mut found: Vec<Option<usize>> = vec![None; self.lines.len()];
        let mut days: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
        for (index, line) in self.lines.iter().enumerate() {
            days.entry(line.when.date).or_default().push(index);
        }
        for day in days.values() {
            let (timed, timeless): (Vec<usize>, Vec<usize>) =
                day.iter().partition(|index| self.lines.get(**index).is_some_and(|line| line.when.time.is_some()));
            for index in timed {
                self.take(index, &mut found, Instant::MIN, Instant::MAX);
            }
            for index in timeless {
                let at = |place: Option<usize>| Some(self.facts.get(place?)?.at);
                let of = |index: &usize| at(found.get(*index).copied().flatten());
                let earliest = day.iter().filter(|other| **other < index).filter_map(of).max();
                let latest = day.iter().filter(|other| **other > index).filter_map(of).min();
                self.take(index, &mut found, earliest.unwrap_or(Instant::MIN), latest.unwrap_or(Instant::MAX));
            }
        }
        found
    }

    fn take(&mut self, index: usize, found: &mut [Option<usize>], earliest: Instant, latest: Instant) {
        let Some(line) = self.lines.get(index) else { return };
        let fits = |(place, fact): &(usize, &DatedFact)| {
            self.taken.get(*place) == Some(&None)
                && fact.fact == line.what
                && (self.concerns)(fact)
                && (earliest..=latest).contains(&fact.at)
                && is_at(self.clock, line, fact)
        };
        let fact = self.facts.iter().enumerate().find(fits).map(|(place, _)| place);
        if let (Some(fact), Some(place)) = (fact, found.get_mut(index)) {
            *place = Some(fact);
            if let Some(taken) = self.taken.get_mut(fact) {
                *taken = Some(index);
            }
        }
    }
}

fn is_at(clock: &Clock<'_>, line: &Expected, fact: &DatedFact) -> bool {
    match line.when.time {
        Some(_) => clock.instant(line.when.first()) == fact.at,
        None => fact.zone.table().date(fact.at) == line.when.date,
    }
}

/// The fact that stands for a line that is missing: of the same message or journey, and nearest in time.
fn nearest(
    clock: &Clock<'_>,
    line: &Expected,
    facts: &[DatedFact],
    taken: &[Option<usize>],
    concerns: &dyn Fn(&DatedFact) -> bool,
) -> Option<usize> {
    let at = clock.instant(line.when.first());
    let free = facts.iter().enumerate().filter(|(place, fact)| taken.get(*place) == Some(&None) && concerns(fact));
    free.filter(|(_, fact)| are_akin(&fact.fact, &line.what))
        .min_by_key(|(_, fact)| (fact.at.0.abs_diff(at.0), unlike(&fact.fact, &line.what), fact.at))
        .map(|(place, _)| place)
}

/// How unlike two texts of tasks are: what is left behind the beginning that they share.
fn unlike(one: &Fact, other: &Fact) -> usize {
    let (Fact::Task(one), Fact::Task(other)) = (one, other) else { return 0 };
    let shared = one.chars().zip(other.chars()).take_while(|(one, other)| one == other).count();
    one.chars().count().max(other.chars().count()) - shared
}

fn are_akin(one: &Fact, other: &Fact) -> bool {
    match (one, other) {
        (Fact::Sent(one, _) | Fact::Skipped(one, _), Fact::Sent(other, _) | Fact::Skipped(other, _)) => one == other,
        (Fact::Enters(one), Fact::Enters(other)) | (Fact::Leaves(one, _), Fact::Leaves(other, _)) => one == other,
        // One text in the place of another.
        (Fact::Task(_), Fact::Task(_)) => true,
        _ => false,
    }
}
