//! Contact pressure, rules and selectors.

use super::item::half_read;
use super::{Builder, Kids};
use crate::syntax::explain::Place;
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{
    Apart, Cap, CapPer, ContactRule, Counted, Exclusion, ExclusionTime, Exclusive, Expr, Pressure, PressureRule,
    Protection, Rules, Selector, SelectorTerm, Spacing,
};
use journey_ir::span::Span;
use journey_ir::time::CalendarUnit;

impl<'t> Builder<'t> {
    pub(super) fn pressure(&mut self, span: Span, rest: Node<'t>) -> Pressure {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        if kids.take(Rule::bad_head).is_some() {
            self.bad_head(start, Rule::pressure_head);
        }
        let mut rules: Vec<PressureRule> = Vec::new();
        while let Some(node) = kids.next() {
            match node.as_rule() {
                Rule::bad => {
                    if self.goes_on(&node, Place::Pressure)
                        && let Some(last) = rules.last_mut()
                    {
                        *last = PressureRule::Bad(half_read(last.span()));
                    }
                    let bad = self.bad(&node, Place::Pressure);
                    rules.push(PressureRule::Bad(bad));
                }
                Rule::missing_close => {}
                _ => {
                    let whole = node.clone();
                    let rule = self.pressure_rule(node);
                    rules.push(rule.unwrap_or_else(|| PressureRule::Bad(self.internal(&whole))));
                }
            }
        }
        Pressure { span, rules }
    }

    fn pressure_rule(&mut self, node: Node<'t>) -> Option<PressureRule> {
        let span = self.span(&node);
        let rule = node.as_rule();
        let kids = Kids::of(node);
        Some(match rule {
            Rule::cap | Rule::cap_calendar => PressureRule::Cap(self.cap(span, kids)?),
            Rule::spacing => PressureRule::Spacing(self.spacing(span, kids)?),
            Rule::forbid => PressureRule::Exclusion(self.exclusion(span, kids)?),
            Rule::look_ahead => PressureRule::LookAhead { span, period: self.behind_keywords(kids)? },
            _ => return None,
        })
    }

    fn cap(&mut self, span: Span, mut kids: Kids<'t>) -> Option<Cap> {
        let limit = self.number(&kids.after_keywords()?);
        let counted = match kids.take(Rule::counted_weight) {
            Some(weight) => Counted::Weight(self.span(&weight)),
            None => Counted::Contacts(self.selector(kids.next()?)),
        };
        let per = kids.after_keywords()?;
        let per = match per.as_rule() {
            Rule::calendar_unit => CapPer::Calendar(calendar_unit(per)?),
            _ => CapPer::Sliding(self.period(per)?),
        };
        Some(Cap { span, limit, counted, per, audience: self.audience(kids)? })
    }

    fn spacing(&mut self, span: Span, mut kids: Kids<'t>) -> Option<Spacing> {
        let period = self.period(kids.after_keywords()?)?;
        let selector = self.selector(kids.after_keywords()?);
        Some(Spacing { span, period, selector, audience: self.audience(kids)? })
    }

    /// What follows `for`; the outer nothing: it could not be understood.
    #[expect(clippy::option_option, reason = "left out and not understood are two things")]
    fn audience(&mut self, mut kids: Kids<'t>) -> Option<Option<Expr>> {
        match kids.after_keywords() {
            Some(audience) => self.expr(audience).map(Some),
            None => Some(None),
        }
    }

    fn exclusion(&mut self, span: Span, mut kids: Kids<'t>) -> Option<Exclusion> {
        let selector = self.selector(kids.after_keywords()?);
        let when = kids.next()?;
        let is_while = when.as_rule() == Rule::forbid_while;
        let mut kids = Kids::of(when);
        let first = kids.after_keywords()?;
        let when = if is_while {
            ExclusionTime::While(self.expr(first)?)
        } else {
            let period = self.period(first)?;
            let before = kids.next()?.as_rule() == Rule::kw_before;
            let subject = self.start_subject(kids.next()?)?;
            ExclusionTime::Within { period, before, subject, filter: self.filter(&mut kids) }
        };
        Some(Exclusion { span, selector, when })
    }

    pub(super) fn rules(&mut self, span: Span, rest: Node<'t>) -> Rules {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        if kids.take(Rule::bad_head).is_some() {
            self.bad_head(start, Rule::rules_head);
        }
        let mut rules: Vec<ContactRule> = Vec::new();
        while let Some(node) = kids.next() {
            match node.as_rule() {
                Rule::bad => {
                    if self.goes_on(&node, Place::Rules)
                        && let Some(last) = rules.last_mut()
                    {
                        *last = ContactRule::Bad(half_read(last.span()));
                    }
                    let bad = self.bad(&node, Place::Rules);
                    rules.push(ContactRule::Bad(bad));
                }
                Rule::missing_close => {}
                _ => {
                    let whole = node.clone();
                    let rule = self.contact_rule(node);
                    rules.push(rule.unwrap_or_else(|| ContactRule::Bad(self.internal(&whole))));
                }
            }
        }
        Rules { span, rules }
    }

    fn contact_rule(&mut self, node: Node<'t>) -> Option<ContactRule> {
        let span = self.span(&node);
        let rule = node.as_rule();
        if rule == Rule::exclusive {
            return Some(ContactRule::Exclusive(Exclusive { span, offers: self.names(node) }));
        }
        let either_order = rule == Rule::never_rule;
        let mut kids = Kids::of(node);
        let one = self.selector(kids.after_keywords()?);
        let (other, period) = if either_order {
            let other = self.selector(kids.after_keywords()?);
            (other, self.behind_keywords(kids)?)
        } else {
            let period = self.period(kids.after_keywords()?)?;
            (self.selector(kids.after_keywords()?), period)
        };
        Some(ContactRule::Apart(Apart { span, one, other, period, either_order }))
    }

    /// `protect from SELECTOR …`
    pub(super) fn protection(&mut self, node: Node<'t>) -> Option<Protection> {
        let mut kids = Kids::of(node);
        let selector = self.selector(kids.after_keywords()?);
        let period = match kids.after_keywords() {
            Some(period) => Some(self.period(period)?),
            None => None,
        };
        Some(Protection { selector, period })
    }

    /// The length of time at the end of a rule.
    fn behind_keywords(&mut self, mut kids: Kids<'t>) -> Option<crate::tree::Period> {
        self.period(kids.after_keywords()?)
    }

    pub(super) fn selector(&mut self, node: Node<'t>) -> Selector {
        let span = self.span(&node);
        let mut terms = Vec::new();
        let mut except = Vec::new();
        let mut kids = Kids::of(node);
        while let Some(node) = kids.next() {
            match node.as_rule() {
                Rule::selector_plain | Rule::line_plain => except.push(self.selector(node)),
                Rule::kw_except => {}
                _ => terms.extend(self.selector_term(node)),
            }
        }
        Selector { span, terms, except }
    }

    fn selector_term(&mut self, node: Node<'t>) -> Option<SelectorTerm> {
        let rule = node.as_rule();
        match rule {
            Rule::kw_any => return Some(SelectorTerm::Any(self.span(&node))),
            Rule::purpose_word => return Some(SelectorTerm::Purpose(self.purpose_word(node)?)),
            _ => {}
        }
        let name = self.name(&Kids::of(node).after_keywords()?);
        Some(match rule {
            Rule::term_message => SelectorTerm::Message(name),
            Rule::term_tagged => SelectorTerm::Tagged(name),
            Rule::term_topic => SelectorTerm::Topic(name),
            Rule::term_journey => SelectorTerm::Journey(name),
            _ => SelectorTerm::Name(name),
        })
    }
}

fn calendar_unit(node: Node<'_>) -> Option<CalendarUnit> {
    Some(match Kids::of(node).next()?.as_rule() {
        Rule::unit_day => CalendarUnit::Day,
        Rule::unit_week => CalendarUnit::Week,
        Rule::unit_month => CalendarUnit::Month,
        Rule::kw_quarter => CalendarUnit::Quarter,
        _ => CalendarUnit::Year,
    })
}
