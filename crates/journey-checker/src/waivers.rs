//! What is accepted where it is found: `allow RULE because "…" until DATE` (language reference 9.10).

use journey_ir::finding::{Accepted, Finding, Label, Severity};
use journey_ir::program::Program;
use journey_ir::span::Span;
use journey_ir::waiver::Waiver;

use crate::RULES;
use crate::rules::needless_allow;

/// Rules of the compiler whose findings are no errors: they can be accepted, too.
const COMPILER_RULES: &[&str] = &["expects-nothing", "french-slip", "growing-attribute", "idle-state"];

/// What is found in a programme, and what of it is accepted.
#[derive(Clone, Debug, Default)]
pub struct Judged {
    /// What is to be told.
    pub findings: Vec<Finding>,
    /// What is accepted.
    pub accepted: Vec<Accepted>,
}

/// Takes what is accepted out of what was found: by the compiler, and by [`crate::check`]. Errors are never accepted. What is
/// accepted in vain is found, too. Each finding is given the owner of its journey.
#[must_use]
pub fn judge(program: &Program, findings: Vec<Finding>) -> Judged {
    let mut judged = Judged::default();
    let mut used = vec![false; program.waivers.len()];
    for finding in findings {
        let owner = owner(program, &finding);
        let finding = Finding { owner, ..finding };
        let waiver = program.waivers.iter().enumerate().find(|(_, waiver)| accepts(program, waiver, &finding));
        match waiver {
            Some((index, waiver)) => {
                if let Some(used) = used.get_mut(index) {
                    *used = true;
                }
                let because = waiver.because.clone();
                judged.accepted.push(Accepted { finding, because, until: waiver.until });
            }
            None => judged.findings.push(finding),
        }
    }
    for (waiver, used) in program.waivers.iter().zip(used) {
        if !is_rule(&waiver.rule) {
            judged.findings.push(unknown_rule(waiver));
        } else if !used {
            judged.findings.push(needless_allow::finding(waiver));
        }
    }
    judged
}

/// Who answers for the first journey into whose text a finding points.
fn owner(program: &Program, finding: &Finding) -> Option<String> {
    let journeys = || program.journeys.as_slice().iter();
    let at = |label: &Label| journeys().find(|journey| journey.text.contains(label.span));
    finding.labels.iter().find_map(at)?.owner.clone()
}

/// Whether a finding is accepted: of that rule, at that journey or message, and about the other thing that is named.
fn accepts(program: &Program, waiver: &Waiver, finding: &Finding) -> bool {
    finding.severity != Severity::Error
        && waiver.rule == finding.rule
        && waiver.within.is_none_or(|within| is_at(program, within, finding))
        && waiver.with.as_ref().is_none_or(|with| is_about(finding, with))
}

/// Whether a finding points into a text. One about a text that is read for several journeys is at none of these.
fn is_at(program: &Program, within: Span, finding: &Finding) -> bool {
    let first = finding.labels.first().map(|label| label.span);
    let shared = first.and_then(|at| program.shared.iter().find(|shared| shared.span.contains(at)));
    let mut places = finding.labels.iter().map(|label| label.span);
    match shared {
        Some(shared) if shared.span != within && shared.journeys.len() != 1 => false,
        _ => places.any(|at| within.contains(at)),
    }
}

/// Whether a finding names something.
fn is_about(finding: &Finding, name: &str) -> bool {
    let quoted = format!("`{name}`");
    let mut texts = finding.labels.iter().map(|label| &label.text).chain([&finding.message]);
    texts.any(|text| text.contains(&quoted))
}

fn is_rule(name: &str) -> bool {
    COMPILER_RULES.contains(&name) || RULES.iter().any(|rule| rule.name == name)
}

fn unknown_rule(waiver: &Waiver) -> Finding {
    let rules = RULES.iter().map(|rule| rule.name).chain(COMPILER_RULES.iter().copied());
    let wanted = waiver.rule.to_lowercase();
    let near = rules.clone().map(|rule| (strsim::damerau_levenshtein(&wanted, rule), rule)).min();
    let help = match near.filter(|(distance, rule)| distance * 3 <= rule.chars().count()) {
        Some((_, rule)) => format!("did you mean `{rule}`?"),
        None => format!("the rules are {}", rules.map(|rule| format!("`{rule}`")).collect::<Vec<_>>().join(", ")),
    };
    let message = format!("there is no rule `{}` whose findings could be accepted", waiver.rule);
    Finding::error("unknown-name", message).at(waiver.span, "").help(help)
}
