//! Operations that make something: an arm taken, a pass begun, a value set, an event emitted (language reference 5.8, 7.1c).

use journey_ir::expression::{Condition, Expression};
use journey_ir::history::Happening;
use journey_ir::operation::Place;
use journey_ir::table::{AttributeId, EventId};
use journey_ir::value::Value;

use super::Step;
use super::effect::Effect;
use super::flow::Next;
use super::queue::Queued;
use super::scope::Scope;

impl Step<'_, '_> {
    pub(super) fn take_arm(&mut self, who: usize, split: u16, arms: &[Place]) -> Next {
        let Some(enrolment) = self.state.enrolments.get(who) else { return Next::Done };
        let drawn = self.state.journeys[enrolment.journey].arms.get(usize::from(split));
        let arm = drawn.copied().unwrap_or_default();
        self.effects.push(Effect::Arm { number: enrolment.number, split, arm });
        arms.get(usize::from(arm)).map_or(Next::Done, |place| Next::Place(*place))
    }

    /// Whether a `repeat` makes another pass; counts it.
    pub(super) fn passes_again(&mut self, who: usize, counter: u16, times: u32, until: Option<&Condition>) -> bool {
        let Some(enrolment) = self.state.enrolments.get(who) else { return false };
        let scope = Scope::of(self.program, self.state).within(enrolment);
        let done = until.is_some_and(|until| scope.holds(until));
        let enrolment = self.state.enrolments.get_mut(who);
        let Some(passes) = enrolment.and_then(|enrolment| enrolment.memory.counters.get_mut(usize::from(counter)))
        else {
            return false;
        };
        let again = !done && *passes < times;
        *passes = if again { *passes + 1 } else { 0 };
        again
    }

    /// Sets an attribute at once; that conditions are asked waits in the queue. A missing value leaves an attribute without
    /// `?` as it is.
    pub(super) fn set(&mut self, who: usize, attribute: AttributeId, value: &Expression) {
        let value = self.value_within(who, value);
        let optional = self.program.attributes[attribute].optional;
        if optional || value.is_known() {
            self.engine.change(self.state, attribute, value);
            self.touch();
        }
        self.course.queue.push_back(Queued::Set);
    }

    /// Puts an event into the queue, with the values that its fields have now.
    pub(super) fn emit(&mut self, who: usize, event: EventId, fields: &[Option<Expression>]) {
        let values = fields.iter().map(|field| match field {
            Some(field) => self.value_within(who, field),
            None => Value::Missing,
        });
        let happening = Happening { event, at: self.state.now, fields: values.collect() };
        self.course.queue.push_back(Queued::Event(happening));
    }

    fn value_within(&self, who: usize, expression: &Expression) -> Value {
        let Some(enrolment) = self.state.enrolments.get(who) else { return Value::Missing };
        Scope::of(self.program, self.state).within(enrolment).value(expression).into_owned()
    }
}
