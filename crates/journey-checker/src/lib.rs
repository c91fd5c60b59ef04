//! Analyses of a validated programme; one file per rule.

mod rules;
mod waivers;

use journey_ir::finding::Finding;
use journey_ir::program::Program;
use journey_ir::shared::merged;

pub use rules::RULES;
pub use waivers::{Judged, judge};

/// Something that programmes are looked through for.
///
/// What a rule claims about every customer, or shows by one, it says with a verdict on its findings.
#[derive(Clone, Copy, Debug)]
pub struct Rule {
    /// The kebab-case name that its findings carry.
    pub name: &'static str,
    /// What it finds, in one line.
    pub summary: &'static str,
    /// Why that matters and what to do, for people who have not seen it before.
    pub explanation: &'static str,
    /// The smallest programme in which it finds something, and nothing else is found.
    pub failing: &'static str,
    /// The same programme, mended: no rule finds anything.
    pub passing: &'static str,
    /// Looks through a programme.
    pub check: fn(&Program) -> Vec<Finding>,
}

/// Looks through a programme with all rules. The findings come in the order of the rules, those of one rule in the order
/// of the programme's tables. What is wrong in the text of a blueprint, or of `steps`, is found once, not for each journey
/// (language reference 6.3, 9.8).
#[must_use]
pub fn check(program: &Program) -> Vec<Finding> {
    let findings = RULES.iter().flat_map(|rule| (rule.check)(program)).collect();
    merged(program, findings)
}
