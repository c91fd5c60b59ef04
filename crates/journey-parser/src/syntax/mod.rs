//! Text to tree: limits, layout, grammar, tree, and findings on the way.

mod build;
mod explain;
mod grammar;
mod layout;
mod limits;
mod tokens;
mod words;

pub(crate) use tokens::{Kind, Shape, Token, tokens};

use crate::tree::{Bad, Comment, File, Item};
use build::Builder;
use grammar::pest::Parser;
use grammar::{Grammar, Node, Rule};
use journey_ir::finding::Finding;
use journey_ir::span::{FileId, Span};
use layout::Layout;
use limits::{DEPTH_MAX, FILE_BYTES_MAX, FINDINGS_MAX};
use std::borrow::Cow;
use std::ops::Range;

/// A file's tree, and what is wrong with its text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Parsed {
    /// The tree; total, whatever the text.
    pub tree: File,
    /// What is wrong, in source order.
    pub findings: Vec<Finding>,
}

/// Reads a source file as it came from disk. A byte-order mark is skipped; bytes that are not UTF-8 are one finding and an
/// empty tree. The text is returned for showing findings: their offsets count in it.
#[must_use]
pub fn parse_bytes(file: FileId, bytes: &[u8]) -> (Cow<'_, str>, Parsed) {
    match std::str::from_utf8(bytes) {
        Ok(text) => (Cow::Borrowed(text), parse(file, text)),
        Err(error) => {
            let text = String::from_utf8_lossy(bytes);
            let at = error.valid_up_to();
            let parsed = unread(file, text.len(), vec![not_utf8(file, at, bytes)]);
            (text, parsed)
        }
    }
}

/// Reads a source file. Any text gives a tree; the effort is linear in its length.
#[must_use]
pub fn parse(file: FileId, text: &str) -> Parsed {
    if text.len() > FILE_BYTES_MAX {
        let message = format!("this file is {} bytes long; the limit is {FILE_BYTES_MAX} (1 MiB)", text.len());
        let finding = Finding::error("limit", message).at(span(file, 0..0), "too long");
        return unread(
            file,
            text.len(),
            vec![finding.help("split it into several files: all files form one programme")],
        );
    }
    let bom = if text.starts_with('\u{FEFF}') { '\u{FEFF}'.len_utf8() } else { 0 };
    let layout = layout::scan(text);
    if let Some(at) = layout.too_deep {
        let message = format!("blocks and parentheses are nested more than {DEPTH_MAX} deep");
        let finding = Finding::error("limit", message).at(span(file, at..at + 1), "one too deep");
        return unread(
            file,
            text.len(),
            vec![finding.help("split the journey, or give conditions names with `segment`")],
        );
    }
    let mut findings = layout_findings(file, text, &layout);
    let patched = without_needless_braces(text, &layout.needless_braces);
    let mut tree = File { items: Vec::new(), comments: comments(file, &layout) };
    for piece in pieces(bom, patched.len(), &layout.cuts) {
        let text = patched.get(piece.clone()).unwrap_or_default();
        let unclosed = layout.unclosed_blocks.iter().map(|block| block.probable_end);
        let unclosed = unclosed.filter(|end| piece.contains(end)).min();
        let mut builder = Builder::new(file, text, piece.start, &layout.unclosed_lines)
            .quiet_from(unclosed.map(|end| end - piece.start));
        if let Some(node) = parse_rule(Rule::file, text) {
            builder.file(node, &mut tree);
        }
        findings.extend(builder.into_findings());
    }
    findings.sort_by_key(|finding| finding.labels.first().map(|label| label.span));
    Parsed { tree, findings: at_most(findings) }
}

/// Matches one rule at the beginning of `text`.
fn parse_rule(rule: Rule, text: &str) -> Option<Node<'_>> {
    Grammar::parse(rule, text).ok()?.next()
}

/// The tree of a file that is not read: one `Bad` without a name, so that nothing is reported as unknown for its sake.
fn unread(file: FileId, length: usize, findings: Vec<Finding>) -> Parsed {
    let bad = Bad { span: span(file, 0..length), keyword: None, name: None };
    Parsed { tree: File { items: vec![Item::Bad(bad)], comments: Vec::new() }, findings }
}

