//! What is known of customers and events: attributes, fields, their types (language reference 1).

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;
use std::sync::Arc;

use journey_ir::expression::Expression;
use journey_ir::finding::Finding;
use journey_ir::program::{Attribute, Change, Event, Field};
use journey_ir::table::AttributeId;
use journey_ir::value::{Type, Value};

use super::Lowering;
use crate::tree::{self, EnumValue, TypeKind};

impl Lowering<'_> {
    /// Lowers all `customer` blocks, which add up, so that teams can keep theirs apart; all events; and the words that
    /// are declared by being used.
    pub(super) fn schema(&mut self) {
        for attribute in self.names.attributes.items.clone() {
            let kind = self.kind(&attribute.ty);
            let change = match attribute.change {
                None => Change::Any,
                Some((tree::Change::Fixed, _)) => Change::Fixed,
                Some((tree::Change::Growing, span)) => {
                    self.growing(&kind, &attribute.name, span);
                    Change::Growing
                }
            };
            self.program.attributes.push(Attribute {
                name: attribute.name.text.clone(),
                kind,
                optional: attribute.ty.optional,
                change,
                // What it is computed from is lowered when all names are known.
                computed: attribute.computed.as_ref().map(|_| Expression::Constant(Value::Missing)),
                span: attribute.span,
            });
        }
        for event in self.names.events.items.clone() {
            let fields = event.fields.iter().map(|field| self.event_field(field)).collect();
            self.program.events.push(Event { name: event.name.text.clone(), fields, span: event.name.span });
        }
        self.program.zone_attribute = self.zone_attribute();
        self.program.tags = self.names.tags.items.iter().map(|word| (*word).to_owned()).collect();
        self.program.topics = self.names.topics.items.iter().map(|word| (*word).to_owned()).collect();
    }

    fn event_field(&mut self, field: &tree::Field) -> Field {
        Field {
            name: field.name.text.clone(),
            kind: self.kind(&field.ty),
            optional: field.ty.optional,
            span: field.span,
        }
    }

    /// The type of an attribute or field.
    pub(super) fn kind(&mut self, written: &tree::TypeRef) -> Type {
        match &written.kind {
            TypeKind::Text => Type::Text,
            TypeKind::Integer => Type::Integer,
            TypeKind::Decimal => Type::Decimal,
            TypeKind::Boolean => Type::Boolean,
            TypeKind::Date => Type::Date,
            TypeKind::DateTime => Type::DateTime,
            TypeKind::OneOf(values) => self.one_of(values),
            TypeKind::Channel => Type::Channel,
            TypeKind::Timezone => Type::Zone,
            TypeKind::Duration => {
                let message = "`duration` is a type for parameters of blueprints: data holds no lengths of time";
                let help = "declare an `integer` that counts days, or a `date`";
                self.report(Finding::error("type-mismatch", message).at(written.span, "").help(help));
                Type::Integer
            }
        }
    }

    fn one_of(&mut self, values: &[EnumValue]) -> Type {
        let mut words: Vec<Arc<str>> = Vec::new();
        let mut first = BTreeMap::new();
        for value in values {
            match first.entry(value.text.as_str()) {
                Entry::Occupied(first) => {
                    self.given_twice(&format!("the value `{}`", value.text), value.span, *first.get());
                }
                Entry::Vacant(place) => {
                    place.insert(value.span);
                    words.push(value.text.as_str().into());
                }
            }
        }
        if words.len() > usize::from(u16::MAX) {
            self.report(super::names::too_many("values in one `one of`", words.len()));
        }
        Type::OneOf(words.into())
    }

    fn growing(&mut self, kind: &Type, name: &tree::Name, span: journey_ir::span::Span) {
        let ordered = matches!(kind, Type::Integer | Type::Decimal | Type::Date | Type::DateTime | Type::OneOf(_));
        if !ordered {
            let message = format!("`{}` is {} and cannot be `growing`", name.text, super::expression::noun(kind));
            let help = "`growing` is for numbers, dates and `one of`; leave it out";
            self.report(Finding::error("type-mismatch", message).at(span, "").help(help));
        }
    }

    /// The only attribute of type `timezone`, or the one called `zone`.
    fn zone_attribute(&mut self) -> Option<AttributeId> {
        let is_zone = |attribute: &Attribute| attribute.kind == Type::Zone;
        let zones: Vec<AttributeId> =
            self.program.attributes.iter().filter(|(_, attribute)| is_zone(attribute)).map(|(id, _)| id).collect();
        let called_zone = zones.iter().find(|id| self.program.attributes[**id].name == "zone");
        match (zones.as_slice(), called_zone) {
            ([only], _) | (_, Some(only)) => Some(*only),
            ([], None) => None,
            ([first, second, ..], None) => {
                let (first, second) = (&self.program.attributes[*first], &self.program.attributes[*second]);
                let message = format!(
                    "`{}` and `{}` are both time zones, and neither is called `zone`: it is open which one is the customer's",
                    first.name, second.name
                );
                let finding = Finding::error("ambiguous-name", message)
                    .at(second.span, "")
                    .at(first.span, "")
                    .help("call the customer's own zone `zone`");
                self.report(finding);
                None
            }
        }
    }
}
