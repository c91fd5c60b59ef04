//! `capacity 200 per day` and `assign …` of a channel (language reference 3.3).

use journey_ir::capacity::{Assignee, Capacity, CapacityPeriod};
use journey_ir::finding::Finding;
use journey_ir::program::Channel;
use journey_ir::value::Type;

use super::Lowering;
use super::expression::{Scope, noun};
use crate::tree::{self, ChannelClauseKind, Expr, PeriodUnit};

impl Lowering<'_> {
    pub(super) fn capacity(&mut self, written: tree::Capacity) -> Option<Capacity> {
        let limit = self.whole_number(written.limit, "a capacity", 0, u32::MAX);
        let per = match written.per {
            PeriodUnit::Hour => CapacityPeriod::Hour,
            PeriodUnit::Day => CapacityPeriod::Day,
            PeriodUnit::Week => CapacityPeriod::Week,
            PeriodUnit::Second | PeriodUnit::Minute | PeriodUnit::Month | PeriodUnit::Year => {
                let message =
                    format!("a capacity is per `hour`, `day` or `week`, not `{}`", self.text(written.per_span));
                let help = "write for example `capacity 200 per day`";
                self.report(Finding::error("unknown-unit", message).at(written.per_span, "").help(help));
                return None;
            }
        };
        Some(Capacity { limit: limit?, per, per_assignee: written.per_assignee })
    }

    /// Who does the work: something that tells people apart.
    pub(super) fn assignee(&mut self, written: &Expr) -> Option<Assignee> {
        let typed = self.value(written, &Scope::outside("an assignee"))?;
        if !matches!(typed.kind, Type::Text | Type::Integer | Type::OneOf(_)) {
            let message = format!(
                "an assignee is a text, an integer or a `one of`, and `{}` is {}",
                self.text(typed.span),
                noun(&typed.kind)
            );
            self.report(Finding::error("type-mismatch", message).at(typed.span, ""));
            return None;
        }
        Some(Assignee { who: typed.expression, kind: typed.kind })
    }

    /// Where each assignee has a count of their own, it is said who that is.
    pub(super) fn demand_assignee(&mut self, written: &tree::Channel, channel: &Channel) {
        let per_assignee = channel.capacity.is_some_and(|capacity| capacity.per_assignee);
        let says_who = written
            .clauses
            .iter()
            .any(|clause| matches!(clause.kind, ChannelClauseKind::Assign(_) | ChannelClauseKind::Bad(_)));
        let capacity = written.clauses.iter().find(|clause| matches!(clause.kind, ChannelClauseKind::Capacity(_)));
        if let Some(capacity) = capacity.filter(|_| per_assignee && !says_who) {
            let message = format!("the channel `{}` counts per assignee, and nothing says who that is", channel.name);
            let help = "add `assign ATTRIBUTE`, with the attribute that names the customer's assignee";
            self.report(Finding::error("no-assignee", message).at(capacity.span, "").help(help));
        }
    }
}
