//! A file as a row of words, for those who care how it is written rather than what it means: the formatter.
//!
//! The words are the leaves of the grammar's match; what the grammar matches without a name (braces, commas, dots) and the
//! comments are found between them. A construct that is new in the grammar needs nothing here, unless it has a block of its
//! own ([`is_block`]) or its lines are to be aligned ([`Kind::of`]).

use super::grammar::{Node, Rule};
use super::parse_rule;
use std::borrow::Cow;

/// One word, sign, brace or comment.
#[derive(Clone, Debug)]
pub(crate) struct Token<'t> {
    /// As it is written; typographic quotes and the blanks at the end of a comment are repaired.
    pub text: Cow<'t, str>,
    /// What it does to the layout.
    pub shape: Shape,
    /// How many line breaks stand before it.
    pub lines_before: usize,
    /// The kind of the statement that begins with it.
    pub begins: Option<Kind>,
    /// Whether it follows the one before without a blank.
    pub glued: bool,
    /// Whether a column of aligned statements begins with it.
    pub column: bool,
    /// How bad it is to begin a new line with it; nothing when that must not be.
    pub break_cost: Option<usize>,
}

/// What a token does to the layout.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    /// A word or sign.
    Word,
    /// The word `else`.
    Else,
    /// A comment, to the end of its line.
    Comment,
    /// `{`
    Open,
    /// `}`
    Close,
}

/// The kinds of statement, as far as their lines are aligned with those of their neighbours.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Kind {
    /// `birthday date? fixed`: name, type, and how it changes
    Declaration,
    /// `priority 80`: keyword and the rest
    Clause,
    /// `sms text "…"` in a message: channel and the rest
    Content,
    /// `event purchase { … }`
    Event,
    /// `channel email { … }`
    Channel,
    /// `offer welcome10 { … }`
    Offer,
    /// `segment vip = …`
    Segment,
    /// `2026-01-05 09:00  joined_club` in a scenario: when and what
    Dated,
    /// `flex delay: duration = 7 days`
    Parameter,
    /// `delay = 5 days`
    Argument,
    /// `gold, silver { … }`: what stands before the braces, and they
    Arm,
    /// Not aligned.
    Other,
}

/// The words of a text that has no error, in order.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let mut leaves = Vec::new();
    if let Some(file) = parse_rule(Rule::file, text) {
        collect(file, Rule::file, &mut None, &mut leaves);
    }
    let mut row = Row { text, at: 0, lines: 0, pieces: Vec::new() };
    for leaf in leaves {
        row.gap(leaf.node.as_span().start());
        row.leaf(&leaf);
    }
    row.gap(text.len());
    finish(row.pieces)
}

/// A leaf of the grammar's match and where it stands.
struct Leaf<'t> {
    node: Node<'t>,
    parent: Rule,
    begins: Option<Kind>,
    /// Whether it is the `-` of a negative value.
    is_minus_sign: bool,
    /// Whether a column begins with it, wherever that is.
    column: bool,
    /// Whether the meaning depends on its being on the line of the word before it.
    same_line: bool,
}

fn collect<'t>(node: Node<'t>, parent: Rule, begins: &mut Option<Kind>, leaves: &mut Vec<Leaf<'t>>) {
    let rule = node.as_rule();
    if is_leaf(&node) {
        let begins = begins.take();
        leaves.push(Leaf { node, parent, begins, is_minus_sign: false, column: false, same_line: false });
        return;
    }
    let first_leaf = leaves.len();
    let mut before_operand = true;
    for inner in node.into_inner() {
        let inner_rule = inner.as_rule();
        if is_block(rule) && !is_head(inner_rule) {
            *begins = Some(Kind::of(inner_rule));
        }
        let place = leaves.len();
        collect(inner, rule, begins, leaves);
        if matches!(rule, Rule::dated | Rule::expected)
            && inner_rule != Rule::when
            && let Some(what) = leaves.get_mut(place)
        {
            what.column = true;
        }
        if inner_rule == Rule::minus
            && before_operand
            && let Some(minus) = leaves.last_mut()
        {
            minus.is_minus_sign = true;
        }
        before_operand = is_operator(inner_rule);
    }
    if rule == Rule::never_until {
        leaves.iter_mut().skip(first_leaf).for_each(|leaf| leaf.same_line = true);
    }
}

