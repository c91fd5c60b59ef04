//! Findings that are accepted, and what the checker may assume.

use super::{Builder, Kids};
use crate::syntax::explain::Place;
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{Allow, Assume, Audience, Rate, RatePer};
use journey_ir::span::Span;

impl<'t> Builder<'t> {
    /// What follows the keyword; `span` is the whole of it.
    pub(super) fn allow(&mut self, span: Span, rest: Node<'t>) -> Option<Allow> {
        let mut kids = Kids::of(rest);
        let rule = self.name(&kids.next()?);
        let with = kids.take(Rule::kw_with).and_then(|_| kids.next()).map(|name| self.name(&name));
        let because = self.text(kids.after_keywords()?)?;
        let until = self.date(kids.after_keywords()?)?;
        Some(Allow { span, rule, with, because, until })
    }

    pub(super) fn assume(&mut self, span: Span, rest: Node<'t>) -> Assume {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        if kids.take(Rule::bad_head).is_some() {
            self.bad_head(start, Rule::assume_head);
        }
        let mut assume = Assume { span, rates: Vec::new(), audiences: Vec::new(), bad: Vec::new() };
        while let Some(node) = kids.next() {
            match node.as_rule() {
                Rule::assumed_rate => assume.rates.extend(self.rate(node)),
                Rule::assumed_audience => assume.audiences.extend(self.assumed_audience(node)),
                Rule::bad => assume.bad.push(self.bad(&node, Place::Assume)),
                _ => {}
            }
        }
        assume
    }

    fn rate(&mut self, node: Node<'t>) -> Option<Rate> {
        let span = self.span(&node);
        let mut kids = Kids::of(node);
        let event = self.name(&kids.next()?);
        let limit = self.number(&kids.after_keywords()?);
        let per = kids.after_keywords()?;
        let per = match per.as_rule() {
            Rule::period => RatePer::Period(self.period(per)?),
            _ => RatePer::Unit(self.unit(&per, "rates are per")),
        };
        Some(Rate { span, event, limit, per })
    }

    fn assumed_audience(&mut self, node: Node<'t>) -> Option<Audience> {
        let span = self.span(&node);
        let mut kids = Kids::of(node);
        let journey = self.name(&kids.after_keywords()?);
        Some(Audience { span, journey, about: self.number(&kids.after_keywords()?) })
    }
}
