//! What is known and what may be missing in a template: a missing first name makes « Bonjour  ! ».

use journey_ir::expression::{Arithmetic, Condition, Expression, Function, Occurrence};
use journey_ir::program::Program;

use super::Context;

/// Adds what is surely known when a condition holds (or does not).
pub(super) fn learn(condition: &Condition, holds: bool, known: &mut Vec<Expression>) {
    match (condition, holds) {
        (Condition::All(parts), true) | (Condition::Any(parts), false) => {
            for part in parts {
                learn(part, holds, known);
            }
        }
        (Condition::Not(inner), _) => learn(inner, !holds, known),
        // Whatever touches a missing value is false (language reference 1.1).
        (Condition::Compare { left, right, .. }, true) => known.extend([left.clone(), right.clone()]),
        (
            Condition::Known(subject)
            | Condition::Yes(subject)
            | Condition::In { subject, .. }
            | Condition::StartsWith { subject, .. }
            | Condition::Elapsed { since: subject, .. },
            true,
        ) => known.push(subject.clone()),
        _ => {}
    }
}

impl Context {
    /// Whether an expression may be missing here.
    pub fn may_be_missing(&self, program: &Program, expression: &Expression) -> bool {
        if self.known.contains(expression) {
            return false;
        }
        let missing = |inner: &Expression| self.may_be_missing(program, inner);
        match expression {
            Expression::Attribute(id) => program.attributes[*id].optional,
            Expression::Field { of, event, field } => {
                let there = *of == Occurrence::Start && self.certain == Some(*event);
                !there || program.events[*event].fields[*field].optional
            }
            Expression::History(id) => !matches!(program.aggregates[*id].function, Function::Count | Function::Sum),
            Expression::Arithmetic { operator, left, right } => {
                *operator == Arithmetic::Over || missing(left) || missing(right)
            }
            Expression::DaysBetween(left, right) | Expression::SecondsBetween(left, right) => {
                missing(left) || missing(right)
            }
            Expression::Shift { moment: inner, .. }
            | Expression::MonthOf(inner)
            | Expression::DayOf(inner)
            | Expression::Midnight(inner)
            | Expression::DateOf(inner) => missing(inner),
            _ => false,
        }
    }
}
