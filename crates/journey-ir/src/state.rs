//! States: what begins with one event and ends with another (language reference 9.2).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::expression::Condition;
use crate::history::Happening;
use crate::span::Span;
use crate::table::{EventId, FieldId};

/// `state complaining = from complaint where status == opened until complaint where status == closed by ticket`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct State {
    /// Its name.
    pub name: String,
    /// What begins it.
    pub from: Turn,
    /// What ends it; an event that does both ends it.
    pub until: Turn,
    /// Where it is declared.
    pub span: Span,
}

/// An event that begins or ends something.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Turn {
    /// Its kind.
    pub event: EventId,
    /// Decided when it happens: reads the event's fields ([`crate::expression::Occurrence::Current`]) and attributes,
    /// nothing else.
    pub filter: Option<Condition>,
    /// With `by FIELD` the field that tells the values apart, each of which is open or not; of both events or of none.
    pub by: Option<FieldId>,
}

impl Turn {
    /// The value that an event opens or closes; missing where there is none, which is a value like others.
    #[must_use]
    pub fn value(&self, happening: &Happening) -> crate::value::Value {
        let field = self.by.and_then(|field| happening.fields.get(usize::from(field.0)));
        field.cloned().unwrap_or_default()
    }
}
