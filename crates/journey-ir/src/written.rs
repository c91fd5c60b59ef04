//! Expressions and conditions in the language's own words: for whoever has to say which clause decided something.
//!
//! What is printed means the same as what was written, though not always letter for letter: a segment stays a name, parentheses
//! stand where they are needed, and a date beside an instant is a date.

mod journey;

pub use journey::{reached, selector, stop, trigger};

use crate::expression::{Aggregate, Arithmetic, Case, Comparison, Condition, Expression, Function, Occurrence, Window};
use crate::program::Program;
use crate::table::AggregateId;
use crate::time::{Instant, Zone};
use crate::value::{Type, Value};

/// A condition, as it is written in the language.
#[must_use]
pub fn condition(program: &Program, condition: &Condition) -> String {
    Writer { program }.condition(condition, Binding::Nothing)
}

/// An expression, as it is written in the language.
#[must_use]
pub fn expression(program: &Program, expression: &Expression) -> String {
    Writer { program }.expression(expression)
}

/// A value that an expression has, as it is written in the language; `missing` when there is none. Instants are shown on
/// the wall clock of a zone.
#[must_use]
pub fn value(program: &Program, of: &Expression, value: &Value, zone: &Zone) -> String {
    match value {
        Value::Missing => "missing".to_owned(),
        Value::Instant(instant) => moment(*instant, zone),
        value => Writer { program }.constant(value, kind(program, of).as_ref()),
    }
}

/// An instant on the wall clock of a zone: `2026-03-10 09:00`.
#[must_use]
pub fn moment(instant: Instant, zone: &Zone) -> String {
    let wall = zone.wall(instant);
    format!("{} {}", wall.date, wall.time)
}

/// The type of what an expression reads, where it has one of its own.
fn kind(program: &Program, expression: &Expression) -> Option<Type> {
    match expression {
        Expression::Attribute(id) => Some(program.attributes[*id].kind.clone()),
        Expression::Field { event, field, .. } => Some(program.events[*event].fields[*field].kind.clone()),
        Expression::History(id) => {
            let aggregate = &program.aggregates[*id];
            aggregate.field.map(|field| program.events[aggregate.event].fields[field].kind.clone())
        }
        Expression::Lookup { table, .. } => Some(program.lookups[*table].kind.clone()),
        _ => None,
    }
}

/// How tightly the condition around a part binds.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Binding {
    Nothing,
    Or,
    And,
    Not,
}

struct Writer<'p> {
    program: &'p Program,
}

