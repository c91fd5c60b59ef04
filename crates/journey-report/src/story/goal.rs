//! Goals: reached, or not in their time.

use journey_ir::expression::Expression;
use journey_ir::program::Goal;
use journey_ir::records::{Contact, Outcome};
use journey_ir::table::JourneyId;
use journey_ir::time::{Instant, ZoneId};
use journey_ir::value::Value;
use journey_ir::written;

use super::{Teller, What};

/// A goal that an enrolment can still reach.
pub(super) struct Pursuit {
    number: u64,
    journey: JourneyId,
    started: Instant,
    goal: usize,
    /// The last instant that counts; nothing: there is none, or the message after which it counts is not decided yet.
    deadline: Option<Instant>,
}

impl Teller<'_> {
    /// An enrolment pursues the goals of its journey.
    pub(super) fn pursue(&mut self, started: Instant, journey: JourneyId, number: u64, zone: ZoneId) {
        for (place, goal) in self.program().journeys[journey].goals.iter().enumerate() {
            let deadline =
                goal.within.filter(|_| goal.after.is_none()).map(|within| zone.table().plus(started, within));
            self.pursuits.push(Pursuit { number, journey, started, goal: place, deadline });
        }
    }

    /// Goals `after M` count from the first decision about M (language reference 5.5).
    pub(super) fn pursue_after(&mut self, contact: &Contact) {
        let Some(at) = contact.at.filter(|_| !matches!(contact.outcome, Outcome::Pending(_))) else { return };
        let program = self.program();
        // Where several enrolments of one journey start at one instant they reach the message together, too.
        let same = |pursuit: &&mut Pursuit| pursuit.journey == contact.journey && pursuit.started == contact.started;
        for pursuit in self.pursuits.iter_mut().filter(same) {
            let Some(goal) = program.journeys[pursuit.journey].goals.get(pursuit.goal) else { continue };
            if goal.after == Some(contact.message) && pursuit.deadline.is_none() {
                pursuit.deadline = goal.within.map(|within| contact.zone.table().plus(at, within));
            }
        }
    }

    pub(super) fn reaches(&mut self, at: Instant, id: JourneyId, number: u64, place: usize, worth: &Value) {
        self.pursuits.retain(|pursuit| (pursuit.number, pursuit.goal) != (number, place));
        let program = self.program();
        let Some(goal) = program.journeys[id].goals.get(place) else { return };
        let worth = match worth {
            Value::Missing => String::new(),
            worth => {
                let of = goal.worth.as_ref().unwrap_or(&Expression::Now);
                format!(", worth {}", written::value(program, of, worth, self.clock()))
            }
        };
        let text = format!("reaches the goal {}{worth}", self.goal(goal));
        self.line(at, What::Goal, Some(id), text);
    }

    /// The goals whose time was over before an instant.
    pub(super) fn miss_goals(&mut self, now: Instant) {
        let over = |pursuit: &Pursuit| pursuit.deadline.is_some_and(|deadline| deadline < now);
        let (mut missed, open): (Vec<Pursuit>, Vec<Pursuit>) =
            std::mem::take(&mut self.pursuits).into_iter().partition(over);
        self.pursuits = open;
        missed.sort_by_key(|pursuit| pursuit.deadline);
        for Pursuit { journey, goal, deadline, started, .. } in missed {
            let (Some(at), Some(goal)) = (deadline, self.program().journeys[journey].goals.get(goal)) else { continue };
            if self.wanted(journey) {
                let text =
                    format!("has not reached the goal {} by now (entered {})", self.goal(goal), self.moment(started));
                self.line(at, What::GoalMissed, Some(journey), text);
            }
        }
    }

    fn goal(&self, goal: &Goal) -> String {
        let reached = written::reached(self.program(), goal);
        goal.name.as_ref().map_or_else(|| format!("`{reached}`"), |name| format!("\"{name}\", `{reached}`"))
    }
}
