//! The engine: one pure step of one customer. Everything that decides who is contacted is here, once.
//!
//! A driver feeds it the entries of an instant, or nothing when [`State::wake`] says that time alone brings something;
//! out come the next state and the effects. No file, clock, environment or generator is read here.

mod admission;
mod agenda;
mod arrivals;
mod asking;
mod beginning;
mod booking;
mod capacity;
mod choices;
mod clock_starts;
mod course;
mod early;
mod effect;
mod engagement;
mod facts;
mod flow;
mod forbidden;
mod hindsight;
mod lasting;
mod lots;
mod making;
mod memory;
mod obstacle;
mod question;
mod queue;
mod reach;
mod scope;
mod sending;
mod sent;
mod stand;
mod standing;
mod state;
mod tally;
mod telling;
mod told;
mod waking;
mod why;
mod work;

use journey_ir::expression::{Aggregate, Condition, Expression, Window};
use journey_ir::history::{Entry, Input};
use journey_ir::operation::{Awaited, Operation};
use journey_ir::program::{EngagementWith, Journey, Program, Trigger};
use journey_ir::records::Contact;
use journey_ir::table::{AggregateId, EventId, Id, JourneyId, Table};
use journey_ir::time::Instant;
use journey_ir::walk::{Node, Walk};

pub use capacity::Request;
pub use choices::Choices;
pub use course::Paused;
pub use effect::Effect;
pub use hindsight::NoStart;
pub use lots::draw;
pub use standing::Standing;
pub use state::State;
pub use told::{Said, Told};
pub use why::Clause;

use agenda::Asked;
use course::Course;
use early::Early;
use facts::Facts;
use state::Rest;

/// How many times the phases of one instant may come round, and how many events and enrolments may be made at it, before the
/// engine gives up (language reference 5.10).
pub const ROUNDS_MAX: u32 = 1_000;

/// How many operations may be run at one instant before the engine gives up: a `repeat` without a wait has its limit, too.
pub const OPERATIONS_MAX: u32 = 100_000;

/// A programme made ready to run: what can be known before any customer is seen.
#[derive(Debug)]
pub struct Engine<'p> {
    program: &'p Program,
    /// The place of each journey in the order of names.
    name_rank: Table<JourneyId, u16>,
    /// For each kind of event the functions of history that see it, apart from those since a start.
    observers: Table<EventId, Vec<AggregateId>>,
    /// For each kind of event whether it begins exclusions, begins or ends states, or is the moment of channels.
    turning: Table<EventId, bool>,
    /// For each journey the kinds of events that start it, each once.
    starting: Table<JourneyId, Vec<EventId>>,
    /// For each journey the engagements that start it, each once.
    starting_engagements: Table<JourneyId, Vec<EngagementWith>>,
    /// For each kind of event whether anything in the programme can tell that it happened.
    audible: Table<EventId, bool>,
    /// The journeys that each kind of event may start, by falling priority, then name: the order in which they are tried
    /// (language reference 7.1).
    started_by: Table<EventId, Vec<JourneyId>>,
    /// The journeys that engagements may start, in that order.
    started_by_engagement: Vec<JourneyId>,
    /// The journeys with a start that something else than an event brings, in that order.
    watching: Vec<JourneyId>,
    /// For each journey what those starts read.
    watched: Table<JourneyId, Facts>,
    /// What those starts of any journey read.
    watched_by_any: Facts,
    /// The journeys that protect from the contacts of others.
    protecting: Vec<JourneyId>,
    /// For each journey what of its enrolments is asked while they rest.
    asked: Table<JourneyId, Asked>,
    /// For each journey the events to which its enrolments listen.
    heard: Table<JourneyId, Facts>,
    /// For each journey the name under which its control group is drawn.
    holdout_lots: Table<JourneyId, String>,
    /// For each journey whether the calendar starts it.
    clocked: Table<JourneyId, bool>,
    /// For each journey the functions since the start that it asks for.
    since_start: Table<JourneyId, Vec<AggregateId>>,
    /// For each journey whether its enrolments remember anything from their start on.
    remembers: Table<JourneyId, bool>,
    /// For each journey the events that its waits `since start` remember.
    remembered: Table<JourneyId, Vec<Remembered<'p>>>,
    /// Whether it tells what explains its decisions.
    tells: bool,
}

