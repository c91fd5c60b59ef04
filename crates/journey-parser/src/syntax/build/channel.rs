//! What limits the work of a channel: its hours, its capacity, who does it.

use super::{Builder, Kids};
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{Capacity, ChannelClauseKind, OpenHours};

impl<'t> Builder<'t> {
    /// `hours`, `capacity` or `assign` of a channel.
    pub(super) fn work(&mut self, node: Node<'t>) -> Option<ChannelClauseKind> {
        let span = self.span(&node);
        let rule = node.as_rule();
        let mut kids = Kids::of(node);
        kids.next()?;
        Some(match rule {
            Rule::hours => ChannelClauseKind::Hours(match kids.take(Rule::schedule) {
                Some(schedule) => OpenHours::InPlace(self.schedule(schedule)),
                None => OpenHours::Calendars(self.each(kids, |builder, name| Some(builder.name(&name)))),
            }),
            Rule::capacity => {
                let limit = self.number(&kids.next()?);
                let unit = kids.after_keywords()?;
                let per = self.unit(&unit, "a capacity is per");
                let per_span = self.span(&unit);
                let per_assignee = kids.next().is_some();
                ChannelClauseKind::Capacity(Capacity { span, limit, per, per_span, per_assignee })
            }
            _ => ChannelClauseKind::Assign(self.expr(kids.next()?)?),
        })
    }
}
