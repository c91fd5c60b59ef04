//! Expressions: the grammar gives operands and operators in turn, precedence is here.
//!
//! From loosest to tightest: `or`, `and`, `not`, comparisons (which do not chain) with `in`, `is` and `starts with`,
//! `+ -`, `* /`, unary `-`.

use super::{Builder, Kids};
use crate::syntax::grammar::{Node, Rule};
use crate::syntax::limits::DEPTH_MAX;
use crate::tree::{Aggregate, ArithmeticOp, CompareOp, DatePart, Engagement, Expr, ExprKind, Path, Pick, Window};
use journey_ir::finding::Finding;
use journey_ir::span::Span;

impl<'t> Builder<'t> {
    /// A whole expression.
    pub(super) fn expr(&mut self, node: Node<'t>) -> Option<Expr> {
        let before = std::mem::take(&mut self.operators);
        let built = self.nested_expr(node);
        self.operators = before;
        built
    }

    /// An optional `where C`, at the head of the children.
    pub(super) fn filter(&mut self, kids: &mut Kids<'t>) -> Option<Expr> {
        let clause = kids.take(Rule::r#where)?;
        self.expr(Kids::of(clause).after_keywords()?)
    }

    fn nested_filter(&mut self, kids: &mut Kids<'t>) -> Option<Box<Expr>> {
        let clause = kids.take(Rule::r#where)?;
        self.nested_expr(Kids::of(clause).after_keywords()?).map(Box::new)
    }

    /// An expression inside another one: its operators count for the outer one, too.
    fn nested_expr(&mut self, node: Node<'t>) -> Option<Expr> {
        let mut kids = Kids::of(node);
        self.or(&mut kids)
    }

    fn or(&mut self, kids: &mut Kids<'t>) -> Option<Expr> {
        let mut parts = vec![self.and(kids)?];
        while let Some(operator) = kids.take(Rule::kw_or).or_else(|| kids.take(Rule::slip_or)) {
            self.name_slip(&operator, Rule::slip_or, "or");
            parts.push(self.and(kids)?);
        }
        joined(parts, ExprKind::Or)
    }

    fn and(&mut self, kids: &mut Kids<'t>) -> Option<Expr> {
        let mut parts = vec![self.not(kids)?];
        while let Some(operator) = kids.take(Rule::kw_and).or_else(|| kids.take(Rule::slip_and)) {
            self.name_slip(&operator, Rule::slip_and, "and");
            parts.push(self.not(kids)?);
        }
        joined(parts, ExprKind::And)
    }

    fn not(&mut self, kids: &mut Kids<'t>) -> Option<Expr> {
        let mut starts = Vec::new();
        while let Some(operator) = kids.take(Rule::kw_not).or_else(|| kids.take(Rule::slip_not)) {
            self.name_slip(&operator, Rule::slip_not, "not");
            if self.one_more_operator(&operator) {
                starts.push(self.span(&operator));
            }
        }
        let inner = self.comparison(kids)?;
        Some(wrapped(starts, inner, |inner| ExprKind::Not(Box::new(inner))))
    }

    fn comparison(&mut self, kids: &mut Kids<'t>) -> Option<Expr> {
        let left = self.sum(kids)?;
        if !is_comparison(kids.peek()) {
            return Some(left);
        }
        let compared = self.compared(left, kids)?;
        while is_comparison(kids.peek()) {
            let again = kids.next()?;
            if !matches!(again.as_rule(), Rule::in_list | Rule::is_known | Rule::has_ended) {
                self.sum(kids)?;
            }
            let finding = Finding::error("syntax", "a comparison compares two things; this is a third")
                .at(self.span(&again), "compared once more")
                .help("join two comparisons with `and`: `a < b and b < c`");
            self.report(finding);
        }
        Some(compared)
    }

    /// `left` with the comparison that follows it.
    fn compared(&mut self, left: Expr, kids: &mut Kids<'t>) -> Option<Expr> {
        let operator = kids.next()?;
        let whole = left.span.to(self.span(&operator));
        let value = Box::new(left);
        let op_span = self.span(&operator);
        Some(match operator.as_rule() {
            Rule::in_list => self.in_list(value, whole, operator)?,
            Rule::is_known => {
                let mut words = Kids::of(operator);
                words.take(Rule::kw_is);
                let known = words.take(Rule::kw_known).is_some();
                Expr { span: whole, kind: if known { ExprKind::IsKnown(value) } else { ExprKind::IsMissing(value) } }
            }
            Rule::has_ended => {
                let within = self.period(Kids::of(operator).after_keywords()?)?;
                Expr { span: whole, kind: ExprKind::Ended { state: value, within } }
            }
            Rule::op_starts => {
                let prefix = self.sum(kids)?;
                let span = whole.to(prefix.span);
                Expr { span, kind: ExprKind::StartsWith { value, prefix: Box::new(prefix) } }
            }
            _ => {
                let op = self.compare_op(&operator);
                let right = self.sum(kids)?;
                let span = whole.to(right.span);
                Expr { span, kind: ExprKind::Compare { op, op_span, left: value, right: Box::new(right) } }
            }
        })
    }

    fn lookup(&mut self, node: Node<'t>) -> Option<ExprKind> {
        let mut kids = Kids::of(node);
        let table = self.name(&kids.next()?);
        let mut arguments = Vec::new();
        while let Some(argument) = kids.next_expr() {
            arguments.push(self.nested_expr(argument)?);
        }
        Some(ExprKind::Lookup { table, arguments })
    }

    fn in_list(&mut self, value: Box<Expr>, span: Span, node: Node<'t>) -> Option<Expr> {
        let mut kids = Kids::of(node);
        let negated = kids.take(Rule::kw_not).is_some();
        kids.skip_keywords();
        let mut list = Vec::new();
        while let Some(item) = kids.after_keywords() {
            list.push(self.list_value(item)?);
        }
        let found = Expr { span, kind: ExprKind::In { value, list } };
        Some(if negated { Expr { span, kind: ExprKind::Not(Box::new(found)) } } else { found })
    }

    /// A value that is written out.
    pub(super) fn list_value(&mut self, node: Node<'t>) -> Option<Expr> {
        self.unary(&mut Kids::of(node))
    }

    fn compare_op(&mut self, node: &Node<'t>) -> CompareOp {
        match node.as_rule() {
            Rule::op_equal => CompareOp::Equal,
            Rule::op_not_equal => CompareOp::NotEqual,
            Rule::op_less => CompareOp::Less,
            Rule::op_less_or_equal => CompareOp::LessOrEqual,
            Rule::op_greater => CompareOp::Greater,
            Rule::op_greater_or_equal => CompareOp::GreaterOrEqual,
            _ => {
                let (op, meant) = match node.as_str() {
                    "=>" | "≥" => (CompareOp::GreaterOrEqual, ">="),
                    "=<" | "≤" => (CompareOp::LessOrEqual, "<="),
                    "<>" | "≠" => (CompareOp::NotEqual, "!="),
                    _ => (CompareOp::Equal, "=="),
                };
                self.name_slip(node, Rule::slip_compare, meant);
                op
            }
        }
    }

    fn sum(&mut self, kids: &mut Kids<'t>) -> Option<Expr> {
        let mut left = self.product(kids)?;
        while let Some(operator) = kids.take(Rule::plus).or_else(|| kids.take(Rule::minus)) {
            let op = if operator.as_rule() == Rule::plus { ArithmeticOp::Add } else { ArithmeticOp::Subtract };
            let right = self.product(kids)?;
            left = self.arithmetic(left, op, &operator, right);
        }
        Some(left)
    }

    fn product(&mut self, kids: &mut Kids<'t>) -> Option<Expr> {
        let mut left = self.unary(kids)?;
        while let Some(operator) = kids.take(Rule::times).or_else(|| kids.take(Rule::over)) {
            let op = if operator.as_rule() == Rule::times { ArithmeticOp::Multiply } else { ArithmeticOp::Divide };
            let right = self.unary(kids)?;
            left = self.arithmetic(left, op, &operator, right);
        }
        Some(left)
    }

    fn arithmetic(&mut self, left: Expr, op: ArithmeticOp, operator: &Node<'t>, right: Expr) -> Expr {
        if !self.one_more_operator(operator) {
            return left;
        }
        let span = left.span.to(right.span);
        let op_span = self.span(operator);
        Expr { span, kind: ExprKind::Arithmetic { op, op_span, left: Box::new(left), right: Box::new(right) } }
    }

    fn unary(&mut self, kids: &mut Kids<'t>) -> Option<Expr> {
        let mut starts = Vec::new();
        while let Some(operator) = kids.take(Rule::minus) {
            if self.one_more_operator(&operator) {
                starts.push(self.span(&operator));
            }
        }
        // `a == not b`: the operand of a tighter operator may still begin with `not`.
        let inner = if matches!(kids.peek(), Some(Rule::kw_not | Rule::slip_not)) {
            self.not(kids)?
        } else {
            let atom = kids.next()?;
            self.atom(atom)?
        };
        Some(wrapped(starts, inner, |inner| ExprKind::Negate(Box::new(inner))))
    }

    /// Whether the expression may have one more operator; the first one too many is reported.
    fn one_more_operator(&mut self, node: &Node<'t>) -> bool {
        self.operators += 1;
        if self.operators == OPERATORS_MAX + 1 {
            let message = format!("this expression has more than {OPERATORS_MAX} of `not`, `+`, `-`, `*` and `/`");
            let finding = Finding::error("limit", message).at(self.span(node), "one too many");
            self.report(finding.help("split it: give a part of it a name with `segment`"));
        }
        self.operators <= OPERATORS_MAX
    }

    fn atom(&mut self, node: Node<'t>) -> Option<Expr> {
        let span = self.span(&node);
        let kind = match node.as_rule() {
            Rule::paren => return Some(Expr { span, kind: self.nested_expr(Kids::of(node).after_keywords()?)?.kind }),
            Rule::text => ExprKind::Text(self.text(node)?),
            Rule::number | Rule::decimal_comma => ExprKind::Number(self.number(&node)),
            Rule::percent => ExprKind::Percent(self.percent(node)?),
            Rule::period => ExprKind::Period(self.period(node)?),
            Rule::date => ExprKind::Date(self.date(node)?),
            Rule::datetime => ExprKind::DateTime(self.datetime(node)?),
            Rule::time_of_day => ExprKind::Time(self.time(node)?),
            Rule::kw_today => ExprKind::Today,
            Rule::kw_now => ExprKind::Now,
            Rule::kw_start => ExprKind::Start,
            Rule::kw_yes => ExprKind::Boolean(true),
            Rule::kw_no => ExprKind::Boolean(false),
            Rule::start_field => ExprKind::StartField(self.name(&Kids::of(node).after_keywords()?)),
            Rule::path => ExprKind::Path(self.path(node)?),
            Rule::aggregate => self.aggregate(node)?,
            Rule::pick => self.pick(node)?,
            Rule::since => {
                let inner = Kids::of(node).after_keywords()?;
                ExprKind::Since(Box::new(self.nested_expr(inner)?))
            }
            Rule::lookup => self.lookup(node)?,
            Rule::in_journey => {
                let mut kids = Kids::of(node);
                let ever = kids.next()?.as_rule() == Rule::kw_ever_in;
                let journey = self.name(&kids.after_keywords()?);
                if ever { ExprKind::EverIn(journey) } else { ExprKind::InJourney(journey) }
            }
            Rule::engagement => {
                let (kind, message) = self.engagement(node)?;
                ExprKind::Engagement { kind, message }
            }
            Rule::date_part => {
                let mut kids = Kids::of(node);
                let part = if kids.next()?.as_rule() == Rule::kw_month { DatePart::Month } else { DatePart::Day };
                kids.take(Rule::kw_of);
                let of = kids.next()?;
                ExprKind::DatePart { part, of: Box::new(self.atom(of)?) }
            }
            _ => return None,
        };
        Some(Expr { span, kind })
    }

    pub(super) fn engagement(&mut self, node: Node<'t>) -> Option<(Engagement, crate::tree::Name)> {
        let mut kids = Kids::of(node);
        let kind = match kids.next()?.as_rule() {
            Rule::kw_sent => Engagement::Sent,
            Rule::kw_opened => Engagement::Opened,
            Rule::kw_clicked => Engagement::Clicked,
            Rule::kw_bounced => Engagement::Bounced,
            _ => Engagement::Unsubscribed,
        };
        Some((kind, self.name(&kids.after_keywords()?)))
    }

    fn aggregate(&mut self, node: Node<'t>) -> Option<ExprKind> {
        let mut kids = Kids::of(node);
        let word = kids.next()?;
        let function = match word.as_rule() {
            Rule::kw_count => Aggregate::Count,
            Rule::kw_sum => Aggregate::Sum,
            Rule::kw_min => Aggregate::Min,
            Rule::kw_max => Aggregate::Max,
            _ => Aggregate::Average,
        };
        let path = self.path(kids.after_keywords()?)?;
        self.check_field(function, word.as_str(), &path);
        let filter = self.nested_filter(&mut kids);
        let window = self.window(&mut kids);
        let field = path.rest.into_iter().next().or_else(|| {
            let wanted = function != Aggregate::Count;
            wanted.then(|| path.first.clone())
        });
        let field = field.filter(|_| function != Aggregate::Count);
        Some(ExprKind::Aggregate { function, event: path.first, field, filter, window })
    }

    /// `count` takes an event, the others a field of one.
    fn check_field(&mut self, function: Aggregate, word: &str, path: &Path) {
        let event = &path.first.text;
        let finding = match (function, path.rest.len()) {
            (Aggregate::Count, 0) | (Aggregate::Sum | Aggregate::Min | Aggregate::Max | Aggregate::Average, 1) => {
                return;
            }
            (Aggregate::Count, _) => Finding::error("syntax", "`count` counts events, not their fields")
                .at(path.span, "a field")
                .help(format!("write `count({event})`, or `count({event} where …)`")),
            _ => Finding::error("syntax", format!("`{word}` needs one field of an event"))
                .at(path.span, "which field?")
                .help(format!("write `{word}({event}.FIELD)`")),
        };
        self.report(finding);
    }

    fn pick(&mut self, node: Node<'t>) -> Option<ExprKind> {
        let mut kids = Kids::of(node);
        let which = if kids.next()?.as_rule() == Rule::kw_first { Pick::First } else { Pick::Last };
        let event = self.name(&kids.after_keywords()?);
        let filter = self.nested_filter(&mut kids);
        let window = self.window(&mut kids);
        kids.skip_keywords();
        let field = kids.take(Rule::name).map(|name| self.name(&name));
        Some(ExprKind::Pick { which, event, filter, window, field })
    }

    fn window(&mut self, kids: &mut Kids<'t>) -> Option<Window> {
        kids.skip_keywords();
        let node = kids.take(Rule::window)?;
        let span = self.span(&node);
        let period = Kids::of(node).after_keywords();
        match period {
            Some(period) => Some(Window::Last(self.period(period)?)),
            None => Some(Window::SinceStart(span)),
        }
    }

    /// Names an operator of another language that stands for one of ours.
    fn name_slip(&mut self, node: &Node<'t>, slip: Rule, meant: &str) {
        if node.as_rule() != slip {
            return;
        }
        let written = node.as_str().trim();
        let message = match written {
            "=" => "`=` gives something its value; a comparison is written `==`".to_owned(),
            _ => format!("`{written}` is not an operator of the language: `{meant}`"),
        };
        let finding = Finding::error("operator-slip", message).at(self.span(node), "here");
        self.report(finding.help(format!("write `{meant}`")));
    }
}

/// With the parser's limit on nesting it bounds the depth of the tree.
const OPERATORS_MAX: usize = DEPTH_MAX;

fn is_comparison(rule: Option<Rule>) -> bool {
    matches!(
        rule,
        Some(
            Rule::op_equal
                | Rule::op_not_equal
                | Rule::op_less
                | Rule::op_less_or_equal
                | Rule::op_greater
                | Rule::op_greater_or_equal
                | Rule::slip_compare
                | Rule::op_starts
                | Rule::in_list
                | Rule::is_known
                | Rule::has_ended
        )
    )
}

fn joined(mut parts: Vec<Expr>, kind: fn(Vec<Expr>) -> ExprKind) -> Option<Expr> {
    let last = parts.last()?.span;
    let first = parts.first()?.span;
    if parts.len() == 1 {
        return parts.pop();
    }
    Some(Expr { span: first.to(last), kind: kind(parts) })
}

/// `inner` behind one prefix operator for each of `starts`, the last one nearest to it.
fn wrapped(starts: Vec<Span>, inner: Expr, kind: fn(Expr) -> ExprKind) -> Expr {
    starts.into_iter().rev().fold(inner, |inner, start| Expr { span: start.to(inner.span), kind: kind(inner) })
}
