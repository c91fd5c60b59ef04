//! Scenarios: the story of one customer is lived by the same engine as a dry run, and what came of it is compared with what
//! was expected (language reference 8).

mod compare;
mod fact;
mod silent;
mod story;

use journey_ir::expression::Condition;
use journey_ir::pressure::{ContactKind, Selector};
use journey_ir::records::{CustomerRecords, Outcome};
use journey_ir::scenario::{Expectation, Scenario, When};
use journey_ir::time::{Instant, TimeOfDay, WallTime, ZoneId};

use crate::engine::{Clause, Engine, Runaway, State};
use crate::simulate::{Run, Tale, live, tell_alone};

pub use compare::{Row, Side};
pub use fact::DatedFact;
pub use silent::{Missed, Silent, WhyMissed};

/// A scenario that was lived.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Played {
    /// The time of the run.
    pub run: Run,
    /// What the engine found, as a dry run would.
    pub records: CustomerRecords,
    /// What happened, in the order of time.
    pub facts: Vec<DatedFact>,
    /// What became of each expectation, in the order of [`Scenario::expectations`].
    pub checks: Vec<Check>,
    /// The journeys that did not start although a line that is missing needed them.
    pub silent: Vec<Silent>,
    /// When something came otherwise, everything that was decided, and why: the scenario lived again with an engine that tells.
    pub tale: Tale,
}

/// What became of an expectation.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Check {
    /// Of lines: side by side with what happened, in the order of time.
    Lines(Vec<Row>),
    /// Of `never`: the contacts that were made nevertheless, as places in [`Played::facts`].
    Never(Vec<usize>),
    /// Of a condition: nothing when it held, else the clauses that decided when it was asked last.
    Holds(Option<Vec<Clause>>),
}

impl Played {
    /// Whether everything came as expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.checks.iter().all(Check::passed)
    }
}

impl Check {
    /// Whether it came as expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        match self {
            Self::Lines(rows) => rows.iter().all(|row| row.side.is_fine()),
            Self::Never(contacts) => contacts.is_empty(),
            Self::Holds(failed) => failed.is_none(),
        }
    }
}

/// Lives a scenario. The engine's programme is that of [`journey_ir::scenario::Scenarios::program`].
///
/// # Errors
/// [`Runaway`] when an instant does not come to rest (language reference 5.10).
pub fn play(engine: &Engine<'_>, scenario: &Scenario) -> Result<Played, Runaway> {
    let program = engine.program();
    let clock = Clock { engine, scenario };
    let run = story::run(program, scenario);
    let history = story::history(program, scenario);
    let mut questions = clock.questions();
    let mut watch = |state: &State, at: Instant, next: Instant| {
        for question in &mut questions {
            question.ask(engine, state, at, next);
        }
    };
    let records = live(engine, run, &history, &story::choices(scenario), &mut watch)?;
    let facts = fact::facts(&records);
    let mut answers = questions.into_iter().map(Question::answer);
    let checks: Vec<Check> = scenario
        .expectations
        .iter()
        .map(|expectation| match expectation {
            Expectation::Lines { exactly, journey, lines, .. } => {
                Check::Lines(compare::rows(&clock, lines, &facts, *exactly, *journey))
            }
            Expectation::Never { selector, until, .. } => {
                let until = until.map_or(run.until, |until| clock.instant(until));
                Check::Never(made(&clock, &records, &facts, selector, until))
            }
            Expectation::Holds { .. } => Check::Holds(answers.next().unwrap_or_default()),
        })
        .collect();
    let tale = if checks.iter().all(Check::passed) {
        Tale::new()
    } else {
        tell_alone(&Engine::new(program).telling(), run, &history, &story::choices(scenario))?
    };
    let silent = silent::silent(program, scenario, &checks, &tale);
    Ok(Played { run, records, facts, checks, silent, tale })
}

/// The customer's clock on the wall.
struct Clock<'a> {
    engine: &'a Engine<'a>,
    scenario: &'a Scenario,
}

impl<'a> Clock<'a> {
    fn zone(&self, at: WallTime) -> ZoneId {
        self.scenario.zone_at(self.engine.program(), at, usize::MAX)
    }

    fn instant(&self, at: WallTime) -> Instant {
        self.zone(at).table().instant(at.date, at.time)
    }

    /// The instants that a line stands for: one, or those of a day.
    fn span(&self, when: When) -> (Instant, Instant) {
        let first = self.instant(when.first());
        let after = match when.time {
            Some(_) => first.plus_seconds(1),
            None => self.instant(WallTime { date: when.date.plus_days(1), time: TimeOfDay::MIDNIGHT }),
        };
        (first, after)
    }

    fn questions(&self) -> Vec<Question<'a>> {
        let conditions = self.scenario.expectations.iter().filter_map(|expectation| match expectation {
            Expectation::Holds { condition, when, .. } => Some((condition, *when)),
            _ => None,
        });
        conditions
            .map(|(condition, when)| {
                let (from, until) = self.span(when);
                Question { condition, from, until, held: false, because: Vec::new() }
            })
            .collect()
    }
}

/// A condition that must hold at some instant of a span of time.
struct Question<'a> {
    condition: &'a Condition,
    from: Instant,
    until: Instant,
    held: bool,
    /// The clauses that decided when it was asked last.
    because: Vec<Clause>,
}

impl Question<'_> {
    /// Asks it from a decided instant on, as long as nothing happens.
    fn ask(&mut self, engine: &Engine<'_>, state: &State, at: Instant, next: Instant) {
        let (from, until) = (at.max(self.from), next.min(self.until));
        if self.held || from >= until {
            return;
        }
        self.held = engine.holds_within(state, self.condition, from, until);
        if !self.held {
            self.because = engine.why_at(state, self.condition, until.plus_seconds(-1));
        }
    }

    fn answer(self) -> Option<Vec<Clause>> {
        (!self.held).then_some(self.because)
    }
}

/// The contacts that a selector matches and that were made before an instant.
fn made(
    clock: &Clock<'_>,
    records: &CustomerRecords,
    facts: &[DatedFact],
    selector: &Selector,
    until: Instant,
) -> Vec<usize> {
    let program = clock.engine.program();
    let is_made = |fact: &DatedFact| {
        let contact = fact.contact.and_then(|place| records.contacts.get(place))?;
        let kind = ContactKind {
            journey: Some(contact.journey),
            message: Some(contact.message),
            channel: contact.channel?,
            purpose: contact.purpose,
        };
        Some(contact.outcome == Outcome::Sent && fact.at < until && selector.matches(program, kind))
    };
    let places = facts.iter().enumerate().filter(|(_, fact)| is_made(fact).unwrap_or_default());
    places.map(|(place, _)| place).collect()
}
