//! What is left of blueprints in a programme: which text was read for several journeys (language reference 6).
//!
//! Journeys are whole without this. It is there for findings: one about the text of a blueprint is one mistake, however
//! many journeys are made from it, and points at the journeys, too.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Label};
use crate::program::Program;
use crate::span::Span;
use crate::table::JourneyId;

/// A blueprint.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Blueprint {
    /// Its name.
    pub name: String,
    /// The whole of its text.
    pub span: Span,
    /// The journeys that are made from it, in the order of files and lines.
    pub journeys: Vec<JourneyId>,
}

/// The same findings, each mistake in the text of a blueprint once: what was found for several journeys in the same
/// words at the same place is one finding, which points at the first of these journeys.
#[must_use]
pub fn merged(program: &Program, findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen: BTreeSet<(&'static str, String, Span)> = BTreeSet::new();
    let mut merged = Vec::with_capacity(findings.len());
    for mut finding in findings {
        let at = finding.labels.first().map(|label| label.span);
        let blueprint = at.and_then(|at| program.blueprints.iter().find(|blueprint| blueprint.span.contains(at)));
        if let (Some(at), Some(blueprint)) = (at, blueprint) {
            if !seen.insert((finding.rule, finding.message.clone(), at)) {
                continue;
            }
            let journeys = blueprint.journeys.iter().map(|id| &program.journeys[*id]);
            let journeys: Vec<(&str, Span)> = journeys.map(|journey| (journey.name.as_str(), journey.span)).collect();
            finding.labels.extend(made_from_it(&journeys));
        }
        merged.push(finding);
    }
    merged
}

/// Points at the first of the journeys that are made from a blueprint.
#[must_use]
pub fn made_from_it(journeys: &[(&str, Span)]) -> Option<Label> {
    let (name, span) = journeys.first()?;
    let text = match journeys.len() {
        1 => format!("`{name}` is made from this blueprint"),
        2 => format!("`{name}` and another journey are made from this blueprint"),
        many => format!("`{name}` and {} other journeys are made from this blueprint", many - 1),
    };
    Some(Label { span: *span, text })
}
