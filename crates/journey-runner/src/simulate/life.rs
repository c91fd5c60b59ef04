//! One customer's way through a run, instant after instant.

use journey_ir::history::{CustomerHistory, Entry};
use journey_ir::time::Instant;

use super::Run;
use crate::engine::{Choices, Effect, Engine, Paused, Request, Runaway, Standing, State};

/// A customer on the way.
#[derive(Debug)]
pub(super) struct Life {
    state: State,
    /// The place of the first entry of the history that is still ahead.
    ahead: usize,
    /// What it asks for, until it is answered.
    asking: Option<Asking>,
    /// Whether the instant that was decided last was refused capacity.
    refused: bool,
    /// The effects of the instant that is being decided.
    effects: Vec<Effect>,
}

/// A question for capacity.
#[derive(Debug)]
enum Asking {
    /// In the midst of an instant.
    Paused(Paused),
    /// Of an instant that is not begun before capacity is granted.
    Stands(Standing),
}

impl Asking {
    fn request(&self) -> &Request {
        match self {
            Self::Paused(paused) => paused.request(),
            Self::Stands(standing) => standing.request(),
        }
    }
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
        Self { state, ahead, asking: None, refused: false, effects: Vec::new() }
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
        while self.asking.is_none() {
            take(self.state.now(), &mut self.effects);
            let stands = if self.refused { self.stands(engine, run, history) } else { None };
            self.asking = stands.map(Asking::Stands);
            if self.asking.is_some() || !self.decide_next(engine, run, history)? {
                break;
            }
        }
        Ok(self.asks())
    }

    /// What it asks for.
    pub(super) fn asks(&self) -> Option<&Request> {
        self.asking.as_ref().map(Asking::request)
    }

    /// Takes an answer. It may ask again, at the same instant or, where nothing else can happen before, at a later one; else it
    /// has left the instant.
    ///
    /// # Errors
    /// [`Runaway`] when the instant does not come to rest.
    pub(super) fn answer(&mut self, engine: &Engine<'_>, granted: bool) -> Result<(), Runaway> {
        let paused = match self.asking.take() {
            None => None,
            Some(Asking::Paused(paused)) => Some(paused),
            Some(Asking::Stands(standing)) if granted => {
                let asked = standing.request();
                let paused = engine.step_among(&mut self.state, asked.at, &[], &mut self.effects)?;
                debug_assert_eq!(paused.as_ref().map(Paused::request), Some(asked), "nothing else happens before");
                paused
            }
            Some(Asking::Stands(standing)) => {
                let refused = standing.request().at;
                match engine.asks_again(&self.state, standing) {
                    Some(again) => self.asking = Some(Asking::Stands(again)),
                    None => engine.pass_over(&mut self.state, refused),
                }
                None
            }
        };
        if let Some(paused) = paused {
            self.refused = !granted;
            let paused = engine.answer(&mut self.state, paused, granted, &mut self.effects)?;
            self.asking = paused.map(Asking::Paused);
        }
        Ok(())
    }

    /// What it asks next, where nothing else can happen before.
    fn stands(&self, engine: &Engine<'_>, run: Run, history: &CustomerHistory) -> Option<Standing> {
        let entry = history.entries.get(self.ahead).map_or(run.until, |entry| entry.at);
        engine.standing(&self.state, run.until.min(entry))
    }

    /// The state at the end of the run.
    pub(super) fn over(self) -> State {
        self.state
    }

    /// Decides the next instant, as far as nothing is asked; whether there was one.
    fn decide_next(&mut self, engine: &Engine<'_>, run: Run, history: &CustomerHistory) -> Result<bool, Runaway> {
        let Some((at, entries)) = self.next(run, history) else { return Ok(false) };
        self.refused = false;
        let paused = engine.step_among(&mut self.state, at, entries, &mut self.effects)?;
        self.asking = paused.map(Asking::Paused);
        self.ahead += entries.len();
        Ok(true)
    }
}
