//! Blueprints, and what journeys say of the one they are made from.

use super::journey::{is_step, spoil_clause, spoil_step};
use super::{Builder, Kids};
use crate::syntax::explain::Place;
use crate::syntax::grammar::{Node, Rule};
use crate::tree::{Argument, Bad, Blueprint, BlueprintClause, Made, Parameter, ParameterKind, Slot, Step, StepKind};
use journey_ir::finding::Finding;
use journey_ir::span::Span;

/// What the statement before an unreadable one is.
enum Last {
    Nothing,
    Parameter,
    Clause,
    Step,
}

impl<'t> Builder<'t> {
    pub(super) fn blueprint(&mut self, span: Span, rest: Node<'t>) -> Option<Blueprint> {
        let start = rest.as_span().start();
        let mut kids = Kids::of(rest);
        let name = self.name(&kids.next()?);
        let from = kids.take(Rule::made_from).and_then(|node| self.from(node));
        if kids.take(Rule::bad_head).is_some() {
            self.bad_head(start, Rule::blueprint_head);
        }
        let mut blueprint =
            Blueprint { span, name, from, parameters: Vec::new(), clauses: Vec::new(), steps: Vec::new() };
        let outside = std::mem::replace(&mut self.in_blueprint, true);
        self.blueprint_body(kids, &mut blueprint);
        self.in_blueprint = outside;
        Some(blueprint)
    }

    fn blueprint_body(&mut self, mut kids: Kids<'t>, blueprint: &mut Blueprint) {
        let mut last = Last::Nothing;
        while let Some(node) = kids.next() {
            match node.as_rule() {
                Rule::missing_close => {}
                Rule::flex_parameter => {
                    self.parameter_or_bad(node, blueprint);
                    last = Last::Parameter;
                }
                Rule::flex_clause => {
                    let mut kids = Kids::of(node);
                    let flex = kids.take(Rule::kw_flex).map(|word| self.span(&word));
                    blueprint
                        .clauses
                        .extend(kids.next().map(|clause| BlueprintClause { flex, clause: self.clause(clause) }));
                    last = Last::Clause;
                }
                Rule::bad_step => {
                    if self.goes_on(&node, Place::Blueprint) {
                        spoil_last(&last, blueprint);
                    }
                    let step = self.step(node, Place::Blueprint);
                    blueprint.steps.push(step);
                }
                rule if is_step(rule) => {
                    let step = self.step(node, Place::Blueprint);
                    blueprint.steps.push(step);
                    last = Last::Step;
                }
                _ => {
                    let clause = self.clause(node);
                    blueprint.clauses.push(BlueprintClause { flex: None, clause });
                    last = Last::Clause;
                }
            }
        }
    }

    fn parameter_or_bad(&mut self, node: Node<'t>, blueprint: &mut Blueprint) {
        let whole = node.clone();
        if let Some(parameter) = self.parameter(node) {
            blueprint.parameters.push(parameter);
        } else {
            let bad = self.internal(&whole);
            blueprint.steps.push(Step { span: bad.span, kind: StepKind::Bad(bad) });
        }
    }

    /// `flex NAME: TYPE = VALUE`; without `flex` in `steps`.
    pub(super) fn parameter(&mut self, node: Node<'t>) -> Option<Parameter> {
        let span = self.span(&node);
        let mut kids = Kids::of(node);
        let name = self.name(&kids.after_keywords()?);
        let written = kids.after_keywords()?;
        let kind_span = self.span(&written);
        let kind = Kids::of(written).next()?;
        let kind = match kind.as_rule() {
            Rule::kw_message => ParameterKind::Message,
            Rule::kw_segment => ParameterKind::Segment,
            Rule::kw_journey => ParameterKind::Journey,
            _ => ParameterKind::Value(self.type_ref(kind)?),
        };
        let default = match kids.take(Rule::equals) {
            Some(_) => Some(self.expr(kids.next()?)?),
            None => None,
        };
        Some(Parameter { span, name, kind, kind_span, default })
    }

    /// `flex extra { … }`
    pub(super) fn flex_slot(&mut self, node: Node<'t>) -> Option<StepKind> {
        let mut kids = Kids::of(node);
        let flex = self.span(&kids.take(Rule::kw_flex)?);
        let slot = self.slot(kids)?;
        if !self.in_blueprint {
            let message =
                format!("`flex {}` is a slot for other journeys' steps, which only a blueprint has", slot.name.text);
            let finding = Finding::error("syntax", message).at(flex, "this is not a blueprint");
            self.report(
                finding.help("write the steps without `flex`, or make a `blueprint NAME { … }` of the journey"),
            );
        }
        Some(StepKind::Slot(slot))
    }

    fn slot(&mut self, mut kids: Kids<'t>) -> Option<Slot> {
        Some(Slot { name: self.name(&kids.next()?), block: self.block(kids.next()?) })
    }

    fn from(&mut self, node: Node<'t>) -> Option<crate::tree::Name> {
        Kids::of(node).after_keywords().map(|name| self.name(&name))
    }

    /// `from B` of a journey.
    pub(super) fn made(&mut self, kids: &mut Kids<'t>) -> Option<Made> {
        let from = kids.take(Rule::made_from).and_then(|node| self.from(node))?;
        Some(Made { from, arguments: Vec::new(), fills: Vec::new() })
    }

    /// `PARAMETER = VALUE`
    pub(super) fn argument(&mut self, node: Node<'t>) -> Option<Argument> {
        let span = self.span(&node);
        let mut kids = Kids::of(node);
        let name = self.name(&kids.next()?);
        kids.take(Rule::equals);
        Some(Argument { span, name, value: self.expr(kids.next()?)? })
    }

    /// One statement of a journey that is said of its blueprint; nothing when it is another one.
    pub(super) fn made_part(&mut self, node: &Node<'t>, made: Option<&mut Made>) -> Option<()> {
        let made = made?;
        match node.as_rule() {
            Rule::argument => made.arguments.push(self.argument(node.clone())?),
            Rule::fill => made.fills.push(self.slot(Kids::of(node.clone()))?),
            _ => return None,
        }
        Some(())
    }
}

fn spoil_last(last: &Last, blueprint: &mut Blueprint) {
    match last {
        Last::Nothing => {}
        Last::Parameter => {
            if let Some(parameter) = blueprint.parameters.pop() {
                let bad = Bad { span: parameter.span, keyword: Some("flex".to_owned()), name: Some(parameter.name) };
                blueprint.steps.push(Step { span: bad.span, kind: StepKind::Bad(bad) });
            }
        }
        Last::Clause => spoil_clause(blueprint.clauses.last_mut().map(|clause| &mut clause.clause)),
        Last::Step => spoil_step(blueprint.steps.last_mut()),
    }
}
