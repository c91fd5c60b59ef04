//! The part of a source that a finding shows: miette's view of a [`Source`].

use journey_ir::source::Source;
use miette::{MietteError, MietteSpanContents, SourceCode, SourceSpan, SpanContents};

/// A source with line numbers that are looked up, not counted from the beginning of the file for every label, and columns
/// that count characters, not bytes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Snippet<'a>(pub(super) &'a Source);

impl SourceCode for Snippet<'_> {
    fn read_span<'a>(
        &'a self,
        span: &SourceSpan,
        lines_before: usize,
        lines_after: usize,
    ) -> Result<Box<dyn SpanContents<'a> + 'a>, MietteError> {
        let text = self.0.text.as_str();
        let (from, until) = (span.offset(), span.offset() + span.len());
        if !text.is_char_boundary(from) || !text.is_char_boundary(until) {
            return Err(MietteError::OutOfBounds);
        }
        // Without context miette only asks where the range itself is.
        let start = if lines_before == 0 { from } else { line_start(text, from, lines_before) };
        let end = if lines_after == 0 { until } else { line_end(text, until, lines_after) };
        let data = text.get(start..end).ok_or(MietteError::OutOfBounds)?;
        let place = self.0.position(start);
        Ok(Box::new(MietteSpanContents::new_named(
            self.0.path.clone(),
            data.as_bytes(),
            (start, end - start).into(),
            place.line - 1,
            place.column - 1,
            data.lines().count(),
        )))
    }
}

/// Where the line begins that is `more` lines above the line of `offset`.
fn line_start(text: &str, offset: usize, more: usize) -> usize {
    let before = text.get(..offset).unwrap_or(text);
    let mut breaks = before.match_indices('\n').map(|(at, _)| at + 1).rev();
    breaks.nth(more).unwrap_or(0)
}

/// Where the line ends (its line break included) that is `more` lines below the line of `offset`.
fn line_end(text: &str, offset: usize, more: usize) -> usize {
    let after = text.get(offset..).unwrap_or("");
    let mut breaks = after.match_indices('\n').map(|(at, _)| offset + at + 1);
    breaks.nth(more).unwrap_or(text.len())
}
