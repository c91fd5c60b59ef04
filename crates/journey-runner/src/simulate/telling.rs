//! Lives customers again with an engine that tells why, for explanations and for the words of messages.

use std::collections::{BTreeMap, BTreeSet};
use std::num::NonZeroUsize;

use journey_ir::history::{CustomerHistory, Customers};
use journey_ir::program::Program;
use journey_ir::table::JourneyId;
use journey_ir::time::Instant;

use super::Run;
use super::asker::World;
use super::capacity::Ledger;
use super::life::Life;
use super::shared::Shared;
use crate::engine::{Choices, Effect, Engine, NoStart, Request, Runaway, State, Told};

/// Everything that was decided about a customer, with what explains it, each with its instant, in the order of the decisions.
pub type Tale = Vec<(Instant, Effect)>;

/// For each customer who asks for capacity, by place, the answers in their order.
type Answers = BTreeMap<usize, Vec<bool>>;

/// A run whose customers can be told of one by one. They live as in [`super::simulate`]: where capacity is shared, all of them
/// have asked for it first (language reference 3.3).
#[derive(Debug)]
pub struct Telling<'p> {
    engine: Engine<'p>,
    run: Run,
    answers: Answers,
}

impl<'p> Telling<'p> {
    /// Prepares a run. Where capacity couples the customers this takes as long as a dry run of all of them, else no time.
    #[must_use]
    pub fn new(program: &'p Program, run: Run, customers: &dyn Customers, threads: NonZeroUsize) -> Self {
        let engine = Engine::new(program);
        let answers = if engine.couples() { answers(&engine, run, customers, threads) } else { Answers::new() };
        Self { engine: engine.telling(), run, answers }
    }

    /// Tells of the customer at a place, whose history this is. The sends that still wait at the end, and the journeys that
    /// never started, come last.
    ///
    /// # Errors
    /// [`Runaway`] when an instant does not come to rest (language reference 5.10).
    pub fn customer(&self, place: usize, history: &CustomerHistory) -> Result<Tale, Runaway> {
        let mut answers = self.answers.get(&place).into_iter().flatten().copied();
        let grants = |_: &Request| {
            let answer = answers.next();
            debug_assert!(answer.is_some(), "telling changes nothing of what a customer asks for");
            answer.unwrap_or_default()
        };
        tell(&self.engine, self.run, history, &Choices::default(), grants)
    }
}

/// The answers to everything that is asked. A customer whose instant does not come to rest has those up to there.
fn answers(engine: &Engine<'_>, run: Run, customers: &dyn Customers, threads: NonZeroUsize) -> Answers {
    // What is told asks at every entry.
    let world = World { engine, run, choices: &Choices::default(), skips: false };
    let encode = |_, _: &[_], answers: &[bool]| answers.to_vec();
    let all = Shared { world, customers, threads, encode }.live();
    let all = all.into_iter().map(|(place, answers)| (place, answers.unwrap_or_else(|failed| failed.answers)));
    all.filter(|(_, answers)| !answers.is_empty()).collect()
}

/// Tells of a customer as if there were no others.
pub(crate) fn tell_alone(
    engine: &Engine<'_>,
    run: Run,
    history: &CustomerHistory,
    choices: &Choices,
) -> Result<Tale, Runaway> {
    let mut ledger = Ledger::default();
    tell(engine, run, history, choices, |request| ledger.grants(engine.program(), request))
}

fn tell(
    engine: &Engine<'_>,
    run: Run,
    history: &CustomerHistory,
    choices: &Choices,
    grants: impl FnMut(&Request) -> bool,
) -> Result<Tale, Runaway> {
    let mut tale = Tale::new();
    let life = Life::new(engine, run, history, choices);
    let collect = |at, effects: &mut Vec<Effect>| tale.extend(effects.drain(..).map(|effect| (at, effect)));
    let state = life.finish(engine, run, history, grants, collect, &mut |_, _, _| {})?;
    tale.extend(engine.pending(&state, run.until).into_iter().map(|contact| (run.until, Effect::Contact(contact))));
    let never = never_started(engine, run, &state, &tale);
    tale.extend(never.into_iter().map(|told| (run.until, Effect::Told(told))));
    Ok(tale)
}

/// The journeys that never started, with each way to start of which nothing was told.
fn never_started(engine: &Engine<'_>, run: Run, state: &State, tale: &Tale) -> Vec<Told> {
    let mut seen: BTreeSet<JourneyId> = BTreeSet::new();
    let mut filtered: BTreeSet<(JourneyId, usize)> = BTreeSet::new();
    for (_, effect) in tale {
        match effect {
            Effect::Enrolled { journey, .. }
            | Effect::Told(Told::Refusal { journey, .. } | Told::Inactive { journey, .. }) => {
                seen.insert(*journey);
            }
            Effect::Told(Told::Filtered { journey, start, .. }) => {
                filtered.insert((*journey, *start));
            }
            _ => {}
        }
    }
    let last = state.now().max(run.until.plus_seconds(-1));
    let never = engine.program().journeys.ids().filter(|id| !seen.contains(id)).map(|journey| {
        let starts = (0..).zip(engine.no_starts(state, journey, last));
        let starts: Vec<(usize, NoStart)> =
            starts.filter(|(start, _)| !filtered.contains(&(journey, *start))).collect();
        Told::Never { journey, starts }
    });
    never.filter(|told| !matches!(told, Told::Never { starts, .. } if starts.is_empty())).collect()
}
