//! A control group without anything to compare.

use journey_ir::finding::Finding;
use journey_ir::program::{Program, Share};

use crate::Rule;

pub(super) const RULE: Rule = Rule {
    name: "no-goal",
    summary: "a journey has a control group and no goal that would compare it with the others",
    explanation: "\
`holdout` keeps a share of the customers without contacts, so that their goal rate shows what the journey brings. Without a goal there \
is nothing to compare, and these customers go without for no reason. Add a goal, or leave `holdout` out.",
    failing: r#"
event purchase { amount decimal }
channel email { cost 0.002 }
message thanks { email text "Thank you for your purchase." }
journey after_purchase {
  start   on purchase
  holdout 10%

  send thanks by email
}
"#,
    passing: r#"
event purchase { amount decimal }
channel email { cost 0.002 }
message thanks { email text "Thank you for your purchase." }
journey after_purchase {
  start   on purchase
  goal    purchase within 60 days
  holdout 10%

  send thanks by email
}
"#,
    check,
};

fn check(program: &Program) -> Vec<Finding> {
    let journeys = program.journeys.as_slice().iter();
    let aimless = journeys.filter(|journey| journey.holdout > Share(0) && journey.goals.is_empty());
    aimless
        .map(|journey| {
            let message = format!("`{}` has a control group, and no goal to compare it by", journey.name);
            Finding::warning(RULE.name, message)
                .at(journey.span, "")
                .help("add a goal, such as `goal purchase within 60 days`, or leave `holdout` out")
        })
        .collect()
}
