//! Journeys that should have started and did not (language reference 8.3).

use journey_ir::history::{CustomerHistory, Input};
use journey_ir::program::{Program, Trigger};
use journey_ir::records::CustomerRecords;
use journey_ir::scenario::{Expectation, Scenario};
use journey_ir::table::JourneyId;

use super::Check;
use super::compare::Side;
use crate::simulate::Run;

/// A journey that did not start although a line that is missing needed it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silent {
    /// Which.
    pub journey: JourneyId,
    /// Its starts that were refused, as places in the records.
    pub refusals: Vec<usize>,
    /// For each of its ways to start what became of it, where no refusal says so.
    pub starts: Vec<NoStart>,
}

/// Why a way to start did not.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoStart {
    /// Its event did not happen in the run.
    NoEvent,
    /// Its event happened so many times, and its `where` did not hold or the journey was not active.
    EventWithout(usize),
    /// Its condition did not become true.
    NeverTrue,
    /// Its instant did not come.
    NotDue,
}

/// The journeys that the missing lines needed and that did not start.
pub(super) fn silent(
    program: &Program,
    scenario: &Scenario,
    run: Run,
    history: &CustomerHistory,
    records: &CustomerRecords,
    checks: &[Check],
) -> Vec<Silent> {
    let mut needed: Vec<JourneyId> = Vec::new();
    for (expectation, check) in scenario.expectations.iter().zip(checks) {
        let (Expectation::Lines { lines, journey, .. }, Check::Lines(rows)) = (expectation, check) else { continue };
        let missing = rows.iter().filter_map(|row| match row.side {
            Side::Missing(index) => lines.get(index),
            _ => None,
        });
        for line in missing {
            needed.extend(
                program
                    .journeys
                    .ids()
                    .filter(|id| journey.is_none_or(|only| only == *id) && line.what.is_of(program, *id)),
            );
        }
    }
    needed.sort_unstable();
    needed.dedup();
    needed.retain(|id| records.enrolments.iter().all(|enrolment| enrolment.journey != *id));
    needed.into_iter().map(|journey| explain(program, run, history, records, journey)).collect()
}

fn explain(
    program: &Program,
    run: Run,
    history: &CustomerHistory,
    records: &CustomerRecords,
    journey: JourneyId,
) -> Silent {
    let refusals: Vec<usize> = records
        .refusals
        .iter()
        .enumerate()
        .filter(|(_, refusal)| refusal.journey == journey)
        .map(|(place, _)| place)
        .collect();
    let starts = if refusals.is_empty() {
        let starts = program.journeys[journey].starts.iter();
        starts.map(|start| no_start(run, history, &start.trigger)).collect()
    } else {
        Vec::new()
    };
    Silent { journey, refusals, starts }
}

fn no_start(run: Run, history: &CustomerHistory, trigger: &Trigger) -> NoStart {
    let happened = |is_it: &dyn Fn(&Input) -> bool| {
        let in_run = history.entries.iter().filter(|entry| (run.from..run.until).contains(&entry.at));
        match in_run.filter(|entry| is_it(&entry.input)).count() {
            0 => NoStart::NoEvent,
            times => NoStart::EventWithout(times),
        }
    };
    match trigger {
        Trigger::Event { event, .. } => {
            happened(&|input| matches!(input, Input::Event(happening) if happening.event == *event))
        }
        Trigger::Engagement(wanted) => {
            happened(&|input| matches!(input, Input::Engagement { engagement, .. } if engagement == wanted))
        }
        Trigger::Becomes(_) | Trigger::Holds(_) => NoStart::NeverTrue,
        Trigger::Dated(_) | Trigger::Every(..) | Trigger::At(_) | Trigger::Enrolment => NoStart::NotDue,
    }
}
