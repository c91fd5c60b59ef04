//! A customer who may have to wait for capacity: the life so far, and what was found about it.

use journey_ir::history::CustomerHistory;
use journey_ir::records::CustomerRecords;

use super::Run;
use super::capacity::Turn;
use super::life::Life;
use crate::engine::{Choices, Engine, Request, Runaway, State};
use crate::recorder::Recorder;

/// A customer on the way who may ask for capacity.
pub(super) struct Asker {
    place: usize,
    life: Life,
    recorder: Recorder,
    /// The answers to all that it has asked.
    answers: Vec<bool>,
}

/// A customer whose instant does not come to rest.
#[derive(Debug)]
pub(super) struct Failed {
    pub(super) customer: String,
    pub(super) runaway: Runaway,
    /// The answers up to there.
    pub(super) answers: Vec<bool>,
}

/// The engine and the time of the run, and what was chosen before it.
#[derive(Clone, Copy)]
pub(super) struct World<'a> {
    pub(super) engine: &'a Engine<'a>,
    pub(super) run: Run,
    pub(super) choices: &'a Choices,
    /// Whether entries without consequence are left out.
    pub(super) skips: bool,
}

impl Asker {
    /// A customer at the beginning of the run, in the memory of others: the state of one whose life is over, and what was found
    /// about one.
    pub(super) fn new(
        world: World<'_>,
        (place, history): (usize, &CustomerHistory),
        (state, records): (State, CustomerRecords),
    ) -> Self {
        let life = Life::after(state, world.engine, world.run, history, world.choices);
        Self { place, life, recorder: Recorder::after(records, &history.id), answers: Vec::new() }
    }

    /// A customer who has asked before and was forgotten, up to the first question that has none of these answers.
    pub(super) fn again(
        world: World<'_>,
        (place, history): (usize, &CustomerHistory),
        answers: &[bool],
    ) -> Result<Self, Failed> {
        let mut asker = Self::new(world, (place, history), (State::default(), CustomerRecords::default()));
        asker.advance(world, history)?;
        for &granted in answers {
            asker.answer(world, granted)?;
            asker.advance(world, history)?;
        }
        Ok(asker)
    }

    /// Lives on to the next question, or to the end of the run.
    pub(super) fn advance(&mut self, world: World<'_>, history: &CustomerHistory) -> Result<(), Failed> {
        let (engine, recorder) = (world.engine, &mut self.recorder);
        let advanced =
            self.life.advance(engine, world.run, history, |_, effects| recorder.take(engine.program(), effects));
        advanced.map(|_| ()).map_err(|runaway| self.failed(runaway))
    }

    /// What it asks for, in the midst of an instant; nothing: it has left it.
    pub(super) fn asks(&self) -> Option<&Request> {
        self.life.asks()
    }

    /// Whose turn it is, where it asks.
    pub(super) fn turn(&self, world: World<'_>) -> Option<Turn> {
        let request = self.asks()?;
        Some(Turn::of(world.engine.program(), (self.place, self.recorder.customer()), request))
    }

    /// Whose turn it is after an answer, where it asks again; `last` is the turn at which it was answered.
    pub(super) fn turn_after(&self, world: World<'_>, last: Turn) -> Option<Turn> {
        match self.asks()? {
            request if request.at > last.at => Some(last.then(request.at)),
            _ => self.turn(world),
        }
    }

    /// Goes on in its instant with an answer.
    pub(super) fn answer(&mut self, world: World<'_>, granted: bool) -> Result<(), Failed> {
        self.answers.push(granted);
        self.life.answer(world.engine, granted).map_err(|runaway| self.failed(runaway))
    }

    fn failed(&mut self, runaway: Runaway) -> Failed {
        Failed { customer: self.recorder.customer().to_owned(), runaway, answers: std::mem::take(&mut self.answers) }
    }

    pub(super) fn place(&self) -> usize {
        self.place
    }

    /// All that is kept of one who is forgotten until its turn comes near.
    pub(super) fn forget(self: Box<Self>) -> Box<[bool]> {
        self.answers.into_boxed_slice()
    }

    /// What was found about it, when its life is over; its memory, and the answers to what it asked.
    pub(super) fn finish(self, world: World<'_>) -> (CustomerRecords, State, Vec<bool>) {
        let (engine, run) = (world.engine, world.run);
        let state = self.life.over();
        let records = self.recorder.finish(engine.program(), run.reported_from, engine.pending(&state, run.until));
        (records, state, self.answers)
    }
}
