//! Parameters: what a journey gives for them, and what their names mean in the blueprint's text (language reference 6.2).
//!
//! A name in the text of the blueprint is looked up here first, whatever else has that name. What a journey writes itself,
//! the steps for a slot included, stands outside and means what it means in every journey.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet};

use journey_ir::decimal::Decimal;
use journey_ir::expression::{Condition, Expression};
use journey_ir::finding::Finding;
use journey_ir::operation::ChannelOf;
use journey_ir::shared::SharedKind;
use journey_ir::span::Span;
use journey_ir::table::{ChannelId, Id, JourneyId, MessageId, SegmentId};
use journey_ir::time::{Date, Period, TimeOfDay, Unit, WallTime, ZoneId};
use journey_ir::value::{Type, Value};

use super::super::Lowering;
use super::super::expression::{Scope, Typed, noun};
use super::super::lookup::{article, suggestion};
use super::Parametric;
use crate::tree::{Argument, Expr, ExprKind, Name, Parameter, ParameterKind, TypeKind, TypeRef};

/// What is given for parameters where a shared text is used.
pub(in crate::lower) struct Use<'a> {
    pub arguments: &'a [Argument],
    /// Where.
    pub at: Span,
    /// Whether something there cannot be read, which may give more.
    pub bad: bool,
}

/// What the parameters of a shared text are while it is lowered.
pub(in crate::lower) struct Binding {
    /// The text in which their names have this meaning.
    pub within: Span,
    given: BTreeMap<String, Given>,
    /// The parameters that were asked for.
    used: RefCell<BTreeSet<String>>,
    /// Of `steps` that a journey does several times, which time this is: from 1.
    pub time: usize,
}

impl Binding {
    pub fn is_used(&self, parameter: &Name) -> bool {
        self.used.borrow().contains(&parameter.text)
    }
}

/// What a parameter is. Nothing where a thing stands for any: then nothing is said of it.
#[derive(Clone, Debug)]
pub(in crate::lower) enum Given {
    Period(Period),
    Message(Option<MessageId>),
    Journey(Option<JourneyId>),
    /// A segment or a state.
    Segment(Condition),
    /// A channel, or an attribute that names one.
    Channel(Option<ChannelOf>),
    /// A constant.
    Value(Expression, Type),
}

impl Given {
    /// What it is, for messages.
    fn noun(&self) -> String {
        match self {
            Self::Period(_) => "a length of time".to_owned(),
            Self::Message(_) => "a message".to_owned(),
            Self::Journey(_) => "a journey".to_owned(),
            Self::Segment(_) => "a segment".to_owned(),
            Self::Channel(_) => "a channel".to_owned(),
            Self::Value(_, kind) => noun(kind),
        }
    }

    /// The value of it at a place, when it has one.
    pub fn value(&self, span: Span) -> Option<Typed> {
        let (expression, kind) = match self {
            Self::Value(expression, kind) => (expression.clone(), kind.clone()),
            Self::Channel(Some(ChannelOf::Attribute(attribute))) => (Expression::Attribute(*attribute), Type::Channel),
            Self::Channel(Some(ChannelOf::Channel(channel))) => channel_constant(*channel),
            Self::Channel(None) => channel_constant(ChannelId::from_index(0)),
            Self::Period(_) | Self::Message(_) | Self::Journey(_) | Self::Segment(_) => return None,
        };
        Some(Typed { expression, kind, span })
    }
}

fn channel_constant(channel: ChannelId) -> (Expression, Type) {
    (Expression::Constant(Value::Channel(channel)), Type::Channel)
}

