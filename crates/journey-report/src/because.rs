//! Clauses that decided something, in words: `amount >= 60` does not hold (purchase.amount is 13.2).

use journey_ir::expression::{Comparison, Condition};
use journey_ir::program::Program;
use journey_ir::time::Zone;
use journey_ir::value::Value;
use journey_ir::written;
use journey_runner::Clause;

use crate::texts::TEXTS;

/// The clauses, one after the other, with the values that they read on the customer's clock; empty when there is none.
pub fn because(program: &Program, clauses: &[Clause], zone: &Zone) -> String {
    let texts: Vec<String> = clauses.iter().map(|one| clause(program, one, zone)).collect();
    texts.join("; ")
}

fn clause(program: &Program, clause: &Clause, zone: &Zone) -> String {
    let text = written::condition(program, &clause.condition);
    (TEXTS.clause)(&text, clause.holds, &values(program, clause, zone))
}

/// What a clause reads: `country is fr, points is missing`; empty when the clause itself says it all.
pub fn values(program: &Program, clause: &Clause, zone: &Zone) -> String {
    let text = written::condition(program, &clause.condition);
    let mut reads: Vec<String> = Vec::new();
    for (of, value) in &clause.reads {
        let name = written::expression(program, of);
        // `optin_sms` does not hold: that says all.
        if name != text || *value == Value::Missing {
            reads.push((TEXTS.is)(&name, &written::value(program, of, value, zone)));
        }
    }
    reads.extend(would_hold(clause, zone));
    reads.join(", ")
}

/// From when a `since(x) >= D` that does not hold yet would.
fn would_hold(clause: &Clause, zone: &Zone) -> Option<String> {
    let Condition::Elapsed { since, operator: Comparison::AtLeast | Comparison::Greater, period } = &clause.condition
    else {
        return None;
    };
    let (_, value) = clause.reads.iter().find(|(of, _)| of == since).filter(|_| !clause.holds)?;
    let Value::Instant(since) = value else { return None };
    Some((TEXTS.would_hold)(&written::moment(zone.plus(*since, *period), zone)))
}