fn is_leaf(node: &Node<'_>) -> bool {
    let whole = matches!(
        node.as_rule(),
        Rule::text
            | Rule::path
            | Rule::date
            | Rule::time
            | Rule::time_of_day
            | Rule::arm_split
            | Rule::day_span
            | Rule::open_time
    );
    let written = node.as_str();
    let has_parts = || node.clone().into_inner().next().is_some();
    whole || !(written.is_empty() || written.starts_with('{') || has_parts())
}

/// Whether the rule holds statements in braces (or, at the top, in none).
fn is_block(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::file
            | Rule::programme_rest
            | Rule::customer_rest
            | Rule::event_body
            | Rule::channel_body
            | Rule::message_rest
            | Rule::offer_rest
            | Rule::calendar_rest
            | Rule::holidays_rest
            | Rule::content_block
            | Rule::pressure_rest
            | Rule::rules_rest
            | Rule::journey_rest
            | Rule::scenario_rest
            | Rule::scenario_values
            | Rule::expect_block
            | Rule::blueprint_rest
            | Rule::steps_rest
            | Rule::defaults_rest
            | Rule::insert_rest
            | Rule::assume_rest
            | Rule::value_variants
            | Rule::condition_variants
            | Rule::variant
            | Rule::block
            | Rule::match_body
            | Rule::case_body
            | Rule::value_cases
            | Rule::value_arms
            | Rule::value_block
            | Rule::table_rest
            | Rule::split_body
            | Rule::wait_body
            | Rule::emit_body
    )
}

/// What stands before the braces of a block.
fn is_head(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::name
            | Rule::text
            | Rule::made_from
            | Rule::steps_parameters
            | Rule::defaults_scope
            | Rule::insert_for
            | Rule::body_text
            | Rule::body_file
            | Rule::EOI
    )
}

fn is_operator(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::kw_and
            | Rule::kw_or
            | Rule::kw_not
            | Rule::op_equal
            | Rule::op_not_equal
            | Rule::op_less
            | Rule::op_less_or_equal
            | Rule::op_greater
            | Rule::op_greater_or_equal
            | Rule::op_starts
            | Rule::plus
            | Rule::minus
            | Rule::times
            | Rule::over
    )
}

impl Kind {
    fn of(rule: Rule) -> Self {
        match rule {
            Rule::attribute | Rule::field => Self::Declaration,
            Rule::content => Self::Content,
            Rule::event => Self::Event,
            Rule::channel => Self::Channel,
            Rule::offer => Self::Offer,
            Rule::segment => Self::Segment,
            Rule::dated | Rule::expected => Self::Dated,
            Rule::flex_parameter => Self::Parameter,
            Rule::argument => Self::Argument,
            Rule::match_arm
            | Rule::case_arm
            | Rule::value_arm
            | Rule::value_case
            | Rule::split_arm
            | Rule::wait_arm
            | Rule::value_variant
            | Rule::condition_variant => Self::Arm,
            // Programme
            Rule::timezone | Rule::currency | Rule::language | Rule::programme_holdout | Rule::dates_at | Rule::suppress
            | Rule::programme_cost
            // Channel
            | Rule::address | Rule::consent | Rule::cost | Rule::weight | Rule::channel_kind | Rule::hours | Rule::capacity
            | Rule::assign | Rule::moment
            // Message and journey
            | Rule::purpose | Rule::topic | Rule::message_offer | Rule::tags | Rule::patience
            // Calendar
            | Rule::calendar_kind | Rule::calendar_source | Rule::open | Rule::closed
            // Offer
            | Rule::benefit | Rule::valid_for | Rule::valid_dates | Rule::offer_cost
            // Journey
            | Rule::start | Rule::audience | Rule::again | Rule::stop | Rule::goal | Rule::priority | Rule::active
            | Rule::holdout | Rule::owner | Rule::protect | Rule::pause | Rule::default_channels | Rule::measure | Rule::allow
            // Scenario
            | Rule::scenario_value | Rule::scenario_from | Rule::scenario_until | Rule::scenario_holdout
            | Rule::scenario_arm => Self::Clause,
            _ => Self::Other,
        }
    }

