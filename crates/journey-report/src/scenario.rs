//! What became of scenarios: for people, for continuous integration (`JUnit`), and for machines (JSON).

mod human;
mod json;
mod junit;
mod reasons;
#[cfg(test)]
mod tests;
mod words;

use journey_ir::program::Program;
use journey_ir::scenario::Scenario;
use journey_ir::source::Sources;
use journey_runner::Runaway;
use journey_runner::scenario::Played;

pub use human::{closing_line, human};
pub use json::json;
pub use junit::junit;

/// Scenarios that were lived.
#[derive(Clone, Copy, Debug)]
pub struct Tests<'a> {
    /// The programme.
    pub program: &'a Program,
    /// Where everything is written.
    pub sources: &'a Sources,
    /// In the order of files and lines.
    pub tested: &'a [Tested<'a>],
}

/// One scenario that was lived.
#[derive(Clone, Debug)]
pub struct Tested<'a> {
    /// The scenario.
    pub scenario: &'a Scenario,
    /// What came of it.
    pub played: Result<Played, Runaway>,
}

impl Tested<'_> {
    /// Whether everything came as expected.
    #[must_use]
    pub fn passed(&self) -> bool {
        self.played.as_ref().is_ok_and(Played::passed)
    }
}

impl Tests<'_> {
    /// How many did not come as expected.
    #[must_use]
    pub fn failed(&self) -> usize {
        self.tested.iter().filter(|tested| !tested.passed()).count()
    }

    /// Where a scenario stands: its file, and the line of its title.
    fn place(&self, scenario: &Scenario) -> (&str, usize) {
        (self.sources.path(scenario.span.file), self.sources.start(scenario.span).line)
    }
}
