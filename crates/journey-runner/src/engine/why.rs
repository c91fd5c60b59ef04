//! Why a condition holds or not: the clauses that decide it, with the values that they read.

use journey_ir::expression::{Condition, Expression};
use journey_ir::value::Value;
use journey_ir::walk::{Node, Walk};

use super::Engine;
use super::scope::Scope;
use super::state::{Enrolment, State};

/// A clause that decides a condition: without it, or if it were otherwise, the answer could be another.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Clause {
    /// The clause; never an `and`, an `or` or a `not` of several.
    pub condition: Condition,
    /// Whether it holds.
    pub holds: bool,
    /// What it reads of the customer, and the values; a missing value makes a comparison false (language reference 1.1).
    pub reads: Vec<(Expression, Value)>,
}

impl Engine<'_> {
    /// Why a condition holds or not for a customer now: of an `and` that fails the clauses that fail, of one that holds all;
    /// the other way round of an `or`. `enrolment` is the number of a live enrolment to ask within.
    #[must_use]
    pub fn why(&self, state: &State, enrolment: Option<u64>, condition: &Condition) -> Vec<Clause> {
        let within = enrolment.and_then(|number| state.enrolments.iter().find(|live| live.number == number));
        let scope = Scope::of(self.program, state);
        within.map_or(scope, |enrolment: &Enrolment| scope.within(enrolment)).why(condition)
    }
}

impl Scope<'_> {
    /// The clauses that decide a condition.
    pub(crate) fn why(self, condition: &Condition) -> Vec<Clause> {
        let mut clauses = Vec::new();
        self.decide(condition, &mut clauses);
        clauses
    }

    fn decide(self, condition: &Condition, clauses: &mut Vec<Clause>) {
        let holds = self.holds(condition);
        match condition {
            Condition::All(parts) | Condition::Any(parts) => {
                let all = matches!(condition, Condition::All(_)) == holds;
                for part in parts.iter().filter(|part| all || self.holds(part) == holds) {
                    self.decide(part, clauses);
                }
            }
            Condition::Not(inner) if matches!(**inner, Condition::All(_) | Condition::Any(_) | Condition::Not(_)) => {
                self.decide(inner, clauses);
            }
            Condition::Segment(segment) => {
                clauses.push(Clause { condition: condition.clone(), holds, reads: Vec::new() });
                self.outside().decide(&self.program.segments[*segment].condition, clauses);
            }
            _ => clauses.push(Clause { condition: condition.clone(), holds, reads: self.reads(condition) }),
        }
    }

    /// What a clause reads: attributes, fields and history; constants say nothing.
    fn reads(self, condition: &Condition) -> Vec<(Expression, Value)> {
        let mut reads: Vec<(Expression, Value)> = Vec::new();
        condition.walk(&mut |node| {
            let Node::Expression(expression) = node else { return };
            let read = matches!(
                expression,
                Expression::Attribute(_)
                    | Expression::Field { .. }
                    | Expression::History(_)
                    | Expression::Today
                    | Expression::Start
            );
            if read && !reads.iter().any(|(known, _)| known == expression) {
                reads.push((expression.clone(), self.value(expression).into_owned()));
            }
        });
        reads
    }
}
