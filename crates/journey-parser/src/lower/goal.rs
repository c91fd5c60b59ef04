//! `goal …` (language reference 5.5).

use journey_ir::expression::Expression;
use journey_ir::finding::Finding;
use journey_ir::operation::Operation;
use journey_ir::program::{Goal, Journey, Reached};

use super::Lowering;
use super::expression::{Scope, engagement_kind, noun};
use crate::tree::{self, ClauseKind, Expr, GoalTarget, Happening};

impl Lowering<'_> {
    pub(super) fn goal(&mut self, goal: &tree::Goal, scope: &Scope) -> Option<Goal> {
        let (reached, scope) = match &goal.target {
            GoalTarget::Happens(Happening::Engagement(of)) => {
                let reached = match engagement_kind(of.kind) {
                    Some(kind) => self.engagement_with(kind, &of.message).map(Reached::Engagement),
                    None => self.engagement(of.kind, &of.message, of.span, scope).map(Reached::Becomes),
                };
                (reached, scope.clone())
            }
            GoalTarget::Happens(Happening::Event { event, filter }) => {
                let event = self.event(event)?;
                let scope = scope.at_event(event);
                let filter = self.filter(filter.as_ref(), &scope);
                (filter.map(|filter| Reached::Event { event, filter }), scope)
            }
            GoalTarget::When(condition) => (self.condition(condition, scope).map(Reached::Becomes), scope.clone()),
        };
        let within = goal.within.map(|within| self.some_period(within, "the goal could not be reached"));
        let worth = goal.worth.as_ref().map(|worth| self.worth(worth, &scope));
        let after = match &goal.after {
            None => None,
            Some(message) => Some(self.message(message)?),
        };
        let worth = match worth {
            None => None,
            Some(worth) => Some(worth?),
        };
        Some(Goal {
            name: goal.name.as_ref().map(|name| name.value.clone()),
            reached: reached?,
            within,
            after,
            worth,
            span: goal.span,
        })
    }

    /// A goal `after M` counts from a message that the journey sends.
    pub(super) fn demand_sends_of_goals(&mut self, written: &tree::Journey, journey: &Journey) {
        let goals = written.clauses.iter().filter_map(|clause| match &clause.kind {
            ClauseKind::Goal(goal) => goal.after.as_ref(),
            _ => None,
        });
        for name in goals {
            let Some(message) = self.names.messages.id(&name.text) else { continue };
            let sends = journey.operations.iter();
            if !sends.clone().any(|operation| matches!(operation, Operation::Send(send) if send.message == message)) {
                let text =
                    format!("the goal counts from `{}`, which the journey `{}` never sends", name.text, journey.name);
                let help = "name a message that a step of this journey sends, or leave `after` out";
                self.report(Finding::error("out-of-place", text).at(name.span, "").help(help));
            }
        }
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
