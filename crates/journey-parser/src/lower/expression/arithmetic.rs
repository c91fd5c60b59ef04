//! `+ - * /` on numbers, and dates moved by lengths of time (language reference 1.2, 2.2).

use journey_ir::decimal::Decimal;
use journey_ir::expression::{Arithmetic, Expression};
use journey_ir::finding::Finding;
use journey_ir::span::Span;
use journey_ir::time::Period;
use journey_ir::value::{Type, Value};

use super::value::{as_instant, is_moment, noun};
use super::{Operand, Scope, Typed};
use crate::lower::Lowering;
use crate::tree::{ArithmeticOp, Expr};

impl Lowering<'_> {
    pub(super) fn arithmetic(
        &mut self,
        op: ArithmeticOp,
        left: &Expr,
        right: &Expr,
        span: Span,
        scope: &Scope,
    ) -> Option<Operand> {
        let (left, right) = (self.operand(left, scope), self.operand(right, scope));
        let (left, right) = (self.still(left?, scope), self.still(right?, scope));
        match (left?, op, right?) {
            (Operand::Value(moment), ArithmeticOp::Add | ArithmeticOp::Subtract, Operand::Period(period, at))
                if is_moment(&moment.kind) =>
            {
                let back = op == ArithmeticOp::Subtract;
                self.shifted(moment, (period, at), back, span).map(Operand::Value)
            }
            (Operand::Period(period, at), ArithmeticOp::Add, Operand::Value(moment)) if is_moment(&moment.kind) => {
                self.shifted(moment, (period, at), false, span).map(Operand::Value)
            }
            (Operand::Value(later), ArithmeticOp::Subtract, Operand::Value(earlier))
                if is_moment(&later.kind) && is_moment(&earlier.kind) =>
            {
                Some(difference(later, earlier, span))
            }
            (left, op, right) => self.calculation(left, op, right, span).map(Operand::Value),
        }
    }

    /// Refuses `now` in a calculation, unless that is made once.
    fn still(&mut self, operand: Operand, scope: &Scope) -> Option<Operand> {
        if !scope.at_once
            && let Operand::Value(Typed { expression: Expression::Now, span, .. }) = &operand
        {
            self.report_now(*span);
            return None;
        }
        Some(operand)
    }

    /// ⊕ or ⊖. A date has no time of day, so hours do not move it.
    fn shifted(&mut self, moment: Typed, by: (Period, Span), back: bool, span: Span) -> Option<Typed> {
        self.whole_days(&moment, by.0, by.1)?;
        Some(Typed { kind: moment.kind.clone(), expression: shift(moment.expression, by.0, back), span })
    }

    /// Refuses hours beside a date.
    pub(super) fn whole_days(&mut self, moment: &Typed, period: Period, at: Span) -> Option<()> {
        if moment.kind != Type::Date || !period.is_exact() || period.is_zero() {
            return Some(());
        }
        let (date, written) = (self.text(moment.span), self.text(at));
        let message = format!("`{date}` is a date without a time of day: `{written}` has no meaning beside it");
        let finding = Finding::error("mixed-units", message).at(at, "").at(moment.span, "a date");
        self.report(finding.help("use days, weeks, months or years"));
        None
    }

    fn calculation(&mut self, left: Operand, op: ArithmeticOp, right: Operand, span: Span) -> Option<Typed> {
        let (left, right) = (self.number(left, op), self.number(right, op));
        let (left, right) = (left?, right?);
        let whole = left.kind == Type::Integer && right.kind == Type::Integer && op != ArithmeticOp::Divide;
        Some(Typed {
            kind: if whole { Type::Integer } else { Type::Decimal },
            expression: Expression::Arithmetic {
                operator: match op {
                    ArithmeticOp::Add => Arithmetic::Plus,
                    ArithmeticOp::Subtract => Arithmetic::Minus,
                    ArithmeticOp::Multiply => Arithmetic::Times,
                    ArithmeticOp::Divide => Arithmetic::Over,
                },
                left: Box::new(left.expression),
                right: Box::new(right.expression),
            },
            span,
        })
    }

    /// An operand of a calculation: a number.
    fn number(&mut self, operand: Operand, op: ArithmeticOp) -> Option<Typed> {
        let span = operand.span();
        let written = self.text(span);
        let (what, help) = match operand {
            Operand::Value(typed) if typed.kind.is_number() => return Some(typed),
            Operand::Difference { .. } => return self.by_itself(operand),
            Operand::Value(typed) if is_moment(&typed.kind) => {
                let add = matches!(op, ArithmeticOp::Add | ArithmeticOp::Subtract);
                let help = if add { format!("say the unit: `{written} + 30 days`") } else { String::new() };
                (noun(&typed.kind), help)
            }
            Operand::Value(typed) => (noun(&typed.kind), String::new()),
            Operand::Period(..) => {
                ("a length of time".to_owned(), "only a date is moved by a length of time".to_owned())
            }
            Operand::Since(..) => {
                let help = format!("compare it by itself: `{written} >= 30 days`");
                ("a length of time that grows".to_owned(), help)
            }
        };
        let message = format!("`{written}` is {what}: there is no calculating with it as with a number");
        let finding = Finding::error("type-mismatch", message).at(span, "");
        self.report(if help.is_empty() { finding } else { finding.help(help) });
        None
    }

    /// `-a`
    pub(super) fn negated(&mut self, of: &Expr, span: Span, scope: &Scope) -> Option<Typed> {
        let operand = self.operand(of, scope)?;
        let operand = self.still(operand, scope)?;
        let typed = self.number(operand, ArithmeticOp::Multiply)?;
        let expression = match typed.expression {
            Expression::Constant(Value::Integer(number)) => {
                Expression::Constant(number.checked_neg().map_or(Value::Missing, Value::Integer))
            }
            Expression::Constant(Value::Decimal(number)) => Expression::Constant(Decimal::ZERO.minus(number).into()),
            other => Expression::Arithmetic {
                operator: Arithmetic::Minus,
                left: Box::new(Expression::Constant(Value::Integer(0))),
                right: Box::new(other),
            },
        };
        let kind = typed.kind;
        Some(Typed { expression, kind, span })
    }
}

/// A date or instant, moved.
pub(super) fn shift(moment: Expression, period: Period, back: bool) -> Expression {
    Expression::Shift { moment: Box::new(moment), period, back }
}

/// `a - b` of points in time: of dates when both are, else of instants.
fn difference(later: Typed, earlier: Typed, span: Span) -> Operand {
    let dates = later.kind == Type::Date && earlier.kind == Type::Date;
    let (later, earlier) = if dates { (later, earlier) } else { (as_instant(later), as_instant(earlier)) };
    Operand::Difference { later, earlier, span }
}
