//! `wait …` in all its forms, and the moments that are waited for (language reference 5.8).

use journey_ir::expression::Expression;
use journey_ir::operation::{Arm, Awaited, From, Moment, Operation, Wake};
use journey_ir::span::Span;
use journey_ir::time::TimeOfDay;
use journey_ir::value::Value;

use super::expression::Scope;
use super::steps::{Layout, OPEN};
use super::{Lowering, literal};
use crate::tree::{self, AwaitedKind, Expr, WaitFor, WaitUntil};

impl Lowering<'_> {
    /// `wait until …`
    pub(super) fn wait_until(&mut self, until: &WaitUntil, path: &str, span: Span, layout: &mut Layout, scope: &Scope) {
        let dates_at = self.program.dates_at;
        let wake = match until {
            WaitUntil::Time(time) => Some(Wake::TimeOfDay(literal::time(*time))),
            WaitUntil::Weekday { weekday, time, .. } => {
                let time = time.map_or(dates_at, literal::time);
                Some(Wake::Weekday(*weekday, time))
            }
            WaitUntil::Date { date, time } => self.moment(date, *time, dates_at, "wait", scope).map(Wake::Moment),
        };
        if let Some(wake) = wake {
            layout.push(Operation::Sleep(wake), path, span);
        }
    }

    /// `wait up to D … { … } else { … }`: both blocks go on after it.
    pub(super) fn wait_for(&mut self, wait: &WaitFor, path: &str, span: Span, layout: &mut Layout, scope: &Scope) {
        let since_start = wait.since_start.is_some();
        let awaited = self.awaited(&wait.awaited, since_start, layout, scope);
        let then_scope = match &awaited {
            Some(Awaited::Event { event, slot, .. }) => scope.after(*event, *slot),
            _ => scope.clone(),
        };
        let then = layout.here() + 1;
        let arms = awaited.into_iter().map(|awaited| Arm { awaited, then }).collect();
        let operation = Operation::Await {
            arms,
            period: self.period(wait.period),
            from: if since_start { From::Start } else { From::Here },
            otherwise: OPEN,
        };
        let head = layout.push(operation, path, span);
        if let Some(block) = &wait.then {
            self.block(block, path, "then", layout, &then_scope);
        }
        let Some(otherwise) = &wait.otherwise else {
            layout.land(head);
            return;
        };
        let end = layout.push(Operation::Jump(OPEN), path, span);
        layout.land(head);
        self.block(otherwise, path, "else", layout, scope);
        layout.land(end);
    }

    fn awaited(
        &mut self,
        awaited: &tree::Awaited,
        since_start: bool,
        layout: &mut Layout,
        scope: &Scope,
    ) -> Option<Awaited> {
        match &awaited.kind {
            AwaitedKind::Happens(happening) => self.awaited_happening(happening, since_start, layout, scope),
            AwaitedKind::Condition(condition) => self.condition(condition, scope).map(Awaited::Until),
        }
    }

    /// A date or instant to wait for; `date_time` is the time of a date that says none (language reference 2.4), `from_here`
    /// the word for a time that counts from the step.
    pub(super) fn moment(
        &mut self,
        date: &Expr,
        time: Option<tree::Time>,
        date_time: TimeOfDay,
        from_here: &str,
        scope: &Scope,
    ) -> Option<Moment> {
        let typed = self.moment_value(date, from_here, scope)?;
        let (of, written) = match typed.expression {
            Expression::Wall(wall) => (Expression::Constant(Value::Date(wall.date)), Some(wall.time)),
            other => (other, None),
        };
        Some(Moment { of, time: time.map(literal::time).or(written), date_time })
    }
}
