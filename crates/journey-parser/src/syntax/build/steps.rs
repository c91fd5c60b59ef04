//! Steps with a name of their own, and where they are done.

use super::{Builder, Kids};
use crate::syntax::explain::Place;
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{Argument, Do, Parameter, Steps};
use journey_ir::span::Span;

impl<'t> Builder<'t> {
    pub(super) fn steps(&mut self, span: Span, rest: Node<'t>) -> Option<Steps> {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        let name = self.name(&kids.next()?);
        let parameters = match kids.take(Rule::steps_parameters) {
            Some(node) => self.steps_parameters(node)?,
            None => Vec::new(),
        };
        if kids.take(Rule::bad_head).is_some() {
            self.bad_head(start, Rule::steps_head);
        }
        let mut steps = Vec::new();
        while let Some(node) = kids.next() {
            if node.as_rule() == Rule::missing_close {
                continue;
            }
            if node.as_rule() == Rule::bad_step && self.goes_on(&node, Place::Block) {
                super::journey::spoil_step(steps.last_mut());
            }
            steps.push(self.step(node, Place::Block));
        }
        Some(Steps { span, name, parameters, steps })
    }

    fn steps_parameters(&mut self, node: Node<'t>) -> Option<Vec<Parameter>> {
        let parts = node.into_inner().filter(|part| part.as_rule() == Rule::steps_parameter);
        parts.map(|part| self.parameter(part)).collect()
    }

    /// `do NAME(PARAMETER = VALUE, …)`
    pub(super) fn do_steps(&mut self, node: Node<'t>) -> Option<Do> {
        let mut kids = Kids::of(node);
        let steps = self.name(&kids.after_keywords()?);
        let arguments = kids.take(Rule::do_arguments).map(Node::into_inner).into_iter().flatten();
        let arguments = arguments.filter(|part| part.as_rule() == Rule::argument).map(|part| self.argument(part));
        Some(Do { steps, arguments: arguments.collect::<Option<Vec<Argument>>>()? })
    }
}