/// An event that a wait `since start` may be reached too late for.
#[derive(Debug)]
struct Remembered<'p> {
    event: EventId,
    filter: Option<&'p Condition>,
    slot: u16,
}

/// The phases of one instant do not come to rest (language reference 5.10).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Runaway {
    /// At which instant.
    pub at: Instant,
    /// The journeys that moved in the last rounds, each once, in the order of their names.
    pub journeys: Vec<JourneyId>,
}

/// One step under way.
struct Step<'a, 'p> {
    engine: &'a Engine<'p>,
    program: &'p Program,
    state: &'a mut State,
    effects: &'a mut Vec<Effect>,
    /// How far it has come.
    course: Course,
    /// What has changed of which conditions are being asked.
    asked: Facts,
    /// Whether what the clock alone had made true has been put off until it is asked with the timers.
    put_off: bool,
    /// How the attribute has moved that a start is tried for.
    moved_attribute: Option<Clause>,
    /// What the clock alone has made true, while the data of the instant is looked at.
    early: Option<Early>,
}

impl<'p> Engine<'p> {
    /// Prepares a programme.
    #[must_use]
    pub fn new(program: &'p Program) -> Self {
        let mut by_name: Vec<JourneyId> = program.journeys.ids().collect();
        by_name.sort_by_key(|&id| &program.journeys[id].name);
        let mut name_rank = program.journeys.filled(0);
        for (rank, &id) in by_name.iter().enumerate() {
            name_rank[id] = u16::try_from(rank).unwrap_or(u16::MAX);
        }
        let mut order = by_name;
        order.sort_by_key(|&id| std::cmp::Reverse(program.journeys[id].priority));
        let mut started_by = program.events.filled(Vec::new());
        for &id in &order {
            for event in starting(&program.journeys[id]) {
                started_by[event].push(id);
            }
        }
        let journeys = || program.journeys.as_slice().iter();
        let those = |is_one: &dyn Fn(&Journey) -> bool| -> Vec<JourneyId> {
            order.iter().copied().filter(|&id| is_one(&program.journeys[id])).collect()
        };
        let heard: Table<JourneyId, Facts> =
            journeys().map(|journey| facts::heard_by_enrolments(program, journey)).collect();
        let by_any = heard.as_slice().iter().copied().fold(Facts::NONE, std::ops::BitOr::bitor);
        let is_audible = |id| !started_by[id].is_empty() || facts::is_heard(program, id, by_any);
        let audible = program.events.ids().map(is_audible).collect();
        let watching = those(&facts::is_watching);
        let watched: Table<JourneyId, Facts> =
            journeys().map(|journey| facts::read_by_starts(program, journey)).collect();
        let since_start: Table<JourneyId, Vec<AggregateId>> =
            journeys().map(|journey| functions_since_start(program, journey)).collect();
        Self {
            program,
            audible,
            started_by,
            started_by_engagement: those(&|journey| !starting_engagements(journey).is_empty()),
            watched_by_any: watching.iter().map(|&id| watched[id]).fold(Facts::NONE, std::ops::BitOr::bitor),
            watching,
            watched,
            protecting: program.journeys.ids().filter(|&id| !program.journeys[id].protections.is_empty()).collect(),
            asked: journeys().map(|journey| Asked::of(program, journey)).collect(),
            heard,
            holdout_lots: journeys().map(|journey| format!("{}/holdout", journey.name)).collect(),
            name_rank,
            observers: observers(program),
            turning: program.events.ids().map(|id| facts::turns(program, id)).collect(),
            starting: program.journeys.iter().map(|(_, journey)| starting(journey)).collect(),
            starting_engagements: program.journeys.iter().map(|(_, journey)| starting_engagements(journey)).collect(),
            clocked: program.journeys.iter().map(|(_, journey)| is_clocked(journey)).collect(),
            remembers: since_start
                .iter()
                .map(|(id, functions)| !functions.is_empty() || remembers(&program.journeys[id]))
                .collect(),
            since_start,
            remembered: program.journeys.iter().map(|(_, journey)| remembered(journey)).collect(),
            tells: false,
        }
    }

