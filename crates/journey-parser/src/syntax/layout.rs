//! One look at a file before the grammar sees it: comments, texts and brackets, and nothing else.
//!
//! It finds what a grammar finds badly: texts that are never closed, braces that are missing or too many (with the help of
//! the indentation), typographic blanks and quotes, and nesting so deep that a recursive parser must not be let in.

use super::limits::DEPTH_MAX;
use super::words::{begins_customer, begins_item, begins_scenario};
use std::ops::Range;

/// What the look found. Offsets are bytes from the beginning of the file.
#[derive(Default)]
pub(crate) struct Layout {
    /// The comments, from `#` to the end of the line.
    pub comments: Vec<Range<usize>>,
    /// Texts without a closing quote, with their opening quote.
    pub unclosed_texts: Vec<Range<usize>>,
    /// The lines on which they stand.
    pub unclosed_lines: Vec<Range<usize>>,
    /// Non-breaking blanks outside texts and comments: the first one, and how many there are.
    pub hard_blanks: Tally,
    /// Texts in typographic quotes: the first one, and how many there are.
    pub typographic_texts: Tally,
    /// Blocks without a closing brace.
    pub unclosed_blocks: Vec<UnclosedBlock>,
    /// Closing braces that, by the indentation, are too many although something else was left to close.
    pub needless_braces: Vec<usize>,
    /// Where an item begins although a block before it is still open: the file is read in pieces that begin here.
    pub cuts: Vec<usize>,
    /// The first bracket that is nested too deeply.
    pub too_deep: Option<usize>,
}

/// The first of something, and how many there are.
#[derive(Default)]
pub(crate) struct Tally {
    /// The first one.
    pub first: Range<usize>,
    /// How many.
    pub count: usize,
}

impl Tally {
    fn add(&mut self, range: Range<usize>) {
        if self.count == 0 {
            self.first = range;
        }
        self.count += 1;
    }
}

/// A block without a closing brace.
pub(crate) struct UnclosedBlock {
    /// Its `{`.
    pub open: usize,
    /// The end of the line after which its `}` is probably missing.
    pub probable_end: usize,
}

#[derive(Clone, Copy)]
struct Open {
    at: usize,
    indent: usize,
}

struct Scan<'t> {
    text: &'t str,
    at: usize,
    line_start: usize,
    /// How many blanks the line begins with.
    indent: usize,
    open: Vec<Open>,
    /// Blocks that were closed by a brace that stands further left than they do: probably not theirs.
    misclosed: Vec<Open>,
    /// The brace that closed the last item although it stands further right than the item does.
    early_close: Option<usize>,
    parens: usize,
    layout: Layout,
}

/// Looks at the whole text once; the effort is linear.
pub(crate) fn scan(text: &str) -> Layout {
    let mut scan = Scan {
        text,
        at: 0,
        line_start: 0,
        indent: 0,
        open: Vec::new(),
        misclosed: Vec::new(),
        early_close: None,
        parens: 0,
        layout: Layout::default(),
    };
    scan.run();
    scan.layout
}

impl Scan<'_> {
    fn run(&mut self) {
        self.line_begins();
        while let Some(next) = self.next_mark() {
            let start = self.at;
            self.at += next.len_utf8();
            match next {
                '\n' => {
                    self.line_start = self.at;
                    self.line_begins();
                }
                '#' => {
                    self.at = line_end(self.text, start);
                    self.layout.comments.push(start..self.at);
                }
                '"' | '«' | '“' => self.quoted(start, next),
                '{' => self.opens(start),
                '}' => self.closes(start),
                '(' => {
                    self.parens += 1;
                    self.check_depth(start);
                }
                ')' => self.parens = self.parens.saturating_sub(1),
                '\u{A0}' | '\u{202F}' if !self.between_digits(start) => self.layout.hard_blanks.add(start..self.at),
                _ => {}
            }
            if self.layout.too_deep.is_some() {
                return;
            }
        }
        self.give_up_open_blocks(self.text.len());
    }

    /// The next character that can mean something here, and to its place: most of a text are letters and blanks.
    fn next_mark(&mut self) -> Option<char> {
        let rest = self.text.as_bytes().get(self.at..)?;
        self.at += rest.iter().position(|byte| is_mark(*byte))?;
        self.rest().chars().next()
    }

    /// A blank inside a number, `1 000`, is another slip, which the number's own finding names.
    fn between_digits(&self, start: usize) -> bool {
        let before = self.text.get(..start).unwrap_or_default();
        before.ends_with(|c: char| c.is_ascii_digit()) && self.rest().starts_with(|c: char| c.is_ascii_digit())
    }

    fn rest(&self) -> &str {
        self.text.get(self.at..).unwrap_or_default()
    }

    fn line_begins(&mut self) {
        self.indent = indent(self.text, self.line_start);
        let nothing_depends_on_it = self.open.is_empty() && self.early_close.is_none();
        if nothing_depends_on_it || !begins_item(self.rest()) {
            return;
        }
        self.early_close = None;
        if self.open.is_empty() || self.in_scenario() && begins_customer(self.rest()) {
            return;
        }
        self.give_up_open_blocks(self.at);
        self.layout.cuts.push(self.at);
    }

    /// In a scenario a line may well begin with `customer {`.
    fn in_scenario(&self) -> bool {
        self.open.first().is_some_and(|root| {
            let line = self.text.get(line_start(self.text, root.at)..).unwrap_or_default();
            begins_scenario(line)
        })
    }

    fn quoted(&mut self, start: usize, quote: char) {
        let (end, closed) = text_end(self.text, start, quote);
        self.at = end;
        if !closed {
            self.layout.unclosed_texts.push(start..end);
            self.layout.unclosed_lines.push(self.line_start..line_end(self.text, end));
        } else if quote != '"' {
            self.layout.typographic_texts.add(start..end);
        }
    }

    fn opens(&mut self, start: usize) {
        self.parens = 0;
        self.open.push(Open { at: start, indent: self.indent });
        self.check_depth(start);
    }

    fn check_depth(&mut self, at: usize) {
        if self.open.len() + self.parens > DEPTH_MAX && self.layout.too_deep.is_none() {
            self.layout.too_deep = Some(at);
        }
    }

    fn closes(&mut self, start: usize) {
        self.parens = 0;
        let indent = self.indent;
        let first_on_line = self.line_start + indent == start;
        let Some(open) = self.open.pop() else {
            // Too many: was the item closed too early, by a brace that stood further right than the item?
            if let Some(early) = self.early_close.take() {
                self.layout.needless_braces.push(early);
            }
            return;
        };
        if first_on_line && indent < open.indent {
            self.misclosed.push(open);
        }
        if self.open.is_empty() {
            self.misclosed.clear();
            self.early_close = (first_on_line && indent > open.indent).then_some(start);
        }
    }

    /// All open blocks end before `end`. The blame goes to blocks that the indentation gives away, then to the innermost.
    fn give_up_open_blocks(&mut self, end: usize) {
        let missing = self.open.len();
        let suspects = self.misclosed.drain(..).chain(self.open.drain(..).rev());
        let mut blamed: Vec<Open> = suspects.take(missing).collect();
        blamed.sort_by_key(|open| open.at);
        for open in blamed {
            let probable_end = probable_end(self.text, open, end);
            self.layout.unclosed_blocks.push(UnclosedBlock { open: open.at, probable_end });
        }
        self.parens = 0;
    }
}

