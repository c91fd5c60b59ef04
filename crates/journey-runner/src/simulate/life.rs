//! One customer's way through a run, instant after instant.

use journey_ir::history::{CustomerHistory, Entry};
use journey_ir::time::Instant;

use super::Run;
use crate::engine::{Choices, Effect, Engine, Halt, Request, Runaway, State};

/// A customer on the way.
#[derive(Clone, Debug)]
pub(super) struct Life {
    state: State,
    /// The place of the first entry of the history that is still ahead.
    ahead: usize,
}

/// Where a customer stops.
#[derive(Clone, Debug)]
pub(super) enum Stop {
    /// At the end of the run.
    End,
    /// Before an instant at which it asks for capacity.
    Asks(Request),
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
        Self { state, ahead }
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

    /// Lives on to the end of the run, with these answers to what it asks of capacity: all of them. `take` is given
    /// the effects of each instant, and empties them; `watch` sees the state after it, the instant, and the next one.
    pub(super) fn finish(
        mut self,
        engine: &Engine<'_>,
        run: Run,
        history: &CustomerHistory,
        mut answers: &[bool],
        mut take: impl FnMut(Instant, &mut Vec<Effect>),
        watch: &mut dyn FnMut(&State, Instant, Instant),
    ) -> Result<State, Runaway> {
        let mut effects = Vec::new();
        let mut next = self.next(run, history);
        while let Some((at, entries)) = next {
            match engine.step_with(&mut self.state, at, entries, answers, &mut effects) {
                Ok(used) => answers = answers.get(used..).unwrap_or_default(),
                Err(Halt::Runaway(runaway)) => return Err(runaway),
                Err(Halt::Asks(_)) => {
                    debug_assert!(false, "what a customer asks for does not depend on when it is asked");
                    break;
                }
            }
            take(at, &mut effects);
            self.ahead += entries.len();
            next = self.next(run, history);
            watch(&self.state, at, next.map_or(run.until, |(next, _)| next));
        }
        Ok(self.state)
    }

    /// Decides the instant at which it stopped, with the answers that it has there; gives its next question at it, or
    /// nothing when it has left it.
    pub(super) fn answered(
        &mut self,
        engine: &Engine<'_>,
        run: Run,
        history: &CustomerHistory,
        answers: &[bool],
    ) -> Result<Option<Request>, Runaway> {
        let Some((at, entries)) = self.next(run, history) else { return Ok(None) };
        let before = self.state.clone();
        let mut effects: Vec<Effect> = Vec::new();
        match engine.step_with(&mut self.state, at, entries, answers, &mut effects) {
            Ok(_) => {
                self.ahead += entries.len();
                Ok(None)
            }
            Err(Halt::Asks(request)) => {
                self.state = before;
                Ok(Some(request))
            }
            Err(Halt::Runaway(runaway)) => Err(runaway),
        }
    }

    /// Lives on to the next question, or to the end of the run; what it finds on the way is not kept. A step that asks is spoiled:
    /// then `again` gives this very life as it is now, and it is lived on once more to before that step. So no step is
    /// copied of which most ask nothing.
    ///
    /// # Errors
    /// [`Runaway`] when an instant does not come to rest.
    pub(super) fn advance(
        &mut self,
        engine: &Engine<'_>,
        run: Run,
        history: &CustomerHistory,
        again: impl FnOnce() -> Self,
    ) -> Result<Stop, Runaway> {
        match self.pass(engine, run, history, run.until)? {
            None => Ok(Stop::End),
            Some((at, request)) => {
                *self = again();
                self.pass(engine, run, history, at)?;
                Ok(Stop::Asks(request))
            }
        }
    }

    /// Decides the instants before `until`, as far as nothing is asked; gives the first question, and its instant.
    fn pass(
        &mut self,
        engine: &Engine<'_>,
        run: Run,
        history: &CustomerHistory,
        until: Instant,
    ) -> Result<Option<(Instant, Request)>, Runaway> {
        let mut effects: Vec<Effect> = Vec::new();
        while let Some((at, entries)) = self.next(run, history).filter(|(at, _)| *at < until) {
            effects.clear();
            match engine.step_with(&mut self.state, at, entries, &[], &mut effects) {
                Ok(_) => self.ahead += entries.len(),
                Err(Halt::Asks(request)) => return Ok(Some((at, request))),
                Err(Halt::Runaway(runaway)) => return Err(runaway),
            }
        }
        Ok(None)
    }
}
