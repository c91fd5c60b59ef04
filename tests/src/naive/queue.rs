//! Phase (c): what enrolments have emitted, set and enrolled takes effect in the order in which it was made (language
//! reference 5.10, 7.1).

use journey_ir::expression::Expression;
use journey_ir::history::{Entry, Happening, Input};
use journey_ir::program::Trigger;
use journey_ir::table::{AttributeId, EventId, JourneyId};
use journey_ir::value::Value;

use super::engagement::Supposed;
use super::world::{LifeId, World};

/// One thing that is to take effect at this instant.
pub enum Made {
    /// `emit`
    Event(Happening),
    /// `set`: the attribute has its value already.
    Change,
    /// `enrol`
    Enrolment(JourneyId),
    /// The customer reacts at once to a contact.
    Engagement(Supposed),
}

impl World<'_> {
    /// Lets the first thing of the queue take effect. Whether there was one.
    pub fn take_effect(&mut self) -> bool {
        let Some(made) = self.queue.pop_front() else {
            return false;
        };
        match made {
            Made::Event(happening) => {
                self.note(Input::Event(happening.clone()));
                self.event(&happening);
            }
            Made::Change => {}
            Made::Enrolment(journey) => self.enrol(journey),
            Made::Engagement(supposed) => self.happens_as_supposed(&supposed),
        }
        true
    }

    /// The customer's attribute takes a value. A missing one leaves an attribute without `?` as it is.
    pub fn assign(&mut self, attribute: AttributeId, value: Value) {
        if value.is_known() || self.program.attributes[attribute].optional {
            self.note(Input::Change { attribute, value });
        }
    }

    /// The event that `emit` makes, with its fields as they are now.
    pub fn happening(&self, id: LifeId, event: EventId, fields: &[Option<Expression>]) -> Happening {
        let eye = self.eye_of(id);
        let values = fields.iter().map(|value| value.as_ref().map(|value| eye.value(value)).unwrap_or_default());
        Happening { event, at: self.now, fields: values.collect() }
    }

    /// The run adds something to what has happened to the customer.
    pub fn note(&mut self, input: Input) {
        self.take_in(Entry { at: self.now, input });
        self.stirred = true;
    }

    fn enrol(&mut self, id: JourneyId) {
        let program = self.program;
        let journey = &program.journeys[id];
        let start = journey.starts.iter().find(|start| start.trigger == Trigger::Enrolment);
        if let Some(start) = start
            && self.may_start_now(journey)
        {
            self.admit(id, start, None);
        }
    }
}
