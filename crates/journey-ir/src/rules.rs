//! The `rules` block: contacts that must keep away from each other (language reference 4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::pressure::Selector;
use crate::span::Span;
use crate::table::OfferId;
use crate::time::Period;

/// One rule. The reason of a send that it holds back is `rule`.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct ContactRule {
    /// What it says.
    pub kind: RuleKind,
    /// The rule as it is written, for reports.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// What a rule says.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum RuleKind {
    /// `never A and B within D`, `A not within D after B`.
    Apart {
        /// Who keeps away from whom: one pair for `not within`, both ways round for `never`.
        distances: Vec<Distance>,
        /// D, in the zone that the customer had when the earlier contact was sent.
        period: Period,
    },
    /// `exclusive O1, O2, …`: a commercial or relational send whose message carries one of these offers is refused while
    /// another one of them, from a message sent before, is alive. The same offer again is not another one.
    Exclusive(Vec<OfferId>),
}

/// A send that matches `held_back` at t must wait while a contact that matches `from` was sent at s with s ≤ t < s ⊕ D.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Distance {
    /// Which sends are refused: without a purpose in the text, commercial and relational ones (3.1).
    pub held_back: Selector,
    /// From which contacts they keep away: a message that is named counts whatever its purpose.
    pub from: Selector,
}

impl RuleKind {
    /// Who keeps away from whom.
    #[must_use]
    pub fn distances(&self) -> &[Distance] {
        match self {
            Self::Apart { distances, .. } => distances,
            Self::Exclusive(_) => &[],
        }
    }
}
