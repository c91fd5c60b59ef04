//! Which text of a programme was read for several journeys: that of blueprints, of `steps` and of `defaults` (language
//! reference 6, 9.6, 9.8).
//!
//! Journeys are whole without this. It is there for findings: one about such a text is one mistake, however many journeys it
//! is read for, and points at the journeys, too.

use std::collections::BTreeSet;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::finding::{Finding, Label};
use crate::program::Program;
use crate::span::Span;
use crate::table::JourneyId;

/// A text that is read for journeys that stand elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Shared {
    /// What it is.
    pub kind: SharedKind,
    /// Its name.
    pub name: String,
    /// The whole of its text.
    pub span: Span,
    /// The journeys for which it is read, each once, in the order of files and lines.
    pub journeys: Vec<JourneyId>,
}

/// What a shared text is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum SharedKind {
    /// `blueprint`: journeys are made from it.
    Blueprint,
    /// `steps`: journeys do them.
    Steps,
    /// `defaults`: journeys take from them what they do not say.
    Defaults,
}

impl SharedKind {
    /// Points at the first of the journeys for which such a text is read.
    #[must_use]
    pub fn pointing(self, journeys: &[(&str, Span)]) -> Option<Label> {
        let (name, span) = journeys.first()?;
        let (one, many) = match self {
            Self::Blueprint => ("is made from this blueprint", "are made from this blueprint"),
            Self::Steps => ("does these steps", "do these steps"),
            Self::Defaults => ("takes these defaults", "take these defaults"),
        };
        let text = match journeys.len() {
            1 => format!("`{name}` {one}"),
            2 => format!("`{name}` and another journey {many}"),
            others => format!("`{name}` and {} other journeys {many}", others - 1),
        };
        Some(Label { span: *span, text })
    }
}

/// The same findings, each mistake in a shared text once: what was found for several journeys in the same words at the same
/// place is one finding, which points at the first of these journeys.
#[must_use]
pub fn merged(program: &Program, findings: Vec<Finding>) -> Vec<Finding> {
    let mut seen: BTreeSet<(&'static str, String, Span)> = BTreeSet::new();
    let mut merged = Vec::with_capacity(findings.len());
    for mut finding in findings {
        let at = finding.labels.first().map(|label| label.span);
        let shared = at.and_then(|at| program.shared.iter().find(|shared| shared.span.contains(at)));
        if let (Some(at), Some(shared)) = (at, shared) {
            if !seen.insert((finding.rule, finding.message.clone(), at)) {
                continue;
            }
            let journeys = shared.journeys.iter().map(|id| &program.journeys[*id]);
            let journeys: Vec<(&str, Span)> = journeys.map(|journey| (journey.name.as_str(), journey.span)).collect();
            finding.labels.extend(shared.kind.pointing(&journeys));
        }
        merged.push(finding);
    }
    merged
}
