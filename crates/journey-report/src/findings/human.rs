//! Findings for people: the place in the text, what is wrong there, and what to type.

use std::fmt::Write;

use journey_ir::finding::Finding;
use journey_ir::source::Sources;
use miette::{GraphicalReportHandler, GraphicalTheme};

use super::Counts;
use super::diagnostic::Shown;
use crate::look::Look;
use crate::texts::TEXTS;

/// Each finding with the lines that it is about, in the order in which they are given; an empty line after each.
#[must_use]
pub fn human(sources: &Sources, findings: &[Finding], look: Look) -> String {
    let theme = if look.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(look.width)
        .with_context_lines(1)
        .with_show_related_as_nested(true);
    let mut out = String::new();
    for finding in findings {
        let severity = (TEXTS.severity)(finding.severity);
        let shown = Shown::new(finding, severity, TEXTS.elsewhere, sources);
        if handler.render_report(&mut out, &shown).is_err() {
            // miette fails on a place that its file does not have; the words are worth more than the drawing.
            let _ = writeln!(out, "{severity}[{}] {}", finding.rule, finding.message);
        }
        out.push('\n');
    }
    out
}

/// How many findings there are: `3 errors, 1 warning in 5 files`.
#[must_use]
pub fn closing_line(counts: Counts, files: usize) -> String {
    let parts: Vec<String> =
        [(counts.errors, TEXTS.errors), (counts.warnings, TEXTS.warnings), (counts.infos, TEXTS.infos)]
            .into_iter()
            .filter(|&(count, _)| count > 0)
            .map(|(count, noun)| noun.counted(count as u64))
            .collect();
    let found = if parts.is_empty() { TEXTS.no_findings.to_owned() } else { parts.join(", ") };
    format!("{found} {}", (TEXTS.in_files)(&TEXTS.files.counted(files as u64)))
}