    /// The programme.
    #[must_use]
    pub fn program(&self) -> &'p Program {
        self.program
    }

    /// Takes in an entry from before the run: it fills the state and starts nothing (language reference 7.1).
    pub fn recall(&self, state: &mut State, entry: &Entry) {
        state.expire(entry.at);
        self.take_in(state, entry);
    }

    /// Begins the run: conditions are asked as they stood just before, so that only what becomes true from here on
    /// starts anything (language reference 5.1). The first instant to step to is not before `from`.
    pub fn begin(&self, state: &mut State, from: Instant) {
        state.from = from;
        state.expire(from.plus_seconds(-1));
        for (id, journey) in self.program.journeys.iter() {
            for (index, start) in journey.starts.iter().enumerate() {
                if !matches!(start.trigger, Trigger::Becomes(_) | Trigger::Moves(..)) {
                    continue;
                }
                let stand = self.stand(state, id, start).unwrap_or_default();
                if let Some(slot) = state.journeys[id].stands.get_mut(index) {
                    *slot = stand;
                }
            }
        }
        state.note(Facts::ALL);
        self.set_wake(state);
    }

    /// Decides one instant (language reference 7.1): what came in (a), what time brings (b), what follows (c) and the
    /// sends (d), until nothing moves. `entries` are those of this instant, in input order; `at` is not before
    /// [`State::now`] and not after [`State::wake`]. Capacity is taken to be there.
    ///
    /// # Errors
    /// [`Runaway`] when the phases do not come to rest within [`ROUNDS_MAX`] rounds.
    pub fn step(
        &self,
        state: &mut State,
        at: Instant,
        entries: &[Entry],
        effects: &mut Vec<Effect>,
    ) -> Result<(), Runaway> {
        let mut asks = self.step_among(state, at, entries, effects)?;
        while let Some(paused) = asks {
            asks = self.answer(state, paused, true, effects)?;
        }
        Ok(())
    }

    /// The same for a customer among others, who share capacity (language reference 3.3): where the step asks for it, it pauses.
    /// Then it is to be answered before anything else becomes of the state and the effects.
    ///
    /// # Errors
    /// [`Runaway`] as in [`Engine::step`].
    pub fn step_among(
        &self,
        state: &mut State,
        at: Instant,
        entries: &[Entry],
        effects: &mut Vec<Effect>,
    ) -> Result<Option<Paused>, Runaway> {
        let due = state.wake.is_some_and(|wake| wake <= at);
        state.expire(at);
        let mut step = self.going_on(state, Course::default(), effects);
        if !entries.is_empty() || step.state.supposed.front().is_some_and(|supposed| supposed.at <= at) {
            if due {
                step.early = Some(step.look_early());
                step.put_off = true;
            }
            step.arrive_supposed();
            step.arrive(entries);
            step.ask(false);
            step.early = None;
        }
        step.ask(true);
        step.finish()
    }

    /// Goes on with a step that has asked for capacity, at the very send for which it asked; it may ask again.
    ///
    /// # Errors
    /// [`Runaway`] as in [`Engine::step`].
    pub fn answer(
        &self,
        state: &mut State,
        paused: Paused,
        granted: bool,
        effects: &mut Vec<Effect>,
    ) -> Result<Option<Paused>, Runaway> {
        self.going_on(state, paused.answered(granted), effects).finish()
    }

    fn going_on<'a>(&'a self, state: &'a mut State, course: Course, effects: &'a mut Vec<Effect>) -> Step<'a, 'p> {
        Step {
            engine: self,
            program: self.program,
            state,
            effects,
            course,
            asked: Facts::NONE,
            put_off: false,
            moved_attribute: None,
            early: None,
        }
    }

    /// Whether anything can be otherwise for an entry of a history. Without the others every decision is the same: a send that
    /// waits may ask for capacity once more at such an entry, but what was used up before in a period stays so to its end.
    #[must_use]
    pub fn matters(&self, entry: &Entry) -> bool {
        match &entry.input {
            Input::Event(happening) => self.audible[happening.event],
            Input::Change { .. } | Input::Contact { .. } | Input::Engagement { .. } => true,
        }
    }

    /// Whether capacity can hold a contact of the programme back, so that customers depend on one another.
    #[must_use]
    pub fn couples(&self) -> bool {
        capacity::couples(self.program)
    }

    /// The sends that are still waiting at the end of the run, in the order of arbitration (language reference 7.1), as they stand
    /// in its last second: by then time may have changed an attribute that names their channel.
    #[must_use]
    pub fn pending(&self, state: &State, until: Instant) -> Vec<Contact> {
        if !state.enrolments.iter().any(|enrolment| matches!(enrolment.rest, Rest::Send(_))) {
            return Vec::new();
        }
        let mut last = state.clone();
        last.expire(until.plus_seconds(-1).max(state.now));
        sending::pending(self.program, &last)
    }
}

