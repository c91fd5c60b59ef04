//! A customer before anything happened (language reference 7.4).

use std::collections::{BTreeMap, VecDeque};

use journey_ir::history::CustomerHistory;
use journey_ir::program::{Journey, Share};
use journey_ir::table::{Id, JourneyId, Table};
use journey_ir::time::Instant;

use super::agenda::Agenda;
use super::clock_starts::Fired;
use super::facts::Facts;
use super::lasting::Lasting;
use super::stand::Stand;
use super::state::{Standing, State};
use super::tally::Tally;
use super::{Choices, Engine, lots};

impl Engine<'_> {
    /// A customer before anything happened. Control groups and arms are drawn here, where `choices` makes no choice.
    #[must_use]
    pub fn customer(&self, history: &CustomerHistory, choices: &Choices) -> State {
        self.next_customer(State::default(), history, choices)
    }

    /// The same, in the memory of a customer of this programme whose life is over.
    #[must_use]
    pub fn next_customer(&self, last: State, history: &CustomerHistory, choices: &Choices) -> State {
        let program = self.program;
        let mut state = State {
            customer: refilled(last.customer, &history.id),
            now: Instant::MIN,
            wake: None,
            from: Instant::MIN,
            exists_from: history.exists_from,
            attributes: copied(last.attributes, &history.attributes),
            zone: program.zone,
            held_out: self.held_out(program.holdout, "holdout", history, choices),
            tallies: cleared(last.tallies, &program.aggregates, Tally::new, Tally::clear),
            states: cleared(last.states, &program.states, Lasting::default, Lasting::clear),
            occasions: cleared(last.occasions, &program.channels, || None, |occasion| *occasion = None),
            ordinals: cleared(last.ordinals, &program.events, || 0, |ordinal| *ordinal = 0),
            counted: cleared(last.counted, &program.caps, VecDeque::new, VecDeque::clear),
            excluded_until: cleared(last.excluded_until, &program.exclusions, || None, |until| *until = None),
            offers_until: cleared(last.offers_until, &program.offers, || None, |until| *until = None),
            apart_until: cleared(last.apart_until, &program.rules, Vec::new, Vec::clear),
            sent: last.sent.cleared(),
            engaged: BTreeMap::new(),
            supposed: emptied(last.supposed, VecDeque::clear),
            order: 0,
            journeys: cleared(last.journeys, &program.journeys, Standing::default, |_| ()),
            next_starts: cleared(last.next_starts, &program.journeys, || None, |next| *next = None),
            enrolments: emptied(last.enrolments, Vec::clear),
            agenda: Agenda::default(),
            next_number: 0,
            expires: Instant::MAX,
            permits: Instant::MAX,
            unasked: Facts::NONE,
            changed: Facts::NONE,
        };
        for (id, rule) in program.rules.iter() {
            state.apart_until[id].resize(rule.kind.distances().len(), None);
        }
        for (id, journey) in program.journeys.iter() {
            self.stand_at_first(&mut state.journeys[id], id, journey, history, choices);
        }
        self.read_zone(&mut state);
        state
    }

    /// Nothing has happened in a journey yet; what the last customer left is memory to be filled.
    fn stand_at_first(
        &self,
        standing: &mut Standing,
        id: JourneyId,
        journey: &Journey,
        history: &CustomerHistory,
        choices: &Choices,
    ) {
        standing.held_out = self.held_out(journey.holdout, &self.holdout_lots[id], history, choices);
        standing.last_start = None;
        standing.keys.clear();
        refill(&mut standing.protects_until, journey.protections.len(), || None);
        refill(&mut standing.stands, journey.starts.len(), Stand::default);
        refill(&mut standing.fired, journey.starts.len(), Fired::default);
        if !journey.splits.is_empty() {
            standing.arms = lots::arms(self.program, id, choices, &history.id);
        }
    }

    fn held_out(&self, share: Share, name: &str, history: &CustomerHistory, choices: &Choices) -> bool {
        match choices.holdout {
            Some(chosen) => chosen && share != Share::default(),
            None => lots::falls_into(share, self.program, name, &history.id),
        }
    }
}

/// A table as long as another, all its things as they are at first; those that are there are cleared and keep their memory.
fn cleared<I: Id, T, U>(
    mut table: Table<I, T>,
    like: &Table<I, U>,
    first: impl Fn() -> T,
    clear: impl Fn(&mut T),
) -> Table<I, T> {
    if table.len() != like.len() {
        return like.iter().map(|_| first()).collect();
    }
    for id in table.ids() {
        clear(&mut table[id]);
    }
    table
}

fn emptied<T>(mut items: T, clear: impl Fn(&mut T)) -> T {
    clear(&mut items);
    items
}

/// Makes a list of so many first things of it.
fn refill<T>(items: &mut Vec<T>, count: usize, first: impl FnMut() -> T) {
    items.clear();
    items.resize_with(count, first);
}

fn copied<T: Clone>(mut items: Vec<T>, of: &[T]) -> Vec<T> {
    items.clear();
    items.extend_from_slice(of);
    items
}

fn refilled(mut text: String, with: &str) -> String {
    text.clear();
    text.push_str(with);
    text
}
