//! Findings as JSON, the stable contract of `check --format json`.

use journey_ir::finding::{Accepted, Finding, Label, Severity};
use journey_ir::source::Sources;
use serde::Serialize;

use super::Counts;

/// The version of the format; it changes when a reader would have to.
const VERSION: u32 = 1;

/// The findings in the order in which they are given, as one JSON object that ends with a line break:
/// `{version, findings: [{rule, severity, verdict, message, spans, help, owner}], accepted, summary}`.
///
/// `severity` is `error`, `warning` or `info`. `verdict` is `confirmed`, `proved` or `unknown` for what an analysis
/// claims, and null for what is simply so, such as a mistake of spelling. `spans` are
/// `{file, line, column, end_line, end_column, label}`, the first one primary: lines and columns count from 1, columns in
/// characters, and the end is the place after the last character. `help` is what to type, or null. `owner` is who
/// answers for the journey in whose text it is, or null. `accepted` are findings that an `allow` accepts, each with `because` and `until`,
/// too: they are in no count. `summary` is
/// `{errors, warnings, infos, files}`.
///
/// # Errors
///
/// Never for findings and sources of one programme; the serializer's error otherwise.
pub fn json(sources: &Sources, findings: &[Finding], accepted: &[Accepted]) -> Result<String, serde_json::Error> {
    let counts = Counts::of(findings);
    let report = Report {
        version: VERSION,
        findings: findings.iter().map(|finding| Item::new(sources, finding)).collect(),
        accepted: accepted.iter().map(|accepted| Waived::new(sources, accepted)).collect(),
        summary: Totals {
            errors: counts.errors,
            warnings: counts.warnings,
            infos: counts.infos,
            files: sources.iter().count(),
        },
    };
    let mut text = serde_json::to_string_pretty(&report)?;
    text.push('\n');
    Ok(text)
}

#[derive(Serialize)]
struct Report<'a> {
    version: u32,
    findings: Vec<Item<'a>>,
    accepted: Vec<Waived<'a>>,
    summary: Totals,
}

#[derive(Serialize)]
struct Item<'a> {
    rule: &'a str,
    severity: &'static str,
    verdict: Option<&'static str>,
    message: &'a str,
    spans: Vec<Place<'a>>,
    help: Option<&'a str>,
    owner: Option<&'a str>,
}

#[derive(Serialize)]
struct Waived<'a> {
    #[serde(flatten)]
    finding: Item<'a>,
    because: &'a str,
    until: String,
}

#[derive(Serialize)]
struct Place<'a> {
    file: &'a str,
    line: usize,
    column: usize,
    end_line: usize,
    end_column: usize,
    label: &'a str,
}

#[derive(Serialize)]
struct Totals {
    errors: usize,
    warnings: usize,
    infos: usize,
    files: usize,
}

impl<'a> Item<'a> {
    fn new(sources: &'a Sources, finding: &'a Finding) -> Self {
        Self {
            rule: finding.rule,
            severity: severity_word(finding.severity),
            verdict: finding.verdict.map(journey_ir::finding::Verdict::name),
            message: &finding.message,
            spans: finding.labels.iter().map(|label| Place::new(sources, label)).collect(),
            help: finding.help.as_deref(),
            owner: finding.owner.as_deref(),
        }
    }
}

impl<'a> Waived<'a> {
    fn new(sources: &'a Sources, accepted: &'a Accepted) -> Self {
        let finding = Item::new(sources, &accepted.finding);
        Self { finding, because: &accepted.because, until: accepted.until.to_string() }
    }
}

impl<'a> Place<'a> {
    fn new(sources: &'a Sources, label: &'a Label) -> Self {
        let (start, end) = (sources.start(label.span), sources.end(label.span));
        Self {
            file: sources.path(label.span.file),
            line: start.line,
            column: start.column,
            end_line: end.line,
            end_column: end.column,
            label: &label.text,
        }
    }
}

/// A word of the format, the same in every language.
fn severity_word(severity: Severity) -> &'static str {
    match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
        Severity::Info => "info",
    }
}
