//! Findings that are accepted where they are found (language reference 9.10).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::span::Span;
use crate::time::Date;

/// `allow RULE [with NAME] because "…" until DATE`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Waiver {
    /// The rule whose findings are accepted.
    pub rule: String,
    /// Only those that are about this, too.
    pub with: Option<String>,
    /// Why, in the words of those who answer for it.
    pub because: String,
    /// To be looked at again from this day on: a limit to name, which nothing judges.
    pub until: Date,
    /// The journey, message, blueprint or defaults in whose text it stands; nothing: the whole programme.
    pub within: Option<Span>,
    /// Where it stands.
    pub span: Span,
}
