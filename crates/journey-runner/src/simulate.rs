//! The dry run: whole histories through the engine, customers in parallel, results in the order of customers.

mod asker;
mod capacity;
mod life;
mod shared;
mod telling;
mod worker;

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use journey_ir::fields::Fields;
use journey_ir::history::{CustomerHistory, Customers, Entry, Happening, Input};
use journey_ir::program::Program;
use journey_ir::records::CustomerRecords;
use journey_ir::table::EventId;
use journey_ir::time::Instant;

use crate::engine::{Choices, Effect, Engine, Request, Runaway, State};
use crate::recorder::Recorder;
use asker::{Failed, World};
use capacity::Ledger;
use life::Life;
use shared::Shared;
pub(crate) use telling::tell_alone;
pub use telling::{Tale, Telling};
use worker::Worker;

/// How many customers a worker takes at a time.
const CHUNK: usize = 256;

/// How many finished chunks may wait for the one before them, per worker: bounds the memory of a run.
const AHEAD: usize = 8;

/// The time of a run: from ≤ t < until.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Run {
    /// The first instant.
    pub from: Instant,
    /// The first instant that is too late.
    pub until: Instant,
    /// The first instant that is reported: the run warms up before it (language reference 7.4). Enrolments that started
    /// and contacts and refusals that were decided before are left out; what is pending at the end never is.
    pub reported_from: Instant,
}

impl Run {
    /// A run that reports everything.
    #[must_use]
    pub const fn new(from: Instant, until: Instant) -> Self {
        Self { from, until, reported_from: from }
    }
}

/// Why a run stopped.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum SimulateError<E> {
    /// A customer's instant does not come to rest.
    Runaway {
        /// Who.
        customer: String,
        /// What happened.
        runaway: Runaway,
    },
    /// Whoever takes the results gave up.
    Taker(E),
}

/// Lives one customer's history, as if there were no other customers.
///
/// # Errors
/// [`Runaway`] when an instant does not come to rest (language reference 5.10).
pub fn simulate_customer(program: &Program, run: Run, history: &CustomerHistory) -> Result<CustomerRecords, Runaway> {
    live(&Engine::new(program), run, history, &Choices::default(), &mut |_, _, _| {})
}

/// Lives one customer's history through the engine, as if there were no other customers. `watch` is called when an instant
/// is decided, with the state, that instant, and the next one at which anything can happen (at most the end of the run).
pub(crate) fn live(
    engine: &Engine<'_>,
    run: Run,
    history: &CustomerHistory,
    choices: &Choices,
    watch: &mut dyn FnMut(&State, Instant, Instant),
) -> Result<CustomerRecords, Runaway> {
    let mut ledger = Ledger::default();
    let grants = |request: &Request| ledger.grants(engine.program(), request);
    let mut recorder = Recorder::new(&history.id);
    let take = |_, effects: &mut Vec<Effect>| recorder.take(engine.program(), effects);
    let state = Life::new(engine, run, history, choices).finish(engine, run, history, grants, take, watch)?;
    Ok(recorder.finish(engine.program(), run.reported_from, engine.pending(&state, run.until)))
}

/// The events for which nothing can be otherwise in a run: a run without them gives the same.
#[must_use]
pub fn unheard_events(program: &Program) -> Vec<EventId> {
    let engine = Engine::new(program);
    let is_unheard = |&event: &EventId| {
        let happening = Happening { event, at: Instant::MIN, fields: Fields::NONE };
        !engine.matters(&Entry { at: Instant::MIN, input: Input::Event(happening) })
    };
    program.events.ids().filter(is_unheard).collect()
}

/// Lives all customers on `threads` threads. `encode` turns the records of some successive customers into what `take`
/// wants, and is told the place of the first of them among all; it runs on the workers. `take` runs on the calling thread, in
/// the order of customers, so that the result does not depend on the number of threads (language reference 7.3).
///
/// # Errors
/// The first customer, in their order, whose instant does not come to rest; or what `take` gave up with.
pub fn simulate<B: Send, E: Send>(
    program: &Program,
    run: Run,
    customers: &dyn Customers,
    threads: NonZeroUsize,
    encode: impl Fn(usize, &[CustomerRecords]) -> B + Sync,
    mut take: impl FnMut(B) -> Result<(), E>,
) -> Result<(), SimulateError<E>> {
    let engine = Engine::new(program);
    let world = World { engine: &engine, run, choices: &Choices::default(), skips: true };
    if engine.couples() {
        let encode = |first, records: &[CustomerRecords], _: &[bool]| encode(first, records);
        let pieces = Shared { world, customers, threads, encode }.live();
        return pieces.into_values().try_for_each(|piece| {
            let piece = piece.map_err(failed)?;
            take(piece).map_err(SimulateError::Taker)
        });
    }
    let chunks = customers.count().div_ceil(CHUNK);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let receivers: Vec<_> = (0..threads.get())
            .map(|worker| {
                let (sender, receiver) = mpsc::sync_channel(AHEAD);
                let (encode, stop) = (&encode, &stop);
                scope.spawn(move || {
                    let mut desk = Worker::new(world, customers);
                    for chunk in (worker..chunks).step_by(threads.get()) {
                        let result = desk.live(chunk).map(|records| encode(chunk * CHUNK, records));
                        if stop.load(Ordering::Relaxed) || sender.send(result).is_err() {
                            return;
                        }
                    }
                });
                receiver
            })
            .collect();
        // Chunk n comes from worker n modulo the number of workers: taking turns gives the order of customers.
        let mut turns = receivers.iter().cycle();
        for _ in 0..chunks {
            let Some(Ok(result)) = turns.next().map(mpsc::Receiver::recv) else { break };
            let taken = result.map_err(failed).and_then(|batch| take(batch).map_err(SimulateError::Taker));
            if taken.is_err() {
                stop.store(true, Ordering::Relaxed);
                return taken;
            }
        }
        Ok(())
    })
}

fn failed<E>(Failed { customer, runaway, .. }: Failed) -> SimulateError<E> {
    SimulateError::Runaway { customer, runaway }
}
