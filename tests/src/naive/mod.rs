//! The second opinion: decides what happens to one customer in the most naive way that is still right.
//!
//! Every half hour from the beginning to the end of the run is visited, and the second after it (where `>` begins to
//! differ from `>=`), and every instant of the data. At each, everything is decided again from the raw history: there are
//! no timers, no queues, no indexes and no running totals. Programmes and histories whose instants of interest lie
//! elsewhere are not for it; `crate::random` makes none.
//!
//! It shares with the engine what things are (the IR: values, decimals, zones, selectors), never how they are decided.

mod draw;
mod early;
mod enrolment;
mod eye;
mod history_function;
mod instant;
mod past;
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
    let mut world = World::new(program, history, from);
    for at in instants(from, until, history) {
        world.live_through(at)?;
    }
    Ok(world.into_records(until))
}

const GRID_SECONDS: i64 = 1800;

/// All the instants that are looked at, ascending.
fn instants(from: Instant, until: Instant, history: &CustomerHistory) -> BTreeSet<Instant> {
    let first = from.0.div_euclid(GRID_SECONDS) * GRID_SECONDS;
    let grid = (0..)
        .map(|index| first + index * GRID_SECONDS)
        .take_while(|&at| at < until.0)
        .flat_map(|at| [Instant(at), Instant(at + 1)]);
    let data = history.entries.iter().map(|entry| entry.at);
    grid.chain(data).filter(|&at| from <= at && at < until).collect()
}