fn not_utf8(file: FileId, at: usize, bytes: &[u8]) -> Finding {
    let line = 1 + bytes.iter().take(at).filter(|byte| **byte == b'\n').count();
    let replacement = span(file, at..at + '\u{FFFD}'.len_utf8());
    let utf16 = bytes.starts_with(&[0xFF, 0xFE]) || bytes.starts_with(&[0xFE, 0xFF]);
    let message = if utf16 {
        "this file is saved as UTF-16; a `.journey` file is UTF-8".to_owned()
    } else {
        format!("this file is not UTF-8: the first character that cannot be read is on line {line}")
    };
    Finding::error("encoding", message).at(replacement, "cannot be read").help("save it again with the encoding UTF-8")
}

/// What the look at the layout found, as findings.
fn layout_findings(file: FileId, text: &str, layout: &Layout) -> Vec<Finding> {
    let mut findings = Vec::new();
    for range in &layout.unclosed_texts {
        let opening =
            range.start..range.start + text.get(range.start..).and_then(|t| t.chars().next()).map_or(0, char::len_utf8);
        let finding = Finding::error("unclosed-text", "this text has no closing quote on its line")
            .at(span(file, opening), "opened here")
            .help("end the text with `\"`; a text does not go over the end of a line");
        findings.push(finding);
    }
    for block in &layout.unclosed_blocks {
        findings.push(unclosed_block(file, text, block));
    }
    for at in &layout.needless_braces {
        let finding = Finding::error("syntax", "this `}` is one too many: what follows still belongs to the block")
            .at(span(file, *at..*at + 1), "closes too early")
            .help("remove it");
        findings.push(finding);
    }
    let blanks = &layout.hard_blanks;
    if blanks.count > 0 {
        let message = match blanks.count {
            1 => "a non-breaking space stands between words; it is read as a space".to_owned(),
            count => format!("{count} non-breaking spaces stand between words; they are read as spaces"),
        };
        let finding = Finding::warning("french-slip", message).at(span(file, blanks.first.clone()), "the first one");
        findings.push(finding.help("replace them by ordinary spaces; inside texts they are fine"));
    }
    let quotes = &layout.typographic_texts;
    if quotes.count > 0 {
        let message = match quotes.count {
            1 => "a text stands in typographic quotes; it is read as if it stood in `\"…\"`".to_owned(),
            count => format!("{count} texts stand in typographic quotes; they are read as if they stood in `\"…\"`"),
        };
        let finding = Finding::warning("french-slip", message).at(span(file, quotes.first.clone()), "the first one");
        findings.push(finding.help("write `\"` at both ends"));
    }
    findings
}

fn unclosed_block(file: FileId, text: &str, block: &layout::UnclosedBlock) -> Finding {
    let opening_line = text.get(layout::line_start(text, block.open)..block.open).unwrap_or_default().trim();
    let line = 1 + text.get(..block.probable_end).unwrap_or_default().matches('\n').count();
    let what = if opening_line.is_empty() { "this block".to_owned() } else { format!("the block of `{opening_line}`") };
    let message = format!("{what} is never closed; its `}}` is probably missing after line {line}");
    Finding::error("unclosed-block", message)
        .at(span(file, block.open..block.open + 1), "opened here")
        .at(span(file, block.probable_end..block.probable_end), "`}` is probably missing here")
        .help(format!("write `}}` after line {line}"))
}

/// The text with a blank for each brace that is one too many: every offset stays the same.
fn without_needless_braces<'t>(text: &'t str, needless: &[usize]) -> Cow<'t, str> {
    if needless.is_empty() {
        return Cow::Borrowed(text);
    }
    let mut patched = text.to_owned();
    for at in needless {
        patched.replace_range(*at..=*at, " ");
    }
    Cow::Owned(patched)
}

fn pieces(start: usize, end: usize, cuts: &[usize]) -> impl Iterator<Item = Range<usize>> {
    let starts = std::iter::once(start).chain(cuts.iter().copied());
    let ends = cuts.iter().copied().chain(std::iter::once(end));
    starts.zip(ends).map(|(start, end)| start..end)
}

fn comments(file: FileId, layout: &Layout) -> Vec<Comment> {
    layout.comments.iter().map(|range| Comment { span: span(file, range.clone()) }).collect()
}

/// The first findings, and a word on the others.
fn at_most(mut findings: Vec<Finding>) -> Vec<Finding> {
    if findings.len() <= FINDINGS_MAX {
        return findings;
    }
    findings.truncate(FINDINGS_MAX);
    let mut more =
        Finding::error("limit", format!("this file has more than {FINDINGS_MAX} findings; only the first are shown"));
    more.labels = findings.last().map(|finding| finding.labels.clone()).unwrap_or_default();
    findings.push(more.help("repair these first"));
    findings
}

fn span(file: FileId, range: Range<usize>) -> Span {
    let offset = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    Span { file, start: offset(range.start), end: offset(range.end) }
}
