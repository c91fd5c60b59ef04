//! `goal …` (language reference 5.5).

use journey_ir::expression::Expression;
use journey_ir::finding::Finding;
use journey_ir::program::{Goal, Reached};

use super::Lowering;
use super::expression::{Scope, noun};
use crate::tree::{self, Expr, GoalTarget};

impl Lowering<'_> {
    pub(super) fn goal(&mut self, goal: &tree::Goal, scope: &Scope) -> Option<Goal> {
        let (reached, scope) = match &goal.target {
            GoalTarget::Event { event, filter } => {
                let event = self.event(event)?;
                let scope = scope.at_event(event);
                let filter = self.filter(filter.as_ref(), &scope);
                (filter.map(|filter| Reached::Event { event, filter }), scope)
            }
            GoalTarget::When(condition) => (self.condition(condition, scope).map(Reached::Becomes), scope.clone()),
        };
        let within = goal.within.map(|within| self.some_period(within, "the goal could not be reached"));
        let worth = goal.worth.as_ref().map(|worth| self.worth(worth, &scope));
        if let Some(message) = &goal.after {
            self.message(message)?;
            self.not_yet("a goal counted `after` a message", goal.span);
        }
        let worth = match worth {
            None => None,
            Some(worth) => Some(worth?),
        };
        Some(Goal {
            name: goal.name.as_ref().map(|name| name.value.clone()),
            reached: reached?,
            within,
            after: None,
            worth,
            span: goal.span,
        })
    }

    /// What a goal is worth: a number.
    fn worth(&mut self, worth: &Expr, scope: &Scope) -> Option<Expression> {
        let typed = self.value(worth, scope)?;
        if !typed.kind.is_number() {
            let message =
                format!("a goal's worth is a number, and `{}` is {}", self.text(typed.span), noun(&typed.kind));
            self.report(Finding::error("type-mismatch", message).at(typed.span, ""));
            return None;
        }
        Some(typed.expression)
    }
}
