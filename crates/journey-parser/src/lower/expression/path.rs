//! Names and dotted names: attributes, fields, segments (language reference 5.9).

use journey_ir::expression::{Condition, Expression, Occurrence};
use journey_ir::finding::Finding;
use journey_ir::span::Span;
use journey_ir::table::EventId;

use super::{Scope, Typed};
use crate::lower::Lowering;
use crate::lower::blueprint::Given;
use crate::lower::lookup::{list, suggestion};
use crate::lower::names::Fields;
use crate::tree::{Date, Expr, ExprKind, Name, Path};

/// What a name means.
pub(super) enum Meaning {
    Value(Typed),
    /// A segment or a state.
    Holds(Condition),
}

impl Lowering<'_> {
    /// What a path means here. A name that means nothing is reported.
    pub(super) fn path(&mut self, path: &Path, scope: &Scope) -> Option<Meaning> {
        let meaning = match path.rest.as_slice() {
            [] => self.known_name(&path.first, scope).or_else(|| {
                self.report_name(&path.first, scope);
                None
            }),
            [field] => self.dotted(path, field, scope).map(Meaning::Value),
            _ => {
                let message = format!("`{}` has too many dots: a name has at most one", self.text(path.span));
                let help = "write `EVENT.FIELD` or `customer.ATTRIBUTE`";
                self.report_unknown(Finding::error("unknown-name", message).at(path.span, "").help(help));
                None
            }
        };
        if let Some(Meaning::Value(Typed { expression: Expression::Attribute(id), .. })) = &meaning
            && scope.in_history
        {
            self.read_then.push((*id, path.span));
        }
        meaning
    }

    /// What a single name means here: the current event's fields come first, then attributes, then segments.
    pub(super) fn known_name(&self, name: &Name, scope: &Scope) -> Option<Meaning> {
        let text = &name.text;
        match self.parameter(text, name.span) {
            None => {}
            Some(Given::Segment(condition)) => return Some(Meaning::Holds(condition.clone())),
            Some(other) => return other.value(name.span).map(Meaning::Value),
        }
        if let Some(event) = scope.current
            && self.names.fields(event).is_some_and(|fields| fields.id(text).is_some())
        {
            return self.field_value(Occurrence::Current, event, name, name.span).map(Meaning::Value);
        }
        if let Some(attribute) = self.attribute_value(name, name.span) {
            return Some(Meaning::Value(attribute));
        }
        self.holding(text).map(Meaning::Holds)
    }

    /// The segment or state of a name.
    pub(in crate::lower) fn holding(&self, name: &str) -> Option<Condition> {
        let segment = self.names.segments.id(name).map(Condition::Segment);
        segment.or_else(|| self.names.states.id(name).map(Condition::State))
    }

    /// Whether an expression is the name of something that holds or not, such as a segment.
    pub(in crate::lower) fn names_condition(&self, expr: &Expr, scope: &Scope) -> bool {
        let ExprKind::Path(Path { first, rest, .. }) = &expr.kind else { return false };
        rest.is_empty() && !matches!(self.known_name(first, scope), None | Some(Meaning::Value(_)))
    }

    fn attribute_value(&self, name: &Name, span: Span) -> Option<Typed> {
        let id = self.names.attributes.id(&name.text)?;
        Some(Typed { expression: Expression::Attribute(id), kind: self.program.attributes[id].kind.clone(), span })
    }

    fn field_value(&self, of: Occurrence, event: EventId, name: &Name, span: Span) -> Option<Typed> {
        let field = self.names.fields(event)?.id(&name.text)?;
        Some(Typed {
            expression: Expression::Field { of, event, field },
            kind: self.program.events[event].fields[field].kind.clone(),
            span,
        })
    }

    /// `customer.A` or `E.field`.
    fn dotted(&mut self, path: &Path, field: &Name, scope: &Scope) -> Option<Typed> {
        let first = &path.first;
        if first.text == "customer" {
            let value = self.attribute_value(field, path.span);
            if value.is_none() {
                let known: Vec<&str> = self.names.attributes.names().collect();
                self.unknown(field, "attribute", &known);
            }
            return value;
        }
        let Some(event) = self.names.events.id(&first.text) else {
            self.report_no_event(first, field);
            return None;
        };
        let field_known = self.field(event, field).is_some();
        let Some(of) = scope.occurrence(event) else {
            self.report_not_at_hand(path, field, scope);
            return None;
        };
        if field_known { self.field_value(of, event, field, path.span) } else { None }
    }

    fn report_no_event(&mut self, first: &Name, field: &Name) {
        if self.names.may_exist(&first.text) {
            return;
        }
        if self.names.attributes.id(&first.text).is_some() {
            let message = format!("`{}` is an attribute and has no parts such as `{}`", first.text, field.text);
            self.report_unknown(Finding::error("unknown-name", message).at(first.span, ""));
            return;
        }
        let known: Vec<&str> = self.names.events.names().collect();
        self.unknown(first, "event", &known);
    }

    fn report_not_at_hand(&mut self, path: &Path, field: &Name, scope: &Scope) {
        let (event, field) = (&path.first.text, &field.text);
        let finding = Finding::error("out-of-place", format!("there is no single `{event}` to read `{field}` of here"))
            .at(path.span, format!("this stands in {}", scope.place))
            .help(format!("write `last({event}).{field}` for the last one, or `first({event}).{field}`"));
        self.report(finding);
    }

    /// `start.f`: a field of the event that started the enrolment.
    pub(super) fn start_field(&mut self, field: &Name, span: Span, scope: &Scope) -> Option<Typed> {
        let owners: Vec<EventId> = scope
            .starts
            .iter()
            .copied()
            .filter(|event| self.names.fields(*event).is_some_and(|fields| fields.id(&field.text).is_some()))
            .collect();
        match (owners.as_slice(), scope.starts.as_slice()) {
            ([event], _) => self.field_value(Occurrence::Start, *event, field, span),
            ([], []) => {
                let message =
                    format!("`start.{}` needs an event that started the journey, and there is none here", field.text);
                let finding =
                    Finding::error("out-of-place", message).at(span, format!("this stands in {}", scope.place));
                self.report(finding);
                None
            }
            ([], [only]) => {
                self.field(*only, field);
                None
            }
            ([], several) => {
                let events = self.event_names(several);
                let message = format!("none of the starting events has a field `{}`", field.text);
                let help = format!("the journey starts on {events}");
                self.report_unknown(Finding::error("unknown-name", message).at(field.span, "").help(help));
                None
            }
            ([one, ..], _) => {
                let events = self.event_names(&owners);
                let message = format!("`start.{}` could be a field of any of {events}", field.text);
                let help = format!("say which: `{}.{}`", self.event_name(*one), field.text);
                self.report(Finding::error("ambiguous-name", message).at(span, "").help(help));
                None
            }
        }
    }

    fn event_names(&self, events: &[EventId]) -> String {
        let names: Vec<String> = events.iter().map(|event| self.event_name(*event)).collect();
        list(&names.iter().map(String::as_str).collect::<Vec<_>>())
    }

    /// Says what is wrong with a single name that means nothing in a condition.
    fn report_name(&mut self, name: &Name, scope: &Scope) {
        let text = &name.text;
        if let Some(given) = self.parameter(text, name.span).cloned() {
            self.report_parameter(name, &given, "value or segment");
            return;
        }
        if self.names.may_exist(text) {
            return;
        }
        if let Some(event) = self.names.events.id(text) {
            let help = self.help_with_event(event, text, scope);
            let message = format!("`{text}` is an event, not something that holds or has a value");
            self.report_unknown(Finding::error("unknown-name", message).at(name.span, "").help(help));
            return;
        }
        let fields = scope.current.and_then(|event| self.names.fields(event));
        let known: Vec<&str> = fields
            .into_iter()
            .flat_map(Fields::names)
            .chain(self.names.attributes.names())
            .chain(self.names.segments.names())
            .chain(self.names.states.names())
            .collect();
        let message = match self.names.what_is(text) {
            Some(what) if scope.current.is_some() => format!("`{text}` is {what}, not an attribute, field or segment"),
            Some(what) => format!("`{text}` is {what}, not an attribute or segment"),
            None => match scope.current {
                Some(event) => {
                    format!("there is no attribute, segment, or field of `{}` called `{text}`", self.event_name(event))
                }
                None => format!("there is no attribute or segment `{text}`"),
            },
        };
        let help = suggestion(text, &known).or_else(|| self.help_with_part(text));
        self.report_unknown(Finding::error("unknown-name", message).at(name.span, "").maybe_help(help));
    }

    /// What to type for a name that is a value, or a field of an event.
    fn help_with_part(&self, text: &str) -> Option<String> {
        if let Some(owner) = self.names.owner_of_value(text) {
            return Some(format!("write for example `{owner} == {text}`"));
        }
        if let Some(month) = Date::month_named(text) {
            return Some(format!("months are numbers: `{month}`"));
        }
        let event = self.names.event_with_field(text)?;
        Some(format!("for a field write `last({event}).{text}` or the like"))
    }

    fn help_with_event(&self, event: EventId, text: &str, scope: &Scope) -> String {
        let field = self.names.fields(event).and_then(|fields| fields.names().next());
        match field {
            Some(field) if scope.occurrence(event).is_some() => {
                format!("write a field of it, such as `{text}.{field}`")
            }
            _ => format!("write `count({text}) >= 1` for having had one, `last({text})` for when the last one was"),
        }
    }
}
