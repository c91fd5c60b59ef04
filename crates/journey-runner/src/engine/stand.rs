//! How what a start watches stands: a condition that becomes true, a value that rises (language reference 5.1, 9.1).

use journey_ir::expression::{Comparison, Condition, Expression};
use journey_ir::program::{Direction, Start, Trigger};
use journey_ir::table::JourneyId;
use journey_ir::value::Value;

use super::Engine;
use super::scope::Scope;
use super::state::State;
use super::why::Clause;

/// How it stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) enum Stand {
    /// Nothing is watched.
    #[default]
    Nothing,
    /// Whether the condition holds.
    Holds(bool),
    /// The value.
    Has(Value),
}

impl Stand {
    /// Whether a start is to be tried, when it stood like `before` when it was last asked.
    pub(super) fn starts(&self, before: &Self, trigger: &Trigger) -> bool {
        match (self, before, trigger) {
            (Self::Holds(true), Self::Holds(held), _) => !held,
            (Self::Holds(truth), Self::Nothing, _) => *truth,
            (Self::Has(value), Self::Has(before), Trigger::Moves(_, direction)) => direction.is_from_to(before, value),
            _ => false,
        }
    }

    /// How an attribute that is watched has moved since, as a clause: `tier > silver`, which reads what it is now.
    pub(super) fn moved(&self, after: &Self, trigger: &Trigger) -> Option<Clause> {
        let (Self::Has(before), Self::Has(after), Trigger::Moves(attribute, direction)) = (self, after, trigger) else {
            return None;
        };
        let operator = match direction {
            Direction::Rises => Comparison::Greater,
            Direction::Falls => Comparison::Less,
            Direction::Changes => Comparison::NotEqual,
        };
        let left = Expression::Attribute(*attribute);
        let reads = vec![(left.clone(), after.clone())];
        let condition = Condition::Compare { left, operator, right: Expression::Constant(before.clone()) };
        Some(Clause { condition, holds: true, reads })
    }
}

impl Engine<'_> {
    /// How what a start watches stands now; nothing for starts that watch nothing.
    pub(super) fn stand(&self, state: &State, id: JourneyId, start: &Start) -> Option<Stand> {
        let scope = Scope::of(self.program, state);
        Some(match &start.trigger {
            Trigger::Becomes(condition) => Stand::Holds(scope.holds(condition)),
            Trigger::Holds(condition) => Stand::Holds(state.now >= self.beginning(state, id) && scope.holds(condition)),
            Trigger::Moves(attribute, _) => Stand::Has(scope.value(&Expression::Attribute(*attribute)).into_owned()),
            _ => return None,
        })
    }
}
