//! `stop …` (language reference 5.4).

use journey_ir::finding::Finding;
use journey_ir::program::{Journey, Stop};

use super::Lowering;
use super::expression::{Scope, engagement_kind};
use crate::tree::{self, Happening, StopKind};

impl Lowering<'_> {
    pub(super) fn stop(&mut self, stop: &tree::Stop, journey: &mut Journey, scope: &Scope) {
        let lowered = match &stop.kind {
            StopKind::On(Happening::Engagement(of)) => match engagement_kind(of.kind) {
                Some(kind) => self.engagement_with(kind, &of.message).map(Stop::Engagement),
                None => self.engagement(of.kind, &of.message, of.span, scope).map(Stop::When),
            },
            StopKind::On(Happening::Event { event, filter }) => self.event(event).and_then(|event| {
                let filter = self.filter(filter.as_ref(), &scope.at_event(event))?;
                Some(Stop::Event { event, filter })
            }),
            StopKind::When(condition) => self.condition(condition, scope).map(Stop::When),
            StopKind::OnGoal => {
                journey.stop_on_goal = true;
                None
            }
        };
        journey.stops.extend(lowered);
    }

    /// `stop on goal` in a journey that has none would never stop anything.
    pub(super) fn goal_to_stop_on(&mut self, journey: &tree::Journey) {
        let stop = journey.clauses.iter().find_map(|clause| match &clause.kind {
            tree::ClauseKind::Stop(stop) if stop.kind == StopKind::OnGoal => Some(stop.span),
            _ => None,
        });
        let may_have_goal = journey.clauses.iter().any(|clause| match &clause.kind {
            tree::ClauseKind::Goal(_) => true,
            tree::ClauseKind::Bad(bad) => bad.keyword.as_deref().is_none_or(|keyword| keyword == "goal"),
            _ => false,
        });
        if let Some(span) = stop.filter(|_| !may_have_goal) {
            let message = format!("the journey `{}` stops on its goal, and has none", journey.name.text);
            let help = "add a goal, such as `goal purchase within 60 days`";
            self.report(Finding::error("no-goal", message).at(span, "").help(help));
        }
    }
}
