//! A finding as miette sees it.

use std::fmt;

use journey_ir::finding::{Finding, Label, Severity};
use journey_ir::source::Sources;
use journey_ir::span::{FileId, Span};
use miette::{Diagnostic, LabeledSpan, SourceCode};

use super::snippet::Snippet;

/// A finding with the places that it points at in one file. Places in other files are related diagnostics, since miette
/// draws one file at a time.
#[derive(Debug)]
pub(super) struct Shown<'a> {
    header: Option<String>,
    severity: Severity,
    message: &'a str,
    help: Option<&'a str>,
    snippet: Option<Snippet<'a>>,
    labels: Vec<LabeledSpan>,
    elsewhere: Vec<Shown<'a>>,
}

impl<'a> Shown<'a> {
    /// The finding, with all places that it points at.
    pub(super) fn new(
        finding: &'a Finding,
        severity_word: &str,
        elsewhere_text: &'a str,
        sources: &'a Sources,
    ) -> Self {
        let home = finding.labels.first().map(|label| label.span.file);
        let mut others: Vec<FileId> = finding.labels.iter().map(|label| label.span.file).collect();
        others.sort_unstable();
        others.dedup();
        others.retain(|&file| Some(file) != home);
        Self {
            header: Some(format!("{severity_word}[{}]", finding.rule)),
            severity: finding.severity,
            message: &finding.message,
            help: finding.help.as_deref(),
            snippet: home.and_then(|file| sources.get(file)).map(Snippet),
            labels: home.map_or_else(Vec::new, |file| labels_in(file, finding, sources)),
            elsewhere: others
                .into_iter()
                .map(|file| Self {
                    header: None,
                    severity: Severity::Info,
                    message: elsewhere_text,
                    help: None,
                    snippet: sources.get(file).map(Snippet),
                    labels: labels_in(file, finding, sources),
                    elsewhere: Vec::new(),
                })
                .collect(),
        }
    }
}

fn labels_in(file: FileId, finding: &Finding, sources: &Sources) -> Vec<LabeledSpan> {
    let in_file = |(_, label): &(usize, &Label)| label.span.file == file;
    let labels = finding.labels.iter().enumerate().filter(in_file);
    labels
        .filter_map(|(index, label)| {
            let text = Some(label.text.clone()).filter(|text| !text.is_empty());
            let range = range(label.span, sources)?;
            Some(if index == 0 {
                LabeledSpan::new_primary_with_span(text, range)
            } else {
                LabeledSpan::new_with_span(text, range)
            })
        })
        .collect()
}

/// Where miette is to draw: start and length in bytes; nothing when the file has no such place.
///
/// A block of many lines is shown by its first one: the reader wants the place, not the page. The place after the last
/// line break is shown at the end of the last line, since there is no line to draw it on.
fn range(span: Span, sources: &Sources) -> Option<(usize, usize)> {
    const LINES_MAX: usize = 4;
    let all = &sources.get(span.file)?.text;
    let (start, end) = (usize::try_from(span.start).ok()?, usize::try_from(span.end).ok()?);
    let text = all.get(start..end)?;
    let drawable = start.min(all.trim_end_matches(['\r', '\n']).len());
    let shown = if text.lines().count() > LINES_MAX { text.lines().next()? } else { text };
    Some((drawable, shown.len().min(all.len() - drawable)))
}

/// Whether the lines around all places of a finding are short enough to be drawn. Nobody reads a line of thousands of
/// characters, and miette cannot point at a column beyond 65,535.
pub(super) fn is_drawable(finding: &Finding, sources: &Sources) -> bool {
    let short = |label: &Label| {
        let drawn = range(label.span, sources).zip(sources.get(label.span.file));
        drawn.is_none_or(|((start, length), source)| has_short_lines(source.text.as_bytes(), start, start + length))
    };
    finding.labels.iter().all(short)
}

/// Looks no further than it must: many findings may stand on one endless line.
fn has_short_lines(text: &[u8], start: usize, end: usize) -> bool {
    const LINE_BYTES_MAX: usize = 4_000;
    // The line of the place itself and one of context.
    const LINES: usize = 2;
    let window = LINES * LINE_BYTES_MAX;
    let breaks = |text: Option<&[u8]>| text.unwrap_or_default().split(|byte| *byte == b'\n').skip(1).count();
    let inside = text.get(start..end).unwrap_or_default();
    let (first, last) = (start.saturating_sub(window), end.saturating_add(window).min(text.len()));
    (first == 0 || breaks(text.get(first..start)) >= LINES)
        && (last == text.len() || breaks(text.get(end..last)) >= LINES)
        && inside.split(|&byte| byte == b'\n').all(|line| line.len() <= LINE_BYTES_MAX)
}

impl fmt::Display for Shown<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.message)
    }
}

impl std::error::Error for Shown<'_> {}

impl Diagnostic for Shown<'_> {
    fn code<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let header = self.header.as_ref()?;
        Some(Box::new(header))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.severity {
            Severity::Error => miette::Severity::Error,
            Severity::Warning => miette::Severity::Warning,
            Severity::Info => miette::Severity::Advice,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn fmt::Display + 'a>> {
        let help = self.help?;
        Some(Box::new(help))
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        self.snippet.as_ref().map(|snippet| snippet as &dyn SourceCode)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.labels.iter().cloned()))
    }

    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        if self.elsewhere.is_empty() {
            return None;
        }
        Some(Box::new(self.elsewhere.iter().map(|shown| shown as &dyn Diagnostic)))
    }
}
