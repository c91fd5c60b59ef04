//! What enrolments bring about beside contacts: tasks for people, and measures (language reference 9.4, 9.9).

use std::sync::Arc;

use journey_ir::capacity::Assignee;
use journey_ir::measure::Measured;
use journey_ir::operation::Place;
use journey_ir::records;
use journey_ir::task::Task;
use journey_ir::template::Words;
use journey_ir::time::Instant;
use journey_ir::value::{Shown, Value};

use super::Step;
use super::effect::Effect;
use super::reach::held_out;
use super::scope::Scope;
use super::state::Enrolment;
use super::telling::Customer;

impl Step<'_, '_> {
    /// Gives a person something to do, unless a control group is to be left alone.
    pub(super) fn give_task(&mut self, who: usize, step: Place, task: &Task) {
        let Some(enrolment) = self.state.enrolments.get(who) else { return };
        if held_out(self.state, enrolment, task.purpose) {
            return;
        }
        let scope = Scope::of(self.program, self.state).within(enrolment);
        let words = Words { language: self.program.language, currency: self.program.currency.as_deref() };
        let now = self.state.now;
        let given = records::Task {
            journey: enrolment.journey,
            started: enrolment.started,
            started_zone: enrolment.zone,
            key: enrolment.key.clone(),
            step,
            at: now,
            text: task.text.fill(&Customer { scope, offer: None, inserts: &[] }, words).into(),
            whose: task.whose.as_ref().map_or_else(Arc::default, |whose| name_of(scope, whose)),
            due: task.within.map(|within| self.state.clock().plus(now, within)),
            zone: self.state.zone,
        };
        self.effects.push(Effect::Task { number: enrolment.number, task: given });
    }

    /// Takes the measures whose time is now, of live enrolments and of ended ones.
    pub(super) fn take_measures(&mut self) {
        let now = self.state.now;
        for enrolment in self.state.enrolments.iter().filter(|enrolment| !enrolment.memory.measured_at.is_empty()) {
            let scope = Scope::of(self.program, self.state).within(enrolment);
            let measures = &self.program.journeys[enrolment.journey].measures;
            for (index, (measure, at)) in measures.iter().zip(&enrolment.memory.measured_at).enumerate() {
                if *at == now {
                    let value = match &measure.what {
                        Measured::Share(condition) => Value::Boolean(scope.holds(condition)),
                        Measured::Average(number) => scope.value(number).into_owned(),
                    };
                    let number = enrolment.number;
                    self.effects.push(Effect::Measured { number, measure: index, at: now, value });
                }
            }
        }
    }
}

impl Enrolment {
    /// When its next measure is taken.
    pub(super) fn next_measure(&self, now: Instant) -> Option<Instant> {
        self.memory.measured_at.iter().copied().filter(|at| *at > now).min()
    }
}

/// What files show of a person.
fn name_of(scope: Scope<'_>, whose: &Assignee) -> Arc<str> {
    let channel = |id| scope.program.channels[id].name.as_str();
    Shown { value: &scope.value(&whose.who), kind: &whose.kind, channel: &channel }.to_string().into()
}
