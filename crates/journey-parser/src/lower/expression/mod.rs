//! Expressions: resolved, typed and lowered (language reference 1.2).
//!
//! [`Lowering::condition`] is for what holds or not, [`Lowering::value`] for what has a value. Between them stands
//! [`Operand`]: what may stand on one side of a comparison, lengths of time and `since(x)` included.

mod arithmetic;
mod assign;
mod compare;
mod condition;
mod domain;
mod history;
mod path;
mod scope;
mod table;
mod value;

pub(super) use self::assign::Recipient;
pub(super) use self::condition::engagement_kind;
pub(super) use self::scope::Scope;
pub(super) use self::value::noun;

use journey_ir::expression::Expression;
use journey_ir::span::Span;
use journey_ir::time::Period;
use journey_ir::value::Type;

/// An expression with its type and place.
#[derive(Clone, Debug)]
pub(in crate::lower) struct Typed {
    pub expression: Expression,
    pub kind: Type,
    pub span: Span,
}

/// What may stand on one side of a comparison.
#[derive(Clone, Debug)]
enum Operand {
    /// A value; [`Expression::Now`] only by itself.
    Value(Typed),
    /// A length of time.
    Period(Period, Span),
    /// `a - b` of two dates, or of two instants.
    Difference { later: Typed, earlier: Typed, span: Span },
    /// `since(x)`: x, an instant.
    Since(Expression, Span),
}

impl Operand {
    fn span(&self) -> Span {
        match self {
            Self::Value(typed) => typed.span,
            Self::Period(_, span) | Self::Difference { span, .. } | Self::Since(_, span) => *span,
        }
    }
}
