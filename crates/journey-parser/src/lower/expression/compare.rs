//! Comparisons: of values, of instants, of lengths of time (language reference 1.2, 2.4).

use journey_ir::expression::{Comparison, Condition, Expression};
use journey_ir::finding::Finding;
use journey_ir::span::Span;
use journey_ir::time::{Period, parse_moment};
use journey_ir::value::{Type, Value};

use super::arithmetic::shift;
use super::domain::{bare_name, has_words, word};
use super::value::{as_instant, holds_time, is_moment, noun};
use super::{Operand, Scope, Typed};
use crate::lower::Lowering;
use crate::tree::{CompareOp, Expr, ExprKind};

impl Lowering<'_> {
    /// Lowers `left op right`.
    pub(super) fn compare(&mut self, left: &Expr, op: CompareOp, right: &Expr, scope: &Scope) -> Option<Condition> {
        let operator = comparison(op);
        let (left, right) = self.sides(left, right, scope);
        match (left?, right?) {
            (Operand::Since(since, _), Operand::Period(period, _)) => {
                Some(Condition::Elapsed { since, operator, period })
            }
            (Operand::Period(period, _), Operand::Since(since, _)) => {
                let operator = mirrored(operator);
                Some(Condition::Elapsed { since, operator, period })
            }
            (Operand::Difference { later, earlier, .. }, Operand::Period(period, at)) => {
                self.compare_difference(later, operator, earlier, (period, at))
            }
            (Operand::Period(period, at), Operand::Difference { later, earlier, .. }) => {
                self.compare_difference(later, mirrored(operator), earlier, (period, at))
            }
            (Operand::Since(_, span), other) | (other, Operand::Since(_, span)) => {
                self.report_since(span, other.span());
                None
            }
            (Operand::Value(value), Operand::Period(_, span)) | (Operand::Period(_, span), Operand::Value(value)) => {
                self.report_length_beside(&value, span);
                None
            }
            (left, right) => {
                let (left, right) = (self.by_itself(left), self.by_itself(right));
                self.compare_values(left?, operator, right?)
            }
        }
    }

    /// Both sides, with the bare names that the other side makes values.
    fn sides(&mut self, left: &Expr, right: &Expr, scope: &Scope) -> (Option<Operand>, Option<Operand>) {
        let left_is_word = match bare_name(left) {
            Some(path) => !self.means_something(path, scope),
            None => word(left).is_some() && word(right).is_none_or(|_| bare_name(right).is_some()),
        };
        if left_is_word && bare_name(right).is_none_or(|path| self.means_something(path, scope)) {
            let right = self.operand(right, scope);
            let left = self.opposite(left, right.as_ref(), scope);
            return (left, right);
        }
        let left_operand = self.operand(left, scope);
        let right_operand = self.opposite(right, left_operand.as_ref(), scope);
        // `gold == tier`, where `gold` is an attribute, too: the domain wins.
        if let (Some(Operand::Value(_)), Some(Operand::Value(subject))) = (&left_operand, &right_operand)
            && has_words(&subject.kind)
            && bare_name(left).is_some()
            && bare_name(right).is_some_and(|_| !matches!(subject.expression, Expression::Constant(_)))
            && let Some(value) = self.word_of(left, &subject.kind)
        {
            return (Some(Operand::Value(value)), right_operand);
        }
        (left_operand, right_operand)
    }

    /// One side, seen from the other: a name of the other's domain is the value.
    pub(super) fn opposite(&mut self, expr: &Expr, other: Option<&Operand>, scope: &Scope) -> Option<Operand> {
        let bare = bare_name(expr).filter(|path| !self.means_something(path, scope));
        let Some(other) = other else {
            // The other side is wrong already: a bare name that means nothing may be one of its values.
            return if bare.is_some() { None } else { self.operand(expr, scope) };
        };
        let Operand::Value(subject) = other else { return self.operand(expr, scope) };
        if let Some(value) = self.word_of(expr, &subject.kind) {
            return Some(Operand::Value(value));
        }
        let text = matches!(expr.kind, ExprKind::Text(_)) && matches!(subject.kind, Type::OneOf(_) | Type::Zone);
        if has_words(&subject.kind) && (text || self.is_no_value(expr, scope)) {
            self.report_not_in_domain(expr, subject);
            return None;
        }
        if let Some(path) = bare
            && !self.names.may_exist(&path.first.text)
            && matches!(subject.kind, Type::Text | Type::Boolean)
        {
            self.report_unquoted(&path.first.text, expr.span, subject);
            return None;
        }
        self.operand(expr, scope)
    }

    /// Whether an expression is a bare name that has no value here.
    fn is_no_value(&self, expr: &Expr, scope: &Scope) -> bool {
        bare_name(expr).is_some_and(|path| {
            let meaning = self.known_name(&path.first, scope);
            !matches!(meaning, Some(super::path::Meaning::Value(_)))
        })
    }

    fn report_unquoted(&mut self, name: &str, span: Span, subject: &Typed) {
        let written = self.text(subject.span);
        let (message, help) = if subject.kind == Type::Text {
            let message = format!("there is no attribute or segment `{name}` to compare the text `{written}` with");
            (message, format!("write a text in quotes: `\"{name}\"`"))
        } else {
            let message = format!("`{written}` is `yes` or `no`, and there is no attribute `{name}`");
            (message, format!("write `{written} == yes`, or `{written}` alone"))
        };
        self.report_unknown(Finding::error("unknown-name", message).at(span, "").help(help));
    }

    /// `a - b OP D` is `a OP b ⊕ D`, so that months and days of 23 hours count as everywhere (language reference 2.2).
    fn compare_difference(
        &mut self,
        later: Typed,
        operator: Comparison,
        earlier: Typed,
        (period, at): (Period, Span),
    ) -> Option<Condition> {
        self.whole_days(&earlier, period, at)?;
        Some(Condition::Compare { left: later.expression, operator, right: shift(earlier.expression, period, false) })
    }

    fn report_since(&mut self, since: Span, other: Span) {
        let (since_text, other_text) = (self.text(since), self.text(other));
        let message = format!("`{since_text}` is a length of time, and `{other_text}` is none");
        let help = format!("compare it with a length of time that is written out: `{since_text} >= 30 days`");
        self.report(Finding::error("mixed-units", message).at(other, "").help(help));
    }

    fn report_length_beside(&mut self, value: &Typed, span: Span) {
        let (written, length) = (self.text(value.span), self.text(span));
        let message = format!("`{length}` is a length of time, and `{written}` is {}", noun(&value.kind));
        let finding = Finding::error("mixed-units", message).at(span, "");
        self.report(match is_moment(&value.kind) {
            true if value.expression == Expression::Now => finding.help("write `since(…)` of a date"),
            true => finding.help(format!("for the time that has passed since then write `since({written})`")),
            false => finding,
        });
    }

    fn compare_values(&mut self, left: Typed, operator: Comparison, right: Typed) -> Option<Condition> {
        for (one, other) in [(&left, &right), (&right, &left)] {
            if one.expression == Expression::Now && holds_time(&other.expression) {
                self.report_now(one.span);
                return None;
            }
        }
        if !comparable(&left.kind, &right.kind) {
            self.report_mismatch(&left, &right, left.span.to(right.span));
            return None;
        }
        if !is_ordered(&left.kind) && !matches!(operator, Comparison::Equal | Comparison::NotEqual) {
            let message = format!("`{}` is {}, which has no order", self.text(left.span), noun(&left.kind));
            let help = "compare it with `==` or `!=`";
            self.report(Finding::error("type-mismatch", message).at(left.span.to(right.span), "").help(help));
            return None;
        }
        let (left, right) = if left.kind != right.kind && is_moment(&left.kind) {
            (as_instant(left), as_instant(right))
        } else {
            (left, right)
        };
        Some(Condition::Compare { left: left.expression, operator, right: right.expression })
    }

    /// Says why two values cannot be compared.
    pub(super) fn report_mismatch(&mut self, left: &Typed, right: &Typed, at: Span) {
        let (one, other) = (self.text(left.span), self.text(right.span));
        let message = match (&left.kind, &right.kind) {
            (Type::OneOf(_), Type::OneOf(_)) => {
                format!("`{one}` and `{other}` have different lists of values and cannot be compared")
            }
            (left, right) => {
                format!("`{one}` is {} and cannot be compared with `{other}`, which is {}", noun(left), noun(right))
            }
        };
        let help = help_with_literal(left, right, other).or_else(|| help_with_literal(right, left, one));
        self.report(Finding::error("type-mismatch", message).at(at, "").maybe_help(help));
    }
}

