//! Offers and how long they are alive.

use super::{Builder, Kids};
use crate::syntax::explain::Place;
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{Offer, OfferClause, OfferClauseKind};
use journey_ir::span::Span;

impl<'t> Builder<'t> {
    pub(super) fn offer(&mut self, span: Span, rest: Node<'t>) -> Option<Offer> {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        let name = self.name(&kids.next()?);
        let title = kids.take(Rule::text).and_then(|title| self.text(title));
        if kids.take(Rule::bad_head).is_some() {
            self.bad_head(start, Rule::offer_head);
        }
        let clauses = self.each(kids, |builder, node| {
            let span = builder.span(&node);
            let kind = match node.as_rule() {
                Rule::bad => OfferClauseKind::Bad(builder.bad(&node, Place::Offer)),
                _ => builder.offer_clause(span, node)?,
            };
            Some(OfferClause { span, kind })
        });
        Some(Offer { span, name, title, clauses })
    }

    fn offer_clause(&mut self, span: Span, node: Node<'t>) -> Option<OfferClauseKind> {
        Some(match node.as_rule() {
            Rule::offer_cost => OfferClauseKind::Cost(self.offer_cost(node)?),
            Rule::valid_dates => OfferClauseKind::ValidDates(self.active(span, node)?),
            Rule::valid_for => OfferClauseKind::ValidFor(self.period(Kids::of(node).after_keywords()?)?),
            _ => OfferClauseKind::Benefit(self.text(Kids::of(node).after_keywords()?)?),
        })
    }
}
