//! Functions of a customer's history: `count`, `sum`, `first` and the like (language reference 1.2).

use journey_ir::expression::{Aggregate, Expression, Function, Window};
use journey_ir::finding::Finding;
use journey_ir::span::Span;
use journey_ir::table::{EventId, FieldId};
use journey_ir::value::Type;

use super::value::{is_moment, noun};
use super::{Scope, Typed};
use crate::lower::Lowering;
use crate::tree::{self, Expr, ExprKind, Name};

/// A history function as it is written.
struct Written<'e> {
    function: Function,
    event: &'e Name,
    field: Option<&'e Name>,
    filter: Option<&'e Expr>,
    window: Option<tree::Window>,
    span: Span,
}

impl Lowering<'_> {
    /// Lowers an aggregate or a pick.
    pub(super) fn history(&mut self, expr: &Expr, scope: &Scope) -> Option<Typed> {
        let written = written(expr)?;
        self.refuse_in_history("a history function", written.span, scope)?;
        let event = self.event(written.event);
        // What stands in the `where` and the window is looked at even when the event is unknown.
        let window = self.window(written.window, scope);
        let event = event?;
        let field = match written.field {
            Some(name) => Some(self.field(event, name)?),
            None => None,
        };
        let kind = self.result(&written, event, field)?;
        let filter = match written.filter {
            Some(filter) => Some(self.condition(filter, &Scope::in_history(event))?),
            None => None,
        };
        let aggregate = self.aggregate(Aggregate { function: written.function, event, filter, field, window: window? });
        Some(Typed { expression: Expression::History(aggregate), kind, span: written.span })
    }

    fn window(&mut self, window: Option<tree::Window>, scope: &Scope) -> Option<Window> {
        match window {
            None => Some(Window::Ever),
            Some(tree::Window::Last(period)) => {
                Some(Window::Last(self.some_period(period, "nothing can have happened in it")))
            }
            Some(tree::Window::SinceStart(span)) => {
                self.demand_enrolment("`since start`", span, scope)?;
                Some(Window::SinceStart)
            }
        }
    }

    /// The type of a function's result.
    fn result(&mut self, written: &Written<'_>, event: EventId, field: Option<FieldId>) -> Option<Type> {
        let Some(field) = field else {
            return Some(match written.function {
                Function::Count => Type::Integer,
                _ => Type::DateTime,
            });
        };
        let kind = self.program.events[event].fields[field].kind.clone();
        match written.function {
            Function::Sum if kind.is_number() => Some(kind),
            Function::Average if kind.is_number() => Some(Type::Decimal),
            Function::Min | Function::Max if kind.is_number() || is_moment(&kind) => Some(kind),
            Function::First | Function::Last => Some(kind),
            Function::Count => Some(Type::Integer),
            Function::Sum | Function::Average | Function::Min | Function::Max => {
                let (name, what) = match written.function {
                    Function::Sum => ("sum", "numbers"),
                    Function::Average => ("average", "numbers"),
                    Function::Min => ("min", "numbers and dates"),
                    _ => ("max", "numbers and dates"),
                };
                let field = written.field?;
                let message = format!("`{name}` is for {what}, and `{}` is {}", field.text, noun(&kind));
                self.report(Finding::error("type-mismatch", message).at(field.span, ""));
                None
            }
        }
    }
}

fn written(expr: &Expr) -> Option<Written<'_>> {
    match &expr.kind {
        ExprKind::Aggregate { function, event, field, filter, window } => Some(Written {
            function: match function {
                tree::Aggregate::Count => Function::Count,
                tree::Aggregate::Sum => Function::Sum,
                tree::Aggregate::Min => Function::Min,
                tree::Aggregate::Max => Function::Max,
                tree::Aggregate::Average => Function::Average,
            },
            event,
            field: field.as_ref(),
            filter: filter.as_deref(),
            window: *window,
            span: expr.span,
        }),
        ExprKind::Pick { which, event, filter, window, field } => Some(Written {
            function: match which {
                tree::Pick::First => Function::First,
                tree::Pick::Last => Function::Last,
            },
            event,
            field: field.as_ref(),
            filter: filter.as_deref(),
            window: *window,
            span: expr.span,
        }),
        _ => None,
    }
}