impl Lowering<'_> {
    /// What a name is as a parameter of the shared text in which it stands.
    pub(in crate::lower) fn parameter(&self, name: &str, at: Span) -> Option<&Given> {
        let binding = self.blueprints.bindings.iter().rev().find(|binding| binding.within.contains(at))?;
        let given = binding.given.get(name)?;
        binding.used.borrow_mut().insert(name.to_owned());
        Some(given)
    }

    /// Says that a parameter is no such thing.
    pub(in crate::lower) fn report_parameter(&mut self, name: &Name, given: &Given, wanted: &str) {
        let message = format!("the parameter `{}` is {}, not {} {wanted}", name.text, given.noun(), article(wanted));
        let help = "give the parameter another type, or another name: there its name means the parameter";
        self.report(Finding::error("type-mismatch", message).at(name.span, "").help(help));
    }

    /// The length of time that a parameter is whose name stands there.
    pub(in crate::lower) fn parameter_period(&mut self, at: Span) -> Period {
        let name = Name { text: self.text(at).to_owned(), span: at };
        match self.parameter(&name.text, at).cloned() {
            Some(Given::Period(period)) => return period,
            Some(other) => self.report_parameter(&name, &other, "length of time"),
            None => {
                let text = &name.text;
                if !self.names.may_exist(text) {
                    let known: Vec<&str> = self.blueprints.bindings.iter().flat_map(Binding::periods).collect();
                    let help = suggestion(text, &known).unwrap_or_else(|| {
                        format!("write a length of time such as `7 days`, or declare a parameter `{text}: duration`")
                    });
                    let message = format!("`{text}` is neither a length of time nor a parameter here");
                    self.report_unknown(Finding::error("unknown-name", message).at(at, "").help(help));
                }
            }
        }
        Period::of(1, Unit::Day)
    }

    /// What the parameters of a shared text are where it is used; where it is not used, anything.
    pub(in crate::lower) fn bind(&mut self, text: Parametric<'_>, given: Option<&Use<'_>>) -> Binding {
        let mut bound = BTreeMap::new();
        for parameter in text.parameters {
            // One of a name that another has is a finding already.
            if bound.contains_key(&parameter.name.text) {
                continue;
            }
            let value = self.given(text, parameter, given).unwrap_or_else(|| self.anything(&parameter.kind));
            bound.insert(parameter.name.text.clone(), value);
        }
        Binding { within: text.span, given: bound, used: RefCell::default(), time: 1 }
    }

    fn given(&mut self, text: Parametric<'_>, parameter: &Parameter, given: Option<&Use<'_>>) -> Option<Given> {
        let mut arguments = given.iter().flat_map(|given| given.arguments);
        let argument = arguments.find(|given| given.name.text == parameter.name.text);
        match (argument, &parameter.default, given) {
            (Some(argument), ..) => self.argument(&argument.value, parameter),
            // A default that is wrong is said once, when the text is looked at by itself.
            (None, Some(default), Some(_)) => self.aside(|lowering| lowering.argument(default, parameter)).0,
            (None, Some(default), None) => self.argument(default, parameter),
            (None, None, Some(given)) => {
                self.report_not_given(text, parameter, given);
                None
            }
            (None, None, None) => None,
        }
    }

    /// A parameter without a default is one mistake, whatever the number of journeys that do not give it.
    fn report_not_given(&mut self, text: Parametric<'_>, parameter: &Parameter, given: &Use<'_>) {
        if given.bad {
            return;
        }
        let (name, what) = (&parameter.name.text, self.text(parameter.kind_span));
        let needs = text.with("needs", "need");
        let (message, help) = match text.kind {
            SharedKind::Blueprint => (
                format!("{needs} `{name}`, and the journey does not give it"),
                format!("write `{name} = …` in the journey: {} {what}", article(what)),
            ),
            SharedKind::Steps | SharedKind::Defaults => (
                format!("{needs} `{name}`, and this `do` does not give it"),
                format!("write `do {}({name} = …)`: {} {what}", text.name.text, article(what)),
            ),
        };
        let first = !self.unknown.contains_key(&message);
        let finding = Finding::error("missing-parameter", message).at(given.at, "").help(help);
        let finding = if first { finding.at(parameter.span, "has no default") } else { finding };
        self.report_unknown(finding);
    }

    /// Reads what is given for a parameter.
    fn argument(&mut self, written: &Expr, parameter: &Parameter) -> Option<Given> {
        let kind = match &parameter.kind {
            ParameterKind::Message => {
                let name = self.name_given(written, parameter, "the name of a message")?;
                return self.message(&name).map(|message| Given::Message(Some(message)));
            }
            ParameterKind::Journey => {
                let name = self.name_given(written, parameter, "the name of a journey")?;
                return self.journey(&name).map(|journey| Given::Journey(Some(journey)));
            }
            ParameterKind::Segment => {
                let name = self.name_given(written, parameter, "the name of a segment")?;
                let state = self.names.states.id(&name.text).map(Condition::State);
                let held = state.or_else(|| self.segment(&name).map(Condition::Segment));
                return held.map(Given::Segment);
            }
            ParameterKind::Value(kind) => kind,
        };
        match (&kind.kind, &written.kind) {
            (TypeKind::Duration, ExprKind::Period(period)) => Some(Given::Period(self.period(*period))),
            (TypeKind::Duration, _) => self.report_argument(written, parameter, "a length of time such as `7 days`"),
            (TypeKind::Channel, _) => {
                let name = self.name_given(written, parameter, "the name of a channel")?;
                self.channel_of(&name).map(|channel| Given::Channel(Some(channel)))
            }
            _ => self.constant(written, parameter, kind),
        }
    }

    fn name_given(&mut self, written: &Expr, parameter: &Parameter, wanted: &str) -> Option<Name> {
        match &written.kind {
            ExprKind::Path(path) if path.rest.is_empty() => Some(path.first.clone()),
            _ => self.report_argument(written, parameter, wanted),
        }
    }

    fn report_argument<T>(&mut self, written: &Expr, parameter: &Parameter, wanted: &str) -> Option<T> {
        let message = format!("`{}` wants {wanted}, not `{}`", parameter.name.text, self.text(written.span));
        let finding = Finding::error("type-mismatch", message).at(written.span, "");
        self.report(finding.at(parameter.kind_span, "its type"));
        None
    }

    /// A value that is written out.
    fn constant(&mut self, written: &Expr, parameter: &Parameter, kind: &TypeRef) -> Option<Given> {
        // What is wrong in the type is said when the blueprint is looked at by itself.
        let kind = self.aside(|lowering| lowering.kind(kind)).0;
        if let Some(word) = self.word_of(written, &kind) {
            return Some(Given::Value(word.expression, kind));
        }
        if matches!(kind, Type::OneOf(_) | Type::Zone) {
            return self.report_argument(written, parameter, &noun(&kind));
        }
        let scope = Scope::outside("what is given for a parameter");
        let typed = self.value(written, &scope)?;
        let expression = match (typed.expression, &kind) {
            (Expression::Constant(Value::Integer(whole)), Type::Decimal) => {
                Expression::Constant(Decimal::from_integer(whole).map_or(Value::Missing, Value::Decimal))
            }
            (Expression::Constant(Value::Date(date)), Type::DateTime) => {
                Expression::Wall(WallTime { date, time: TimeOfDay::MIDNIGHT })
            }
            (constant @ (Expression::Constant(_) | Expression::Wall(_)), _) if typed.kind == kind => constant,
            _ => return self.report_argument(written, parameter, &format!("{}, written out", noun(&kind))),
        };
        Some(Given::Value(expression, kind))
    }

    /// What stands for a parameter of which nothing is known but its type.
    fn anything(&mut self, kind: &ParameterKind) -> Given {
        let kind = match kind {
            ParameterKind::Message => return Given::Message(None),
            ParameterKind::Journey => return Given::Journey(None),
            ParameterKind::Segment => return Given::Segment(Condition::Segment(SegmentId::from_index(0))),
            ParameterKind::Value(kind) => kind,
        };
        match kind.kind {
            TypeKind::Duration => Given::Period(Period::of(1, Unit::Day)),
            TypeKind::Channel => Given::Channel(None),
            _ => {
                let kind = self.aside(|lowering| lowering.kind(kind)).0;
                Given::Value(some_value(&kind), kind)
            }
        }
    }
}

impl Binding {
    /// The parameters that are lengths of time.
    fn periods(&self) -> impl Iterator<Item = &str> {
        self.given.iter().filter(|(_, given)| matches!(given, Given::Period(_))).map(|(name, _)| name.as_str())
    }
}

fn some_value(kind: &Type) -> Expression {
    let day = Date::from_ymd(2026, 1, 1).unwrap_or_default();
    Expression::Constant(match kind {
        Type::Text => Value::Text("text".into()),
        Type::Integer => Value::Integer(1),
        Type::Decimal => Value::Decimal(Decimal(10_000)),
        Type::Boolean => Value::Boolean(true),
        Type::Date => Value::Date(day),
        Type::DateTime => return Expression::Wall(WallTime { date: day, time: TimeOfDay::MIDNIGHT }),
        Type::OneOf(_) => Value::OneOf(0),
        Type::Channel => Value::Channel(ChannelId::from_index(0)),
        Type::Zone => Value::Zone(ZoneId::UTC),
    })
}
