//! Expressions of templates as expressions of the language: the same names, the same types, the same meaning.

use journey_ir::expression::Condition;
use journey_ir::finding::Finding;
use minijinja::machinery::ast::{self, BinOpKind, CallArg, CompareOpKind, UnaryOpKind};
use minijinja::value::ValueKind;

use super::Context;
use super::place::Source;
use crate::lower::Lowering;
use crate::tree::{Aggregate, ArithmeticOp, CompareOp, Engagement, Expr, ExprKind, Name, Number, Path, Pick, Text};
use journey_ir::span::Span;

impl Lowering<'_> {
    /// What an `if` asks.
    pub(super) fn asked(&mut self, expr: &ast::Expr<'_>, source: &Source<'_>, context: &Context) -> Option<Condition> {
        let expr = self.translated(expr, source)?;
        self.condition(&expr, &context.scope)
    }

    /// An expression of a template, as it is written in the language.
    pub(super) fn translated(&mut self, expr: &ast::Expr<'_>, source: &Source<'_>) -> Option<Expr> {
        let span = source.span(expr.span());
        let kind = match expr {
            ast::Expr::Var(var) => variable(var.id, span),
            ast::Expr::Const(value) => constant(&value.value, source.written(expr.span()), span)
                .or_else(|| self.refuse_in_template("this value", span))?,
            ast::Expr::GetAttr(attribute) => self.attribute(attribute, source, span)?,
            ast::Expr::UnaryOp(operation) => {
                let inner = Box::new(self.translated(&operation.expr, source)?);
                match operation.op {
                    UnaryOpKind::Not => negated(*inner),
                    UnaryOpKind::Neg => ExprKind::Negate(inner),
                }
            }
            ast::Expr::BinOp(operation) => self.operation(operation, source, span)?,
            ast::Expr::Compare(chain) => self.chain(chain, source)?,
            ast::Expr::Test(test) => self.test(test, source, span)?,
            ast::Expr::Call(call) => self.call(call, source, span)?,
            ast::Expr::Filter(filter) => {
                let what = format!("the filter `{}` in a condition or a calculation", filter.name);
                return self.refuse_in_template(&what, span);
            }
            ast::Expr::IfExpr(_) => return self.refuse_in_template("a choice inside an expression", span),
            ast::Expr::Slice(_) | ast::Expr::GetItem(_) => return self.refuse_in_template("`[…]`", span),
            ast::Expr::List(_) | ast::Expr::Tuple(_) | ast::Expr::Map(_) => {
                return self.refuse_in_template("a list", span);
            }
        };
        Some(Expr { span, kind })
    }

    pub(super) fn refuse_in_template<T>(&mut self, what: &str, span: Span) -> Option<T> {
        let message = format!("{what} is not part of templates");
        let help =
            "a placeholder reads an attribute, `EVENT.FIELD` of the event that started the journey, or `offer.benefit`";
        self.report(Finding::error("template", message).at(span, "").help(help));
        None
    }

    fn attribute(&mut self, attribute: &ast::GetAttr<'_>, source: &Source<'_>, span: Span) -> Option<ExprKind> {
        let field = Name { text: attribute.name.to_owned(), span: behind(span, attribute.name) };
        match &attribute.expr {
            ast::Expr::Var(var) if var.id == "start" => Some(ExprKind::StartField(field)),
            ast::Expr::Var(var) => {
                let first = Name { text: var.id.to_owned(), span: source.span(attribute.expr.span()) };
                Some(ExprKind::Path(Path { first, rest: vec![field], span }))
            }
            ast::Expr::Call(call) => match self.call(call, source, source.span(attribute.expr.span()))? {
                ExprKind::Pick { which, event, filter, window, field: None } => {
                    Some(ExprKind::Pick { which, event, filter, window, field: Some(field) })
                }
                _ => self.refuse_in_template("a field of this", span),
            },
            _ => self.refuse_in_template("a name with several dots", span),
        }
    }

    fn operation(&mut self, operation: &ast::BinOp<'_>, source: &Source<'_>, span: Span) -> Option<ExprKind> {
        let arithmetic = match operation.op {
            BinOpKind::ScAnd | BinOpKind::ScOr => {
                let left = self.translated(&operation.left, source);
                let right = self.translated(&operation.right, source);
                let parts = vec![left?, right?];
                let and = matches!(operation.op, BinOpKind::ScAnd);
                return Some(if and { ExprKind::And(parts) } else { ExprKind::Or(parts) });
            }
            BinOpKind::Add => ArithmeticOp::Add,
            BinOpKind::Sub => ArithmeticOp::Subtract,
            BinOpKind::Mul => ArithmeticOp::Multiply,
            BinOpKind::Div => ArithmeticOp::Divide,
            BinOpKind::In => return self.listed_in(&operation.left, &operation.right, source),
            BinOpKind::Concat => return self.refuse_in_template("`~` inside an expression", span),
            BinOpKind::FloorDiv | BinOpKind::Rem | BinOpKind::Pow => {
                return self.refuse_in_template("this kind of calculation", span);
            }
            kind => {
                let op = comparison(kind)?;
                return self.compared(&operation.left, op, &operation.right, source);
            }
        };
        let left = self.translated(&operation.left, source);
        let right = self.translated(&operation.right, source);
        let (left, right) = (Box::new(left?), Box::new(right?));
        let op_span = Span { start: left.span.end, end: right.span.start, ..span };
        Some(ExprKind::Arithmetic { op: arithmetic, op_span, left, right })
    }

    /// `1 <= points < 10`
    fn chain(&mut self, chain: &ast::Compare<'_>, source: &Source<'_>) -> Option<ExprKind> {
        let mut parts = Vec::new();
        let mut left = &chain.expr;
        for link in &chain.ops {
            let kind = match link.op {
                CompareOpKind::In => self.listed_in(left, &link.expr, source)?,
                CompareOpKind::NotIn => {
                    let kind = self.listed_in(left, &link.expr, source)?;
                    let span = source.span(left.span()).to(source.span(link.expr.span()));
                    negated(Expr { span, kind })
                }
                CompareOpKind::Eq => self.compared(left, CompareOp::Equal, &link.expr, source)?,
                CompareOpKind::Ne => self.compared(left, CompareOp::NotEqual, &link.expr, source)?,
                CompareOpKind::Lt => self.compared(left, CompareOp::Less, &link.expr, source)?,
                CompareOpKind::Lte => self.compared(left, CompareOp::LessOrEqual, &link.expr, source)?,
                CompareOpKind::Gt => self.compared(left, CompareOp::Greater, &link.expr, source)?,
                CompareOpKind::Gte => self.compared(left, CompareOp::GreaterOrEqual, &link.expr, source)?,
            };
            let span = source.span(left.span()).to(source.span(link.expr.span()));
            parts.push(Expr { span, kind });
            left = &link.expr;
        }
        if parts.len() == 1 { parts.pop().map(|part| part.kind) } else { Some(ExprKind::And(parts)) }
    }

    fn compared(
        &mut self,
        left: &ast::Expr<'_>,
        op: CompareOp,
        right: &ast::Expr<'_>,
        source: &Source<'_>,
    ) -> Option<ExprKind> {
        let (left, right) = (self.translated(left, source), self.translated(right, source));
        let (left, right) = (Box::new(left?), Box::new(right?));
        let op_span = Span { start: left.span.end, end: right.span.start, ..left.span };
        Some(ExprKind::Compare { op, op_span, left, right })
    }

    /// `tier in ("silver", "gold")`
    fn listed_in(&mut self, value: &ast::Expr<'_>, list: &ast::Expr<'_>, source: &Source<'_>) -> Option<ExprKind> {
        let items = match list {
            ast::Expr::List(list) => &list.items,
            ast::Expr::Tuple(tuple) => &tuple.items,
            _ => return self.refuse_in_template("`in` without a list written out", source.span(list.span())),
        };
        let value = self.translated(value, source);
        let list: Vec<_> = items.iter().map(|item| self.translated(item, source)).collect();
        Some(ExprKind::In { value: Box::new(value?), list: list.into_iter().collect::<Option<_>>()? })
    }

    fn test(&mut self, test: &ast::Test<'_>, source: &Source<'_>, span: Span) -> Option<ExprKind> {
        let value = Box::new(self.translated(&test.expr, source)?);
        match (test.name, test.args.as_slice()) {
            ("known" | "defined", []) => Some(ExprKind::IsKnown(value)),
            ("missing" | "undefined" | "none", []) => Some(ExprKind::IsMissing(value)),
            ("startingwith", [CallArg::Pos(prefix)]) => {
                let prefix = Box::new(self.translated(prefix, source)?);
                Some(ExprKind::StartsWith { value, prefix })
            }
            (name, _) => {
                let message = format!("templates do not know the question `is {name}`");
                let finding = Finding::error("template", message).at(span, "");
                self.report(finding.help("ask `is known` or `is missing`, or compare"));
                None
            }
        }
    }

    /// The functions of history in their shortest form: `count(purchase)`, `sum(purchase.amount)`, `last(purchase)`.
    fn call(&mut self, call: &ast::Call<'_>, source: &Source<'_>, span: Span) -> Option<ExprKind> {
        if let Some(lookup) = self.table_call(call, source) {
            return lookup;
        }
        let (ast::Expr::Var(function), [CallArg::Pos(argument)]) = (&call.expr, call.args.as_slice()) else {
            return self.refuse_in_template("this call", span);
        };
        let whole = source.span(argument.span());
        let name = |text: &str, span| Name { text: text.to_owned(), span };
        let aggregate =
            |function, event, field| ExprKind::Aggregate { function, event, field, filter: None, window: None };
        let pick = |which, event| ExprKind::Pick { which, event, filter: None, window: None, field: None };
        match argument {
            ast::Expr::Var(event) => {
                let event = name(event.id, whole);
                Some(match function.id {
                    "count" => aggregate(Aggregate::Count, event, None),
                    "first" => pick(Pick::First, event),
                    "last" => pick(Pick::Last, event),
                    "in_journey" => ExprKind::InJourney(event),
                    "ever_in" => ExprKind::EverIn(event),
                    "sent" => ExprKind::Engagement { kind: Engagement::Sent, message: event },
                    _ => return self.unknown_function(function.id, span),
                })
            }
            ast::Expr::GetAttr(attribute) => {
                let ast::Expr::Var(event) = &attribute.expr else {
                    return self.refuse_in_template("a name with several dots", whole);
                };
                let function = match function.id {
                    "sum" => Aggregate::Sum,
                    "min" => Aggregate::Min,
                    "max" => Aggregate::Max,
                    "average" => Aggregate::Average,
                    _ => return self.unknown_function(function.id, span),
                };
                let field = name(attribute.name, behind(whole, attribute.name));
                Some(aggregate(function, name(event.id, source.span(attribute.expr.span())), Some(field)))
            }
            _ => self.refuse_in_template("this call", span),
        }
    }

    /// What a table says; nothing when something else is called. The inner nothing: it is wrong.
    #[expect(clippy::option_option, reason = "no table and a wrong one are two things")]
    fn table_call(&mut self, call: &ast::Call<'_>, source: &Source<'_>) -> Option<Option<ExprKind>> {
        let ast::Expr::Var(table) = &call.expr else { return None };
        self.names.tables.id(table.id)?;
        let table = Name { text: table.id.to_owned(), span: source.span(call.expr.span()) };
        let arguments = call.args.iter().map(|argument| match argument {
            CallArg::Pos(argument) => self.translated(argument, source),
            CallArg::Kwarg(_, argument) | CallArg::PosSplat(argument) | CallArg::KwargSplat(argument) => {
                self.refuse_in_template("this way to give a value", source.span(argument.span()))
            }
        });
        let arguments: Option<Vec<Expr>> = arguments.collect::<Vec<_>>().into_iter().collect();
        Some(arguments.map(|arguments| ExprKind::Lookup { table, arguments }))
    }

    fn unknown_function<T>(&mut self, name: &str, span: Span) -> Option<T> {
        let message = format!("templates do not know the function `{name}`");
        let help = "the functions are `count(EVENT)`, `sum(EVENT.FIELD)`, `min`, `max`, `average`, `first(EVENT)`, `last(EVENT)`, \
                    `sent(MESSAGE)`, `in_journey(JOURNEY)` and `ever_in(JOURNEY)`";
        self.report(Finding::error("template", message).at(span, "").help(help));
        None
    }
}

