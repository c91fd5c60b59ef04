//! Occasions: the events of a customer at which a channel can be used, such as a purchase at the till (language reference
//! 9.5).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::expression::Condition;
use crate::table::EventId;

/// `moment purchase where channel == store`: a contact goes only at the instant of such an event, after the send was reached.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Occasion {
    /// Its kind.
    pub event: EventId,
    /// Decided when it happens: reads the event's fields ([`crate::expression::Occurrence::Current`]) and attributes,
    /// nothing else.
    pub filter: Option<Condition>,
    /// `moment purchase`: what holds a send back, for files and reports.
    pub text: String,
}
