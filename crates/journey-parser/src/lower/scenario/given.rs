//! The values that a scenario gives to attributes and fields.

use journey_ir::decimal::Decimal;
use journey_ir::expression::Expression;
use journey_ir::finding::Finding;
use journey_ir::program::Field;
use journey_ir::scenario::Scenario;
use journey_ir::span::Span;
use journey_ir::table::{AttributeId, EventId, FieldId, Table};
use journey_ir::time::{TimeOfDay, ZoneId};
use journey_ir::value::{Type, Value};

use crate::lower::expression::{Typed, noun};
use crate::lower::{Lowering, Once, literal};
use crate::tree::{self, Expr, ExprKind, Given, Name};

/// What stands for no value.
const MISSING: &str = "missing";

impl Lowering<'_> {
    pub(super) fn attribute_named(&mut self, name: &Name) -> Option<AttributeId> {
        let id = self.names.attributes.id(&name.text);
        if id.is_none() {
            let known: Vec<&str> = self.names.attributes.names().collect();
            self.unknown(name, "attribute", &known);
        }
        id
    }

    /// The attributes of `customer { … }`, each with its place.
    pub(super) fn attributes_given(&mut self, given: &Given, zone: ZoneId) -> Vec<(AttributeId, Value, Span)> {
        let mut values = Vec::new();
        for written in &given.values {
            let Some(id) = self.attribute_named(&written.name) else { continue };
            if self.refuse_given(id, written.name.span).is_none() {
                continue;
            }
            let kind = self.program.attributes[id].kind.clone();
            let value = self.given_value(&written.name, &written.value, &kind, zone);
            values.extend(value.map(|value| (id, value, written.span)));
        }
        values
    }

    /// Reports an attribute that is given twice.
    pub(super) fn note_attribute(&mut self, id: AttributeId, span: Span, scenario: &Scenario, once: &mut Once) {
        if scenario.attributes.iter().any(|(known, _)| *known == id) {
            let what = format!("the attribute `{}`", self.program.attributes[id].name);
            let first = once.span(ATTRIBUTES).unwrap_or(span);
            self.given_twice(&what, span, first);
        } else if once.span(ATTRIBUTES).is_none() {
            once.note(self, ATTRIBUTES, span);
        }
    }

    /// All fields of an event; those that are not given are missing.
    pub(super) fn fields_given(&mut self, event: EventId, given: &Given, zone: ZoneId) -> Vec<Value> {
        let declared: Table<FieldId, Field> = self.program.events[event].fields.clone();
        let mut fields: Table<FieldId, Value> = declared.filled(Value::Missing);
        let mut seen: Vec<(FieldId, Span)> = Vec::new();
        for written in &given.values {
            let Some(id) = self.field(event, &written.name) else { continue };
            if let Some((_, first)) = seen.iter().find(|(known, _)| *known == id) {
                self.given_twice(&format!("the field `{}`", written.name.text), written.span, *first);
            }
            seen.push((id, written.span));
            if let Some(value) = self.given_value(&written.name, &written.value, &declared[id].kind, zone) {
                fields[id] = value;
            }
        }
        fields.as_slice().to_vec()
    }

    /// The value that something of type `kind` is given.
    pub(super) fn given_value(&mut self, name: &Name, value: &Expr, kind: &Type, zone: ZoneId) -> Option<Value> {
        let as_text = zone_text(value, kind);
        let value = as_text.as_ref().unwrap_or(value);
        if let Some(Typed { expression: Expression::Constant(value), .. }) = self.word_of(value, kind) {
            return Some(value);
        }
        let found = match (&value.kind, kind) {
            (ExprKind::Path(word), _) if word.first.text == MISSING => Some(Value::Missing),
            (ExprKind::Path(word), Type::Boolean) => boolean(&word.first.text),
            (ExprKind::Number(number), _) => number_of(literal::number(*number), kind, false),
            (ExprKind::Negate(inner), _) => match inner.kind {
                ExprKind::Number(number) => number_of(literal::number(number), kind, true),
                _ => None,
            },
            (ExprKind::Text(text), Type::Text) => Some(Value::Text(text.value.as_str().into())),
            (ExprKind::Date(date), Type::Date) => Some(Value::Date(self.date(*date)?)),
            (ExprKind::Date(date), Type::DateTime) => {
                let date = self.date(*date)?;
                Some(Value::Instant(zone.table().instant(date, TimeOfDay::MIDNIGHT)))
            }
            (ExprKind::DateTime(moment), Type::DateTime) => {
                let wall = self.wall_time(*moment)?;
                Some(Value::Instant(zone.table().instant(wall.date, wall.time)))
            }
            _ => None,
        };
        if found.is_none() {
            self.report_given(name, value, kind);
        }
        found
    }

    fn report_given(&mut self, name: &Name, value: &Expr, kind: &Type) {
        let is_word = matches!(value.kind, ExprKind::Path(_) | ExprKind::Text(_));
        if is_word && matches!(kind, Type::OneOf(_) | Type::Channel | Type::Zone) {
            // Only the name's place is looked at.
            let expression = Expression::Constant(Value::Missing);
            self.report_not_in_domain(value, &Typed { expression, kind: kind.clone(), span: name.span });
            return;
        }
        let written = self.text(value.span);
        let message = format!("`{}` is {}, and cannot be `{written}`", name.text, noun(kind));
        let help = match kind {
            Type::Text => Some(format!("write a text in quotes: `\"{}\"`", written.trim_matches('"'))),
            Type::Integer => Some("write a whole number without quotes, such as `40`".to_owned()),
            Type::Decimal => Some("write a number without quotes, such as `40` or `12.50`".to_owned()),
            Type::Boolean => Some("write `yes`, `no` or `missing`".to_owned()),
            Type::Date => Some("write a date such as `2026-11-27`".to_owned()),
            Type::DateTime => Some("write a date and a time such as `2026-11-27 09:00`".to_owned()),
            Type::OneOf(_) | Type::Channel | Type::Zone => None,
        };
        self.report(Finding::error("type-mismatch", message).at(value.span, "").maybe_help(help));
    }
}

/// Where the first attribute stands.
const ATTRIBUTES: &str = "customer";

/// The zone that a word or text names.
pub(super) fn zone(value: &Expr) -> Option<ZoneId> {
    match &value.kind {
        ExprKind::Path(word) => ZoneId::parse(&word.first.text),
        ExprKind::Text(text) => ZoneId::parse(&text.value),
        _ => None,
    }
}

/// A zone may be written with quotes or without.
fn zone_text(value: &Expr, kind: &Type) -> Option<Expr> {
    let ExprKind::Path(word) = &value.kind else { return None };
    let text = tree::Text { value: word.first.text.clone(), span: value.span };
    (*kind == Type::Zone && word.first.text != MISSING).then_some(Expr { span: value.span, kind: ExprKind::Text(text) })
}

fn boolean(word: &str) -> Option<Value> {
    match word {
        "yes" => Some(Value::Boolean(true)),
        "no" => Some(Value::Boolean(false)),
        _ => None,
    }
}

fn number_of(number: Value, kind: &Type, negative: bool) -> Option<Value> {
    let sign = if negative { -1 } else { 1 };
    match (number, kind) {
        (Value::Integer(number), Type::Integer) => Some(Value::Integer(number * sign)),
        (Value::Integer(number), Type::Decimal) => Decimal::from_integer(number * sign).map(Value::Decimal),
        (Value::Decimal(number), Type::Decimal) => Some(Value::Decimal(Decimal(number.0 * sign))),
        _ => None,
    }
}