/// The place of a name at the end of another place.
fn behind(span: Span, name: &str) -> Span {
    let length = u32::try_from(name.len()).unwrap_or_default();
    Span { start: span.end.saturating_sub(length).max(span.start), ..span }
}

fn negated(inner: Expr) -> ExprKind {
    match inner.kind {
        ExprKind::IsKnown(value) => ExprKind::IsMissing(value),
        ExprKind::IsMissing(value) => ExprKind::IsKnown(value),
        _ => ExprKind::Not(Box::new(inner)),
    }
}

fn variable(id: &str, span: Span) -> ExprKind {
    match id {
        "today" => ExprKind::Today,
        "now" => ExprKind::Now,
        "start" => ExprKind::Start,
        "yes" => ExprKind::Boolean(true),
        "no" => ExprKind::Boolean(false),
        _ => {
            let first = Name { text: id.to_owned(), span };
            ExprKind::Path(Path { first, rest: Vec::new(), span })
        }
    }
}

/// A constant; nothing for those that the language does not have.
fn constant(value: &minijinja::Value, written: &str, span: Span) -> Option<ExprKind> {
    match value.kind() {
        ValueKind::String => Some(ExprKind::Text(Text { value: value.as_str()?.to_owned(), span })),
        ValueKind::Bool => Some(ExprKind::Boolean(value.is_true())),
        ValueKind::Number => {
            // Read from the text: decimals are exact and never a float.
            let digits = written.replace('_', "");
            let ten_thousandths = journey_ir::decimal::Decimal::parse(digits.as_bytes())?.0;
            Some(ExprKind::Number(Number { ten_thousandths, integer: !digits.contains('.'), span }))
        }
        _ => None,
    }
}

fn comparison(kind: BinOpKind) -> Option<CompareOp> {
    Some(match kind {
        BinOpKind::Eq => CompareOp::Equal,
        BinOpKind::Ne => CompareOp::NotEqual,
        BinOpKind::Lt => CompareOp::Less,
        BinOpKind::Lte => CompareOp::LessOrEqual,
        BinOpKind::Gt => CompareOp::Greater,
        BinOpKind::Gte => CompareOp::GreaterOrEqual,
        _ => return None,
    })
}
