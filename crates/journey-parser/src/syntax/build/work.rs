//! Tasks, measures, and what things cost (language reference 9.4, 9.9).

use super::{Builder, Kids};
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{Measure, Number, RunningCost, Task};
use journey_ir::span::Span;

impl<'t> Builder<'t> {
    pub(super) fn task(&mut self, node: Node<'t>) -> Option<Task> {
        let mut kids = Kids::of(node);
        kids.take(Rule::kw_task);
        let text = self.text(kids.next()?)?;
        let value = |kids: &mut Kids<'t>, rule| kids.take(rule).and_then(|node| Kids::of(node).after_keywords());
        let mut whose = value(&mut kids, Rule::task_for).and_then(|node| self.expr(node));
        let within_node = kids.take(Rule::task_within);
        let within = within_node.clone().and_then(|node| Kids::of(node).after_keywords());
        let within = within.and_then(|node| self.period(node));
        if let Some(late) = kids.take(Rule::task_late) {
            self.late(within_node.as_ref(), &late, whose.is_some());
            let part = Kids::of(late).next().and_then(|node| Kids::of(node).after_keywords());
            whose = whose.or(part.and_then(|node| self.expr(node)));
        }
        Some(Task { text, whose, within })
    }

    pub(super) fn measure(&mut self, span: Span, node: Node<'t>) -> Option<Measure> {
        let mut kids = Kids::of(node);
        kids.take(Rule::kw_measure);
        let name = self.text(kids.next()?)?;
        let value = self.expr(kids.next()?)?;
        Some(Measure { span, name, value, after: self.period(kids.after_keywords()?)? })
    }

    pub(super) fn offer_cost(&mut self, node: Node<'t>) -> Option<Number> {
        Kids::of(node).after_keywords().map(|number| self.number(&number))
    }

    pub(super) fn running_cost(&mut self, node: Node<'t>) -> Option<RunningCost> {
        let mut kids = Kids::of(node);
        let amount = self.number(&kids.after_keywords()?);
        let unit = kids.after_keywords()?;
        Some(RunningCost { amount, per: self.unit(&unit, "a running cost is per"), per_span: self.span(&unit) })
    }
}
