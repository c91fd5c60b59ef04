//! The summary of a run for people (text) and for machines (JSON).

mod account;
mod exact;
mod json;
mod measures;
#[cfg(test)]
mod tests;
mod text;

use journey_ir::program::{Goal, Program, Reached};
use journey_ir::table::JourneyId;
use journey_ir::time::Instant;
use journey_runner::summary::Summary;

pub use json::json;
pub use text::text;

/// A finished run: what it was over and what came of it. How long it took is no part of it, so that the same input gives
/// the same summary (language reference 7.3).
#[derive(Clone, Copy, Debug)]
pub struct Run<'a> {
    /// What was simulated.
    pub program: &'a Program,
    /// The journeys that took part; the others are not shown.
    pub journeys: &'a [JourneyId],
    /// The first instant.
    pub from: Instant,
    /// The first instant that is too late.
    pub until: Instant,
    /// How many rows of data were read, bad ones included.
    pub rows: u64,
    /// The rows that were left out.
    pub bad_rows: &'a [BadRows],
    /// The totals.
    pub totals: &'a Summary,
}

/// Rows of one file that were left out for one reason.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BadRows {
    /// The file.
    pub file: String,
    /// What is wrong with them.
    pub reason: String,
    /// What was found in the first of them; empty when there is nothing to show.
    pub sample: String,
    /// How many.
    pub rows: u64,
    /// Where the first of them stand, counted from 1.
    pub lines: Vec<u64>,
}

impl Run<'_> {
    fn currency(&self) -> Option<&str> {
        self.program.currency.as_deref()
    }

    fn bad_rows_count(&self) -> u64 {
        self.bad_rows.iter().map(|bad| bad.rows).sum()
    }
}

/// What a goal is called: its name, or what reaches it in the words of the language, which are the same for every reader
/// (`purchase within 60 days`).
fn goal_name(program: &Program, goal: &Goal) -> String {
    if let Some(name) = &goal.name {
        return name.clone();
    }
    let mut name = match &goal.reached {
        Reached::Event { event, .. } => program.events[*event].name.clone(),
        Reached::Engagement(engagement) => engagement.text(program),
        Reached::Becomes(_) => "condition".to_owned(),
    };
    if let Some(period) = goal.within {
        name = format!("{name} within {period}");
    }
    if let Some(message) = goal.after {
        name = format!("{name} after {}", program.messages[message].name);
    }
    name
}