    /// How many words stand in the first column; 0 when nothing is aligned.
    fn first_column_words(self) -> usize {
        match self {
            Self::Declaration | Self::Clause | Self::Content | Self::Argument => 1,
            Self::Event | Self::Channel | Self::Offer | Self::Segment => 2,
            Self::Parameter => 3,
            // Where the column begins depends on how the time is written: the grammar says it.
            Self::Arm | Self::Dated | Self::Other => 0,
        }
    }
}

/// A token on the way, with what the next one must know of it.
struct Piece<'t> {
    token: Token<'t>,
    glues_next: bool,
    rule: Option<Rule>,
    /// Whether no line may begin with it.
    same_line: bool,
}

struct Row<'t> {
    text: &'t str,
    at: usize,
    lines: usize,
    pieces: Vec<Piece<'t>>,
}

impl<'t> Row<'t> {
    /// What stands before `end` and is no leaf: blanks, comments, braces and signs.
    fn gap(&mut self, end: usize) {
        while let Some(next) = self.text.get(self.at..end).and_then(|rest| rest.chars().next()) {
            let start = self.at;
            self.at += next.len_utf8();
            match next {
                '\n' => self.lines += 1,
                ' ' | '\t' | '\r' | '\u{A0}' | '\u{202F}' => {}
                '#' => {
                    self.at = super::layout::line_end(self.text, start);
                    let comment = self.text.get(start..self.at).unwrap_or_default();
                    self.push(comment.trim_end_matches([' ', '\t', '\r']), Shape::Comment, None);
                }
                _ => {
                    let shape = match next {
                        '{' => Shape::Open,
                        '}' => Shape::Close,
                        _ => Shape::Word,
                    };
                    let sign = self.text.get(start..self.at).unwrap_or_default();
                    self.push(sign, shape, None);
                    if let Some(piece) = self.pieces.last_mut() {
                        piece.token.glued = matches!(next, ',' | '.');
                        piece.glues_next = next == '.';
                    }
                }
            }
        }
    }

    fn leaf(&mut self, leaf: &Leaf<'t>) {
        let rule = leaf.node.as_rule();
        let written = leaf.node.as_str();
        self.at = leaf.node.as_span().end();
        let shape = if rule == Rule::kw_else { Shape::Else } else { Shape::Word };
        let text = match rule {
            Rule::text => straight_quotes(written),
            Rule::day_span | Rule::open_time => Cow::Owned(written.split_whitespace().collect()),
            _ => Cow::Borrowed(written),
        };
        self.push(text, shape, Some(rule));
        if let Some(piece) = self.pieces.last_mut() {
            piece.same_line = leaf.same_line;
            piece.token.begins = leaf.begins;
            piece.token.column = leaf.column;
            piece.token.glued = match rule {
                Rule::sign_close | Rule::sign_comma | Rule::sign_colon | Rule::sign_percent | Rule::may_be_missing => {
                    true
                }
                Rule::sign_open => is_call(leaf.parent),
                _ => false,
            };
            piece.glues_next = matches!(rule, Rule::sign_open | Rule::later) || leaf.is_minus_sign;
        }
    }

    fn push(&mut self, text: impl Into<Cow<'t, str>>, shape: Shape, rule: Option<Rule>) {
        let lines_before = std::mem::take(&mut self.lines);
        let token = Token {
            text: text.into(),
            shape,
            lines_before,
            begins: None,
            glued: false,
            column: false,
            break_cost: None,
        };
        self.pieces.push(Piece { token, glues_next: false, rule, same_line: false });
    }
}

fn is_call(rule: Rule) -> bool {
    matches!(
        rule,
        Rule::aggregate
            | Rule::pick
            | Rule::since
            | Rule::in_journey
            | Rule::engagement
            | Rule::lookup
            | Rule::steps_parameters
            | Rule::do_arguments
    )
}

