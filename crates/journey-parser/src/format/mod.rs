//! One way to write a programme: docs/formatting.md says which.
//!
//! The formatter never touches the words of a file, only what stands between them, so it cannot change what the file means:
//! it reads the row of words into blocks and statements ([`outline`]), lines up neighbours ([`columns`]), writes lines
//! ([`lines`]) and puts the comments at their ends ([`page`]).

mod columns;
mod lines;
mod outline;
mod page;
#[cfg(test)]
mod tests;

use crate::syntax::{parse, tokens};
use journey_ir::finding::{Finding, Severity};
use journey_ir::span::FileId;

/// How wide lines may be, in characters, where the author's texts allow it.
pub(crate) const WIDTH: usize = 120;
/// How much further right the statements of a block stand.
pub(crate) const INDENT: usize = 2;

/// Writes the text of a `.journey` file in the one style of docs/formatting.md. Formatting twice is formatting once.
///
/// # Errors
///
/// The findings about the text, of file 0, when one of them is an error: what cannot be read is not rewritten.
pub fn format(text: &str) -> Result<String, Vec<Finding>> {
    let findings = parse(FileId(0), text).findings;
    if findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(findings);
    }
    let file = outline::outline(tokens(text));
    let formatted = page::text(&lines::file(&file));
    Ok(if has_windows_lines(text) { formatted.replace('\n', "\r\n") } else { formatted })
}

/// Whether lines end as on Windows; the first one decides.
fn has_windows_lines(text: &str) -> bool {
    text.split_once('\n').is_some_and(|(line, _)| line.ends_with('\r'))
}

/// How many columns a piece of a line takes.
pub(crate) fn width(text: &str) -> usize {
    text.chars().count()
}
