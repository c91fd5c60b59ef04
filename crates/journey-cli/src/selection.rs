//! What of a programme and of its customers takes part in a run.

use journey_ir::history::{CustomerHistory, Customers};
use journey_ir::program::Program;
use journey_ir::table::JourneyId;

use crate::failure::Failure;

/// The journeys that were asked for, all when none were, in the order of the programme. The others can no longer start.
pub fn select_journeys(program: &mut Program, names: &[String]) -> Result<Vec<JourneyId>, Failure> {
    for name in names {
        if program.journeys.find(|journey| journey.name == *name).is_none() {
            return Err(unknown(program, name));
        }
    }
    let (selected, others): (Vec<JourneyId>, Vec<JourneyId>) =
        program.journeys.ids().partition(|&id| names.is_empty() || names.contains(&program.journeys[id].name));
    for id in others {
        program.journeys[id].starts.clear();
    }
    Ok(selected)
}

fn unknown(program: &Program, name: &str) -> Failure {
    let known = program.journeys.as_slice().iter().map(|journey| journey.name.as_str());
    let failure = Failure::trouble(format!("there is no journey `{name}`"));
    match known.clone().max_by(|a, b| strsim::jaro_winkler(a, name).total_cmp(&strsim::jaro_winkler(b, name))) {
        Some(near) if strsim::jaro_winkler(near, name) >= 0.75 => failure.help(format!("type `--journeys {near}`")),
        _ => failure
            .help(format!("the journeys are {}", known.map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", "))),
    }
}

/// The first customers of a data set.
pub struct First<'a> {
    /// All of them.
    pub all: &'a dyn Customers,
    /// How many at most; nothing for all.
    pub limit: Option<usize>,
}

impl Customers for First<'_> {
    fn count(&self) -> usize {
        self.limit.map_or(usize::MAX, |limit| limit).min(self.all.count())
    }

    fn load(&self, index: usize, into: &mut CustomerHistory) {
        self.all.load(index, into);
    }
}
