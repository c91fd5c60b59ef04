//! What the clock alone has made true at an instant, before its data: it is left to phase (b) (language reference 7.1).

use journey_ir::operation::{Operation, Place};
use journey_ir::program::Reached;
use journey_ir::table::JourneyId;

use super::world::{LifeId, World};

/// A condition, by where it is asked.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    Start(JourneyId, usize),
    Stop(LifeId),
    Wait(LifeId, Place),
    Goal(LifeId, usize),
    /// Whether the enrolment, which is held, may go on.
    Pause(LifeId),
}

impl World<'_> {
    /// All conditions that hold now.
    pub fn true_now(&self) -> Vec<Asked> {
        let mut found = Vec::new();
        for (id, journey) in self.program.journeys.iter() {
            for (index, start) in journey.starts.iter().enumerate() {
                if self.calls_for_start(journey, start) || self.has_moved(id, index, start) {
                    found.push(Asked::Start(id, index));
                }
            }
        }
        for id in self.in_order() {
            if self.is_stopped_by_condition(id) {
                found.push(Asked::Stop(id));
            }
            if self.lives[id].held.is_some() && !self.is_paused(id) {
                found.push(Asked::Pause(id));
            }
            for (index, goal) in self.journey_of(id).goals.iter().enumerate() {
                if let Reached::Becomes(condition) = &goal.reached
                    && self.eye_of(id).holds(condition)
                {
                    found.push(Asked::Goal(id, index));
                }
            }
            if let (Some(rest), Some(Operation::Await { arms, .. })) = (&self.lives[id].rest, self.resting_at(id))
                && arms.iter().any(|arm| self.holds_for(id, arm))
            {
                found.push(Asked::Wait(id, rest.place));
            }
        }
        found
    }
}
