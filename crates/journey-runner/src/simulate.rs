//! The dry run: whole histories through the engine, customers in parallel, results in the order of customers.

use std::num::NonZeroUsize;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc;

use journey_ir::history::{CustomerHistory, Customers, Entry};
use journey_ir::program::Program;
use journey_ir::records::CustomerRecords;
use journey_ir::time::Instant;

use crate::engine::{Choices, Effect, Engine, Runaway, State};
use crate::recorder::Recorder;

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

/// Lives one customer's history.
///
/// # Errors
/// [`Runaway`] when an instant does not come to rest (language reference 5.10).
pub fn simulate_customer(program: &Program, run: Run, history: &CustomerHistory) -> Result<CustomerRecords, Runaway> {
    live(&Engine::new(program), run, history, &Choices::default(), &mut |_, _, _| {})
}

/// Lives one customer's history through the engine. `watch` is called when an instant is decided, with the state, that
/// instant, and the next one at which anything can happen (at most the end of the run).
pub(crate) fn live(
    engine: &Engine<'_>,
    run: Run,
    history: &CustomerHistory,
    choices: &Choices,
    watch: &mut dyn FnMut(&State, Instant, Instant),
) -> Result<CustomerRecords, Runaway> {
    let mut recorder = Recorder::new(&history.id);
    let take = |_, effects: &mut Vec<Effect>| recorder.take(engine.program(), effects);
    let state = lived(engine, run, history, choices, take, watch)?;
    Ok(recorder.finish(engine.program(), run.reported_from, engine.pending(&state)))
}

/// Lives one customer's history with the same engine and tells everything that it decided, with what explains it, each
/// with its instant. The sends that still wait at the end come last.
///
/// # Errors
/// [`Runaway`] when an instant does not come to rest (language reference 5.10).
pub fn tell_customer(
    program: &Program,
    run: Run,
    history: &CustomerHistory,
) -> Result<Vec<(Instant, Effect)>, Runaway> {
    let engine = Engine::new(program).telling();
    let mut told = Vec::new();
    let take = |at, effects: &mut Vec<Effect>| told.extend(effects.drain(..).map(|effect| (at, effect)));
    let state = lived(&engine, run, history, &Choices::default(), take, &mut |_, _, _| {})?;
    told.extend(engine.pending(&state).into_iter().map(|contact| (run.until, Effect::Contact(contact))));
    Ok(told)
}

/// The state of a customer at the end; `take` is given the effects of each instant.
fn lived(
    engine: &Engine<'_>,
    run: Run,
    history: &CustomerHistory,
    choices: &Choices,
    mut take: impl FnMut(Instant, &mut Vec<Effect>),
    watch: &mut dyn FnMut(&State, Instant, Instant),
) -> Result<State, Runaway> {
    let mut state = engine.customer(history, choices);
    let before = history.entries.partition_point(|entry| entry.at < run.from);
    let (past, mut ahead) = history.entries.split_at_checked(before).unwrap_or_default();
    for entry in past {
        engine.recall(&mut state, entry);
    }
    engine.begin(&mut state, run.from);
    let mut effects = Vec::new();
    while let Some(at) = next_instant(state.wake(), ahead).filter(|&at| at < run.until) {
        let now = ahead.partition_point(|entry| entry.at <= at);
        let (entries, rest) = ahead.split_at_checked(now).unwrap_or_default();
        engine.step(&mut state, at, entries, &mut effects)?;
        take(at, &mut effects);
        ahead = rest;
        let next = next_instant(state.wake(), ahead).unwrap_or(run.until);
        watch(&state, at, next.min(run.until));
    }
    Ok(state)
}

fn next_instant(wake: Option<Instant>, ahead: &[Entry]) -> Option<Instant> {
    let entry = ahead.first().map(|entry| entry.at);
    match (wake, entry) {
        (Some(wake), Some(entry)) => Some(wake.min(entry)),
        (one, other) => one.or(other),
    }
}

/// Lives all customers on `threads` threads. `encode` turns the records of some successive customers into what `take`
/// wants; it runs on the workers. `take` runs on the calling thread, in the order of customers, so that the result does
/// not depend on the number of threads (language reference 7.3).
///
/// # Errors
/// The first customer, in their order, whose instant does not come to rest; or what `take` gave up with.
pub fn simulate<B: Send, E: Send>(
    program: &Program,
    run: Run,
    customers: &dyn Customers,
    threads: NonZeroUsize,
    encode: impl Fn(&[CustomerRecords]) -> B + Sync,
    mut take: impl FnMut(B) -> Result<(), E>,
) -> Result<(), SimulateError<E>> {
    let engine = Engine::new(program);
    let chunks = customers.count().div_ceil(CHUNK);
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let receivers: Vec<_> = (0..threads.get())
            .map(|worker| {
                let (sender, receiver) = mpsc::sync_channel(AHEAD);
                let (engine, encode, stop) = (&engine, &encode, &stop);
                scope.spawn(move || {
                    for chunk in (worker..chunks).step_by(threads.get()) {
                        let result = live_chunk(engine, run, customers, chunk).map(|records| encode(&records));
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
            let taken = result.and_then(|batch| take(batch).map_err(SimulateError::Taker));
            if taken.is_err() {
                stop.store(true, Ordering::Relaxed);
                return taken;
            }
        }
        Ok(())
    })
}

fn live_chunk<E>(
    engine: &Engine<'_>,
    run: Run,
    customers: &dyn Customers,
    chunk: usize,
) -> Result<Vec<CustomerRecords>, SimulateError<E>> {
    let first = chunk * CHUNK;
    let mut history = CustomerHistory::default();
    (first..customers.count().min(first + CHUNK))
        .map(|index| {
            customers.load(index, &mut history);
            live(engine, run, &history, &Choices::default(), &mut |_, _, _| {})
                .map_err(|runaway| SimulateError::Runaway { customer: history.id.clone(), runaway })
        })
        .collect()
}
