//! Findings for people (on a terminal) and for machines (JSON).

mod diagnostic;
mod human;
mod json;
mod snippet;
#[cfg(test)]
mod tests;

use journey_ir::finding::{Finding, Severity};

pub use human::{accepted_lines, closing_line, human};
pub use json::json;

/// How many findings weigh how much.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    /// The programme cannot run.
    pub errors: usize,
    /// It can run, but probably does not do what was meant.
    pub warnings: usize,
    /// Worth knowing.
    pub infos: usize,
}

impl Counts {
    /// Counts them.
    #[must_use]
    pub fn of(findings: &[Finding]) -> Self {
        let count = |severity| findings.iter().filter(|finding| finding.severity == severity).count();
        Self { errors: count(Severity::Error), warnings: count(Severity::Warning), infos: count(Severity::Info) }
    }
}

/// Puts findings in the order in which they are shown: that of the files and of the places in them; what has no place
/// comes first.
pub fn sort(findings: &mut [Finding]) {
    findings.sort_by(|a, b| {
        let place = |finding: &Finding| finding.labels.first().map(|label| label.span);
        let rest = |finding: &Finding| (finding.severity, finding.rule);
        place(a).cmp(&place(b)).then_with(|| rest(a).cmp(&rest(b))).then_with(|| a.message.cmp(&b.message))
    });
}
