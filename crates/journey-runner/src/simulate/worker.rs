//! One thread's work: customers that come after one another live in the same memory.

use journey_ir::history::{CustomerHistory, Customers};
use journey_ir::records::CustomerRecords;

use super::capacity::{Answers, replay};
use super::life::Life;
use super::{CHUNK, Run, SimulateError};
use crate::engine::{Choices, Effect, Engine, Runaway, State};
use crate::recorder::Recorder;

/// A worker and its memory.
pub(super) struct Worker<'a> {
    engine: &'a Engine<'a>,
    run: Run,
    customers: &'a dyn Customers,
    answers: &'a Answers,
    choices: Choices,
    /// Whether entries without consequence are left out.
    skips: bool,
    history: CustomerHistory,
    state: State,
    /// What the customers of the last chunk gave; longer than a chunk that is the last.
    records: Vec<CustomerRecords>,
}

impl<'a> Worker<'a> {
    pub(super) fn new(engine: &'a Engine<'a>, run: Run, customers: &'a dyn Customers, answers: &'a Answers) -> Self {
        Self {
            engine,
            run,
            customers,
            answers,
            choices: Choices::default(),
            skips: !engine.couples(),
            history: CustomerHistory::default(),
            state: State::default(),
            records: Vec::new(),
        }
    }

    /// Lives the customers of a chunk.
    pub(super) fn live<E>(&mut self, chunk: usize) -> Result<&[CustomerRecords], SimulateError<E>> {
        let first = chunk * CHUNK;
        let count = self.customers.count().min(first + CHUNK) - first;
        self.records.resize_with(self.records.len().max(count), CustomerRecords::default);
        for place in 0..count {
            self.live_one(first + place, place)
                .map_err(|runaway| SimulateError::Runaway { customer: self.history.id.clone(), runaway })?;
        }
        Ok(self.records.get(..count).unwrap_or_default())
    }

    fn live_one(&mut self, customer: usize, place: usize) -> Result<(), Runaway> {
        let Some(records) = self.records.get_mut(place) else { return Ok(()) };
        let (engine, run) = (self.engine, self.run);
        self.customers.load(customer, &mut self.history);
        if self.skips {
            self.history.entries.retain(|entry| engine.matters(entry));
        }
        let grants = replay(self.answers, customer);
        let mut recorder = Recorder::after(std::mem::take(records), &self.history.id);
        let take = |_, effects: &mut Vec<Effect>| recorder.take(engine.program(), effects);
        let life = Life::after(std::mem::take(&mut self.state), engine, run, &self.history, &self.choices);
        self.state = life.finish(engine, run, &self.history, grants, take, &mut |_, _, _| {})?;
        *records = recorder.finish(engine.program(), run.reported_from, engine.pending(&self.state, run.until));
        Ok(())
    }
}
