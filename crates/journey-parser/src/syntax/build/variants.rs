//! What a message says, chosen when it is sent.

use super::{Builder, Kids};
use crate::syntax::explain::Place;
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{Patterns, Variant, VariantOf, Variants};

impl<'t> Builder<'t> {
    /// `match VALUE { … }`, `match { … }`
    pub(super) fn variants(&mut self, node: Node<'t>) -> Option<Variants> {
        let mut kids = Kids::of(node);
        kids.take(Rule::kw_match);
        let value = match kids.take(Rule::expr) {
            Some(value) => Some(self.expr(value)?),
            None => None,
        };
        let place = if value.is_some() { Place::ValueVariants } else { Place::ConditionVariants };
        let mut variants = Variants { value, arms: Vec::new(), bad: Vec::new() };
        for node in kids.next()?.into_inner() {
            match node.as_rule() {
                Rule::missing_close => {}
                Rule::bad => variants.bad.push(self.bad(&node, place)),
                _ => {
                    let whole = node.clone();
                    match self.variant(node) {
                        Some(arm) => variants.arms.push(arm),
                        None => variants.bad.push(self.internal(&whole)),
                    }
                }
            }
        }
        Some(variants)
    }

    fn variant(&mut self, node: Node<'t>) -> Option<Variant> {
        let span = self.head_span(&node);
        let by_value = node.as_rule() == Rule::value_variant;
        let mut kids = Kids::of(node);
        let of = if by_value {
            VariantOf::Values(self.patterns(&mut kids)?)
        } else {
            let of = if kids.take(Rule::kw_else).is_some() {
                VariantOf::Values(Patterns::Else)
            } else {
                VariantOf::Condition(self.expr(kids.next()?)?)
            };
            self.slip_arrow(&mut kids);
            of
        };
        let mut variant = Variant { span, of, languages: Vec::new(), contents: Vec::new(), bad: Vec::new() };
        for node in kids.next()?.into_inner() {
            match node.as_rule() {
                Rule::language => {
                    variant.languages.extend(Kids::of(node).after_keywords().map(|name| self.name(&name)));
                }
                Rule::content => variant.contents.push(self.content(node)?),
                Rule::bad => variant.bad.push(self.bad(&node, Place::Variant)),
                _ => {}
            }
        }
        Some(variant)
    }
}
