//! Tasks: work for a person, which is no contact (language reference 9.4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::capacity::Assignee;
use crate::pressure::Purpose;
use crate::template::Template;
use crate::time::Period;

/// `task "Call {{ first_name }}" for rep within 1 day`
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Task {
    /// What is to be done, filled in when the step is reached.
    pub text: Template,
    /// Who is to do it, read at the same instant.
    pub whose: Option<Assignee>,
    /// How long there is for it: due at the instant of the step ⊕ D.
    pub within: Option<Period>,
    /// The journey's purpose. Control groups get tasks as they get contacts: only in service and requested journeys.
    pub purpose: Purpose,
}
