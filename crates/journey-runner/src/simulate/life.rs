//! One customer's way through a run, instant after instant.

use journey_ir::history::{CustomerHistory, Entry};
use journey_ir::time::Instant;

use super::Run;
use crate::engine::{Choices, Effect, Engine, Paused, Request, Runaway, State};

/// A customer on the way.
#[derive(Debug)]
pub(super) struct Life {
    state: State,
    /// The place of the first entry of the history that is still ahead.
    ahead: usize,
    /// The instant that asks for capacity, until it is answered.
    paused: Option<Paused>,
    /// The effects of the instant that is being decided.
    effects: Vec<Effect>,
}

impl Life {
    /// The customer at the beginning of the run.
    pub(super) fn new(engine: &Engine<'_>, run: Run, history: &CustomerHistory, choices: &Choices) -> Self {
        Self::after(State::default(), engine, run, history, choices)
    }

    /// The same, in the memory of one whose life is over.
    pub(super) fn after(
        last: State,
        engine: &Engine<'_>,
        run: Run,
        history: &CustomerHistory,
        choices: &Choices,
    ) -> Self {
        let mut state = engine.next_customer(last, history, choices);
        let ahead = history.entries.partition_point(|entry| entry.at < run.from);
        for entry in history.entries.iter().take(ahead) {
            engine.recall(&mut state, entry);
        }
        engine.begin(&mut state, run.from);
        Self { state, ahead, paused: None, effects: Vec::new() }
    }

    /// The next instant to be decided, with its entries.
    fn next<'h>(&self, run: Run, history: &'h CustomerHistory) -> Option<(Instant, &'h [Entry])> {
        let ahead = history.entries.get(self.ahead..).unwrap_or_default();
        let entry = ahead.first().map(|entry| entry.at);
        let at = match (self.state.wake(), entry) {
            (Some(wake), Some(entry)) => Some(wake.min(entry)),
            (one, other) => one.or(other),
        };
        let at = at.filter(|&at| at < run.until)?;
        let now = ahead.iter().take_while(|entry| entry.at <= at).count();
        Some((at, ahead.get(..now).unwrap_or_default()))
    }

    /// Lives on to the end of the run; `grants` answers what it asks of capacity. `take` is given the effects of each instant, and
    /// empties them; `watch` sees the state after it, the instant, and the next one.
    ///
    /// # Errors
    /// [`Runaway`] when an instant does not come to rest.
    pub(super) fn finish(
        mut self,
        engine: &Engine<'_>,
        run: Run,
        history: &CustomerHistory,
        mut grants: impl FnMut(&Request) -> bool,
        mut take: impl FnMut(Instant, &mut Vec<Effect>),
        watch: &mut dyn FnMut(&State, Instant, Instant),
    ) -> Result<State, Runaway> {
        while self.decide_next(engine, run, history)? {
            while let Some(request) = self.asks() {
                let granted = grants(request);
                self.answer(engine, granted)?;
            }
            let at = self.state.now();
            take(at, &mut self.effects);
            watch(&self.state, at, self.next(run, history).map_or(run.until, |(next, _)| next));
        }
        Ok(self.state)
    }

    /// Lives on to the next question, or to the end of the run. `take` is given the effects of each instant, and empties them.
    ///
    /// # Errors
    /// [`Runaway`] when an instant does not come to rest.
    pub(super) fn advance(
        &mut self,
        engine: &Engine<'_>,
        run: Run,
        history: &CustomerHistory,
        mut take: impl FnMut(Instant, &mut Vec<Effect>),
    ) -> Result<Option<&Request>, Runaway> {
        while self.paused.is_none() {
            take(self.state.now(), &mut self.effects);
            if !self.decide_next(engine, run, history)? {
                break;
            }
        }
        Ok(self.asks())
    }

    /// What it asks for, in the midst of an instant.
    pub(super) fn asks(&self) -> Option<&Request> {
        self.paused.as_ref().map(Paused::request)
    }

    /// Goes on in the instant at which it asks; it may ask again, else it has left it.
    ///
    /// # Errors
    /// [`Runaway`] when the instant does not come to rest.
    pub(super) fn answer(&mut self, engine: &Engine<'_>, granted: bool) -> Result<(), Runaway> {
        if let Some(paused) = self.paused.take() {
            self.paused = engine.answer(&mut self.state, paused, granted, &mut self.effects)?;
        }
        Ok(())
    }

    /// The state at the end of the run.
    pub(super) fn over(self) -> State {
        self.state
    }

    /// Decides the next instant, as far as nothing is asked; whether there was one.
    fn decide_next(&mut self, engine: &Engine<'_>, run: Run, history: &CustomerHistory) -> Result<bool, Runaway> {
        let Some((at, entries)) = self.next(run, history) else { return Ok(false) };
        self.paused = engine.step_among(&mut self.state, at, entries, &mut self.effects)?;
        self.ahead += entries.len();
        Ok(true)
    }
}
