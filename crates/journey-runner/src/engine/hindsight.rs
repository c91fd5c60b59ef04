//! Why a journey never started, looked at from the end of the run.

use journey_ir::program::{Dated, Trigger};
use journey_ir::table::JourneyId;
use journey_ir::time::Instant;
use journey_ir::value::Value;

use super::Engine;
use super::scope::Scope;
use super::state::State;
use super::why::Clause;

/// What became of a way to start that never started anything.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoStart {
    /// Its event did not happen in the run.
    NoEvent,
    /// Its condition does not hold at the end, and never became true.
    NotTrue(Vec<Clause>),
    /// Its condition held before the run, and holds still: it never became true (language reference 5.1).
    TrueBefore(Vec<Clause>),
    /// The attribute whose date it counts from is missing.
    NoDate,
    /// Its instant does not lie in the run; of an attribute, the value from which it is reckoned.
    NotDue(Option<Value>),
    /// The attribute never moved so; the value that it has at the end.
    NeverMoved(Value),
    /// No journey enrolled the customer.
    NotEnrolled,
    /// The journey was not active, or the customer did not exist, when it came.
    Inactive,
}

impl Engine<'_> {
    /// What became of each way to start of a journey that never started, as things stand at an instant not before the last one
    /// that was decided.
    #[must_use]
    pub fn no_starts(&self, state: &State, journey: JourneyId, at: Instant) -> Vec<NoStart> {
        let mut state = state.clone();
        state.expire(at);
        let scope = Scope::of(self.program, &state);
        let can = self.may_start(&state, journey);
        let starts = self.program.journeys[journey].starts.iter();
        starts
            .map(|start| match &start.trigger {
                Trigger::Event { .. } | Trigger::Engagement(_) => NoStart::NoEvent,
                Trigger::Becomes(condition) | Trigger::Holds(condition) => {
                    let because = scope.why(condition);
                    match (scope.holds(condition), can) {
                        (false, _) => NoStart::NotTrue(because),
                        (true, true) => NoStart::TrueBefore(because),
                        (true, false) => NoStart::Inactive,
                    }
                }
                Trigger::Dated(dated) => not_due(scope, dated),
                Trigger::Moves(attribute, _) => NoStart::NeverMoved(scope.attribute(*attribute).into_owned()),
                Trigger::Every(..) | Trigger::At(_) => NoStart::NotDue(None),
                Trigger::Enrolment => NoStart::NotEnrolled,
            })
            .collect()
    }
}

fn not_due(scope: Scope<'_>, dated: &Dated) -> NoStart {
    match scope.attribute(dated.attribute).into_owned() {
        Value::Missing => NoStart::NoDate,
        value => NoStart::NotDue(Some(value)),
    }
}
