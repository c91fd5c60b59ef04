//! Dates that have passed before a journey can start.

use journey_ir::expression::Expression;
use journey_ir::finding::Finding;
use journey_ir::operation::{Moment, Operation, Patience, Wake};
use journey_ir::program::{Journey, Program};
use journey_ir::time::Date;
use journey_ir::value::Value;

use crate::Rule;

pub(super) const RULE: Rule = Rule {
    name: "past-date",
    summary: "a journey waits for a date before its first day",
    explanation: "\
A date that has passed is not waited for: `wait until` goes on at once, the block of an `at` is skipped, and a `send … until` cannot go any more. \
Where the date is before the day from which the journey is `active`, that is so for every customer; most often it is last year's date. Journeys \
that do not say from when they are active are not looked at.",
    failing: r#"
customer { optin boolean }
event purchase { amount decimal }
channel email { consent optin }
message sales { email text "The sales begin." }
journey summer {
  active 2026-05-01 to 2026-08-31
  start on purchase
  goal  purchase within 30 days

  wait until 2025-06-24
  send sales by email
}
"#,
    passing: r#"
customer { optin boolean }
event purchase { amount decimal }
channel email { consent optin }
message sales { email text "The sales begin." }
journey summer {
  active 2026-05-01 to 2026-08-31
  start on purchase
  goal  purchase within 30 days

  wait until 2026-06-24
  send sales by email
}
"#,
    check,
};

fn check(program: &Program) -> Vec<Finding> {
    program.journeys.as_slice().iter().flat_map(past).collect()
}

fn past(journey: &Journey) -> Vec<Finding> {
    let Some(first) = journey.active.from else { return Vec::new() };
    let steps = journey.operations.iter().zip(&journey.origins);
    let findings = steps.filter_map(|(operation, origin)| {
        let (moment, so) = dated(operation)?;
        // Both are taken in the customer's zone (language reference 2.4), so that the days compare.
        let date = constant(moment).filter(|date| *date < first.date)?;
        let message = format!("`{date}` is before the first day of `{}`, `{}`: {so}", journey.name, first.date);
        let finding = Finding::warning(RULE.name, message).at(origin.span, "always past");
        Some(finding.help("write a later date, or one that follows the customer, such as `start + 30 days`"))
    });
    findings.collect()
}

/// The moment that a step waits for, and what becomes of it when that has passed.
fn dated(operation: &Operation) -> Option<(&Moment, &'static str)> {
    match operation {
        Operation::Sleep(Wake::Moment(moment)) => Some((moment, "nobody waits here")),
        Operation::At { moment, .. } => Some((moment, "the block is always skipped")),
        Operation::Send(send) => match &send.patience {
            Patience::Until(moment) => Some((moment, "this can never be sent")),
            Patience::None | Patience::Within(_) => None,
        },
        _ => None,
    }
}

fn constant(moment: &Moment) -> Option<Date> {
    match &moment.of {
        Expression::Constant(Value::Date(date)) => Some(*date),
        _ => None,
    }
}
