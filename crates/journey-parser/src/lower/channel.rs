//! `channel email { … }` (language reference 3).

use journey_ir::finding::Finding;
use journey_ir::program::{Channel, ChannelKind};
use journey_ir::table::AttributeId;
use journey_ir::value::Type;

use super::expression::{Scope, noun};
use super::{Lowering, Once};
use crate::tree::{self, ChannelClause, ChannelClauseKind, Name, Number};

impl Lowering<'_> {
    /// Lowers all channels.
    pub(super) fn channels(&mut self) {
        for written in self.names.channels.items.clone() {
            let mut channel = Channel::new(&written.name.text, written.name.span);
            let mut once = Once::default();
            for clause in &written.clauses {
                self.channel_clause(clause, &mut channel, &mut once);
            }
            self.demand_assignee(written, &channel);
            self.program.channels.push(channel);
        }
    }

    fn channel_clause(&mut self, clause: &ChannelClause, channel: &mut Channel, once: &mut Once) {
        let span = clause.span;
        match &clause.kind {
            ChannelClauseKind::Address(name) => {
                once.note(self, "address", span);
                channel.address = self.address(name);
            }
            ChannelClauseKind::Consent(condition) => {
                once.note(self, "consent", span);
                channel.consent = self.condition(condition, &Scope::outside("a consent"));
            }
            ChannelClauseKind::Cost(number) => {
                once.note(self, "cost", span);
                channel.cost = self.cost(*number);
            }
            ChannelClauseKind::Weight(number) => {
                once.note(self, "weight", span);
                channel.weight = self.whole_number(*number, "a weight", 0, u32::MAX).unwrap_or(1);
            }
            ChannelClauseKind::Kind(kind, _) => {
                once.note(self, "kind", span);
                channel.kind = match kind {
                    tree::ChannelKind::Digital => ChannelKind::Digital,
                    tree::ChannelKind::Human => ChannelKind::Human,
                    tree::ChannelKind::Physical => ChannelKind::Physical,
                };
            }
            ChannelClauseKind::Hours(hours) => {
                once.note(self, "hours", span);
                channel.hours = self.hours(hours);
            }
            ChannelClauseKind::Capacity(capacity) => {
                once.note(self, "capacity", span);
                channel.capacity = self.capacity(*capacity);
            }
            ChannelClauseKind::Assign(assignee) => {
                once.note(self, "assign", span);
                channel.assign = self.assignee(assignee);
            }
            ChannelClauseKind::Moment(moment) => {
                once.note(self, "moment", span);
                channel.moment = self.occasion(moment);
            }
            ChannelClauseKind::Bad(_) => {}
        }
    }

    fn address(&mut self, name: &Name) -> Option<AttributeId> {
        let Some(id) = self.names.attributes.id(&name.text) else {
            let known: Vec<&str> = self.names.attributes.names().collect();
            self.unknown(name, "attribute", &known);
            return None;
        };
        let kind = &self.program.attributes[id].kind;
        if *kind != Type::Text {
            let message = format!("an address is a text, and `{}` is {}", name.text, noun(kind));
            self.report(Finding::error("type-mismatch", message).at(name.span, ""));
        }
        Some(id)
    }

    /// A whole number within bounds.
    pub(super) fn whole_number(&mut self, number: Number, what: &str, least: u32, most: u32) -> Option<u32> {
        let found = number
            .as_integer()
            .and_then(|whole| u32::try_from(whole).ok())
            .filter(|whole| (least..=most).contains(whole));
        if found.is_none() {
            let range = if most == u32::MAX { format!("{least} or more") } else { format!("from {least} to {most}") };
            let message = format!("{what} is a whole number, {range}, not `{}`", self.text(number.span));
            self.report(Finding::error("out-of-range", message).at(number.span, ""));
        }
        found
    }
}
