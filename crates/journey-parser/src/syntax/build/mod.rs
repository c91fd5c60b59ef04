//! From what the grammar matched to the tree.
//!
//! Each function reads the children of one rule in the order of the grammar. They return `None` only where grammar and
//! builder disagree, which the tests exclude; the statement is then kept as `Bad` with an `internal` finding.

mod allow;
mod blueprint;
mod calendar;
mod channel;
mod computed;
mod defaults;
mod expr;
mod insert;
mod item;
mod journey;
mod literal;
mod message;
mod offer;
mod pressure;
mod scenario;
mod step;
mod steps;
mod table;
mod variants;
mod work;

use super::explain::{self, Explained, Place};
use super::grammar::pest::iterators::Pairs;
use super::grammar::{Node, Rule};
use super::limits::{EXPLAINED_BYTES_MAX, FINDINGS_MAX};
use super::words;
use crate::tree::{Bad, File, Item, Name};
use journey_ir::finding::Finding;
use journey_ir::span::{FileId, Span};
use std::ops::Range;

/// Builds the tree of one piece of a file and collects what is wrong with it.
pub(crate) struct Builder<'t> {
    file: FileId,
    /// The piece.
    text: &'t str,
    /// Where the piece begins in the file.
    base: usize,
    /// Lines of the file with a text without a closing quote; what else is wrong on them is its fault.
    unclosed_lines: &'t [Range<usize>],
    /// Unreadable statements that begin before this offset of the piece belong to the mistake already reported.
    quiet_until: usize,
    /// So do those from here on: a block before it has lost its `}`.
    quiet_from: usize,
    /// How many operators the outermost expression has so far.
    operators: usize,
    /// Whether a blueprint is being read: only there `flex` has a meaning.
    in_blueprint: bool,
    findings: Vec<Finding>,
}

impl<'t> Builder<'t> {
    /// A builder for the piece `text` that begins at `base` of `file`.
    pub fn new(file: FileId, text: &'t str, base: usize, unclosed_lines: &'t [Range<usize>]) -> Self {
        Self {
            file,
            text,
            base,
            unclosed_lines,
            quiet_until: 0,
            quiet_from: usize::MAX,
            operators: 0,
            in_blueprint: false,
            findings: Vec::new(),
        }
    }

    /// From this offset of the piece on, what cannot be read is the fault of a block that is never closed.
    pub fn quiet_from(mut self, offset: Option<usize>) -> Self {
        self.quiet_from = offset.unwrap_or(usize::MAX);
        self
    }

    /// Builds every item of the piece into `file`.
    pub fn file(&mut self, node: Node<'t>, file: &mut File) {
        // What has fallen out of a journey behind a `}` too many is one mistake, up to the next item.
        let mut fallen_out = false;
        for child in node.into_inner() {
            match child.as_rule() {
                Rule::stray_close if fallen_out => {}
                Rule::bad if fallen_out && explain::is_of_journey(child.as_str()) => {}
                Rule::stray_close => {
                    let finding = Finding::error("syntax", "this `}` closes nothing")
                        .at(self.span(&child), "no block is open here")
                        .help("remove it, or add the `{` that it should close");
                    self.report(finding);
                }
                Rule::bad => {
                    fallen_out = explain::is_of_journey(child.as_str());
                    self.bad_item(&child, file);
                }
                Rule::EOI => {}
                _ => {
                    fallen_out = false;
                    file.items.extend(self.item(child));
                }
            }
        }
    }

    /// What was found, in the order in which it was found.
    pub fn into_findings(self) -> Vec<Finding> {
        self.findings
    }

    fn item(&mut self, node: Node<'t>) -> Option<Item> {
        let span = self.span(&node);
        let whole = node.clone();
        let mut kids = Kids::of(node);
        let built = match whole.as_rule() {
            Rule::defaults => {
                let (keyword, rest) = (kids.next(), kids.next());
                keyword.zip(rest).map(|(keyword, rest)| Item::Defaults(self.defaults(span, &keyword, rest)))
            }
            rule => {
                kids.skip_keywords();
                kids.next().and_then(|rest| self.item_rest(rule, span, rest))
            }
        };
        built.or_else(|| Some(Item::Bad(self.internal(&whole))))
    }

