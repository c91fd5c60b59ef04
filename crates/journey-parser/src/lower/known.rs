//! What is surely known at a place, and what may be missing there: a missing first name makes « Bonjour  ! ».

use journey_ir::expression::{Arithmetic, Case, Condition, Expression, Function, Occurrence};
use journey_ir::program::Program;
use journey_ir::table::EventId;

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

/// Whether an expression may be missing, where these are surely known. `certain` is the event that surely started the
/// enrolment, where there is one.
pub(super) fn may_be_missing(
    program: &Program,
    expression: &Expression,
    certain: Option<EventId>,
    known: &[Expression],
) -> bool {
    if known.contains(expression) {
        return false;
    }
    let missing = |inner: &Expression| may_be_missing(program, inner, certain, known);
    match expression {
        Expression::Constant(value) => !value.is_known(),
        Expression::Attribute(id) => program.attributes[*id].optional,
        Expression::Field { of, event, field } => {
            let there = *of == Occurrence::Start && certain == Some(*event);
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
        Expression::Lookup { .. } => true,
        Expression::Match(cases) => cases_may_be_missing(program, cases, certain, known),
        Expression::Now | Expression::Today | Expression::Start | Expression::Wall(_) => false,
    }
}

/// Whether no case may hold, or one that holds may have no value: what it asks, and what those before it asked in vain, is
/// known then.
fn cases_may_be_missing(program: &Program, cases: &[Case], certain: Option<EventId>, known: &[Expression]) -> bool {
    let mut known = known.to_vec();
    for case in cases {
        let before = known.len();
        learn(&case.when, true, &mut known);
        if may_be_missing(program, &case.value, certain, &known) {
            return true;
        }
        if case.when == Condition::Constant(true) {
            return false;
        }
        known.truncate(before);
        learn(&case.when, false, &mut known);
    }
    true
}
