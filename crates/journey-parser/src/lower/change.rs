//! Steps that change something: `set`, `emit` and `enrol` (language reference 5.8, 5.10).

use journey_ir::expression::{Arithmetic, Expression, Function};
use journey_ir::finding::Finding;
use journey_ir::operation::Operation;
use journey_ir::program::Change;
use journey_ir::table::{AttributeId, EventId, FieldId};
use journey_ir::value::Value;

use super::Lowering;
use super::expression::{Recipient, Scope};
use super::lookup::list;
use crate::tree::{self, ClauseKind, EmitField, Name, SetAttribute, StartKind, StepKind};

impl Lowering<'_> {
    /// `set ATTRIBUTE = VALUE`
    pub(super) fn set(&mut self, set: &SetAttribute, scope: &Scope) -> Option<Operation> {
        let name = &set.attribute;
        let Some(attribute) = self.names.attributes.id(&name.text) else {
            let known: Vec<&str> = self.names.attributes.names().collect();
            self.unknown(name, "attribute", &known);
            return None;
        };
        self.refuse_given(attribute, name.span)?;
        let declared = &self.program.attributes[attribute];
        let (optional, change) = (declared.optional, declared.change);
        let recipient = Recipient { kind: declared.kind.clone(), span: name.span };
        if change == Change::Fixed {
            let message = format!("`{}` is `fixed`: it never changes", name.text);
            let finding = Finding::error("fixed-attribute", message).at(name.span, "set here");
            let finding = finding.at(self.program.attributes[attribute].span, "declared here");
            self.report(finding.help(format!("leave `fixed` out of the declaration of `{}`", name.text)));
            return None;
        }
        let value = match &set.value {
            None if optional => Expression::Constant(Value::Missing),
            None => {
                self.report_never_missing(name, "attribute");
                return None;
            }
            Some(value) => self.assigned(value, &recipient, scope)?,
        };
        if change == Change::Growing && !self.seen_to_grow(attribute, &value) {
            let written = &name.text;
            let message = format!("nothing shows that this never lowers `{written}`, which is declared `growing`");
            let help = format!("write a sum, such as `set {written} = {written} + 10`, or leave `growing` out");
            self.report(Finding::warning("growing-attribute", message).at(name.span, "").help(help));
        }
        Some(Operation::Set { attribute, value })
    }

    /// Whether a value is the attribute's own and something on top that is never negative.
    fn seen_to_grow(&self, attribute: AttributeId, value: &Expression) -> bool {
        let is_it = |value: &Expression| *value == Expression::Attribute(attribute);
        match value {
            Expression::Arithmetic { operator: Arithmetic::Plus, left, right } => {
                is_it(left) && self.never_negative(right) || is_it(right) && self.never_negative(left)
            }
            other => is_it(other),
        }
    }

    fn never_negative(&self, value: &Expression) -> bool {
        match value {
            Expression::Constant(Value::Integer(number)) => *number >= 0,
            Expression::Constant(Value::Decimal(number)) => number.0 >= 0,
            Expression::History(aggregate) => self.program.aggregates[*aggregate].function == Function::Count,
            Expression::Arithmetic { operator: Arithmetic::Plus | Arithmetic::Times, left, right } => {
                self.never_negative(left) && self.never_negative(right)
            }
            _ => false,
        }
    }

    /// `emit EVENT { field value … }`
    pub(super) fn emit(&mut self, emit: &tree::Emit, scope: &Scope) -> Option<Operation> {
        let event = self.event(&emit.event)?;
        let mut fields = vec![None; self.program.events[event].fields.len()];
        let mut seen: Vec<(FieldId, &Name)> = Vec::new();
        let (mut right, mut unknown) = (true, !emit.bad.is_empty());
        for field in &emit.fields {
            let Some(id) = self.field(event, &field.name) else {
                // It may have been meant to be one of those that are not there.
                unknown = true;
                continue;
            };
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == id) {
                self.given_twice(&format!("the field `{}`", field.name.text), field.name.span, first.span);
                right = false;
                continue;
            }
            seen.push((id, &field.name));
            match self.emitted(event, id, field, scope) {
                Some(value) => {
                    if let Some(slot) = fields.get_mut(journey_ir::table::Id::index(id)) {
                        *slot = value;
                    }
                }
                None => right = false,
            }
        }
        let given: Vec<FieldId> = seen.iter().map(|(id, _)| *id).collect();
        let complete = unknown || self.demand_fields(event, emit, &given);
        (right && complete && !unknown).then_some(Operation::Emit { event, fields })
    }

    /// The value of one field; the outer nothing: it is wrong.
    #[expect(clippy::option_option, reason = "`missing` and wrong are two things")]
    fn emitted(
        &mut self,
        event: EventId,
        field: FieldId,
        written: &EmitField,
        scope: &Scope,
    ) -> Option<Option<Expression>> {
        let declared = &self.program.events[event].fields[field];
        let recipient = Recipient { kind: declared.kind.clone(), span: written.name.span };
        match &written.value {
            Some(value) => self.assigned(value, &recipient, scope).map(Some),
            None if declared.optional => Some(None),
            None => {
                self.report_never_missing(&written.name, "field");
                None
            }
        }
    }

    /// All fields without `?` are given.
    fn demand_fields(&mut self, event: EventId, emit: &tree::Emit, given: &[FieldId]) -> bool {
        let fields = &self.program.events[event].fields;
        let lacking: Vec<&str> = fields
            .iter()
            .filter(|(id, field)| !field.optional && !given.contains(id))
            .map(|(_, field)| field.name.as_str())
            .collect();
        if lacking.is_empty() {
            return true;
        }
        let message = format!("the event `{}` has no value for {} here", emit.event.text, list(&lacking));
        let values: Vec<String> = lacking.iter().map(|name| format!("{name} VALUE")).collect();
        let help = format!("write `emit {} {{ {} }}`", emit.event.text, values.join("  "));
        let help = if given.is_empty() { help } else { format!("add `{}`", values.join("  ")) };
        self.report(Finding::error("missing-field", message).at(emit.event.span, "").help(help));
        false
    }

    fn report_never_missing(&mut self, name: &Name, noun: &str) {
        let message = format!("the {noun} `{}` always has a value", name.text);
        let finding = Finding::error("type-mismatch", message).at(name.span, "");
        self.report(finding.help("write a value, or `?` behind its type where it is declared"));
    }

    /// `enrol J`
    pub(super) fn enrol(&mut self, name: &Name) -> Option<Operation> {
        let journey = self.journey(name)?;
        if !self.names.journeys.items.get(journey_ir::table::Id::index(journey)).is_some_and(|of| may_be_enrolled(of)) {
            let message = format!("nobody is enrolled into `{}`: it does not start `by enrolment`", name.text);
            let help = format!("add `start by enrolment` to the journey `{}`", name.text);
            self.report(Finding::error("no-start", message).at(name.span, "").help(help));
            return None;
        }
        Some(Operation::Enrol(journey))
    }
}

/// Whether a journey says `start by enrolment`, or something unreadable that may have been that.
fn may_be_enrolled(journey: &tree::Journey) -> bool {
    let clause = journey.clauses.iter().any(|clause| match &clause.kind {
        ClauseKind::Start(start) => start.kind == StartKind::ByEnrolment,
        ClauseKind::Bad(bad) => bad.keyword.as_deref().is_none_or(|keyword| keyword == "start"),
        _ => false,
    });
    clause || journey.steps.iter().any(|step| matches!(step.kind, StepKind::Bad(_)))
}
