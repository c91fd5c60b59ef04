//! Tasks, measures, and what things cost (language reference 9.4, 9.9).

use journey_ir::capacity::Assignee;
use journey_ir::cost::RunningCost;
use journey_ir::decimal::Decimal;
use journey_ir::finding::Finding;
use journey_ir::measure::{Measure, Measured};
use journey_ir::program::Journey;
use journey_ir::task::Task;
use journey_ir::time::CalendarUnit;
use journey_ir::value::Type;

use super::Lowering;
use super::expression::{Scope, noun};
use super::steps::Layout;
use crate::tree::{self, Expr, Number, PeriodUnit};

impl Lowering<'_> {
    /// `task "…" for X within D`
    pub(super) fn task(&mut self, task: &tree::Task, layout: &Layout, scope: &Scope) -> Option<Task> {
        let scope = Scope { place: "a task", ..scope.clone() };
        if task.text.value.trim().is_empty() {
            let finding = Finding::error("empty-content", "this task says nothing").at(task.text.span, "");
            self.report(finding.help("write what is to be done, such as `task \"Call the customer\"`"));
        }
        let text = self.text_for_people(&task.text, &scope, layout.certain);
        let whose = match &task.whose {
            None => None,
            Some(written) => Some(self.whose(written, &scope)?),
        };
        let within = task.within.map(|within| self.some_period(within, "the task would be due at once"));
        Some(Task { text: text?, whose, within, purpose: layout.purpose })
    }

    /// Who is to do a task: what files can show as a word.
    fn whose(&mut self, written: &Expr, scope: &Scope) -> Option<Assignee> {
        if written.kind.is_condition() || self.names_condition(written, scope) {
            let message = format!("`{}` says nobody who could do the task", self.text(written.span));
            let help = "behind a task, `for` says who is to do it: an attribute such as `rep`; whom the journey is for stands \
                        among its clauses";
            self.report(Finding::error("type-mismatch", message).at(written.span, "").help(help));
            return None;
        }
        let typed = self.value(written, scope)?;
        if !matches!(typed.kind, Type::Text | Type::Integer | Type::OneOf(_)) {
            let (written, kind) = (self.text(typed.span), noun(&typed.kind));
            let message = format!("who is to do a task is a text, an integer or a `one of`, and `{written}` is {kind}");
            self.report(Finding::error("type-mismatch", message).at(typed.span, ""));
            return None;
        }
        Some(Assignee { who: typed.expression, kind: typed.kind })
    }

    /// `measure "NAME" VALUE after D`
    pub(super) fn measure(&mut self, measure: &tree::Measure, journey: &mut Journey, scope: &Scope) {
        let scope = Scope { place: "a measure", at_once: true, ..scope.clone() };
        let after = self.some_period(measure.after, "nothing has happened yet when the journey starts");
        if let Some(first) = journey.measures.iter().find(|first| first.name == measure.name.value) {
            let first = first.span;
            self.given_twice(&format!("the measure \"{}\"", measure.name.value), measure.span, first);
            return;
        }
        let what = self.measured(&measure.value, &scope);
        let name = measure.name.value.clone();
        journey.measures.extend(what.map(|what| Measure { name, what, after, span: measure.span }));
    }

    /// A condition, or a number.
    fn measured(&mut self, value: &Expr, scope: &Scope) -> Option<Measured> {
        if value.kind.is_condition() || self.names_condition(value, scope) {
            return self.condition(value, scope).map(Measured::Share);
        }
        let typed = self.value(value, scope)?;
        match typed.kind {
            Type::Boolean => self.condition(value, scope).map(Measured::Share),
            Type::Integer | Type::Decimal => Some(Measured::Average(typed.expression)),
            kind => {
                let written = self.text(typed.span);
                let message = format!("a measure is a number or a condition, and `{written}` is {}", noun(&kind));
                let help = match &kind {
                    Type::OneOf(words) => {
                        words.first().map(|word| format!("ask for one of its words: `{written} == {word}`"))
                    }
                    _ => Some(format!("ask something about it, such as `{written} is known`")),
                };
                self.report(Finding::error("type-mismatch", message).at(typed.span, "").maybe_help(help));
                None
            }
        }
    }

    /// `cost 8.00 per use` and the like: nothing costs less than nothing.
    pub(super) fn cost(&mut self, number: Number) -> Decimal {
        if number.ten_thousandths < 0 {
            let message = format!("a cost of `{}` is below zero", self.text(number.span));
            self.report(Finding::error("out-of-range", message).at(number.span, ""));
        }
        Decimal(number.ten_thousandths)
    }

    /// `cost 12000 per year` of the programme.
    pub(super) fn running_cost(&mut self, written: tree::RunningCost) -> Option<RunningCost> {
        let per = match written.per {
            PeriodUnit::Day => CalendarUnit::Day,
            PeriodUnit::Week => CalendarUnit::Week,
            PeriodUnit::Month => CalendarUnit::Month,
            PeriodUnit::Year => CalendarUnit::Year,
            PeriodUnit::Second | PeriodUnit::Minute | PeriodUnit::Hour => {
                let unit = self.text(written.per_span);
                let message = format!("a running cost is per `day`, `week`, `month` or `year`, not `{unit}`");
                let help = "write for example `cost 12000 per year`";
                self.report(Finding::error("unknown-unit", message).at(written.per_span, "").help(help));
                return None;
            }
        };
        Some(RunningCost { amount: self.cost(written.amount), per })
    }
}
