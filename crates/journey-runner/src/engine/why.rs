//! Why a condition holds or not: the clauses that decide it, with the values that they read.

use journey_ir::expression::{Condition, Expression};
use journey_ir::value::Value;
use journey_ir::walk::{Node, Walk};

use super::scope::Scope;

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

impl Scope<'_> {
    /// Why a condition holds or not: of an `and` that fails the clauses that fail, of one that holds all; the other way round
    /// of an `or`.
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
            _ => {
                let clause = Clause { condition: condition.clone(), holds, reads: self.reads(condition) };
                if !clauses.contains(&clause) {
                    clauses.push(clause);
                }
                // A name alone explains nothing: what it stands for follows.
                if let Condition::Segment(segment) = without_not(condition) {
                    self.outside().decide(&self.program.segments[*segment].condition, clauses);
                }
            }
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
                    | Expression::Lookup { .. }
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

/// What stands behind a `not`.
fn without_not(condition: &Condition) -> &Condition {
    match condition {
        Condition::Not(inner) => inner,
        condition => condition,
    }
}
