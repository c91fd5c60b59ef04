//! Phase (c): what enrolments have made at this instant, in the order in which it was made (language reference 7.1c).

use journey_ir::history::{Entry, Happening, Input};
use journey_ir::program::Trigger;
use journey_ir::table::JourneyId;

use super::engagement::Engaged;
use super::{ROUNDS_MAX, Runaway, Step};

/// Something that waits for its turn.
#[derive(Debug)]
pub(super) enum Queued {
    /// `emit`: the event happens.
    Event(Happening),
    /// `set`: the value is there already; conditions are asked.
    Set,
    /// `enrol`: the journey is started.
    Enrol(JourneyId),
    /// A contact is engaged with at the very instant at which it was sent.
    Engagement(Engaged),
}

impl Step<'_, '_> {
    /// Works off the queue; what this makes goes to its end.
    pub(super) fn drain(&mut self) -> Result<(), Runaway> {
        while let Some(queued) = self.course.queue.pop_front() {
            self.course.made += 1;
            if self.course.made > ROUNDS_MAX {
                return Err(self.runaway());
            }
            match queued {
                Queued::Event(happening) => {
                    self.arrive(&[Entry { at: self.state.now, input: Input::Event(happening) }]);
                }
                Queued::Set => {}
                Queued::Enrol(journey) => self.start_by_enrolment(journey),
                Queued::Engagement(engaged) => {
                    self.tell_supposed(&engaged);
                    self.engage(&engaged);
                }
            }
            self.touch();
            self.ask(false);
        }
        Ok(())
    }

    fn start_by_enrolment(&mut self, journey: JourneyId) {
        let starts = &self.program.journeys[journey].starts;
        if let Some(start) = starts.iter().find(|start| start.trigger == Trigger::Enrolment) {
            self.try_start(journey, start, None);
        }
    }
}
