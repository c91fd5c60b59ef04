//! How much of a file is kept that is broken somewhere: over all of tests/broken, at least 95 % of its healthy lines.
//!
//! A line is healthy when it has words, no error points at it, and it does not begin the statement in which one is. It is kept when a statement that was read begins on it, or one
//! that has nothing in it goes on over it; it is lost in what could not be read, and where nothing was read at all. What this
//! version does not run yet is looked through by nobody, and not counted.
#![allow(clippy::disallowed_methods, clippy::unwrap_used, reason = "the suite reads its cases from disk, and may fail")]

#[allow(dead_code, reason = "the suite of broken files renders them, too")]
mod render;

use std::fmt::Write as _;
use std::fs;
use std::ops::Range;
use std::path::Path;

use journey_ir::finding::{Finding, Severity};
use journey_ir::span::{FileId, Span};
use journey_parser::parse;
use render::Seen;

/// Of a hundred healthy lines at least as many are kept.
const PERCENT_MIN: usize = 95;

#[test]
fn what_is_healthy_in_a_broken_file_is_kept() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/broken");
    let mut cases: Vec<_> = fs::read_dir(root).unwrap().map(|case| case.unwrap().path()).collect();
    cases.sort();
    let (mut kept, mut healthy, mut report) = (0, 0, String::new());
    for case in &cases {
        let source = fs::read_to_string(case.join("input.journey")).unwrap();
        let of_case = Lines::of(&source);
        kept += of_case.kept.len();
        healthy += of_case.kept.len() + of_case.lost.len();
        for line in of_case.lost {
            let case = case.file_name().unwrap().to_string_lossy();
            writeln!(report, "  lost in {case}: {}", line.trim()).unwrap();
        }
    }
    assert!(cases.len() >= 60 && healthy > 200, "{healthy} healthy lines in {} files", cases.len());
    let tenths = kept * 1_000 / healthy;
    let figure = format!("{kept} of {healthy} healthy lines kept, {}.{} %", tenths / 10, tenths % 10);
    println!("{figure}\n{report}");
    assert!(kept * 100 >= healthy * PERCENT_MIN, "{figure}\n{report}");
}

/// The healthy lines of a file.
struct Lines<'s> {
    kept: Vec<&'s str>,
    lost: Vec<&'s str>,
}

impl<'s> Lines<'s> {
    fn of(source: &'s str) -> Self {
        let parsed = parse(FileId(0), source);
        let seen = render::outline(source, &parsed);
        let mut lines = Self { kept: Vec::new(), lost: Vec::new() };
        let mut begin = 0;
        for line in source.split_inclusive('\n') {
            let range = begin..begin + line.trim_end().len();
            begin += line.len();
            let words = line.split('#').next().unwrap_or_default();
            let statement = seen.iter().find(|seen| seen.kind == "bad" && range.contains(&places(seen.span).start));
            let pieces = statement.map(|statement| places(statement.span)).into_iter().chain([range.clone()]);
            let is_broken = |piece: Range<usize>| parsed.findings.iter().any(|finding| blames(finding, &piece));
            if !words.contains(char::is_alphanumeric) || pieces.into_iter().any(is_broken) {
                continue;
            }
            match kept(&range, &seen, source) {
                Some(true) => lines.kept.push(line),
                Some(false) => lines.lost.push(line),
                None => {}
            }
        }
        lines
    }
}

/// Whether an error points at a piece of the file. Where a brace is missing the lines around are not wrong themselves.
fn blames(finding: &Finding, piece: &Range<usize>) -> bool {
    let spans = finding.labels.iter().map(|label| places(label.span));
    finding.severity == Severity::Error
        && spans.enumerate().any(|(place, span)| {
            let points = !span.is_empty() || (place == 0 && finding.rule != "unclosed-block");
            points && span.start <= piece.end && (piece.start < span.end || piece.start == span.start)
        })
}

/// Whether what stands on a line was read; nothing for what is not run yet.
fn kept(line: &Range<usize>, seen: &[Seen], source: &str) -> Option<bool> {
    let first = line.start + source[line.clone()].len() - source[line.clone()].trim_start().len();
    let around = seen.iter().filter(|seen| places(seen.span).contains(&first));
    let Some(innermost) = around.min_by_key(|seen| places(seen.span).len()) else {
        // What closes one block and opens the next (`} else {`) begins nothing itself.
        return Some(false);
    };
    let span = places(innermost.span);
    match innermost.kind.as_str() {
        "not yet" => None,
        "bad" => Some(false),
        _ if source[first..].starts_with('}') => Some(true),
        // It begins here, or goes on here and is no block.
        _ => {
            let has_parts = seen.iter().any(|part| span != places(part.span) && contains(&span, &places(part.span)));
            let begins = line.contains(&span.start)
                || seen.iter().any(|part| part.kind != "bad" && line.contains(&places(part.span).start));
            Some(begins || !has_parts)
        }
    }
}

fn contains(outer: &Range<usize>, inner: &Range<usize>) -> bool {
    outer.start <= inner.start && inner.end <= outer.end
}

fn places(span: Span) -> Range<usize> {
    span.start as usize..span.end as usize
}