impl Step<'_, '_> {
    /// Whether the clock alone has made something true.
    fn is_early(&self, is_it: impl FnOnce(&Early) -> bool) -> bool {
        self.early.as_ref().is_some_and(is_it)
    }

    /// Notes that something moved, after which conditions can stand otherwise.
    fn touch(&mut self) {
        self.course.moved = true;
        self.course.stale = true;
    }

    /// From the sends to the end of the instant, or to a question for capacity.
    fn finish(&mut self) -> Result<Option<Paused>, Runaway> {
        if let Some(request) = self.settle()? {
            return Ok(Some(std::mem::take(&mut self.course).paused(request)));
        }
        self.take_measures();
        self.follow_what_was_made();
        self.state.let_go();
        self.engine.set_wake(self.state);
        Ok(None)
    }
}

fn observers(program: &Program) -> Table<EventId, Vec<AggregateId>> {
    let mut observers: Table<EventId, Vec<AggregateId>> = program.events.filled(Vec::new());
    for (id, aggregate) in program.aggregates.iter() {
        if aggregate.window != Window::SinceStart {
            observers[aggregate.event].push(id);
        }
    }
    observers
}

fn starting(journey: &Journey) -> Vec<EventId> {
    let mut kinds: Vec<EventId> = journey.starts.iter().filter_map(|start| start.trigger.event()).collect();
    kinds.sort_unstable();
    kinds.dedup();
    kinds
}

fn starting_engagements(journey: &Journey) -> Vec<EngagementWith> {
    let mut found: Vec<EngagementWith> = (journey.starts.iter())
        .filter_map(|start| match start.trigger {
            Trigger::Engagement(engagement) => Some(engagement),
            _ => None,
        })
        .collect();
    found.sort_unstable();
    found.dedup();
    // What is one of any message is not counted again for its own.
    let any: Vec<_> = found.iter().filter(|engagement| engagement.message.is_none()).map(|any| any.kind).collect();
    found.retain(|engagement| engagement.message.is_none() || !any.contains(&engagement.kind));
    found
}

fn is_clocked(journey: &Journey) -> bool {
    journey.starts.iter().any(|start| clock_starts::is_clocked(&start.trigger))
}

/// Whether the enrolments of a journey have anything to remember from their start on, apart from functions.
fn remembers(journey: &Journey) -> bool {
    journey.slots > 0 || journey.counters > 0 || !journey.goals.is_empty() || !journey.measures.is_empty()
}

fn functions_since_start(program: &Program, journey: &Journey) -> Vec<AggregateId> {
    let mut found: Vec<AggregateId> = Vec::new();
    journey.walk(&mut |node| {
        let Node::Expression(Expression::History(id)) = node else { return };
        let aggregate: &Aggregate = &program.aggregates[*id];
        if aggregate.window == Window::SinceStart && !found.contains(id) {
            found.push(*id);
        }
    });
    found.sort_by_key(|id| id.index());
    found
}

fn remembered(journey: &Journey) -> Vec<Remembered<'_>> {
    let arms = journey.operations.iter().filter_map(|operation| match operation {
        Operation::Await { arms, .. } => Some(arms),
        _ => None,
    });
    arms.flatten()
        .filter_map(|arm| match &arm.awaited {
            Awaited::Event { event, filter, slot, since_start: true } => {
                Some(Remembered { event: *event, filter: filter.as_ref(), slot: *slot })
            }
            _ => None,
        })
        .collect()
}
