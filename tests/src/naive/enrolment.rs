//! An enrolment on its way: it runs on until it rests, and ends (language reference 5.4, 5.5, 5.8).

use journey_ir::history::Happening;
use journey_ir::operation::{Awaited, Operation, Place};
use journey_ir::program::{Goal, Stop};
use journey_ir::records::{Cause, Contact, Detail, End, GoalHit, Outcome, Reason};

use super::draw;
use super::queue::Made;
use super::world::{LifeId, Rest, World};

impl World<'_> {
    /// Runs on from a place until the enrolment rests at a wait or a send, is held by its `pause`, or has ended.
    pub fn run_on(&mut self, id: LifeId, mut place: Place) {
        loop {
            self.lives[id].rest = None;
            self.lives[id].held = self.is_paused(id).then_some(place);
            if self.lives[id].held.is_some() {
                return;
            }
            let Some(operation) = self.journey_of(id).operations.get(place) else {
                return self.end(id, End::Completed);
            };
            place = match operation {
                Operation::Exit => return self.end(id, End::Completed),
                Operation::Jump(to) => *to,
                Operation::Split { split, arms } => self.way_of_split(id, *split, arms),
                Operation::Repeat { counter, times, until, otherwise } => {
                    let again = !until.as_ref().is_some_and(|until| self.eye_of(id).holds(until));
                    if self.begins_pass(id, *counter, *times, again) { place + 1 } else { *otherwise }
                }
                Operation::Set { attribute, value } => {
                    let value = self.eye_of(id).value(value);
                    self.assign(*attribute, value);
                    self.queue.push_back(Made::Change);
                    place + 1
                }
                Operation::Emit { event, fields } => {
                    let happening = self.happening(id, *event, fields);
                    self.queue.push_back(Made::Event(happening));
                    place + 1
                }
                Operation::Enrol(journey) => {
                    self.queue.push_back(Made::Enrolment(*journey));
                    place + 1
                }
                Operation::Task(task) => {
                    self.give_task(id, place, task);
                    place + 1
                }
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

    /// Whether the enrolment may not advance now.
    pub fn is_paused(&self, id: LifeId) -> bool {
        self.journey_of(id).pause.as_ref().is_some_and(|pause| self.eye_of(id).holds(pause))
    }

    fn way_of_split(&mut self, id: LifeId, split: u16, arms: &[Place]) -> Place {
        let (journey, index) = (self.journey_of(id), usize::from(split));
        let drawn = journey.splits.get(index).map(|split| draw::arm(split, journey, self.program, &self.history.id));
        let arm = drawn.unwrap_or_default();
        if let Some(taken) = self.lives[id].arms.get_mut(index) {
            *taken = u16::try_from(arm).ok();
        }
        arms.get(arm).copied().unwrap_or(journey.operations.len())
    }

    /// Counts a pass of a `repeat`, when there is to be another one; else forgets those that were counted.
    fn begins_pass(&mut self, id: LifeId, counter: u16, times: u32, again: bool) -> bool {
        let Some(passes) = self.lives[id].passes.get_mut(usize::from(counter)) else {
            return false;
        };
        let begins = again && *passes < times;
        *passes = if begins { *passes + 1 } else { 0 };
        begins
    }

    fn rest_at(&mut self, id: LifeId, place: Place) {
        let zone = self.zone();
        self.forget_what_ended(id, place);
        self.lives[id].rest = Some(Rest {
            place,
            since: self.now,
            zone,
            moment: self.read_moment(id, place, zone, self.now),
            refusal: Vec::new(),
            held: None,
        });
    }

    /// A wait that is reached again has not been ended by any event.
    fn forget_what_ended(&mut self, id: LifeId, place: Place) {
        if let Some(Operation::Await { arms, .. }) = self.journey_of(id).operations.get(place) {
            for arm in arms {
                if let Awaited::Event { slot, .. } = arm.awaited
                    && let Some(ended) = self.lives[id].slots.get_mut(usize::from(slot))
                {
                    *ended = None;
                }
            }
        }
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
            if let Some(contact) = contact {
                self.record(id, contact);
            }
        }
        self.moved = true;
        self.lives[id].rest = None;
        self.lives[id].held = None;
        self.lives[id].ended = Some((self.now, end));
    }

    /// Whether a `stop when` of its journey holds.
    pub fn is_stopped_by_condition(&self, id: LifeId) -> bool {
        self.journey_of(id).stops.iter().any(|stop| match stop {
            Stop::When(condition) => self.eye_of(id).holds(condition),
            Stop::Event { .. } | Stop::Engagement(_) => false,
        })
    }

    /// Counts a goal if it still can: once, in (beginning, beginning ⊕ D].
    pub fn reach_goal(&mut self, id: LifeId, index: usize, happening: Option<&Happening>) {
        let journey = self.journey_of(id);
        let Some(goal) = journey.goals.get(index) else {
            return;
        };
        let reached_before = self.lives[id].goals.get(index).is_none_or(Option::is_some);
        if reached_before || !self.is_measured(id, goal) {
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

    /// Whether now is in the time in which the goal counts: from the start, or from the instant at which the enrolment's
    /// first send of the message after which it counts was decided.
    fn is_measured(&self, id: LifeId, goal: &Goal) -> bool {
        let life = &self.lives[id];
        let decided = |message| self.made_by(id).find(|contact| contact.message == message);
        let opened = match goal.after {
            None => Some((life.begin.at, life.begin.zone)),
            Some(message) => decided(message).and_then(|contact| Some((contact.at?, contact.zone))),
        };
        opened.is_some_and(|(at, zone)| {
            let in_time = goal.within.is_none_or(|within| self.now <= zone.table().plus(at, within));
            at < self.now && in_time
        })
    }

    /// The contacts that the enrolment has made, in the order in which they were decided.
    pub fn made_by(&self, id: LifeId) -> impl Iterator<Item = &Contact> {
        self.made.iter().zip(&self.makers).filter(move |(_, maker)| **maker == id).map(|(contact, _)| contact)
    }

    /// Keeps a contact that the enrolment has made.
    pub fn record(&mut self, id: LifeId, contact: Contact) {
        self.workers.push(contact.channel.map(|channel| self.worker(channel)).unwrap_or_default());
        self.made.push(contact);
        self.makers.push(id);
    }
}
