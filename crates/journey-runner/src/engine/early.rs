//! What the clock alone makes true at an instant, looked at before the data of that instant.
//!
//! Such conditions belong to phase (b), after the ends of waits, whether or not data happens to lie on the same second
//! (language reference 7.1).

use journey_ir::operation::{Operation, Place};
use journey_ir::table::JourneyId;

use super::Step;
use super::asking::is_over;
use super::stand::Stand;
use super::state::Rest;

/// The conditions that hold before the data of an instant is taken in.
#[derive(Default)]
pub(super) struct Early {
    /// Starts `when`, `while` and on an attribute that moves, by their place in the journey.
    starts: Vec<(JourneyId, usize)>,
    /// Enrolments, by number, of which a `stop when` holds.
    stops: Vec<u64>,
    /// Enrolments at a wait `until C` that holds.
    waits: Vec<(u64, Place)>,
    /// Enrolments, by number, whose pause is over.
    pauses: Vec<u64>,
    /// Goals `when C`, by their place in the journey.
    goals: Vec<(u64, usize)>,
}

impl Early {
    pub(super) fn has_start(&self, journey: JourneyId, start: usize) -> bool {
        self.starts.contains(&(journey, start))
    }

    pub(super) fn has_stop(&self, number: u64) -> bool {
        self.stops.contains(&number)
    }

    pub(super) fn has_wait(&self, number: u64, place: Place) -> bool {
        self.waits.contains(&(number, place))
    }

    pub(super) fn has_pause_over(&self, number: u64) -> bool {
        self.pauses.contains(&number)
    }

    pub(super) fn has_goal(&self, number: u64, goal: usize) -> bool {
        self.goals.contains(&(number, goal))
    }
}

impl Step<'_, '_> {
    /// Looks at every condition before the data of the instant.
    pub(super) fn look_early(&self) -> Early {
        let mut early = Early::default();
        let now = self.state.now;
        for &journey in &self.engine.watching {
            let standing = &self.state.journeys[journey];
            let is_over = is_over(self.state.next_starts[journey], now);
            for (index, start) in self.program.journeys[journey].starts.iter().enumerate() {
                let before = standing.stands.get(index);
                // What the clock cannot have moved stands as it stood.
                if !is_over {
                    early.starts.extend((before == Some(&Stand::Holds(true))).then_some((journey, index)));
                    continue;
                }
                let Some(stand) = self.engine.stand(self.state, journey, start) else { continue };
                let moved = before.is_some_and(|before| stand.starts(before, &start.trigger));
                if moved || stand == Stand::Holds(true) {
                    early.starts.push((journey, index));
                }
            }
        }
        for (who, enrolment) in self.state.enrolments.iter().enumerate() {
            let number = enrolment.number;
            if !is_over(enrolment.next, now) {
                let held = enrolment.memory.goals.iter().enumerate().filter(|(_, goal)| goal.truth);
                early.goals.extend(held.map(|(goal, _)| (number, goal)));
                continue;
            }
            let truths = self.goal_truths(who).into_iter();
            early.goals.extend(truths.filter(|(_, truth)| *truth).map(|(goal, _)| (number, goal)));
            if enrolment.live && self.stop_that_holds(who).is_some() {
                early.stops.push(number);
            }
            if enrolment.rest == Rest::Paused && !self.is_paused(enrolment) {
                early.pauses.push(number);
            }
            let operation = self.program.journeys[enrolment.journey].operations.get(enrolment.place);
            if let Some(Operation::Await { arms, .. }) = operation
                && self.condition_met(enrolment, arms).is_some()
            {
                early.waits.push((number, enrolment.place));
            }
        }
        early
    }
}
