//! Blocks and statements as lines.

use super::columns::{Padding, paddings};
use super::outline::{Block, Comment, Part, Remark, Statement, Word};
use super::page::Line;
use super::{INDENT, WIDTH, width};
use crate::syntax::Shape;

/// The lines of a file.
pub(crate) fn file(file: &Block<'_>) -> Vec<Line> {
    let mut lines = Vec::new();
    let mut after_long_item = false;
    let paddings = paddings(&file.statements, 0);
    for (at, (item, padding)) in file.statements.iter().zip(&paddings).enumerate() {
        let body = statement(item, 0, padding);
        let is_long = body.len() > 1;
        // One blank line stands between items; only items of one line may stand together.
        if at > 0 && (is_long || after_long_item) && !item.is_apart() {
            lines.push(Line::default());
        }
        after_long_item = is_long;
        with_comments(item, body, 0, &mut lines);
    }
    own_lines(&file.closing, 0, &mut lines);
    lines
}

/// The lines inside a block.
fn block(block: &Block<'_>, indent: usize) -> Vec<Line> {
    let mut lines = Vec::new();
    let paddings = paddings(&block.statements, indent);
    for (inner, padding) in block.statements.iter().zip(&paddings) {
        with_comments(inner, statement(inner, indent, padding), indent, &mut lines);
    }
    own_lines(&block.closing, indent, &mut lines);
    lines
}

/// A statement's lines, the comments above it and at its end, and the author's blank lines between them.
fn with_comments(statement: &Statement<'_>, mut body: Vec<Line>, indent: usize, lines: &mut Vec<Line>) {
    own_lines(&statement.comments, indent, lines);
    gap(statement.gap, lines);
    if let Some(last) = body.last_mut() {
        last.comment.clone_from(&statement.trailing);
    }
    lines.append(&mut body);
}

fn own_lines(comments: &[Comment], indent: usize, lines: &mut Vec<Line>) {
    for comment in comments {
        gap(comment.gap, lines);
        lines.push(Line { text: format!("{:indent$}{}", "", comment.text), comment: None });
    }
}

/// A blank line where the author left one or more, but not at the beginning.
fn gap(wanted: bool, lines: &mut Vec<Line>) {
    if wanted && !lines.is_empty() {
        lines.push(Line::default());
    }
}

/// The statement on one line, without indentation; nothing when the author wrote a block of it on several, or a comment into
/// it.
pub(crate) fn one_line(statement: &Statement<'_>, padding: &Padding) -> Option<String> {
    let mut line = String::new();
    for (at, part) in statement.parts.iter().enumerate() {
        let blanks = if at == 0 { 0 } else { 1 + padding.before(at) };
        match part {
            Part::Word(word) if !word.remarks.is_empty() => return None,
            // The `else` of an `if` or a wait; where it begins an arm it breaks no line.
            Part::Word(word) if at > 0 && word.token.shape == Shape::Else && !statement.one_line => return None,
            Part::Word(word) if word.token.glued => line.push_str(&word.token.text),
            Part::Word(word) => push(&mut line, blanks, &word.token.text),
            Part::Block(block) => push(&mut line, blanks, &block_on_one_line(block, padding)?),
        }
    }
    Some(line)
}

fn block_on_one_line(block: &Block<'_>, padding: &Padding) -> Option<String> {
    let is_empty = block.statements.is_empty() && block.closing.is_empty() && block.opening.is_none();
    if !block.one_line && !is_empty {
        return None;
    }
    let mut line = "{".to_owned();
    for (at, statement) in block.statements.iter().enumerate() {
        let blanks = at.checked_sub(1).map_or(1, |before| BLANKS_BETWEEN_STATEMENTS + padding.inside(before));
        push(&mut line, blanks, &one_line(statement, &Padding::default())?);
    }
    line.push_str(" }");
    Some(line)
}

fn push(line: &mut String, blanks: usize, text: &str) {
    line.extend(std::iter::repeat_n(' ', blanks));
    line.push_str(text);
}

const BLANKS_BETWEEN_STATEMENTS: usize = 2;

/// The lines of a statement: one, where the author wrote its blocks on one line and it fits.
fn statement(statement: &Statement<'_>, indent: usize, padding: &Padding) -> Vec<Line> {
    let whole = one_line(statement, padding).map(|line| format!("{:indent$}{line}", ""));
    match whole {
        Some(text) if width(&text) <= WIDTH => vec![Line { text, comment: None }],
        _ => {
            let mut pen = Pen::new(indent);
            for (at, part) in statement.parts.iter().enumerate() {
                let before_block = matches!(statement.parts.get(at + 1), Some(Part::Block(_)));
                match part {
                    Part::Word(word) => pen.word(word, padding.before(at), if before_block { " {".len() } else { 0 }),
                    Part::Block(block) => pen.block(block),
                }
            }
            pen.finish()
        }
    }
}

