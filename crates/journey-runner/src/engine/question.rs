//! Conditions that a driver asks about a customer, between two steps.

use journey_ir::expression::Condition;
use journey_ir::time::Instant;

use super::Engine;
use super::scope::Scope;
use super::state::State;
use super::why::Clause;

impl Engine<'_> {
    /// Whether a condition holds at some instant t with `from` ≤ t < `until`, when nothing but time passes until then. `from`
    /// is not before [`State::now`].
    #[must_use]
    pub fn holds_within(&self, state: &State, condition: &Condition, from: Instant, until: Instant) -> bool {
        let mut state = state.clone();
        let mut at = from;
        while at < until {
            state.expire(at);
            let scope = Scope::of(self.program, &state);
            if scope.holds(condition) {
                return true;
            }
            match scope.next_change(condition) {
                Some(next) if next > at => at = next,
                _ => return false,
            }
        }
        false
    }

    /// Why a condition holds or not at an instant, when nothing but time passes until then; as [`Engine::holds_within`].
    #[must_use]
    pub fn why_at(&self, state: &State, condition: &Condition, at: Instant) -> Vec<Clause> {
        let mut state = state.clone();
        state.expire(at);
        Scope::of(self.program, &state).why(condition)
    }
}
