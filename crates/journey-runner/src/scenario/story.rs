//! A scenario as the history of a customer.

use journey_ir::history::{CustomerHistory, Entry, Happening, Input};
use journey_ir::program::Program;
use journey_ir::scenario::{Line, Scenario, What};
use journey_ir::time::{Instant, WallTime};
use journey_ir::value::Value;

use crate::engine::Choices;
use crate::simulate::Run;

/// The time of the run. A scenario without a beginning is refused by the parser; it would run over no time at all.
pub(super) fn run(program: &Program, scenario: &Scenario) -> Run {
    let instant =
        |wall: WallTime, index: usize| scenario.zone_at(program, wall, index).table().instant(wall.date, wall.time);
    let from = scenario.begins().map_or(Instant::MAX, |begins| instant(begins, 0));
    Run::new(from, scenario.ends().map_or(from, |ends| instant(ends, usize::MAX)))
}

/// What is chosen for the customer. Without `holdout` they are in no control group.
pub(super) fn choices(scenario: &Scenario) -> Choices {
    Choices { holdout: Some(scenario.holdout), arms: scenario.arms.clone() }
}

/// The customer, called like the scenario; what is not given is missing.
pub(super) fn history(program: &Program, scenario: &Scenario) -> CustomerHistory {
    let mut attributes = program.attributes.filled(Value::Missing);
    for (id, value) in &scenario.attributes {
        attributes[*id] = value.clone();
    }
    let mut entries: Vec<Entry> =
        scenario.lines.iter().enumerate().map(|(index, line)| entry(program, scenario, line, index)).collect();
    entries.sort_by_key(|entry| entry.at);
    CustomerHistory {
        id: scenario.title.clone(),
        exists_from: None,
        attributes: attributes.as_slice().to_vec(),
        entries,
    }
}

fn entry(program: &Program, scenario: &Scenario, line: &Line, index: usize) -> Entry {
    let at = scenario.zone_at(program, line.at, index).table().instant(line.at.date, line.at.time);
    let input = match &line.what {
        What::Event { event, fields } => {
            Input::Event(Happening { event: *event, at, fields: fields.iter().cloned().collect() })
        }
        What::Set { attribute, value } => Input::Change { attribute: *attribute, value: value.clone() },
        What::Engagement(engagement) => Input::Engagement { engagement: *engagement, of: None },
        What::Contact { journey, message, channel, purpose } => {
            Input::Contact { journey: *journey, message: Some(*message), channel: *channel, purpose: *purpose }
        }
    };
    Entry { at, input }
}