impl Writer<'_> {
    fn condition(&self, condition: &Condition, around: Binding) -> String {
        match condition {
            Condition::Constant(truth) => if *truth { "yes" } else { "no" }.to_owned(),
            Condition::All(parts) => self.joined(parts, " and ", Binding::And, around),
            Condition::Any(parts) => self.joined(parts, " or ", Binding::Or, around),
            Condition::Not(inner) => match &**inner {
                Condition::Known(subject) => format!("{} is missing", self.expression(subject)),
                Condition::In { subject, values } => {
                    format!("{} not in {}", self.expression(subject), self.list(subject, values))
                }
                inner => format!("not {}", self.condition(inner, Binding::Not)),
            },
            Condition::Compare { left, operator, right } => {
                format!("{} {} {}", self.beside(left, right), sign(*operator), self.beside(right, left))
            }
            Condition::In { subject, values } => {
                format!("{} in {}", self.expression(subject), self.list(subject, values))
            }
            Condition::StartsWith { subject, prefix } => {
                format!("{} starts with \"{prefix}\"", self.expression(subject))
            }
            Condition::Known(subject) => format!("{} is known", self.expression(subject)),
            Condition::Yes(subject) => self.expression(subject),
            Condition::Elapsed { since, operator, period } => {
                format!("since({}) {} {period}", self.expression(since), sign(*operator))
            }
            Condition::Segment(segment) => self.program.segments[*segment].name.clone(),
            Condition::State(state) => self.program.states[*state].name.clone(),
            Condition::Ended { state, within } => {
                format!("{} ended within {within}", self.program.states[*state].name)
            }
            Condition::InJourney(journey) => format!("in_journey({})", self.program.journeys[*journey].name),
            Condition::EverIn(journey) => format!("ever_in({})", self.program.journeys[*journey].name),
            Condition::Sent { message, .. } => format!("sent({})", self.program.messages[*message].name),
            Condition::Engaged { engagement, .. } => engagement.text(self.program),
        }
    }

    fn joined(&self, parts: &[Condition], word: &str, own: Binding, around: Binding) -> String {
        // An `or` inside an `and` stands in parentheses, an `and` inside an `or` does not. What was written in parentheses keeps
        // them, so that it is read as the same.
        let parts: Vec<_> = parts.iter().map(|part| self.condition(part, own)).collect();
        let text = parts.join(word);
        if around >= own && parts.len() > 1 { format!("({text})") } else { text }
    }

    /// One side of a comparison: a constant is written as the other side's type has it, and midnights are dates.
    fn beside(&self, this: &Expression, other: &Expression) -> String {
        match this {
            Expression::Constant(value) => self.constant(value, kind(self.program, other).as_ref()),
            Expression::Midnight(date) | Expression::DateOf(date) => self.expression(date),
            this => self.expression(this),
        }
    }

    fn list(&self, subject: &Expression, values: &[Value]) -> String {
        let kind = kind(self.program, subject);
        let values: Vec<_> = values.iter().map(|value| self.constant(value, kind.as_ref())).collect();
        format!("({})", values.join(", "))
    }

    fn constant(&self, value: &Value, kind: Option<&Type>) -> String {
        let channel = |id| self.program.channels[id].name.as_str();
        match (value, kind) {
            (Value::Text(text), _) => format!("\"{text}\""),
            (Value::Zone(zone), _) => format!("\"{}\"", zone.name()),
            (Value::Missing, _) => "missing".to_owned(),
            (Value::OneOf(_), Some(kind)) => {
                let word = crate::value::Shown { value, kind, channel: &channel }.to_string();
                if is_name(&word) { word } else { format!("\"{word}\"") }
            }
            (value, kind) => {
                crate::value::Shown { value, kind: kind.unwrap_or(&Type::Text), channel: &channel }.to_string()
            }
        }
    }

    fn expression(&self, expression: &Expression) -> String {
        match expression {
            Expression::Constant(value) => self.constant(value, None),
            Expression::Attribute(id) => self.program.attributes[*id].name.clone(),
            Expression::Field { of, event, field } => {
                let event = &self.program.events[*event];
                let field = &event.fields[*field].name;
                match of {
                    Occurrence::Start => format!("start.{field}"),
                    Occurrence::Current | Occurrence::Awaited(_) => format!("{}.{field}", event.name),
                }
            }
            Expression::Now => "now".to_owned(),
            Expression::Today => "today".to_owned(),
            Expression::Start => "start".to_owned(),
            Expression::History(id) => self.history(*id),
            Expression::Arithmetic { operator, left, right } => {
                let sign = match operator {
                    Arithmetic::Plus => "+",
                    Arithmetic::Minus => "-",
                    Arithmetic::Times => "*",
                    Arithmetic::Over => "/",
                };
                format!("{} {sign} {}", self.operand(left), self.operand(right))
            }
            Expression::Shift { moment, period, back } => {
                format!("{} {} {period}", self.operand(moment), if *back { "-" } else { "+" })
            }
            Expression::DaysBetween(later, earlier) | Expression::SecondsBetween(later, earlier) => {
                format!("{} - {}", self.operand(later), self.operand(earlier))
            }
            Expression::MonthOf(date) => format!("month of {}", self.operand(date)),
            Expression::DayOf(date) => format!("day of {}", self.operand(date)),
            Expression::Wall(wall) => format!("{} {}", wall.date, wall.time),
            Expression::Midnight(inner) | Expression::DateOf(inner) => self.expression(inner),
            Expression::Lookup { table, arguments } => {
                let arguments: Vec<_> = arguments.iter().map(|argument| self.expression(&argument.value)).collect();
                format!("{}({})", self.program.lookups[*table].name, arguments.join(", "))
            }
            Expression::Match(cases) => {
                let cases: Vec<_> = cases.iter().map(|case| self.case(case)).collect();
                format!("match {{ {} }}", cases.join("  "))
            }
        }
    }

    fn case(&self, Case { when, value }: &Case) -> String {
        let when = match when {
            Condition::Constant(true) => "else".to_owned(),
            when => self.condition(when, Binding::Or),
        };
        format!("{when} {{ {} }}", self.expression(value))
    }

    /// An operand, in parentheses when it is a calculation itself.
    fn operand(&self, expression: &Expression) -> String {
        let text = self.expression(expression);
        let calculated = matches!(
            expression,
            Expression::Arithmetic { .. }
                | Expression::Shift { .. }
                | Expression::DaysBetween(..)
                | Expression::SecondsBetween(..)
        );
        if calculated { format!("({text})") } else { text }
    }

    fn history(&self, id: AggregateId) -> String {
        let Aggregate { function, event, filter, field, window } = &self.program.aggregates[id];
        let event = &self.program.events[*event];
        let field = field.map(|field| event.fields[field].name.as_str());
        let function_name = match function {
            Function::Count => "count",
            Function::Sum => "sum",
            Function::Min => "min",
            Function::Max => "max",
            Function::Average => "average",
            Function::First => "first",
            Function::Last => "last",
        };
        let picks = matches!(function, Function::First | Function::Last);
        let mut text = format!("{function_name}({}", event.name);
        if let Some(field) = field.filter(|_| !picks) {
            text = format!("{text}.{field}");
        }
        if let Some(filter) = filter {
            text = format!("{text} where {}", self.condition(filter, Binding::Nothing));
        }
        match window {
            Window::Ever => {}
            Window::Last(period) => text = format!("{text}, last {period}"),
            Window::SinceStart => text.push_str(", since start"),
        }
        text.push(')');
        match field {
            Some(field) if picks => format!("{text}.{field}"),
            _ => text,
        }
    }
}

fn sign(operator: Comparison) -> &'static str {
    match operator {
        Comparison::Equal => "==",
        Comparison::NotEqual => "!=",
        Comparison::Less => "<",
        Comparison::AtMost => "<=",
        Comparison::Greater => ">",
        Comparison::AtLeast => ">=",
    }
}

fn is_name(word: &str) -> bool {
    word.chars().all(|letter| letter == '_' || letter.is_alphanumeric())
        && !word.starts_with(|first: char| first.is_numeric())
}
