//! Findings for people: the place in the text, what is wrong there, and what to type.

use std::fmt::Write;

use journey_ir::finding::{Accepted, Finding};
use journey_ir::source::Sources;
use miette::{GraphicalReportHandler, GraphicalTheme};

use super::Counts;
use super::diagnostic::{Shown, is_drawable};
use crate::look::Look;
use crate::printable::printable;
use crate::texts::TEXTS;

/// Each finding with the lines that it is about, in the order in which they are given; an empty line after each.
#[must_use]
pub fn human(sources: &Sources, findings: &[Finding], look: Look) -> String {
    let theme = if look.color { GraphicalTheme::unicode() } else { GraphicalTheme::unicode_nocolor() };
    let handler = GraphicalReportHandler::new_themed(theme)
        .with_width(look.width)
        .with_context_lines(1)
        .with_show_related_as_nested(true);
    let sources = &printable_sources(sources);
    let mut out = String::new();
    for finding in findings {
        let severity = (TEXTS.severity)(finding.severity);
        let finding = &printable_finding(finding);
        let mut drawing = String::new();
        let shown = Shown::new(finding, severity, TEXTS.elsewhere, sources);
        // miette fails on a place that its file does not have; the words are worth more than the drawing.
        if is_drawable(finding, sources) && handler.render_report(&mut drawing, &shown).is_ok() {
            out.push_str(&drawing);
        } else {
            words(&mut out, severity, finding, sources);
        }
        if let Some(owner) = &finding.owner {
            let _ = writeln!(out, "  {}", (TEXTS.owner_of_finding)(owner));
        }
        out.push('\n');
    }
    out
}

/// A finding without a drawing: what, where, and what to type.
fn words(out: &mut String, severity: &str, finding: &Finding, sources: &Sources) {
    let place = finding.labels.first().and_then(|label| {
        let source = sources.get(label.span.file)?;
        let start = usize::try_from(label.span.start).ok().filter(|&start| start <= source.text.len())?;
        let place = source.position(start);
        Some(format!("{}:{}:{}: ", source.path, place.line, place.column))
    });
    let _ = writeln!(out, "{severity}[{}] {}{}", finding.rule, place.unwrap_or_default(), finding.message);
    if let Some(help) = &finding.help {
        let _ = writeln!(out, "  help: {help}");
    }
}

/// A file or a name in it may hold what steers the terminal.
fn printable_sources(sources: &Sources) -> Sources {
    let mut shown = Sources::default();
    for (_, source) in sources.iter() {
        shown.add(printable(&source.path), printable(&source.text));
    }
    shown
}

fn printable_finding(finding: &Finding) -> Finding {
    let mut shown = finding.clone();
    shown.message = printable(&finding.message).into_owned();
    shown.help = finding.help.as_deref().map(|help| printable(help).into_owned());
    shown.owner = finding.owner.as_deref().map(|owner| printable(owner).into_owned());
    for label in &mut shown.labels {
        label.text = printable(&label.text).into_owned();
    }
    shown
}

/// What is found and accepted, a line each.
#[must_use]
pub fn accepted_lines(sources: &Sources, accepted: &[Accepted]) -> String {
    let mut out = String::new();
    for Accepted { finding, because, until } in accepted {
        let mut found = String::new();
        let shown = Finding { help: None, ..printable_finding(finding) };
        words(&mut found, (TEXTS.severity)(finding.severity), &shown, &printable_sources(sources));
        let line = (TEXTS.accepted)(&until.to_string(), found.trim_end(), &printable(because));
        let _ = writeln!(out, "{line}");
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