/// Whether values of two types can be equal at all.
pub(super) fn comparable(left: &Type, right: &Type) -> bool {
    left == right || (left.is_number() && right.is_number()) || (is_moment(left) && is_moment(right))
}

/// What to type instead of a constant of the wrong type.
fn help_with_literal(subject: &Typed, literal: &Typed, written: &str) -> Option<String> {
    let Expression::Constant(value) = &literal.expression else { return None };
    match (&subject.kind, value) {
        (Type::Integer | Type::Decimal, Value::Text(text))
            if journey_ir::decimal::Decimal::parse(text.as_bytes()).is_some() =>
        {
            Some(format!("write the number without quotes: `{text}`"))
        }
        (Type::Date | Type::DateTime, Value::Text(text)) if parse_moment(text.as_bytes()).is_some() => {
            Some(format!("write the date without quotes: `{text}`"))
        }
        (Type::Boolean, Value::Text(_) | Value::Integer(0 | 1)) => {
            Some("write `yes` or `no`, without quotes".to_owned())
        }
        (Type::Text, Value::Integer(_) | Value::Decimal(_)) => Some(format!("write a text in quotes: `\"{written}\"`")),
        (Type::Date | Type::DateTime, Value::Integer(_)) => Some("write a date as in `2026-11-27`".to_owned()),
        (Type::Channel, Value::Text(text)) => Some(format!("write the channel's name without quotes: `{text}`")),
        (Type::OneOf(words), _) if words.len() <= 8 => Some(format!("write one of {}", words.join(", "))),
        _ => None,
    }
}

/// Whether values of a type come before or after one another.
fn is_ordered(kind: &Type) -> bool {
    !matches!(kind, Type::Boolean | Type::Channel | Type::Zone)
}

fn comparison(op: CompareOp) -> Comparison {
    match op {
        CompareOp::Equal => Comparison::Equal,
        CompareOp::NotEqual => Comparison::NotEqual,
        CompareOp::Less => Comparison::Less,
        CompareOp::LessOrEqual => Comparison::AtMost,
        CompareOp::Greater => Comparison::Greater,
        CompareOp::GreaterOrEqual => Comparison::AtLeast,
    }
}

/// `30 days <= since(x)` is `since(x) >= 30 days`.
fn mirrored(operator: Comparison) -> Comparison {
    match operator {
        Comparison::Less => Comparison::Greater,
        Comparison::AtMost => Comparison::AtLeast,
        Comparison::Greater => Comparison::Less,
        Comparison::AtLeast => Comparison::AtMost,
        Comparison::Equal | Comparison::NotEqual => operator,
    }
}
