//! One thread's work: customers that come after one another live in the same memory.

use std::ops::Range;

use journey_ir::history::{CustomerHistory, Customers};
use journey_ir::records::CustomerRecords;

use super::CHUNK;
use super::asker::{Asker, Failed, World};
use crate::engine::State;

/// A worker and its memory.
pub(super) struct Worker<'a> {
    world: World<'a>,
    customers: &'a dyn Customers,
    history: CustomerHistory,
    state: State,
    /// What the customers of the last stretch gave; longer than it that is the last.
    records: Vec<CustomerRecords>,
}

impl<'a> Worker<'a> {
    pub(super) fn new(world: World<'a>, customers: &'a dyn Customers) -> Self {
        Self { world, customers, history: CustomerHistory::default(), state: State::default(), records: Vec::new() }
    }

    /// Lives the customers of a chunk, of whom none can ask.
    pub(super) fn live(&mut self, chunk: usize) -> Result<&[CustomerRecords], Failed> {
        let places = self.places(chunk);
        for (nth, place) in places.clone().enumerate() {
            let asks = self.live_one(place, nth)?;
            debug_assert!(asks.is_none(), "without capacity there is nothing to ask for");
        }
        Ok(self.records.get(..places.len()).unwrap_or_default())
    }

    /// Lives the customers of a chunk to the end of the run or to their first question. `done` is given what was found about each
    /// stretch of successive customers whose life is over, and the place of the first; `not_done` the others, one by one.
    pub(super) fn live_among(
        &mut self,
        chunk: usize,
        mut done: impl FnMut(usize, &[CustomerRecords]),
        mut not_done: impl FnMut(usize, Result<Box<Asker>, Failed>),
    ) {
        let places = self.places(chunk);
        let mut from = places.start;
        for place in places.clone() {
            let asks = self.live_one(place, place - from);
            if let Some(asks) = asks.transpose() {
                self.stretch(from, place, &mut done);
                not_done(place, asks);
                from = place + 1;
            }
        }
        self.stretch(from, places.end, &mut done);
    }

    fn places(&self, chunk: usize) -> Range<usize> {
        let first = chunk * CHUNK;
        first..self.customers.count().min(first + CHUNK)
    }

    fn stretch(&self, from: usize, to: usize, done: &mut impl FnMut(usize, &[CustomerRecords])) {
        if let Some(records) = self.records.get(..to - from).filter(|records| !records.is_empty()) {
            done(from, records);
        }
    }

    /// Lives a customer and keeps what was found as one of the stretch, when it does not ask.
    fn live_one(&mut self, place: usize, nth: usize) -> Result<Option<Box<Asker>>, Failed> {
        let memory = self.records.get_mut(nth).map(std::mem::take);
        self.load(place);
        let memory = (std::mem::take(&mut self.state), memory.unwrap_or_default());
        let mut asker = Asker::new(self.world, (place, &self.history), memory);
        asker.advance(self.world, &self.history)?;
        if asker.asks().is_some() {
            return Ok(Some(Box::new(asker)));
        }
        let records;
        (records, self.state, _) = asker.finish(self.world);
        match self.records.get_mut(nth) {
            Some(slot) => *slot = records,
            None => self.records.push(records),
        }
        Ok(None)
    }

    /// Lives a customer on who has left an instant.
    pub(super) fn advance(&mut self, asker: &mut Asker) -> Result<(), Failed> {
        self.load(asker.place());
        asker.advance(self.world, &self.history)
    }

    /// Lives a customer again who was forgotten.
    pub(super) fn again(&mut self, place: usize, answers: &[bool]) -> Result<Box<Asker>, Failed> {
        self.load(place);
        Asker::again(self.world, (place, &self.history), answers).map(Box::new)
    }

    fn load(&mut self, place: usize) {
        self.customers.load(place, &mut self.history);
        if self.world.skips {
            self.history.entries.retain(|entry| self.world.engine.matters(entry));
        }
    }
}
