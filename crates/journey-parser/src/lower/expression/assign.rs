//! Values that something is given: an attribute by `set`, a field by `emit` (language reference 5.8).

use journey_ir::decimal::Decimal;
use journey_ir::expression::{Arithmetic, Case, Condition, Expression};
use journey_ir::finding::Finding;
use journey_ir::span::Span;
use journey_ir::value::{Type, Value};

use super::domain::bare_name;
use super::path::Meaning;
use super::value::{as_instant, noun};
use super::{Operand, Scope, Typed};
use crate::lower::Lowering;
use crate::tree::Expr;

/// What is given a value.
pub(in crate::lower) struct Recipient {
    /// Its type.
    pub kind: Type,
    /// Its name, in the text.
    pub span: Span,
}

impl Lowering<'_> {
    /// The value that a recipient is given, in its own type. It is computed once, at that instant, so `now` may stand in it.
    pub(in crate::lower) fn assigned(
        &mut self,
        value: &Expr,
        recipient: &Recipient,
        scope: &Scope,
    ) -> Option<Expression> {
        self.fitted(value, recipient, &Scope { at_once: true, ..scope.clone() })
    }

    /// A value in the type of what has it; what is `yes` or `no` may be a condition.
    pub(in crate::lower) fn fitted(
        &mut self,
        value: &Expr,
        recipient: &Recipient,
        scope: &Scope,
    ) -> Option<Expression> {
        if recipient.kind == Type::Boolean && self.is_condition(value, scope) {
            let when = self.condition(value, scope)?;
            return Some(as_boolean(when));
        }
        let subject = Typed {
            expression: Expression::Constant(Value::Missing),
            kind: recipient.kind.clone(),
            span: recipient.span,
        };
        let operand = self.opposite(value, Some(&Operand::Value(subject.clone())), scope)?;
        let typed = self.by_itself(operand)?;
        if !scope.at_once && typed.expression == Expression::Now {
            self.report_now(typed.span);
            return None;
        }
        if typed.kind == recipient.kind {
            return Some(typed.expression);
        }
        match (&recipient.kind, &typed.kind) {
            (Type::Decimal, Type::Integer) => Some(as_decimal(typed.expression)),
            (Type::DateTime, Type::Date) => Some(as_instant(typed).expression),
            _ => {
                self.report_wrong_value(&subject, &typed);
                None
            }
        }
    }

    /// Whether an expression holds or not, rather than having a value.
    fn is_condition(&self, expr: &Expr, scope: &Scope) -> bool {
        let named = || bare_name(expr).and_then(|path| self.known_name(&path.first, scope));
        expr.kind.is_condition() || matches!(named(), Some(Meaning::Holds(_)))
    }

    fn report_wrong_value(&mut self, recipient: &Typed, value: &Typed) {
        let (name, written) = (self.text(recipient.span), self.text(value.span));
        let message = match (&recipient.kind, &value.kind) {
            (Type::Integer, Type::Decimal) => {
                format!("`{name}` is a whole number, and `{written}` may have decimal places")
            }
            (recipient, value) => format!("`{name}` is {}, and `{written}` is {}", noun(recipient), noun(value)),
        };
        let help = match (&recipient.kind, &value.kind, &value.expression) {
            (Type::Date, Type::DateTime, Expression::Now) => Some("write `today`".to_owned()),
            (Type::Integer, Type::Decimal, _) => {
                Some(format!("declare `{name}` as `decimal`, or write a whole number"))
            }
            (Type::Text, _, Expression::Constant(_)) => Some(format!("write a text in quotes: `\"{written}\"`")),
            _ => None,
        };
        self.report(Finding::error("type-mismatch", message).at(value.span, "").maybe_help(help));
    }
}

/// Whether a condition holds, as a value.
fn as_boolean(when: Condition) -> Expression {
    let value = |yes| Expression::Constant(Value::Boolean(yes));
    Expression::Match(vec![
        Case { when, value: value(true) },
        Case { when: Condition::Constant(true), value: value(false) },
    ])
}

/// A whole number as a decimal one.
fn as_decimal(expression: Expression) -> Expression {
    if let Expression::Constant(Value::Integer(number)) = expression
        && let Some(number) = Decimal::from_integer(number)
    {
        return Expression::Constant(Value::Decimal(number));
    }
    Expression::Arithmetic {
        operator: Arithmetic::Plus,
        left: Box::new(expression),
        right: Box::new(Expression::Constant(Value::Decimal(Decimal::ZERO))),
    }
}
