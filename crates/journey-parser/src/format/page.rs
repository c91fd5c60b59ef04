//! Lines and the comments at their ends, as text.

use super::{WIDTH, width};
use std::fmt::Write;

/// A line without its line break.
#[derive(Debug, Default)]
pub(crate) struct Line {
    /// What stands on it, with its indentation; empty when it is blank.
    pub text: String,
    /// The comment at its end.
    pub comment: Option<String>,
}

impl Line {
    /// How far it is indented.
    fn indent(&self) -> usize {
        self.text.len() - self.text.trim_start_matches(' ').len()
    }

    /// Whether a block begins or ends on it and goes on elsewhere: its comment is about the block.
    fn is_edge(&self) -> bool {
        self.text.ends_with('{') || self.text.trim_start_matches(' ').starts_with('}')
    }
}

/// The text; comments at the ends of neighbouring lines begin in the same column.
pub(crate) fn text(lines: &[Line]) -> String {
    let mut text = String::new();
    let mut column = 0;
    let mut aligned_up_to = 0;
    for (at, line) in lines.iter().enumerate() {
        text.push_str(&line.text);
        if let Some(comment) = &line.comment {
            if at >= aligned_up_to {
                let neighbours = neighbours(lines.get(at..).unwrap_or_default());
                column = comment_column(neighbours);
                aligned_up_to = at + neighbours.len();
            }
            let blanks = column.saturating_sub(width(&line.text)).max(BLANKS_BEFORE_COMMENT);
            let _ = write!(text, "{:blanks$}{comment}", "");
        }
        text.push('\n');
    }
    text
}

const BLANKS_BEFORE_COMMENT: usize = 2;

/// The first line and those after it, as far as they end with comments too, are equally far indented and no edge.
fn neighbours(lines: &[Line]) -> &[Line] {
    let indent = lines.first().map(Line::indent);
    let alike = |line: &&Line| line.comment.is_some() && Some(line.indent()) == indent && !line.is_edge();
    let count = lines.iter().take_while(alike).count().max(1);
    lines.get(..count).unwrap_or_default()
}

/// Where the comments of these lines begin; 0, behind each line for itself, where one of them would not fit.
fn comment_column(lines: &[Line]) -> usize {
    let column = lines.iter().map(|line| width(&line.text)).max().unwrap_or_default() + BLANKS_BEFORE_COMMENT;
    let fits = |line: &Line| column + line.comment.as_deref().map_or(0, width) <= WIDTH;
    if lines.iter().all(fits) { column } else { 0 }
}