/// Writes a statement over several lines.
struct Pen {
    indent: usize,
    lines: Vec<Line>,
    /// The line that is being written.
    line: String,
    /// Where it may be broken: the byte, and how bad that would be.
    breaks: Vec<(usize, usize)>,
    /// Whether what stands before the next block took more than one line.
    head_is_broken: bool,
    /// Whether the last thing written is a block on one line.
    after_short_block: bool,
}

/// How much further right a line goes on than it began.
const CONTINUATION: usize = 2 * INDENT;

impl Pen {
    fn new(indent: usize) -> Self {
        Self {
            indent,
            lines: Vec::new(),
            line: " ".repeat(indent),
            breaks: Vec::new(),
            head_is_broken: false,
            after_short_block: false,
        }
    }

    /// Writes a word; `reserve` columns must stay free behind it.
    fn word(&mut self, word: &Word<'_>, blanks: usize, reserve: usize) {
        let is_else = word.token.shape == Shape::Else;
        let margin = if is_else { self.indent } else { self.indent + CONTINUATION };
        for remark in &word.remarks {
            self.remark(remark, margin);
        }
        if is_else {
            self.head_is_broken = false;
        }
        // `} else {`, but an `else` behind a block on one line begins a line.
        if is_else && self.after_short_block && word.remarks.is_empty() {
            self.new_line(self.indent);
        }
        self.after_short_block = false;
        if !self.line_is_empty() && !word.token.glued {
            self.line.push_str(&" ".repeat(1 + blanks));
        }
        if !self.line_is_empty()
            && let Some(cost) = word.token.break_cost
        {
            self.breaks.push((self.line.len(), cost));
        }
        self.line.push_str(&word.token.text);
        while width(&self.line) + reserve > WIDTH && self.break_line() {}
    }

    /// Breaks the line at the best place that it has, the last one of several; says whether it has one.
    fn break_line(&mut self) -> bool {
        let Some((at, _)) = self.breaks.iter().copied().min_by_key(|(at, cost)| (*cost, usize::MAX - at)) else {
            return false;
        };
        let margin = self.indent + CONTINUATION;
        let rest = self.line.split_off(at);
        self.line.truncate(self.line.trim_end().len());
        self.breaks.retain(|(place, _)| *place > at);
        for (place, _) in &mut self.breaks {
            *place = *place - at + margin;
        }
        let breaks = std::mem::take(&mut self.breaks);
        self.new_line(margin);
        self.line.push_str(&rest);
        self.breaks = breaks;
        self.head_is_broken = true;
        true
    }

    fn remark(&mut self, remark: &Remark, margin: usize) {
        self.head_is_broken = true;
        if remark.own_line {
            if !self.line_is_empty() {
                self.new_line(margin);
            }
            self.line = format!("{:margin$}{}", "", remark.text);
        }
        self.new_line(margin);
        if !remark.own_line
            && let Some(line) = self.lines.last_mut()
        {
            line.comment = Some(remark.text.clone());
        }
    }

    fn block(&mut self, block: &Block<'_>) {
        let short = block_on_one_line(block, &Padding::default()).filter(|short| {
            let is_empty = block.statements.is_empty();
            is_empty || !self.head_is_broken && width(&self.line) + 1 + width(short) <= WIDTH
        });
        if !self.line_is_empty() {
            self.line.push(' ');
        }
        self.after_short_block = short.is_some();
        if let Some(short) = short {
            self.line.push_str(&short);
        } else {
            self.line.push('{');
            self.new_line(self.indent);
            if let Some(line) = self.lines.last_mut() {
                line.comment.clone_from(&block.opening);
            }
            self.lines.append(&mut self::block(block, self.indent + INDENT));
            self.line.push('}');
        }
        self.breaks.clear();
        self.head_is_broken = false;
    }

    fn new_line(&mut self, margin: usize) {
        let text = std::mem::replace(&mut self.line, " ".repeat(margin));
        self.lines.push(Line { text, comment: None });
        self.breaks.clear();
    }

    fn line_is_empty(&self) -> bool {
        self.line.trim_start_matches(' ').is_empty()
    }

    fn finish(mut self) -> Vec<Line> {
        self.lines.push(Line { text: self.line, comment: None });
        self.lines
    }
}