    fn item_rest(&mut self, rule: Rule, span: Span, rest: Node<'t>) -> Option<Item> {
        Some(match rule {
            Rule::programme => Item::Programme(self.programme(span, rest)?),
            Rule::customer => Item::Customer(self.customer(span, rest)),
            Rule::event => Item::Event(self.event(span, rest)?),
            Rule::segment => Item::Segment(self.segment(span, rest)?),
            Rule::state => Item::State(self.state(span, rest)?),
            Rule::table => Item::Table(self.table(span, rest)?),
            Rule::channel => Item::Channel(self.channel(span, rest)?),
            Rule::message => Item::Message(self.message(span, rest)?),
            Rule::calendar => Item::Calendar(self.calendar(span, rest)?),
            Rule::holidays => Item::Holidays(self.holidays(span, rest)?),
            Rule::offer => Item::Offer(self.offer(span, rest)?),
            Rule::pressure => Item::Pressure(self.pressure(span, rest)),
            Rule::rules => Item::Rules(self.rules(span, rest)),
            Rule::journey => Item::Journey(self.journey(span, rest)?),
            Rule::scenario => Item::Scenario(self.scenario(span, rest)?),
            Rule::blueprint => Item::Blueprint(self.blueprint(span, rest)?),
            Rule::steps => Item::Steps(self.steps(span, rest)?),
            Rule::insert => Item::Insert(self.insert(span, rest)?),
            Rule::allow => Item::Allow(self.allow(span, rest)?),
            Rule::assume => Item::Assume(self.assume(span, rest)),
            _ => return None,
        })
    }

    /// Something at the top of the file that is no item. A misspelt keyword is understood, and the item read as meant.
    fn bad_item(&mut self, node: &Node<'t>, file: &mut File) {
        let bad = self.bad(node, Place::File);
        let meant = bad.keyword.as_deref().and_then(|keyword| self.as_meant(node, keyword, bad.span));
        if self.goes_on(node, Place::File)
            && let Some(last) = file.items.last_mut()
            && let Item::Segment(segment) = last
        {
            *last = Item::Bad(Bad { span: segment.span, keyword: None, name: Some(segment.name.clone()) });
        }
        file.items.push(meant.unwrap_or(Item::Bad(bad)));
    }

    /// Reads the item behind a misspelt keyword.
    fn as_meant(&mut self, node: &Node<'t>, keyword: &str, span: Span) -> Option<Item> {
        let text = node.as_str();
        let word = words::first_token(text);
        if word == keyword {
            return None;
        }
        let (rule, rest_rule) = explain::item_rest(keyword)?;
        let behind = text.get(word.len()..)?;
        let start = node.as_span().end() - behind.trim_start().len();
        let rest = behind.trim_start();
        let pair = super::parse_rule(rest_rule, rest)?;
        if !rest.get(pair.as_span().end()..)?.trim().is_empty() {
            return None;
        }
        let mut inner = Builder::new(self.file, rest, self.base + start, self.unclosed_lines);
        let item = inner.item_rest(rule, span, pair);
        for finding in inner.into_findings() {
            self.report(finding);
        }
        item
    }

    /// Makes the finding of an unreadable statement, unless it belongs to a mistake that is already reported.
    fn bad(&mut self, node: &Node<'t>, place: Place) -> Bad {
        let start = node.as_span().start();
        let span = self.span(node);
        let reported = start < self.quiet_until || start >= self.quiet_from || self.on_line_of_unclosed_text(start);
        if reported || self.findings.len() > FINDINGS_MAX {
            let name = explain::declared(node.as_str(), place);
            return Bad { span, keyword: None, name: name.map(|(name, at)| self.name_at(name, start + at)) };
        }
        let explained = explain::explain(self.explained_text(start), place, self.goes_on_line(start));
        self.quiet_until = self.quiet_until.max(start + explained.quiet_for);
        let name = explained.name.clone().map(|(name, at)| self.name_at(&name, start + at));
        let keyword = explained.keyword.clone();
        self.report_explained(explained, start);
        Bad { span, keyword, name }
    }

    fn report_explained(&mut self, explained: Explained, start: usize) {
        let at = start + explained.range.start..start + explained.range.end;
        let mut finding = Finding::error("syntax", explained.message).at(self.range(at), explained.label);
        finding.help = explained.help;
        self.report(finding);
    }

