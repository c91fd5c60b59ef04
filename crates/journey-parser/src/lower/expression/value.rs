//! Expressions that have a value.

use journey_ir::expression::{Condition, Expression};
use journey_ir::finding::Finding;
use journey_ir::span::Span;
use journey_ir::time::Period;
use journey_ir::value::{Type, Value};
use journey_ir::walk::{Node, Walk};

use super::domain::bare_name;
use super::path::Meaning;
use super::{Operand, Scope, Typed};
use crate::lower::blueprint::Given;
use crate::lower::{Lowering, literal};
use crate::tree::{DatePart, Expr, ExprKind};

impl Lowering<'_> {
    /// A value that does not move by itself with every second: anything but `now` and lengths of time.
    pub(in crate::lower) fn value(&mut self, expr: &Expr, scope: &Scope) -> Option<Typed> {
        let typed = self.value_or_now(expr, scope)?;
        if typed.expression == Expression::Now {
            self.report_now(typed.span);
            return None;
        }
        Some(typed)
    }

    /// A date or instant to wait for, which must not move while one waits.
    pub(in crate::lower) fn moment_value(&mut self, expr: &Expr, from_here: &str, scope: &Scope) -> Option<Typed> {
        self.refuse_moving_moment(expr, from_here)?;
        let operand = self.operand(expr, scope)?;
        if let Operand::Period(_, span) = operand {
            let written = self.text(span);
            let message = format!("`{written}` is a length of time, where a date is wanted");
            let help = format!("write `start + {written}`, or another date with `+ {written}`");
            self.report(Finding::error("type-mismatch", message).at(span, "").help(help));
            return None;
        }
        let typed = self.by_itself(operand)?;
        if !is_moment(&typed.kind) {
            let message = format!("`{}` is {}, where a date is wanted", self.text(typed.span), noun(&typed.kind));
            self.report(Finding::error("type-mismatch", message).at(typed.span, ""));
            return None;
        }
        Some(typed)
    }

    /// `wait until now + 3 hours`: while one waits, so does what one waits for.
    fn refuse_moving_moment(&mut self, expr: &Expr, from_here: &str) -> Option<()> {
        let (moving, by) = match &expr.kind {
            ExprKind::Arithmetic { left, right, .. } => (&**left, Some(right.span)),
            _ => (expr, None),
        };
        if !matches!(moving.kind, ExprKind::Now | ExprKind::Today) {
            return Some(());
        }
        let message = format!("`{}` moves on while one waits for it", self.text(expr.span));
        let help = match by {
            Some(by) => format!("write `{from_here} {}` for a time from here on", self.text(by)),
            None => format!("write `{from_here} 3 days` for a time from here on, or a date such as `joined + 3 days`"),
        };
        self.report(Finding::error("moving-time", message).at(expr.span, "").help(help));
        None
    }

    /// A value, or `now`.
    fn value_or_now(&mut self, expr: &Expr, scope: &Scope) -> Option<Typed> {
        let operand = self.operand(expr, scope)?;
        self.by_itself(operand)
    }

    /// The value that an operand is by itself.
    pub(super) fn by_itself(&mut self, operand: Operand) -> Option<Typed> {
        match operand {
            Operand::Value(typed) => Some(typed),
            Operand::Period(_, span) => {
                let message = format!("`{}` is a length of time, which has no place here", self.text(span));
                let help = "a length of time is added to a date, or compared with `since(…)`";
                self.report(Finding::error("type-mismatch", message).at(span, "").help(help));
                None
            }
            Operand::Since(_, span) => {
                let message = format!("`{}` can only be compared with a length of time", self.text(span));
                let help = format!("write for example `{} >= 30 days`", self.text(span));
                self.report(Finding::error("moving-time", message).at(span, "").help(help));
                None
            }
            Operand::Difference { later, earlier, span } => self.difference(later, earlier, span),
        }
    }

    /// `a - b` by itself: whole days between dates, a number.
    fn difference(&mut self, later: Typed, earlier: Typed, span: Span) -> Option<Typed> {
        if later.kind == Type::Date && earlier.kind == Type::Date {
            let (later, earlier) = (Box::new(later.expression), Box::new(earlier.expression));
            return Some(Typed { expression: Expression::DaysBetween(later, earlier), kind: Type::Integer, span });
        }
        let message = format!("`{}` is the time between two instants, which is no number", self.text(span));
        let help = "compare it with a length of time, as in `last(purchase) - first(purchase) >= 30 days`";
        self.report(Finding::error("mixed-units", message).at(span, "").help(help));
        None
    }

    /// Lowers what may stand on one side of a comparison.
    pub(super) fn operand(&mut self, expr: &Expr, scope: &Scope) -> Option<Operand> {
        let span = expr.span;
        let (expression, kind) = match &expr.kind {
            ExprKind::Period(period) => return Some(Operand::Period(self.period(*period), span)),
            ExprKind::Since(of) => return self.since(of, span, scope),
            ExprKind::Lookup { table, arguments } => {
                return self.table_value(table, arguments, span, scope).map(Operand::Value);
            }
            ExprKind::Arithmetic { op, left, right, .. } => return self.arithmetic(*op, left, right, span, scope),
            ExprKind::Negate(of) => return self.negated(of, span, scope).map(Operand::Value),
            ExprKind::Path(path) => {
                return match self.length_given(path) {
                    Some(period) => Some(Operand::Period(period, span)),
                    None => self.path_value(path, scope).map(Operand::Value),
                };
            }
            ExprKind::StartField(field) => return self.start_field(field, span, scope).map(Operand::Value),
            ExprKind::Aggregate { .. } | ExprKind::Pick { .. } => {
                return self.history(expr, scope).map(Operand::Value);
            }
            ExprKind::DatePart { part, of } => return self.date_part(*part, of, span, scope).map(Operand::Value),
            ExprKind::Number(number) => {
                let value = literal::number(*number);
                let kind = if number.integer { Type::Integer } else { Type::Decimal };
                (Expression::Constant(value), kind)
            }
            ExprKind::Text(text) => (constant(Value::Text(text.value.as_str().into())), Type::Text),
            ExprKind::Boolean(yes) => (constant(Value::Boolean(*yes)), Type::Boolean),
            ExprKind::Date(date) => (constant(Value::Date(self.date(*date)?)), Type::Date),
            ExprKind::DateTime(moment) => (Expression::Wall(self.wall_time(*moment)?), Type::DateTime),
            ExprKind::Today => {
                self.refuse_in_history("`today`", span, scope)?;
                (Expression::Today, Type::Date)
            }
            ExprKind::Now => {
                self.refuse_in_history("`now`", span, scope)?;
                (Expression::Now, Type::DateTime)
            }
            ExprKind::Start => {
                self.demand_enrolment("`start`", span, scope)?;
                (Expression::Start, Type::DateTime)
            }
            ExprKind::Percent(_) => return self.refuse(span, "a percentage", "write it as a number, such as `0.05`"),
            ExprKind::Time(_) => {
                return self.refuse(span, "a time of day", "a time stands after a date, as in `2026-11-27 09:00`");
            }
            ExprKind::Or(_)
            | ExprKind::And(_)
            | ExprKind::Not(_)
            | ExprKind::Compare { .. }
            | ExprKind::In { .. }
            | ExprKind::StartsWith { .. }
            | ExprKind::IsKnown(_)
            | ExprKind::IsMissing(_)
            | ExprKind::Ended { .. }
            | ExprKind::InJourney(_)
            | ExprKind::EverIn(_)
            | ExprKind::Engagement { .. } => {
                return self.refuse(span, "a condition", "it holds or not; put it beside the others with `and`");
            }
        };
        Some(Operand::Value(Typed { expression, kind, span }))
    }

    /// The length of time that a path is, when it is a parameter of that type.
    fn length_given(&self, path: &crate::tree::Path) -> Option<Period> {
        let name = path.single()?;
        match self.parameter(&name.text, name.span)? {
            Given::Period(period) => Some(*period),
            _ => None,
        }
    }

    fn path_value(&mut self, path: &crate::tree::Path, scope: &Scope) -> Option<Typed> {
        match self.path(path, scope)? {
            Meaning::Value(typed) => Some(typed),
            Meaning::Holds(condition) => {
                let (name, what) = (&path.first.text, holding(&condition));
                let message = format!("`{name}` is {what}, which holds or not: it has no value");
                let help = format!("write `{name}` or `not {name}` by itself");
                self.report(Finding::error("type-mismatch", message).at(path.span, "").help(help));
                None
            }
        }
    }

    fn since(&mut self, of: &Expr, span: Span, scope: &Scope) -> Option<Operand> {
        self.refuse_in_history("`since`", span, scope)?;
        self.refuse_since_event(of)?;
        let typed = self.value(of, scope)?;
        if holds_time(&typed.expression) {
            let message =
                format!("`{}` moves on by itself: no fixed time has passed since then", self.text(typed.span));
            self.report(Finding::error("moving-time", message).at(typed.span, ""));
            return None;
        }
        if !is_moment(&typed.kind) {
            let written = self.text(typed.span);
            let message = format!("`since` wants a date, and `{written}` is {}", noun(&typed.kind));
            self.report(Finding::error("type-mismatch", message).at(typed.span, ""));
            return None;
        }
        Some(Operand::Since(as_instant(typed).expression, span))
    }

    /// `since(purchase)` is a slip that has its own answer.
    fn refuse_since_event(&mut self, of: &Expr) -> Option<()> {
        let Some(name) = bare_name(of).map(|path| &path.first) else { return Some(()) };
        if self.names.events.id(&name.text).is_none() || self.names.attributes.id(&name.text).is_some() {
            return Some(());
        }
        let message = format!("`{}` is an event, and `since` wants a date", name.text);
        let help = format!("write `since(last({}))`", name.text);
        self.report(Finding::error("type-mismatch", message).at(name.span, "").help(help));
        None
    }

    fn date_part(&mut self, part: DatePart, of: &Expr, span: Span, scope: &Scope) -> Option<Typed> {
        let typed = self.value(of, scope)?;
        if !is_moment(&typed.kind) {
            let written = self.text(typed.span);
            let message = format!("`{written}` is {} and has neither month nor day", noun(&typed.kind));
            self.report(Finding::error("type-mismatch", message).at(typed.span, ""));
            return None;
        }
        let date = Box::new(if typed.kind == Type::DateTime {
            Expression::DateOf(Box::new(typed.expression))
        } else {
            typed.expression
        });
        let expression = match part {
            DatePart::Month => Expression::MonthOf(date),
            DatePart::Day => Expression::DayOf(date),
        };
        let kind = Type::Integer;
        Some(Typed { expression, kind, span })
    }

    fn refuse<T>(&mut self, span: Span, what: &str, help: &str) -> Option<T> {
        let message = format!("`{}` is {what}, where a value is wanted", self.text(span));
        self.report(Finding::error("type-mismatch", message).at(span, "").help(help));
        None
    }

    /// Refuses what a history `where` may not ask: it is decided once, when the event happens (language reference 1.2).
    pub(in crate::lower) fn refuse_in_history(&mut self, what: &str, span: Span, scope: &Scope) -> Option<()> {
        if !scope.in_history {
            return Some(());
        }
        let message = format!("{what} cannot stand in {}", scope.place);
        let help = "it is decided when the event happens and reads only the event's fields and attributes; put this condition outside, with `and`";
        self.report(Finding::error("out-of-place", message).at(span, "").help(help));
        None
    }

    /// Refuses what only an enrolment knows.
    pub(super) fn demand_enrolment(&mut self, what: &str, span: Span, scope: &Scope) -> Option<()> {
        self.refuse_in_history(what, span, scope)?;
        if scope.enrolment {
            return Some(());
        }
        let message = format!("{what} has a meaning only in the steps, stops and goals of a journey");
        let finding = Finding::error("out-of-place", message).at(span, format!("this stands in {}", scope.place));
        self.report(finding);
        None
    }

    /// `now` in the wrong place.
    pub(super) fn report_now(&mut self, span: Span) {
        let message = "`now` can only be compared by itself: when a calculation with it changes cannot be foreseen";
        let help = "write `now >= joined + 30 days`, or `since(joined) >= 30 days`";
        self.report(Finding::error("moving-time", message).at(span, "").help(help));
    }
}

