//! Findings as plain text: for snapshots, and wherever a terminal's frames and colours would be in the way.

use std::fmt::Write;

use crate::finding::{Finding, Severity};
use crate::source::Sources;

/// Writes each finding as a line for what is wrong, one for each place (with the text that stands there, if it is short),
/// and one for the help.
///
/// ```text
/// error[unknown-name] there is no segment `vpi`
///   at club/start.journey:4:7: `vpi`
///   help: write `vip`
/// ```
#[must_use]
pub fn plain(sources: &Sources, findings: &[Finding]) -> String {
    let mut out = String::new();
    for finding in findings {
        // Writing to a `String` cannot fail.
        let _ = write_finding(&mut out, sources, finding);
    }
    out
}

fn write_finding(out: &mut String, sources: &Sources, finding: &Finding) -> std::fmt::Result {
    let severity = match finding.severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    };
    writeln!(out, "{severity}[{}] {}", finding.rule, finding.message)?;
    for label in &finding.labels {
        let start = sources.start(label.span);
        write!(out, "  at {}:{}:{}:", sources.path(label.span.file), start.line, start.column)?;
        let text = sources.text(label.span);
        if !text.is_empty() && text.len() <= 60 && !text.contains('\n') {
            write!(out, " `{text}`")?;
        }
        if !label.text.is_empty() {
            write!(out, " {}", label.text)?;
        }
        out.push('\n');
    }
    if let Some(help) = &finding.help {
        writeln!(out, "  help: {help}")?;
    }
    Ok(())
}