    /// The text from `start` on, as far as it is worth reading again.
    fn explained_text(&self, start: usize) -> &'t str {
        let end = self.text.floor_char_boundary(start + EXPLAINED_BYTES_MAX);
        self.text.get(start..end).unwrap_or_default()
    }

    /// What stands before the `{` of an item is wrong: the head is read again, from `start`, to say why.
    fn bad_head(&mut self, start: usize, head: Rule) {
        if self.on_line_of_unclosed_text(start) {
            return;
        }
        let from = self.text.floor_char_boundary(start.saturating_sub(LOOK_BACK));
        let keyword = words::last_token(self.text.get(from..start).unwrap_or_default());
        let explained = explain::explain_head(self.explained_text(start), keyword, head);
        self.report_explained(explained, start);
    }

    /// Whether an unreadable piece goes on with the statement before it.
    fn goes_on(&self, node: &Node<'t>, place: Place) -> bool {
        self.findings.len() <= FINDINGS_MAX
            && explain::continues(node.as_str(), place, self.goes_on_line(node.as_span().start()))
    }

    /// Whether something other than a `{` stands before `start` on its line.
    fn goes_on_line(&self, start: usize) -> bool {
        let from = self.text.floor_char_boundary(start.saturating_sub(LOOK_BACK));
        let before = self.text.get(from..start).unwrap_or_default();
        let line = before.rsplit('\n').next().unwrap_or_default().trim_end();
        !line.is_empty() && !line.ends_with(['{', '}'])
    }

    fn on_line_of_unclosed_text(&self, start: usize) -> bool {
        let at = self.base + start;
        let next = self.unclosed_lines.partition_point(|line| line.end < at);
        self.unclosed_lines.get(next).is_some_and(|line| line.start <= at)
    }

    fn internal(&mut self, node: &Node<'t>) -> Bad {
        let span = self.span(node);
        let finding =
            Finding::error("internal", "this is correct, but could not be understood: a mistake in `journey` itself")
                .at(span, "here")
                .help("please report it with this line");
        self.report(finding);
        Bad { span, keyword: None, name: None }
    }

    fn report(&mut self, finding: Finding) {
        if self.findings.len() <= FINDINGS_MAX {
            self.findings.push(finding);
        }
    }

    fn name(&self, node: &Node<'t>) -> Name {
        self.name_at(node.as_str(), node.as_span().start())
    }

    fn name_at(&self, text: &str, start: usize) -> Name {
        Name { text: text.to_owned(), span: self.range(start..start + text.len()) }
    }

    /// The node's place in the file, without blanks at its end.
    fn span(&self, node: &Node<'t>) -> Span {
        let start = node.as_span().start();
        self.range(start..start + node.as_str().trim_end().len())
    }

    fn range(&self, range: Range<usize>) -> Span {
        let offset = |at: usize| u32::try_from(self.base + at).unwrap_or(u32::MAX);
        Span { file: self.file, start: offset(range.start), end: offset(range.end) }
    }
}

/// How far back the beginning of a line is looked for, in bytes: a line that is longer has something on it.
const LOOK_BACK: usize = 400;

/// The children of a node, read in order.
struct Kids<'t>(Pairs<'t, Rule>);

impl<'t> Kids<'t> {
    fn of(node: Node<'t>) -> Self {
        Self(node.into_inner())
    }

    fn next(&mut self) -> Option<Node<'t>> {
        self.0.next()
    }

    fn peek(&self) -> Option<Rule> {
        self.0.peek().map(|node| node.as_rule())
    }

    /// The next child, when it is of this rule.
    fn take(&mut self, rule: Rule) -> Option<Node<'t>> {
        if self.peek() == Some(rule) { self.0.next() } else { None }
    }

    /// The next child, when its rule is one of these.
    fn next_if(&mut self, wanted: impl Fn(Rule) -> bool) -> Option<Node<'t>> {
        if self.peek().is_some_and(wanted) { self.0.next() } else { None }
    }

    /// The next child behind any keywords, when it is an expression.
    fn next_expr(&mut self) -> Option<Node<'t>> {
        self.skip_keywords();
        self.take(Rule::expr)
    }

    /// The next child behind any keywords.
    fn after_keywords(&mut self) -> Option<Node<'t>> {
        self.skip_keywords();
        self.next()
    }

    fn skip_keywords(&mut self) {
        while self.peek().is_some_and(words::is_keyword) {
            self.0.next();
        }
    }
}
