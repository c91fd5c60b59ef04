//! Placeholders: what they write, with filters and defaults.

use journey_ir::expression::Expression;
use journey_ir::finding::Finding;
use journey_ir::span::Span;
use journey_ir::template::{Form, Letters, Phrase};
use journey_ir::value::{Type, Value};
use minijinja::machinery::ast::{self, BinOpKind, CallArg};
use minijinja::value::ValueKind;

use super::Context;
use super::place::Source;
use crate::lower::Lowering;
use crate::lower::known::{learn, may_be_missing};
use crate::lower::lookup::suggestion;

/// A phrase, and what in it may be missing.
struct Read {
    phrase: Phrase,
    missing: Vec<Span>,
}

impl Read {
    fn sure(phrase: Phrase) -> Self {
        Self { phrase, missing: Vec::new() }
    }

    fn map(self, change: impl FnOnce(Box<Phrase>) -> Phrase) -> Self {
        Self { phrase: change(Box::new(self.phrase)), missing: self.missing }
    }
}

impl Lowering<'_> {
    /// `{{ … }}`
    pub(super) fn placeholder(
        &mut self,
        expr: &ast::Expr<'_>,
        source: &Source<'_>,
        context: &mut Context,
    ) -> Option<Phrase> {
        let read = self.phrase(expr, source, context)?;
        for span in read.missing {
            let written = self.text(span).to_owned();
            let finding =
                Finding::error("missing-default", format!("`{written}` may be missing, and then nothing stands here"));
            let help = format!(
                "write `{written} | default('…')`, or put it into `{{% if {written} is known %}} … {{% endif %}}`"
            );
            self.report(finding.at(span, "").help(help));
        }
        Some(read.phrase)
    }

    fn phrase(&mut self, expr: &ast::Expr<'_>, source: &Source<'_>, context: &mut Context) -> Option<Read> {
        let span = source.span(expr.span());
        match expr {
            ast::Expr::Const(value) if value.value.kind() == ValueKind::String => {
                Some(Read::sure(Phrase::Text(value.value.as_str()?.to_owned())))
            }
            ast::Expr::Filter(filter) => self.filtered(filter, source, context, span),
            ast::Expr::BinOp(operation) if matches!(operation.op, BinOpKind::Concat) => {
                let left = self.phrase(&operation.left, source, context);
                let right = self.phrase(&operation.right, source, context);
                let (mut left, right) = (left?, right?);
                left.missing.extend(right.missing);
                Some(Read { phrase: Phrase::Joined(vec![left.phrase, right.phrase]), missing: left.missing })
            }
            ast::Expr::IfExpr(choice) => self.chosen(choice, source, context),
            ast::Expr::Var(var) if var.id == "programme" && self.names.attributes.id("programme").is_none() => {
                self.programme_name(span)
            }
            ast::Expr::GetAttr(attribute) if is_offer(&attribute.expr) && self.names.events.id("offer").is_none() => {
                self.offer_part(attribute.name, context, span)
            }
            _ => self.read_value(expr, source, context),
        }
    }

    fn programme_name(&mut self, span: Span) -> Option<Read> {
        if self.program.name.is_empty() {
            let message = "the programme has no name to say";
            let help = "write `programme \"NAME\" { … }`";
            self.report(Finding::error("template", message).at(span, "").help(help));
            return None;
        }
        Some(Read::sure(Phrase::Text(self.program.name.clone())))
    }

    fn read_value(&mut self, expr: &ast::Expr<'_>, source: &Source<'_>, context: &Context) -> Option<Read> {
        let expr = self.translated(expr, source)?;
        let typed = self.value(&expr, &context.scope)?;
        let missing = may_be_missing(&self.program, &typed.expression, context.certain, &context.known);
        if let Expression::Constant(Value::Text(text)) = &typed.expression {
            return Some(Read::sure(Phrase::Text(text.to_string())));
        }
        let phrase = Phrase::Value { of: typed.expression, kind: typed.kind, form: Form::Usual };
        Some(Read { phrase, missing: if missing { vec![expr.span] } else { Vec::new() } })
    }

    /// `a if C else b`
    fn chosen(&mut self, choice: &ast::IfExpr<'_>, source: &Source<'_>, context: &mut Context) -> Option<Read> {
        let condition = self.asked(&choice.test_expr, source, context)?;
        let before = context.known.len();
        learn(&condition, true, &mut context.known);
        let then = self.phrase(&choice.true_expr, source, context);
        context.known.truncate(before);
        learn(&condition, false, &mut context.known);
        let otherwise = match &choice.false_expr {
            Some(expr) => self.phrase(expr, source, context),
            None => Some(Read::sure(Phrase::Text(String::new()))),
        };
        context.known.truncate(before);
        let (mut then, otherwise) = (then?, otherwise?);
        then.missing.extend(otherwise.missing);
        let phrase = Phrase::Choice { condition, then: Box::new(then.phrase), otherwise: Box::new(otherwise.phrase) };
        Some(Read { phrase, missing: then.missing })
    }

    /// `offer.benefit`, `offer.until`
    fn offer_part(&mut self, part: &str, context: &Context, span: Span) -> Option<Read> {
        let Some(id) = context.offer else {
            let (what, help) = match context.scope.place {
                "a task" => ("a task", None),
                _ => ("this message", Some("add `offer NAME` to the message".to_owned())),
            };
            let message = format!("{what} carries no offer whose `{part}` it could say");
            self.report(Finding::error("template", message).at(span, "").maybe_help(help));
            return None;
        };
        let offer = &self.program.offers[id];
        let name = offer.name.clone();
        let (phrase, lacking) = match part {
            "benefit" => (offer.benefit.clone().map(Phrase::Text), "benefit \"…\""),
            "title" => (offer.title.clone().map(Phrase::Text), "\"TITLE\" behind its name"),
            "name" => (Some(Phrase::Text(name.clone())), ""),
            "until" => {
                let ends = offer.lasts.is_some() || offer.valid.until.is_some();
                (ends.then_some(Phrase::OfferUntil(Form::Usual)), "valid 30 days")
            }
            _ => {
                let help = suggestion(part, &OFFER_PARTS)
                    .unwrap_or_else(|| "the parts are `benefit`, `until`, `title` and `name`".to_owned());
                let message = format!("an offer has no `{part}`");
                self.report(Finding::error("unknown-name", message).at(span, "").help(help));
                return None;
            }
        };
        if phrase.is_none() {
            let message = format!("the offer `{name}` says no `{part}`");
            let help = format!("write `{lacking}` in `offer {name}`");
            self.report(Finding::error("template", message).at(span, "").help(help));
        }
        phrase.map(Read::sure)
    }

    fn filtered(
        &mut self,
        filter: &ast::Filter<'_>,
        source: &Source<'_>,
        context: &mut Context,
        span: Span,
    ) -> Option<Read> {
        let inner = filter.expr.as_ref()?;
        let read = self.phrase(inner, source, context)?;
        let argument = match filter.args.as_slice() {
            [] => None,
            [CallArg::Pos(argument)] => Some(argument),
            _ => return self.wrong_argument(filter.name, span),
        };
        match (filter.name, argument) {
            ("default" | "d", Some(argument)) => {
                let second = self.phrase(argument, source, context)?;
                let phrase = Phrase::Default(Box::new(read.phrase), Box::new(second.phrase));
                Some(Read { phrase, missing: second.missing })
            }
            ("upper", None) => Some(read.map(|phrase| Phrase::Letters(Letters::Upper, phrase))),
            ("lower", None) => Some(read.map(|phrase| Phrase::Letters(Letters::Lower, phrase))),
            ("capitalize", None) => Some(read.map(|phrase| Phrase::Letters(Letters::Capitalised, phrase))),
            ("title", None) => Some(read.map(|phrase| Phrase::Letters(Letters::Title, phrase))),
            ("trim", None) => Some(read.map(|phrase| Phrase::Letters(Letters::Trimmed, phrase))),
            ("safe", None) => Some(read.map(Phrase::Safe)),
            ("escape" | "e", None) => Some(read),
            ("date", None) => self.formed(read, Form::Usual, "date", span),
            ("date", Some(argument)) => {
                let form = match text_of(argument) {
                    Some("long") => Form::Usual,
                    Some("short") => Form::Short,
                    Some("full") => Form::Full,
                    Some("day") => Form::Day,
                    _ => return self.wrong_argument("date", span),
                };
                self.formed(read, form, "date", span)
            }
            ("time", None) => self.formed(read, Form::Time, "time", span),
            ("money", None) => self.formed(read, Form::Money, "money", span),
            ("number", Some(argument)) => match places_of(argument) {
                Some(places) => self.formed(read, Form::Places(places), "number", span),
                None => self.wrong_argument("number", span),
            },
            (name, _) if FILTERS.contains(&name) => self.wrong_argument(name, span),
            (name, _) => {
                let help =
                    suggestion(name, FILTERS).unwrap_or_else(|| format!("the filters are `{}`", FILTERS.join("`, `")));
                let message = format!("templates do not know the filter `{name}`");
                self.report(Finding::error("template", message).at(span, "").help(help));
                None
            }
        }
    }

    fn wrong_argument<T>(&mut self, filter: &str, span: Span) -> Option<T> {
        let help = match filter {
            "default" | "d" => "write `default('…')`",
            "date" => "write `date`, `date('short')`, `date('full')` or `date('day')`",
            "number" => "write `number(2)` for two decimal places, at most four",
            _ => "it takes nothing in parentheses",
        };
        let message = format!("the filter `{filter}` does not go with this");
        self.report(Finding::error("template", message).at(span, "").help(help));
        None
    }

    /// Sets how a value is written.
    fn formed(&mut self, mut read: Read, form: Form, filter: &str, span: Span) -> Option<Read> {
        if set_form(&mut read.phrase, form) {
            return Some(read);
        }
        let what = match form {
            Form::Money | Form::Places(_) => "a number",
            Form::Time => "a date and time",
            _ => "a date",
        };
        let message = format!("the filter `{filter}` is for {what}, and there is none before it");
        self.report(Finding::error("type-mismatch", message).at(span, ""));
        None
    }
}

