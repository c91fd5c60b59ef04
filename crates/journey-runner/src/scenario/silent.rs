//! Journeys that should have started and did not (language reference 8.3).

use journey_ir::program::{Program, Trigger};
use journey_ir::records::RefusedBecause;
use journey_ir::scenario::{Expectation, Scenario};
use journey_ir::table::JourneyId;
use journey_ir::time::{Instant, ZoneId};

use super::Check;
use super::compare::Side;
use crate::engine::{Clause, Effect, NoStart, Told};
use crate::simulate::Tale;

/// A journey that a missing line needed, and that did not start, or not then.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Silent {
    /// Which.
    pub journey: JourneyId,
    /// Its starts that did not come about, in the order of time.
    pub missed: Vec<Missed>,
    /// Its ways to start of which nothing came at all, by their place, and why.
    pub never: Vec<(usize, NoStart)>,
}

/// A start that did not come about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Missed {
    /// When.
    pub at: Instant,
    /// The customer's zone then.
    pub zone: ZoneId,
    /// Why.
    pub why: WhyMissed,
}

/// Why a start did not come about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum WhyMissed {
    /// Its event happened, and its `where` did not hold.
    Where(Trigger, Vec<Clause>),
    /// `for` did not hold.
    Audience(Vec<Clause>),
    /// `again` refused it.
    Again(RefusedBecause),
    /// The journey was not active.
    Inactive,
}

/// The journeys that the missing lines needed, with the starts that did not come about.
pub(super) fn silent(program: &Program, scenario: &Scenario, checks: &[Check], tale: &Tale) -> Vec<Silent> {
    let mut needed: Vec<JourneyId> = Vec::new();
    for (expectation, check) in scenario.expectations.iter().zip(checks) {
        let (Expectation::Lines { lines, journey, .. }, Check::Lines(rows)) = (expectation, check) else { continue };
        let missing = rows.iter().filter_map(|row| match row.side {
            Side::Missing(index) => lines.get(index),
            _ => None,
        });
        for line in missing {
            let can = |id: &JourneyId| journey.is_none_or(|only| only == *id) && line.what.is_of(program, *id);
            needed.extend(program.journeys.ids().filter(can));
        }
    }
    needed.sort_unstable();
    needed.dedup();
    let mut silent: Vec<Silent> =
        needed.into_iter().map(|journey| Silent { journey, missed: Vec::new(), never: Vec::new() }).collect();
    for (place, (at, effect)) in tale.iter().enumerate() {
        let next = tale.get(place + 1).map(|(_, effect)| effect);
        let Effect::Told(told) = effect else { continue };
        let of = |wanted: JourneyId| move |silent: &&mut Silent| silent.journey == wanted;
        if let Told::Never { journey, starts } = told {
            if let Some(silent) = silent.iter_mut().find(of(*journey)) {
                silent.never.clone_from(starts);
            }
        } else if let Some((journey, zone, why)) = missed(program, told, next)
            && let Some(silent) = silent.iter_mut().find(of(journey))
        {
            silent.missed.push(Missed { at: *at, zone, why });
        }
    }
    silent.retain(|silent| !silent.missed.is_empty() || !silent.never.is_empty());
    silent
}

/// What was told of a start that did not come about; a refusal is followed by its record.
fn missed(program: &Program, told: &Told, next: Option<&Effect>) -> Option<(JourneyId, ZoneId, WhyMissed)> {
    Some(match told {
        Told::Filtered { journey, start, zone, because } => {
            let start = program.journeys[*journey].starts.get(*start)?;
            (*journey, *zone, WhyMissed::Where(start.trigger.clone(), because.clone()))
        }
        Told::Inactive { journey, zone, .. } => (*journey, *zone, WhyMissed::Inactive),
        Told::Refusal { journey, because, zone, .. } => {
            let why = match next {
                Some(Effect::Refused(refusal)) if refusal.because != RefusedBecause::Audience => {
                    WhyMissed::Again(refusal.because)
                }
                _ => WhyMissed::Audience(because.clone()),
            };
            (*journey, *zone, why)
        }
        _ => return None,
    })
}
