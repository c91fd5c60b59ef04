//! `pressure { … }`: caps, spacing, what is forbidden for a time, and looking ahead (language reference 4).

use journey_ir::expression::{Comparison, Condition, Expression};
use journey_ir::finding::Finding;
use journey_ir::pressure::{Cap, CapUnit, CapWindow, Exclusion, ExclusionTime, Purpose, Selector};
use journey_ir::span::Span;
use journey_ir::time::Period;
use journey_ir::value::Type;

use super::expression::{Scope, noun};
use super::{Lowering, Once};
use crate::tree::{self, CapPer, Counted, Expr, PressureRule, StartSubject};

impl Lowering<'_> {
    /// Lowers the pressure blocks. Those of several files add up, in the order of the files.
    pub(super) fn pressure<'b>(&mut self, blocks: impl Iterator<Item = &'b tree::Pressure>) {
        let mut once = Once::default();
        for rule in blocks.flat_map(|block| &block.rules) {
            match rule {
                PressureRule::Cap(cap) => {
                    if let Some(cap) = self.cap(cap) {
                        self.program.caps.push(cap);
                    }
                }
                PressureRule::Spacing(spacing) => {
                    if let Some(cap) = self.spacing(spacing) {
                        self.program.caps.push(cap);
                    }
                }
                PressureRule::Exclusion(exclusion) => {
                    if let Some(exclusion) = self.exclusion(exclusion) {
                        self.program.exclusions.push(exclusion);
                    }
                }
                PressureRule::LookAhead { span, period } => {
                    once.note(self, "look ahead", *span);
                    let period = self.some_period(*period, "nothing is looked ahead to");
                    self.program.look_ahead = Some(period);
                }
                PressureRule::Bad(_) => {}
            }
        }
    }

    fn cap(&mut self, written: &tree::Cap) -> Option<Cap> {
        let limit = self.whole_number(written.limit, "the number of a cap", 0, u32::MAX);
        let counted = match &written.counted {
            Counted::Contacts(selector) => self.selector(selector).map(|selector| (CapUnit::Contacts, selector)),
            // What is counted without a purpose.
            Counted::Weight(_) => Some((CapUnit::Weight, Selector::of(&[Purpose::Commercial, Purpose::Relational]))),
        };
        let window = match written.per {
            CapPer::Sliding(period) => {
                CapWindow::Sliding(self.some_period(period, "a cap counts over a stretch of time"))
            }
            CapPer::Calendar(unit) => CapWindow::Calendar(unit),
        };
        let applies = self.filter(written.audience.as_ref(), &Scope::outside("the `for` of a cap"))?;
        let (unit, selector) = counted?;
        let text = self.one_line(written.span);
        Some(Cap { limit: limit?, unit, selector, window, applies, text, span: written.span })
    }

    /// `at least D between SELECTOR` says the same as `at most 1 SELECTOR per D`.
    fn spacing(&mut self, written: &tree::Spacing) -> Option<Cap> {
        let selector = self.selector(&written.selector);
        let period = self.some_period(written.period, "contacts would follow each other at once");
        let applies = self.filter(written.audience.as_ref(), &Scope::outside("the `for` of a cap"))?;
        Some(Cap {
            limit: 1,
            unit: CapUnit::Contacts,
            selector: selector?,
            window: CapWindow::Sliding(period),
            applies,
            text: self.one_line(written.span),
            span: written.span,
        })
    }

    fn exclusion(&mut self, written: &tree::Exclusion) -> Option<Exclusion> {
        let selector = self.selector(&written.selector);
        let scope = Scope::outside("`no …` in `pressure`");
        let when = match &written.when {
            tree::ExclusionTime::While(condition) => self.condition(condition, &scope).map(ExclusionTime::While),
            tree::ExclusionTime::Within { period, before, subject, filter } => {
                let period = self.some_period(*period, "nothing would be excluded");
                self.exclusion_around(subject, period, *before, filter.as_ref())
            }
        };
        Some(Exclusion { selector: selector?, when: when?, text: self.one_line(written.span), span: written.span })
    }

    /// `within D after E`, of an event; `within D before|after A`, of a date attribute. Where one name is both, the event is
    /// meant (language reference 5.1).
    fn exclusion_around(
        &mut self,
        subject: &StartSubject,
        period: Period,
        before: bool,
        filter: Option<&Expr>,
    ) -> Option<ExclusionTime> {
        let name = &subject.name;
        let attribute = self.names.attributes.id(&name.text);
        let event = self.names.events.id(&name.text).filter(|_| subject.customer.is_none());
        match (event, attribute) {
            (Some(_), None) if before => {
                let message = format!("nobody knows before `{}` that it will happen: it is an event", name.text);
                let help = format!("write `after {}`, or name an attribute that is a date", name.text);
                self.report(Finding::error("type-mismatch", message).at(name.span, "").help(help));
                None
            }
            (Some(event), _) if !before => {
                // It looks back into history, like a history function.
                let scope = Scope { place: "the `where` of a `no …`", ..Scope::in_history(event) };
                let filter = self.filter(filter, &scope)?;
                Some(ExclusionTime::After { event, filter, period })
            }
            (_, Some(attribute)) => {
                if let Some(filter) = filter {
                    let message = format!("`where` is about an event, and `{}` is an attribute", name.text);
                    let help = "leave the `where` out, or write `no … while CONDITION`";
                    self.report(Finding::error("out-of-place", message).at(filter.span, "").help(help));
                    return None;
                }
                let kind = &self.program.attributes[attribute].kind;
                let date = match kind {
                    Type::DateTime => Expression::Attribute(attribute),
                    Type::Date => Expression::Midnight(Box::new(Expression::Attribute(attribute))),
                    _ => {
                        let message = format!("`{}` is {}, where a date is wanted", name.text, noun(kind));
                        self.report(Finding::error("type-mismatch", message).at(name.span, ""));
                        return None;
                    }
                };
                Some(ExclusionTime::While(around(date, period, before)))
            }
            _ => {
                let known: Vec<&str> = self.names.events.names().chain(self.names.attributes.names()).collect();
                self.unknown(name, if subject.customer.is_some() { "attribute" } else { "event" }, &known);
                None
            }
        }
    }

    /// A text of the source on one line, without its comments.
    pub(super) fn one_line(&self, span: Span) -> String {
        let lines = self.text(span).lines().map(|line| line.split('#').next().unwrap_or(""));
        lines.flat_map(str::split_whitespace).collect::<Vec<_>>().join(" ")
    }
}

/// From the date to D after it, or from D before it to the date; the end is outside (language reference 2.3).
fn around(date: Expression, period: Period, before: bool) -> Condition {
    let now = |operator, right| Condition::Compare { left: Expression::Now, operator, right };
    if before {
        let from = Expression::Shift { moment: Box::new(date.clone()), period, back: true };
        return Condition::All(vec![now(Comparison::AtLeast, from), now(Comparison::Less, date)]);
    }
    let not_over = Condition::Elapsed { since: date.clone(), operator: Comparison::Less, period };
    Condition::All(vec![now(Comparison::AtLeast, date), not_over])
}
