//! Measures: a value of every enrolment, some time after its start (language reference 9.9).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::expression::{Condition, Expression};
use crate::span::Span;
use crate::time::Period;

/// `measure "opt-in" optin_email after 90 days`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Measure {
    /// Its name, unique in its journey.
    pub name: String,
    /// What is measured.
    pub what: Measured,
    /// Read when everything at start ⊕ D is decided, in the zone at the start, however the enrolment has ended.
    pub after: Period,
    /// Where it is written.
    pub span: Span,
}

/// What a measure reads; within the enrolment, also when that has ended.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Measured {
    /// Whether it holds: `yes` or `no`; reports give the share of `yes`.
    Share(Condition),
    /// A number; reports give the average of those that are known.
    Average(Expression),
}