/// Whether a byte is one of the characters that are looked for, or begins a longer one.
fn is_mark(byte: u8) -> bool {
    matches!(byte, b'\n' | b'#' | b'"' | b'{' | b'}' | b'(' | b')') || !byte.is_ascii()
}

/// The end of the text that begins with `quote` at `start`, and whether it is closed. The grammar's rule `text` says the
/// same; the two must agree.
fn text_end(text: &str, start: usize, quote: char) -> (usize, bool) {
    let closing = match quote {
        '«' => '»',
        '“' => '”',
        other => other,
    };
    let inner = start + quote.len_utf8();
    let rest = text.get(inner..).unwrap_or_default();
    let mut line = rest;
    let mut chars = rest.char_indices();
    while let Some((at, next)) = chars.next() {
        if next == closing {
            return (inner + at + next.len_utf8(), true);
        }
        if next == '\\' && quote == '"' && !chars.as_str().starts_with(['\n', '\r']) {
            chars.next();
        }
        if matches!(next, '\n' | '\r') {
            line = rest.get(..at).unwrap_or_default();
            break;
        }
    }
    (inner + unclosed_len(line), false)
}

/// How much of the line belongs to an unclosed text: what stands before the first brace that is no placeholder's, without
/// the blanks before that.
fn unclosed_len(line: &str) -> usize {
    let is_blank = |c: char| matches!(c, ' ' | '\t' | '\u{A0}' | '\u{202F}');
    let mut at = 0;
    while let Some(rest) = line.get(at..) {
        let inner = rest.trim_start_matches(is_blank);
        let length = placeholder_len(inner).or_else(|| {
            let next = inner.chars().next();
            next.filter(|next| !matches!(next, '{' | '}')).map(char::len_utf8)
        });
        let Some(length) = length else { break };
        at += rest.len() - inner.len() + length;
    }
    at
}

fn placeholder_len(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix("{{")?;
    let end = inner.find(['{', '}'])?;
    inner.get(end..)?.starts_with("}}").then_some(end + 4)
}

/// The end of the last line that can belong to the block: before the first line that is not indented further than the
/// block's own, at most `end`.
fn probable_end(text: &str, open: Open, end: usize) -> usize {
    let mut last = line_end(text, open.at);
    let mut at = last + 1;
    while at < end {
        let stop = line_end(text, at);
        let line = text.get(at..stop).unwrap_or_default();
        let blank = line.trim().is_empty();
        if !blank && indent(text, at) <= open.indent {
            break;
        }
        if !blank {
            last = stop;
        }
        at = stop + 1;
    }
    let line = text.get(..last).unwrap_or_default();
    line.trim_end().len()
}

/// The offset at which the line of `at` begins.
pub(crate) fn line_start(text: &str, at: usize) -> usize {
    text.get(..at).and_then(|before| before.rfind('\n')).map_or(0, |newline| newline + 1)
}

/// The offset of the end of the line of `at`, without its line break.
pub(crate) fn line_end(text: &str, at: usize) -> usize {
    text.get(at..).and_then(|rest| rest.find('\n')).map_or(text.len(), |newline| at + newline)
}

fn indent(text: &str, line_start: usize) -> usize {
    let line = text.get(line_start..).unwrap_or_default();
    line.bytes().take_while(|byte| matches!(byte, b' ' | b'\t')).count()
}
