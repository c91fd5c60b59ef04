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
mod computed;
mod draw;
mod early;
mod engagement;
mod enrolment;
mod eye;
mod forbidden;
mod history_function;
mod instant;
mod lasting;
mod past;
mod queue;
mod remembered;
mod reserved;
mod scheduled;
mod send;
mod start;
mod wait;
mod work;
mod world;

use std::collections::BTreeSet;

use journey_ir::history::CustomerHistory;
use journey_ir::program::Program;
use journey_ir::records::CustomerRecords;
use journey_ir::time::Instant;

use world::World;

/// Why an evaluation is given up.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum GivenUp {
    /// The programme does not come to rest at this instant.
    Endless(Instant),
    /// There are more enrolments, or seconds after the half hour, than are looked at.
    TooMany,
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
) -> Result<CustomerRecords, GivenUp> {
    let patience = Patience { steps: STEPS_MAX, enrolments: usize::MAX, offsets: usize::MAX };
    evaluate_within(patience, program, from, until, history)
}

/// How much may happen at one instant (language reference 5.10).
pub const STEPS_MAX: usize = 1000;

/// How much is looked at: at every step all of it is looked at again.
#[derive(Clone, Copy, Debug)]
pub struct Patience {
    /// How much may happen at one instant.
    pub steps: usize,
    /// How many enrolments there may be.
    pub enrolments: usize,
    /// How many seconds after the half hour may be looked at.
    pub offsets: usize,
}

/// The same, as far as patience goes.
///
/// # Errors
///
/// When it is at its end.
pub fn evaluate_within(
    patience: Patience,
    program: &Program,
    from: Instant,
    until: Instant,
    history: &CustomerHistory,
) -> Result<CustomerRecords, GivenUp> {
    let mut world = World::new(program, history, from, patience);
    // Seconds after the half hour that are looked at.
    let mut offsets = BTreeSet::from([0, 1]);
    while let Some(at) = next_instant(&world, &offsets).filter(|&at| at < until) {
        world.live_through(at)?;
        if offsets.len() > patience.offsets {
            return Err(GivenUp::TooMany);
        }
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
    on_grid.chain(data).chain(first).chain(world.next_measure()).min()
}
