//! Values that something is given: an attribute by `set`, a field by `emit` (language reference 5.8).

use journey_ir::decimal::Decimal;
use journey_ir::expression::{Arithmetic, Expression};
use journey_ir::finding::Finding;
use journey_ir::span::Span;
use journey_ir::value::{Type, Value};

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
        let scope = Scope { at_once: true, ..scope.clone() };
        let subject = Typed {
            expression: Expression::Constant(Value::Missing),
            kind: recipient.kind.clone(),
            span: recipient.span,
        };
        let operand = self.opposite(value, Some(&Operand::Value(subject.clone())), &scope)?;
        let typed = self.by_itself(operand)?;
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
