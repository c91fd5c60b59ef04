//! What is assumed of the world, for analyses that need rates and sizes (language reference 9.10). It changes no decision.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::span::Span;
use crate::table::{EventId, JourneyId};
use crate::time::Period;

/// Everything that is assumed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Assumptions {
    /// How often events happen.
    pub rates: Vec<Rate>,
    /// How large audiences are.
    pub audiences: Vec<Audience>,
}

/// `purchase at most 3 per day`: for one customer, in any such window (language reference 2.3).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Rate {
    /// Of which event.
    pub event: EventId,
    /// How many.
    pub limit: u32,
    /// In which time.
    pub per: Period,
    /// Where it is said.
    pub span: Span,
}

/// `audience welcome about 40000`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Audience {
    /// Of which journey.
    pub journey: JourneyId,
    /// How many customers it reaches.
    pub about: u32,
    /// Where it is said.
    pub span: Span,
}

impl Assumptions {
    /// How large a journey's audience is assumed to be.
    #[must_use]
    pub fn audience(&self, journey: JourneyId) -> Option<u32> {
        self.audiences.iter().find(|audience| audience.journey == journey).map(|audience| audience.about)
    }
}
