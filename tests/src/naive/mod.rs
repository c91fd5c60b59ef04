//! The second opinion: decides what happens to one customer in the most naive way that is still right.
//!
//! Every half hour from the beginning to the end of the run is visited, and the second after it (where `>` begins to
//! differ from `>=`), and every instant of the data; where enrolments make something happen so many seconds after a half hour,
//! the second after that. At each, everything is decided again from the raw history: there are no timers, no indexes and
//! no running totals. Programmes and histories whose instants of interest lie elsewhere are not for it; `crate::random`
//! makes none.
//!
//! It shares with the engine what things are (the IR: values, decimals, zones, selectors), never how they are decided.

mod channel;
mod draw;
mod early;
mod engagement;
mod enrolment;
mod eye;
mod forbidden;
mod history_function;
mod instant;
mod past;
mod queue;
mod reserved;
mod scheduled;
mod send;
mod start;
mod wait;
mod world;

use std::collections::BTreeSet;

use journey_ir::history::CustomerHistory;
use journey_ir::program::Program;
use journey_ir::records::CustomerRecords;
use journey_ir::time::Instant;

use world::World;

/// An instant at which the programme does not come to rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Endless {
    /// When.
    pub at: Instant,
}

/// What a run from `from` (included) to `until` (excluded) finds about one customer.
///
/// # Errors
///
/// When more than a thousand things happen at one instant (language reference 5.10).
pub fn evaluate(
    program: &Program,
    from: Instant,
    until: Instant,
    history: &CustomerHistory,
) -> Result<CustomerRecords, Endless> {
    evaluate_within(STEPS_MAX, program, from, until, history)
}

/// How much may happen at one instant (language reference 5.10).
const STEPS_MAX: usize = 1000;

/// The same, where no more than `steps_max` things may happen at one instant.
///
/// # Errors
///
/// When more happen.
pub fn evaluate_within(
    steps_max: usize,
    program: &Program,
    from: Instant,
    until: Instant,
    history: &CustomerHistory,
) -> Result<CustomerRecords, Endless> {
    let mut world = World { steps_max, ..World::new(program, history, from) };
    // Seconds after the half hour that are looked at.
    let mut offsets = BTreeSet::from([0, 1]);
    while let Some(at) = next_instant(&world, &offsets).filter(|&at| at < until) {
        world.live_through(at)?;
        if world.stirred {
            offsets.insert((at.0 + 1).rem_euclid(GRID_SECONDS));
        }
    }
    Ok(world.into_records(until))
}

const GRID_SECONDS: i64 = 1800;

/// The first instant after now that is looked at.
fn next_instant(world: &World<'_>, offsets: &BTreeSet<i64>) -> Option<Instant> {
    let now = world.now.0;
    let on_grid = offsets.iter().map(|offset| now + 1 + (offset - now - 1).rem_euclid(GRID_SECONDS)).map(Instant);
    let data = world.history.entries.get(world.read).map(|entry| entry.at);
    let first = Some(world.from).filter(|from| now < from.0);
    on_grid.chain(data).chain(first).min()
}
