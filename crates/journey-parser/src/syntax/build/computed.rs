//! What attributes are computed from, and the arms of a `match` that has values.

use super::item::half_read;
use super::{Builder, Kids};
use crate::syntax::explain::Place;
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{Computed, ComputedKind, ValueArm, ValueArmWhen, ValueMatch};

impl<'t> Builder<'t> {
    /// `= …` behind an attribute's type; an attribute, an expression or a `match` in braces.
    pub(super) fn computed(&mut self, node: Node<'t>) -> Computed {
        let span = self.span(&node);
        let whole = node.clone();
        let kind = match node.as_rule() {
            Rule::kw_missing => Some(ComputedKind::Missing),
            Rule::expr => self.expr(node).map(ComputedKind::Value),
            _ => self.value_match(node).map(ComputedKind::Match),
        };
        Computed { span, kind: kind.unwrap_or_else(|| ComputedKind::Bad(self.internal(&whole))) }
    }

    fn value_match(&mut self, node: Node<'t>) -> Option<ValueMatch> {
        let mut kids = Kids::of(node);
        kids.take(Rule::kw_match);
        let subject = match kids.take(Rule::expr) {
            Some(subject) => Some(self.expr(subject)?),
            None => None,
        };
        let place = if subject.is_some() { Place::ValueArms } else { Place::ValueCases };
        let mut found = ValueMatch { subject, arms: Vec::new(), bad: Vec::new() };
        for node in kids.next()?.into_inner() {
            match node.as_rule() {
                Rule::missing_close => {}
                Rule::bad => found.bad.push(self.bad(&node, place)),
                _ => found.arms.push(self.value_arm(node)?),
            }
        }
        Some(found)
    }

    fn value_arm(&mut self, node: Node<'t>) -> Option<ValueArm> {
        let span = self.head_span(&node);
        let mut kids = Kids::of(node);
        let when = if kids.take(Rule::kw_else).is_some() {
            ValueArmWhen::Else
        } else if let Some(condition) = kids.take(Rule::expr) {
            ValueArmWhen::Condition(self.expr(condition)?)
        } else {
            let mut values = Vec::new();
            while let Some(node) = kids.next_if(|rule| matches!(rule, Rule::match_value | Rule::sign_comma)) {
                if node.as_rule() == Rule::match_value {
                    values.push(self.pattern(node)?);
                }
            }
            ValueArmWhen::Values(values)
        };
        self.slip_arrow(&mut kids);
        Some(ValueArm { span, when, value: self.value_block(kids.next()?) })
    }

    /// The value in the braces of an arm.
    fn value_block(&mut self, node: Node<'t>) -> Computed {
        let span = self.span(&node);
        let mut value = None;
        for node in node.into_inner() {
            match node.as_rule() {
                Rule::missing_close => {}
                Rule::bad => {
                    self.bad(&node, Place::ValueBlock);
                    value = Some(Computed { span, kind: ComputedKind::Bad(half_read(span)) });
                }
                _ => value = Some(self.computed(node)),
            }
        }
        value.unwrap_or_else(|| {
            let finding = journey_ir::finding::Finding::error("syntax", "this arm says no value")
                .at(span, "nothing stands between the braces")
                .help("write the value, or `missing`");
            self.report(finding);
            Computed { span, kind: ComputedKind::Bad(half_read(span)) }
        })
    }
}