/// The same text in `"…"`. In typographic quotes a backslash is only a backslash, and blanks at the ends are not meant.
fn straight_quotes(written: &str) -> Cow<'_, str> {
    if written.starts_with('"') {
        return Cow::Borrowed(written);
    }
    let inner = written.trim_start_matches(['«', '“']).trim_end_matches(['»', '”']).trim();
    Cow::Owned(format!("\"{}\"", inner.replace('\\', "\\\\").replace('"', "\\\"")))
}

/// Leaves out the commas between statements, and notes where lines may be broken and columns begin.
fn finish(pieces: Vec<Piece<'_>>) -> Vec<Token<'_>> {
    let needless = needless_commas(&pieces);
    let mut tokens = Vec::with_capacity(pieces.len());
    let mut statement = Progress::default();
    let mut glue = false;
    let mut lines_dropped = 0;
    for (mut piece, needless) in pieces.into_iter().zip(needless) {
        if needless {
            lines_dropped += piece.token.lines_before;
            continue;
        }
        piece.token.lines_before += std::mem::take(&mut lines_dropped);
        if piece.token.shape != Shape::Comment {
            piece.token.glued |= std::mem::replace(&mut glue, piece.glues_next);
            statement.advance(&mut piece);
        }
        tokens.push(piece.token);
    }
    tokens
}

/// For each piece, whether it is a comma that only separates statements: one statement a line needs none.
fn needless_commas(pieces: &[Piece<'_>]) -> Vec<bool> {
    let mut statement_ahead = false;
    let mut needless: Vec<bool> = pieces
        .iter()
        .rev()
        .map(|piece| match piece.token.shape {
            Shape::Comment => false,
            _ if piece.token.text == "," => statement_ahead,
            shape => {
                statement_ahead = shape == Shape::Close || piece.token.begins.is_some();
                false
            }
        })
        .collect();
    needless.reverse();
    needless
}

/// How far a statement has been read.
#[derive(Default)]
struct Progress {
    /// Whether it is an arm, whose block is a column.
    is_arm: bool,
    /// Its words up to here.
    words: usize,
    /// How many of them stand in its first column.
    first_column: usize,
    /// How many parentheses are open.
    depth: usize,
    /// Whether a comma was the last word.
    after_comma: bool,
}

impl Progress {
    fn advance(&mut self, piece: &mut Piece<'_>) {
        let token = &mut piece.token;
        if let Some(kind) = token.begins {
            *self = Self { first_column: kind.first_column_words(), is_arm: kind == Kind::Arm, ..Self::default() };
        }
        let is_modifier = matches!(piece.rule, Some(Rule::kw_fixed | Rule::kw_growing));
        let in_columns = self.first_column > 0 && (self.words == self.first_column || is_modifier && self.words > 0);
        let opens_arm = self.is_arm && token.shape == Shape::Open;
        self.is_arm &= !opens_arm;
        token.column |= in_columns || opens_arm;
        if self.words > 0 && !token.glued && !piece.same_line {
            let cost = if self.after_comma { Some(3) } else { piece.rule.and_then(break_cost) };
            token.break_cost = cost.map(|cost| cost + COST_OF_DEPTH * self.depth);
        }
        match &*token.text {
            "(" => self.depth += 1,
            ")" => self.depth = self.depth.saturating_sub(1),
            _ => {}
        }
        self.after_comma = token.text == ",";
        self.words += 1;
    }
}

/// A break inside parentheses is worse than any outside them.
const COST_OF_DEPTH: usize = 4;

/// How bad a line break before such a word is, outside parentheses.
fn break_cost(rule: Rule) -> Option<usize> {
    match rule {
        Rule::kw_where
        | Rule::kw_within
        | Rule::kw_worth
        | Rule::kw_for
        | Rule::kw_per
        | Rule::kw_until
        | Rule::kw_except
        | Rule::kw_while
        | Rule::kw_between
        | Rule::kw_because
        | Rule::kw_after => Some(0),
        Rule::kw_or => Some(1),
        Rule::kw_and => Some(2),
        _ => None,
    }
}