const OFFER_PARTS: [&str; 4] = ["benefit", "until", "title", "name"];

const FILTERS: &[&str] =
    &["default", "upper", "lower", "capitalize", "title", "trim", "safe", "escape", "date", "time", "money", "number"];

fn is_offer(expr: &ast::Expr<'_>) -> bool {
    matches!(expr, ast::Expr::Var(var) if var.id == "offer")
}

fn text_of<'e>(expr: &'e ast::Expr<'_>) -> Option<&'e str> {
    match expr {
        ast::Expr::Const(value) => value.value.as_str(),
        _ => None,
    }
}

fn places_of(expr: &ast::Expr<'_>) -> Option<u8> {
    match expr {
        ast::Expr::Const(value) => value.value.as_usize().filter(|places| *places <= 4)?.try_into().ok(),
        _ => None,
    }
}

/// Sets the form of every value in a phrase that has such a form; whether there is one.
fn set_form(phrase: &mut Phrase, wanted: Form) -> bool {
    match phrase {
        Phrase::Value { kind, form, .. } => {
            let fits = match wanted {
                Form::Money | Form::Places(_) => kind.is_number(),
                Form::Time => *kind == Type::DateTime,
                _ => matches!(kind, Type::Date | Type::DateTime),
            };
            if fits {
                *form = wanted;
            }
            fits
        }
        Phrase::OfferUntil(form) => {
            let fits = !matches!(wanted, Form::Money | Form::Places(_) | Form::Time);
            if fits {
                *form = wanted;
            }
            fits
        }
        Phrase::Default(first, second) | Phrase::Choice { then: first, otherwise: second, .. } => {
            let one = set_form(first, wanted);
            set_form(second, wanted) || one
        }
        Phrase::Text(_) | Phrase::Joined(_) | Phrase::Letters(..) | Phrase::Safe(_) => false,
    }
}