/// What is asked by its name.
pub(super) fn holding(condition: &Condition) -> &'static str {
    if matches!(condition, Condition::State(_)) { "a state" } else { "a segment" }
}

fn constant(value: Value) -> Expression {
    Expression::Constant(value)
}

/// What a value of a type is, for messages: `a date`.
pub(in crate::lower) fn noun(kind: &Type) -> String {
    match kind {
        Type::Text => "a text".into(),
        Type::Integer => "a whole number".into(),
        Type::Decimal => "a number".into(),
        Type::Boolean => "`yes` or `no`".into(),
        Type::Date => "a date".into(),
        Type::DateTime => "a date and time".into(),
        Type::OneOf(words) if words.len() > 6 => "one of a list of words".into(),
        Type::OneOf(words) => format!("one of {}", words.join(", ")),
        Type::Channel => "a channel".into(),
        Type::Zone => "a time zone".into(),
    }
}

/// Whether values of a type are points in time.
pub(super) fn is_moment(kind: &Type) -> bool {
    matches!(kind, Type::Date | Type::DateTime)
}

/// A date or instant as an instant: a date is its first one (language reference 2.4).
pub(super) fn as_instant(typed: Typed) -> Typed {
    if typed.kind != Type::Date {
        return typed;
    }
    Typed { expression: Expression::Midnight(Box::new(typed.expression)), kind: Type::DateTime, span: typed.span }
}

/// Whether an expression moves by itself.
pub(super) fn holds_time(expression: &Expression) -> bool {
    let mut found = false;
    expression.walk(&mut |node| {
        found |= matches!(node, Node::Expression(Expression::Now | Expression::Today));
    });
    found
}
