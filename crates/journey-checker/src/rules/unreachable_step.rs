//! Steps behind an `exit`.

use journey_ir::finding::Finding;
use journey_ir::operation::{Operation, Place};
use journey_ir::program::{Journey, Program};

use crate::Rule;

pub(super) const RULE: Rule = Rule {
    name: "unreachable-step",
    summary: "no way through the journey leads to a step",
    explanation: "\
A step behind an `exit`, or behind an `if` whose every branch ends with one, is never reached. Only the order of the steps is looked at \
here, not whether conditions can hold. Move the step before the `exit`, or delete it.",
    failing: r#"
event purchase { amount decimal }
channel email { cost 0.002 }
message thanks { email text "Thank you for your purchase." }
journey after_purchase {
  start on purchase

  if count(purchase) > 1 { exit } else { exit }
  send thanks by email
}
"#,
    passing: r#"
event purchase { amount decimal }
channel email { cost 0.002 }
message thanks { email text "Thank you for your purchase." }
journey after_purchase {
  start on purchase

  if count(purchase) > 1 { exit }
  send thanks by email
}
"#,
    check,
};

fn check(program: &Program) -> Vec<Finding> {
    program.journeys.as_slice().iter().flat_map(unreachable).collect()
}

/// One finding for each run of steps that nothing leads to.
fn unreachable(journey: &Journey) -> Vec<Finding> {
    let reached = reached(journey);
    let mut findings = Vec::new();
    let mut before = true;
    for ((operation, origin), here) in journey.operations.iter().zip(&journey.origins).zip(reached) {
        // Jumps are the parser's own: nobody wrote them.
        if matches!(operation, Operation::Jump(_)) {
            continue;
        }
        if !here && before {
            let message = format!("step {} of `{}` is never reached", origin.path, journey.name);
            let finding = Finding::warning(RULE.name, message).at(origin.span, "every way ends before it");
            findings.push(finding.help("move it before the `exit`, or delete it"));
        }
        before = here;
    }
    findings
}

fn reached(journey: &Journey) -> Vec<bool> {
    let mut reached = vec![false; journey.operations.len()];
    let mut open: Vec<Place> = vec![0];
    while let Some(place) = open.pop() {
        let (Some(here), Some(operation)) = (reached.get_mut(place), journey.operations.get(place)) else { continue };
        if std::mem::replace(here, true) {
            continue;
        }
        match operation {
            Operation::Send(_)
            | Operation::Sleep(_)
            | Operation::Set { .. }
            | Operation::Emit { .. }
            | Operation::Task(_)
            | Operation::Enrol(_) => open.push(place + 1),
            Operation::At { otherwise, .. }
            | Operation::Branch { otherwise, .. }
            | Operation::Repeat { otherwise, .. } => {
                open.extend([place + 1, *otherwise]);
            }
            Operation::Await { arms, otherwise, .. } => {
                open.push(*otherwise);
                open.extend(arms.iter().map(|arm| arm.then));
            }
            Operation::Split { arms, .. } => open.extend(arms),
            Operation::Jump(to) => open.push(*to),
            Operation::Exit => {}
        }
    }
    reached
}
