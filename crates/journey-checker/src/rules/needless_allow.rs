//! An `allow` that accepts nothing.

use journey_ir::finding::Finding;
use journey_ir::program::Program;
use journey_ir::waiver::Waiver;

use crate::Rule;

pub(super) const RULE: Rule = Rule {
    name: "needless-allow",
    summary: "an `allow` accepts findings that are not there",
    explanation: "\
`allow` keeps a finding out of the report because somebody has accepted it. When it is mended, or was never found there, the `allow` is left \
over, and would hide the next one. Delete it. This is looked at when everything else has been found; errors cannot be accepted.",
    failing: r#"
event purchase { amount decimal }
channel email { cost 0.002 }
message thanks { email text "Thank you for your purchase." }
journey after_purchase {
  allow no-content because "the texts come in May" until 2026-06-01
  start on purchase

  send thanks by email
}
"#,
    passing: r#"
event purchase { amount decimal }
channel email { cost 0.002 }
channel sms   { cost 0.045 }
message thanks { email text "Thank you for your purchase." }
journey after_purchase {
  allow no-content because "the texts come in May" until 2026-06-01
  start on purchase

  send thanks by email or sms
}
"#,
    check: |_: &Program| Vec::new(),
};

/// What is found of such an `allow`.
pub fn finding(waiver: &Waiver) -> Finding {
    let with = waiver.with.as_ref().map(|with| format!(" about `{with}`")).unwrap_or_default();
    let place = if waiver.within.is_some() { "here" } else { "in the programme" };
    let message = format!("`allow {}` accepts nothing: nothing of the kind{with} is found {place}", waiver.rule);
    Finding::info(RULE.name, message).at(waiver.span, "").help("delete it; errors cannot be accepted")
}
