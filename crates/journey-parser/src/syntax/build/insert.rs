//! What goes into every message.

use super::{Builder, Kids};
use crate::syntax::explain::Place;
use crate::syntax::grammar::{Node, Rule};
use crate::tree::Insert;
use journey_ir::span::Span;

impl<'t> Builder<'t> {
    pub(super) fn insert(&mut self, span: Span, rest: Node<'t>) -> Option<Insert> {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        let name = self.name(&kids.next()?);
        let condition = kids.take(Rule::insert_for).and_then(|node| Kids::of(node).after_keywords());
        let condition = condition.and_then(|node| self.expr(node));
        if kids.take(Rule::bad_head).is_some() {
            self.bad_head(start, Rule::insert_head);
        }
        let mut insert = Insert { span, name, condition, body: None, contents: Vec::new(), bad: Vec::new() };
        while let Some(node) = kids.next() {
            match node.as_rule() {
                Rule::body_text | Rule::body_file => insert.body = self.body(node),
                Rule::content => insert.contents.extend(self.content(node)),
                Rule::bad => insert.bad.push(self.bad(&node, Place::Insert)),
                _ => {}
            }
        }
        Some(insert)
    }
}
