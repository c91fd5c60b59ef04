//! Computed attributes: `balance integer = sum(stay.points) - sum(conversion.points)` (language reference 9.1).

use journey_ir::expression::{Case, Condition, Expression};
use journey_ir::finding::Finding;
use journey_ir::span::Span;
use journey_ir::table::{AttributeId, Id};
use journey_ir::value::{Type, Value};
use journey_ir::walk::{Node, Walk};

use super::Lowering;
use super::expression::{Recipient, Scope};
use super::known::may_be_missing;
use super::matching::Taken;
use crate::tree::{self, Computed, ComputedKind, ValueArmWhen, ValueMatch};

impl Lowering<'_> {
    /// Lowers what attributes are computed from; a value that is wrong is missing.
    pub(super) fn computed(&mut self) {
        for (index, written) in self.names.attributes.items.clone().into_iter().enumerate() {
            let Some(computed) = &written.computed else { continue };
            let id = AttributeId::from_index(index);
            self.refuse_of_computed(written);
            let recipient = Recipient { kind: self.program.attributes[id].kind.clone(), span: written.name.span };
            let scope = Scope::outside("a computed attribute");
            if let Some(value) = self.computed_value(computed, &recipient, &scope) {
                self.demand_value(written, computed, &value);
                self.program.attributes[id].computed = Some(value);
            }
        }
    }

    /// What is said of attributes of the data only.
    fn refuse_of_computed(&mut self, written: &tree::Attribute) {
        let name = &written.name.text;
        if let Some((change, span)) = written.change {
            let word = match change {
                tree::Change::Fixed => "fixed",
                tree::Change::Growing => "growing",
            };
            let message =
                format!("`{name}` is computed, and cannot be declared `{word}`: how it changes follows from its value");
            self.report(Finding::error("out-of-place", message).at(span, "").help(format!("remove `{word}`")));
        }
        if matches!(written.ty.kind, tree::TypeKind::Timezone) {
            let message = format!("`{name}` cannot be computed: the customer's time zone decides what day it is");
            let finding = Finding::error("type-mismatch", message).at(written.ty.span, "");
            self.report(finding.help("let a `timezone` come from the data"));
        }
    }

    /// Without `?` there is always a value.
    fn demand_value(&mut self, written: &tree::Attribute, computed: &Computed, value: &Expression) {
        if written.ty.optional || !may_be_missing(&self.program, value, None, &[]) {
            return;
        }
        let name = &written.name.text;
        let kind = self.text(written.ty.span);
        let message = format!("`{name}` may be missing, and its type `{kind}` has no `?`");
        let finding = Finding::error("may-be-missing", message).at(computed.span, "");
        let help = match &computed.kind {
            ComputedKind::Match(_) => {
                format!("give every case a value, with an `else` as the last one, or declare `{name} {kind}?`")
            }
            _ => format!(
                "declare `{name} {kind}?`, or say what it is then: `match {{ … is known {{ … }} else {{ 0 }} }}`"
            ),
        };
        self.report(finding.help(help));
    }

    fn computed_value(&mut self, written: &Computed, recipient: &Recipient, scope: &Scope) -> Option<Expression> {
        match &written.kind {
            ComputedKind::Value(value) => self.fitted(value, recipient, scope),
            ComputedKind::Missing => Some(Expression::Constant(Value::Missing)),
            ComputedKind::Match(found) => self.matched(found, recipient, scope),
            ComputedKind::Bad(_) => None,
        }
    }

    /// `match { C { V } … else { V } }`; with a value behind `match` the arms are its values.
    fn matched(&mut self, found: &ValueMatch, recipient: &Recipient, scope: &Scope) -> Option<Expression> {
        let subject = found.subject.as_ref().map(|subject| self.matched_value(subject, scope));
        let mut taken = Taken::new();
        let mut otherwise: Option<Span> = None;
        let mut cases: Vec<Option<Case>> = Vec::new();
        for arm in &found.arms {
            let value = self.computed_value(&arm.value, recipient, scope);
            if let Some(otherwise) = otherwise {
                self.report_behind_else(arm.span, otherwise);
                continue;
            }
            let when = match (&arm.when, &subject) {
                (ValueArmWhen::Else, _) => {
                    otherwise = Some(arm.span);
                    Some(Condition::Constant(true))
                }
                (ValueArmWhen::Condition(condition), _) => self.condition(condition, scope),
                (ValueArmWhen::Values(values), Some(Some(subject))) => {
                    let before = self.findings.len();
                    let condition = self.arm_condition(values, Some(subject), &mut taken, scope);
                    (self.findings.len() == before).then_some(condition)
                }
                (ValueArmWhen::Values(values), _) => {
                    self.arm_condition(values, None, &mut taken, scope);
                    None
                }
            };
            cases.push(when.zip(value).map(|(when, value)| Case { when, value }));
        }
        let mut cases: Vec<Case> = cases.into_iter().collect::<Option<_>>()?;
        if let Some(Some(subject)) = &subject
            && self.takes_all(&subject.expression, &subject.kind, &taken)
            && let Some(last) = cases.last_mut()
        {
            // Each of its values has an arm: what is none of the others is that of the last one.
            last.when = Condition::Constant(true);
        }
        if cases.is_empty() || !found.bad.is_empty() {
            return None;
        }
        Some(Expression::Match(cases))
    }

    /// Whether arms for these values leave nothing over.
    fn takes_all(&self, subject: &Expression, kind: &Type, taken: &Taken) -> bool {
        let known = match kind {
            Type::OneOf(words) => words.len(),
            Type::Boolean => 2,
            _ => return false,
        };
        let missing = taken.iter().any(|(value, _)| value.is_none());
        let values = taken.iter().filter(|(value, _)| value.is_some()).count();
        values == known && (missing || !may_be_missing(&self.program, subject, None, &[]))
    }

    /// Refuses computed attributes in a `where` that is decided at the event: what was known then of history is not kept.
    pub(super) fn check_read_then(&mut self) {
        for (attribute, span) in std::mem::take(&mut self.read_then) {
            let mut seen = Vec::new();
            let Some(what) = self.more_than_attributes(attribute, &mut seen) else { continue };
            let declared = &self.program.attributes[attribute];
            let message = format!(
                "`{}` cannot stand in a `where` that is decided at the event: it is computed from {what}",
                declared.name
            );
            let finding = Finding::error("out-of-place", message).at(span, "").at(declared.span, "computed here");
            self.report(finding.help(
                "here only attributes of the data can be read, and what is computed from nothing else; put this condition \
                 outside, with `and`",
            ));
        }
    }

    /// What a computed attribute reads besides attributes, if anything.
    fn more_than_attributes(&self, attribute: AttributeId, seen: &mut Vec<AttributeId>) -> Option<&'static str> {
        if seen.contains(&attribute) {
            return None;
        }
        seen.push(attribute);
        let mut more = None;
        let mut others = Vec::new();
        self.program.attributes[attribute].computed.walk(&mut |node| {
            let found = match node {
                Node::Expression(Expression::History(_)) => Some("history"),
                Node::Expression(Expression::Now | Expression::Today) | Node::Condition(Condition::Elapsed { .. }) => {
                    Some("the present time")
                }
                Node::Expression(Expression::Attribute(other)) => {
                    others.push(*other);
                    None
                }
                Node::Condition(Condition::Segment(_)) => Some("a segment"),
                Node::Condition(Condition::State(_) | Condition::Ended { .. }) => Some("a state"),
                Node::Condition(Condition::InJourney(_) | Condition::EverIn(_)) => Some("enrolments"),
                Node::Condition(Condition::Sent { .. } | Condition::Engaged { .. }) => Some("contacts"),
                _ => None,
            };
            more = more.or(found);
        });
        more.or_else(|| others.into_iter().find_map(|other| self.more_than_attributes(other, seen)))
    }

    /// Says that something cannot be given to an attribute that is computed.
    pub(super) fn refuse_given(&mut self, attribute: AttributeId, at: Span) -> Option<()> {
        let declared = &self.program.attributes[attribute];
        if declared.computed.is_none() {
            return Some(());
        }
        let message = format!("`{}` is computed: it has the value that follows from its declaration", declared.name);
        let finding = Finding::error("computed-attribute", message).at(at, "").at(declared.span, "declared here");
        self.report(finding.help("give what it is computed from"));
        None
    }
}
