//! How far one step has come: what it needs, beside state and effects, to go on after a question for capacity.

use std::collections::VecDeque;

use smallvec::SmallVec;

use super::capacity::{Desk, Request};
use super::queue::Queued;

/// How far a step has come.
#[derive(Debug)]
pub(super) struct Course {
    /// What was made at this instant and waits for its turn (7.1c).
    pub(super) queue: VecDeque<Queued>,
    /// How much was made at this instant.
    pub(super) made: u32,
    /// How many operations were run at this instant.
    pub(super) ran: u32,
    /// How many rounds were gone through.
    pub(super) round: u32,
    /// Whether anything has moved in this round.
    pub(super) moved: bool,
    /// Whether a condition can stand otherwise than when all were last asked.
    pub(super) stale: bool,
    /// The enrolment whose send is tried next in this round.
    pub(super) next: usize,
    /// The enrolments whose sends were decided in this round, in that order. Few: kept in place.
    pub(super) decided: SmallVec<[usize; 4]>,
    /// What is known of capacity.
    pub(super) desk: Desk,
}

impl Default for Course {
    /// At the beginning of an instant, when every condition is to be asked.
    fn default() -> Self {
        Self {
            queue: VecDeque::new(),
            made: 0,
            ran: 0,
            round: 0,
            moved: false,
            stale: true,
            next: 0,
            decided: SmallVec::new(),
            desk: Desk::default(),
        }
    }
}

impl Course {
    pub(super) fn paused(self, request: Request) -> Paused {
        Paused(Box::new((request, self)))
    }
}

/// A step that waits to know whether there is capacity for a contact. Most steps never do: it lies apart.
#[derive(Debug)]
pub struct Paused(Box<(Request, Course)>);

impl Paused {
    /// What it asks for.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.0.0
    }

    /// The course of the step, with the answer.
    pub(super) fn answered(self, granted: bool) -> Course {
        let (_, mut course) = *self.0;
        course.desk.answer(granted);
        course
    }
}
