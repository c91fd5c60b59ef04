//! Conditions: what holds or not (language reference 1.1, 1.2).

use journey_ir::expression::{Comparison, Condition, Expression};
use journey_ir::finding::Finding;
use journey_ir::program::{EngagementKind, EngagementWith};
use journey_ir::span::Span;
use journey_ir::value::{Type, Value};

use super::compare::comparable;
use super::path::Meaning;
use super::value::{as_instant, holding, is_moment, noun};
use super::{Operand, Scope, Typed};
use crate::lower::Lowering;
use crate::tree::{Engagement, Expr, ExprKind, Name};

impl Lowering<'_> {
    /// Lowers a condition.
    pub(in crate::lower) fn condition(&mut self, expr: &Expr, scope: &Scope) -> Option<Condition> {
        match &expr.kind {
            ExprKind::Or(parts) => self.conditions(parts, scope).map(Condition::Any),
            ExprKind::And(parts) => self.conditions(parts, scope).map(Condition::All),
            ExprKind::Not(inner) => self.condition(inner, scope).map(not),
            ExprKind::Compare { op, left, right, .. } => self.compare(left, *op, right, scope),
            ExprKind::In { value, list } => self.is_in(value, list, scope),
            ExprKind::StartsWith { value, prefix } => self.starts_with(value, prefix, scope),
            ExprKind::IsKnown(of) => self.is_known(of, scope),
            ExprKind::IsMissing(of) => self.is_known(of, scope).map(not),
            ExprKind::Boolean(yes) => Some(Condition::Constant(*yes)),
            ExprKind::Ended { state, within } => self.ended(state, *within, expr.span, scope),
            ExprKind::InJourney(name) => {
                self.refuse_in_history("`in_journey`", expr.span, scope)?;
                self.journey(name).map(Condition::InJourney)
            }
            ExprKind::EverIn(name) => {
                self.refuse_in_history("`ever_in`", expr.span, scope)?;
                self.journey(name).map(Condition::EverIn)
            }
            ExprKind::Engagement { kind, message } => self.engagement(*kind, message, expr.span, scope),
            ExprKind::Path(path) => match self.path(path, scope)? {
                Meaning::Value(typed) => self.yes(typed),
                Meaning::Holds(condition) => {
                    self.refuse_in_history(holding(&condition), expr.span, scope)?;
                    Some(condition)
                }
            },
            _ => {
                let typed = self.value(expr, scope)?;
                self.yes(typed)
            }
        }
    }

    /// A condition that may be left out; the outer nothing: it is wrong.
    #[expect(clippy::option_option, reason = "left out and wrong are two things")]
    pub(in crate::lower) fn filter(&mut self, expr: Option<&Expr>, scope: &Scope) -> Option<Option<Condition>> {
        match expr {
            None => Some(None),
            Some(expr) => self.condition(expr, scope).map(Some),
        }
    }

    /// All are looked at, also after one that is wrong.
    fn conditions(&mut self, parts: &[Expr], scope: &Scope) -> Option<Vec<Condition>> {
        let lowered: Vec<_> = parts.iter().map(|part| self.condition(part, scope)).collect();
        lowered.into_iter().collect()
    }

    /// A value by itself: a boolean.
    fn yes(&mut self, typed: Typed) -> Option<Condition> {
        if typed.kind == Type::Boolean {
            return Some(Condition::Yes(typed.expression));
        }
        let written = self.text(typed.span);
        let message = format!("`{written}` is {}, not a condition", noun(&typed.kind));
        let help = match &typed.kind {
            Type::OneOf(words) => words.first().map(|word| format!("compare it, as in `{written} == {word}`")),
            Type::Integer | Type::Decimal => Some(format!("compare it, as in `{written} >= 1`")),
            _ => Some(format!("compare it, or ask `{written} is known`")),
        };
        let finding = Finding::error("type-mismatch", message).at(typed.span, "");
        self.report(finding.maybe_help(help));
        None
    }

    /// `x in (a, b)`: constants of the type of x.
    fn is_in(&mut self, value: &Expr, list: &[Expr], scope: &Scope) -> Option<Condition> {
        let subject = self.value(value, scope).map(Operand::Value);
        let items: Vec<_> = list.iter().map(|item| self.listed(item, subject.as_ref(), scope)).collect();
        let Operand::Value(subject) = subject? else { return None };
        let items: Vec<Typed> = items.into_iter().collect::<Option<_>>()?;
        Some(Self::is_any(&subject, items))
    }

    /// That a value is one of these, which are written out.
    pub(in crate::lower) fn is_any(subject: &Typed, items: Vec<Typed>) -> Condition {
        if is_moment(&subject.kind) {
            return any_of_moments(subject, items);
        }
        let values = items.into_iter().filter_map(|item| constant(item.expression)).collect();
        Condition::In { subject: subject.expression.clone(), values }
    }

    /// A value that is written out, opposite what it may be the value of.
    pub(in crate::lower) fn written_out(
        &mut self,
        item: &Expr,
        subject: Option<&Typed>,
        scope: &Scope,
    ) -> Option<Typed> {
        let subject = subject.cloned().map(Operand::Value);
        self.listed(item, subject.as_ref(), scope)
    }

    /// One value of a list.
    fn listed(&mut self, item: &Expr, subject: Option<&Operand>, scope: &Scope) -> Option<Typed> {
        let operand = self.opposite(item, subject, scope)?;
        let typed = self.by_itself(operand)?;
        if !matches!(typed.expression, Expression::Constant(_) | Expression::Wall(_)) {
            let message = format!("the values of a list are written out, and `{}` is not", self.text(typed.span));
            let help = "compare with each by itself, joined with `or`";
            self.report(Finding::error("type-mismatch", message).at(typed.span, "").help(help));
            return None;
        }
        let Some(Operand::Value(subject)) = subject else { return Some(typed) };
        if !comparable(&subject.kind, &typed.kind) {
            self.report_mismatch(subject, &typed, typed.span);
            return None;
        }
        Some(typed)
    }

    /// `x starts with "75"`
    fn starts_with(&mut self, value: &Expr, prefix: &Expr, scope: &Scope) -> Option<Condition> {
        let subject = self.value(value, scope);
        let ExprKind::Text(prefix) = &prefix.kind else {
            let message = format!("`starts with` wants a text in quotes, not `{}`", self.text(prefix.span));
            let help = format!("write `\"{}\"`", self.text(prefix.span));
            self.report(Finding::error("type-mismatch", message).at(prefix.span, "").help(help));
            return None;
        };
        let subject = subject?;
        if subject.kind != Type::Text {
            let message = format!(
                "only a text starts with something, and `{}` is {}",
                self.text(subject.span),
                noun(&subject.kind)
            );
            self.report(Finding::error("type-mismatch", message).at(subject.span, ""));
            return None;
        }
        Some(Condition::StartsWith { subject: subject.expression, prefix: prefix.value.as_str().into() })
    }

    fn is_known(&mut self, of: &Expr, scope: &Scope) -> Option<Condition> {
        // `since(x)` is missing when x is.
        let inner = match &of.kind {
            ExprKind::Since(inner) => inner,
            _ => of,
        };
        self.value(inner, scope).map(|typed| Condition::Known(typed.expression))
    }

    /// `sent(M)`, `opened(M)` and the like: of this enrolment inside one.
    pub(in crate::lower) fn engagement(
        &mut self,
        kind: Engagement,
        message: &Name,
        span: Span,
        scope: &Scope,
    ) -> Option<Condition> {
        let word = match kind {
            Engagement::Sent => "`sent`",
            Engagement::Opened => "`opened`",
            Engagement::Clicked => "`clicked`",
            Engagement::Bounced => "`bounced`",
            Engagement::Unsubscribed => "`unsubscribed`",
        };
        self.refuse_in_history(word, span, scope)?;
        let by_enrolment = scope.enrolment;
        Some(match engagement_kind(kind) {
            None => Condition::Sent { message: self.message(message)?, by_enrolment },
            Some(kind) => Condition::Engaged { engagement: self.engagement_with(kind, message)?, by_enrolment },
        })
    }

    /// What customers do with a message, or with any.
    pub(in crate::lower) fn engagement_with(&mut self, kind: EngagementKind, message: &Name) -> Option<EngagementWith> {
        let any = message.text == "any" && self.names.messages.id("any").is_none();
        let message = if any { None } else { Some(self.message(message)?) };
        Some(EngagementWith { kind, message })
    }
}

/// What a customer does with a contact; nothing for `sent`, which the programme does.
pub(in crate::lower) fn engagement_kind(kind: Engagement) -> Option<EngagementKind> {
    match kind {
        Engagement::Sent => None,
        Engagement::Opened => Some(EngagementKind::Opened),
        Engagement::Clicked => Some(EngagementKind::Clicked),
        Engagement::Bounced => Some(EngagementKind::Bounced),
        Engagement::Unsubscribed => Some(EngagementKind::Unsubscribed),
    }
}

fn not(condition: Condition) -> Condition {
    Condition::Not(Box::new(condition))
}

fn constant(expression: Expression) -> Option<Value> {
    match expression {
        Expression::Constant(value) => Some(value),
        _ => None,
    }
}

/// A list of dates opposite an instant is a list of midnights, which depend on the zone: no constants.
fn any_of_moments(subject: &Typed, items: Vec<Typed>) -> Condition {
    let each = items.into_iter().map(|item| {
        let (left, right) = if subject.kind == item.kind {
            (subject.clone(), item)
        } else {
            (as_instant(subject.clone()), as_instant(item))
        };
        Condition::Compare { left: left.expression, operator: Comparison::Equal, right: right.expression }
    });
    Condition::Any(each.collect())
}
