//! An enrolment on its way: it runs on until it rests, and ends (language reference 5.4, 5.5, 5.8).

use journey_ir::history::Happening;
use journey_ir::operation::{Operation, Place};
use journey_ir::program::Stop;
use journey_ir::records::{Cause, Detail, End, GoalHit, Outcome, Reason};

use super::world::{LifeId, Rest, World};

impl<'a> World<'a> {
    /// Runs on from a place until the enrolment rests at a wait or a send, or has ended.
    pub fn run_on(&mut self, id: LifeId, mut place: Place) {
        loop {
            self.lives[id].rest = None;
            let Some(operation) = self.journey_of(id).operations.get(place) else {
                return self.end(id, End::Completed);
            };
            place = match operation {
                Operation::Exit => return self.end(id, End::Completed),
                Operation::Jump(to) => *to,
                Operation::Split { .. }
                | Operation::Repeat { .. }
                | Operation::Set { .. }
                | Operation::Emit { .. }
                | Operation::Enrol(_) => place + 1,
                Operation::Branch { condition, otherwise } => {
                    if self.eye_of(id).holds(condition) {
                        place + 1
                    } else {
                        *otherwise
                    }
                }
                Operation::Send(_) | Operation::Sleep(_) | Operation::At { .. } | Operation::Await { .. } => {
                    self.rest_at(id, place);
                    match self.way_on_from_arrival(id) {
                        Some(on) => on,
                        None => return,
                    }
                }
            };
        }
    }

    fn rest_at(&mut self, id: LifeId, place: Place) {
        let zone = self.zone();
        self.lives[id].rest = Some(Rest {
            place,
            since: self.now,
            zone,
            moment: self.read_moment(id, place, zone, self.now),
            refusal: Vec::new(),
        });
    }

    /// Ends the enrolment; a send that it rested at is given up.
    pub fn end(&mut self, id: LifeId, end: End) {
        if self.lives[id].ended.is_some() {
            return;
        }
        if let Some(rest) = self.lives[id].rest.clone() {
            let mut causes = vec![Cause { reason: Reason::Left, detail: Detail::None }];
            causes.extend(rest.refusal);
            let contact = self.contact(id, Some(self.now), Outcome::Skipped(causes));
            self.made.extend(contact);
        }
        self.moved = true;
        self.lives[id].rest = None;
        self.lives[id].ended = Some((self.now, end));
    }

    /// Whether a `stop when` of its journey holds.
    pub fn is_stopped_by_condition(&self, id: LifeId) -> bool {
        self.journey_of(id).stops.iter().any(|stop| match stop {
            Stop::When(condition) => self.eye_of(id).holds(condition),
            Stop::Event { .. } | Stop::Engagement(_) => false,
        })
    }

    /// Counts a goal if it still can: once, in (start, start ⊕ D].
    pub fn reach_goal(&mut self, id: LifeId, index: usize, happening: Option<&'a Happening>) {
        let journey = self.journey_of(id);
        let (Some(goal), begin) = (journey.goals.get(index), self.lives[id].begin) else {
            return;
        };
        let in_time = goal.within.is_none_or(|within| self.now <= begin.zone.table().plus(begin.at, within));
        let reached_before = self.lives[id].goals.get(index).is_none_or(Option::is_some);
        if self.now <= begin.at || !in_time || reached_before {
            return;
        }
        let mut eye = self.eye_of(id);
        eye.current = happening;
        let worth = goal.worth.as_ref().map(|worth| eye.value(worth)).unwrap_or_default();
        let hit = GoalHit { at: self.now, worth };
        if let Some(reached) = self.lives[id].goals.get_mut(index) {
            *reached = Some(hit);
        }
        if journey.stop_on_goal {
            self.end(id, End::Goal);
        }
    }
}
