//! Waits: whether one is over is worked out anew whenever it is asked (language reference 5.8).

use std::cmp::Ordering;

use journey_ir::history::Happening;
use journey_ir::operation::{Arm, Awaited, From, Moment, Operation, Patience, Place, Wake};
use journey_ir::time::{Instant, Period, ZoneId};
use journey_ir::value::Value;

use super::early::Asked;
use super::world::{LifeId, World};

impl<'a> World<'a> {
    /// Where the enrolment goes on at once from the wait or send that it has just reached, if it does not rest there.
    pub fn way_on_from_arrival(&mut self, id: LifeId) -> Option<Place> {
        if let Some(Operation::Await { arms, period, from, .. }) = self.resting_at(id) {
            let deadline = self.deadline(id, *period, *from)?;
            if let Some(arm) = self.first_seen(id, arms, deadline) {
                if let Awaited::Event { slot, .. } = arm.awaited {
                    let (_, happening) = self.seen_since_start(id, slot)?;
                    return Some(self.take(id, arm, &happening));
                }
                return Some(arm.then);
            }
            if let Some(arm) = arms.iter().find(|arm| self.holds_for(id, arm)) {
                return Some(arm.then);
            }
        }
        self.way_on_in_time(id)
    }

    /// The arm for what happened first, in time, of all that the wait may look back at.
    fn first_seen<'o>(&self, id: LifeId, arms: &'o [Arm], deadline: Instant) -> Option<&'o Arm> {
        let seen = |arm: &Arm| match &arm.awaited {
            Awaited::Event { slot, .. } => self.seen_since_start(id, *slot).map(|(order, event)| (order, event.at)),
            Awaited::Engagement(engagement) => self.lives[id].engaged.get(engagement).copied(),
            Awaited::Until(_) => None,
        };
        let in_time = arms.iter().filter_map(|arm| Some((arm, seen(arm).filter(|(_, at)| *at <= deadline)?)));
        in_time.min_by_key(|(_, (order, _))| *order).map(|(arm, _)| arm)
    }

    /// Shows an event to the enrolment: it is noted for waits that count since the start, and ends the wait at hand.
    pub fn show_to_wait(&mut self, id: LifeId, happening: &Happening) {
        self.note_since_start(id, happening);
        let Some(Operation::Await { arms, .. }) = self.resting_at(id) else {
            return;
        };
        let first = arms.iter().find(|arm| match &arm.awaited {
            Awaited::Event { event, filter, .. } => self.eye_of(id).sees(*event, filter.as_ref(), happening),
            Awaited::Until(_) | Awaited::Engagement(_) => false,
        });
        if let Some(arm) = first {
            let on = self.take(id, arm, happening);
            self.run_on(id, on);
        }
    }

    /// Runs on from `wait … until C` when C holds, and from where the enrolment is held when it no longer is.
    pub fn pass_if_condition_holds(&mut self, id: LifeId) {
        if let Some(place) = self.lives[id].held {
            if !self.early.contains(&Asked::Pause(id)) && !self.is_paused(id) {
                self.run_on(id, place);
            }
            return;
        }
        let (Some(rest), Some(Operation::Await { arms, .. })) = (&self.lives[id].rest, self.resting_at(id)) else {
            return;
        };
        if self.early.contains(&Asked::Wait(id, rest.place)) {
            return;
        }
        if let Some(arm) = arms.iter().find(|arm| self.holds_for(id, arm)) {
            self.run_on(id, arm.then);
        }
    }

    /// Runs on from a wait that is over by now.
    pub fn pass_if_over(&mut self, id: LifeId) {
        self.pass_if_condition_holds(id);
        if let Some(on) = self.way_on_in_time(id) {
            self.run_on(id, on);
        }
    }

    fn way_on_in_time(&mut self, id: LifeId) -> Option<Place> {
        let operation = self.resting_at(id)?;
        self.follow_moment(id);
        let rest = self.lives[id].rest.as_ref()?;
        let (next, zone) = (rest.place + 1, rest.zone.table());
        let moment = rest.moment.1;
        let once = |end: Option<Instant>| (end? <= self.now).then_some(next);
        match operation {
            Operation::Sleep(Wake::After(period)) => once(Some(zone.plus(rest.since, *period))),
            Operation::Sleep(Wake::Moment(_)) => once(moment),
            Operation::Sleep(Wake::TimeOfDay(time)) => once(Some(zone.next_time_of_day(rest.since, *time))),
            Operation::Sleep(Wake::Weekday(day, time)) => once(Some(zone.next_weekday_time(rest.since, *day, *time))),
            Operation::At { otherwise, .. } => match moment.map(|moment| moment.cmp(&self.now)) {
                Some(Ordering::Greater) => None,
                Some(Ordering::Equal) => Some(next),
                Some(Ordering::Less) | None => Some(*otherwise),
            },
            Operation::Await { period, from, otherwise, .. } => {
                (self.deadline(id, *period, *from)? <= self.now).then_some(*otherwise)
            }
            _ => None,
        }
    }

    fn deadline(&self, id: LifeId, period: Period, from: From) -> Option<Instant> {
        let (begin, rest) = (&self.lives[id].begin, self.lives[id].rest.as_ref()?);
        Some(match from {
            From::Here => rest.zone.table().plus(rest.since, period),
            From::Start => begin.zone.table().plus(begin.at, period),
        })
    }

    /// The operation at which the enrolment rests.
    pub fn resting_at(&self, id: LifeId) -> Option<&'a Operation> {
        let rest = self.lives[id].rest.as_ref()?;
        self.journey_of(id).operations.get(rest.place)
    }

    pub fn holds_for(&self, id: LifeId, arm: &Arm) -> bool {
        match &arm.awaited {
            Awaited::Until(condition) => self.eye_of(id).holds(condition),
            Awaited::Event { .. } | Awaited::Engagement(_) => false,
        }
    }

    /// The event ends the wait by this arm.
    fn take(&mut self, id: LifeId, arm: &Arm, happening: &Happening) -> Place {
        if let Awaited::Event { slot, .. } = arm.awaited
            && let Some(kept) = self.lives[id].slots.get_mut(usize::from(slot))
        {
            *kept = Some(happening.clone());
        }
        arm.then
    }

    fn note_since_start(&mut self, id: LifeId, happening: &Happening) {
        let arms = self.journey_of(id).operations.iter().flat_map(|operation| match operation {
            Operation::Await { arms, .. } => arms.as_slice(),
            _ => &[],
        });
        let order = self.log.len();
        for arm in arms {
            if let Awaited::Event { event, filter, slot, since_start: true } = &arm.awaited
                && self.eye_of(id).sees(*event, filter.as_ref(), happening)
                && let Some(noted) = self.lives[id].since_start.get_mut(usize::from(*slot))
            {
                noted.get_or_insert_with(|| (order, happening.clone()));
            }
        }
    }

    fn seen_since_start(&self, id: LifeId, slot: u16) -> Option<(usize, Happening)> {
        self.lives[id].since_start.get(usize::from(slot))?.clone()
    }

    /// Reads the moment that the enrolment waits for again. What it means is worked out anew only when its value, read in
    /// the zone that the customer had on arrival, has changed: a change of zone moves no wait (language reference 2.1).
    pub fn follow_moment(&mut self, id: LifeId) {
        let Some(rest) = self.lives[id].rest.clone() else {
            return;
        };
        let (value, _) = self.read_moment(id, rest.place, rest.zone, rest.since);
        if value != rest.moment.0 {
            let (_, end) = self.read_moment(id, rest.place, self.zone(), rest.since);
            if let Some(rest) = &mut self.lives[id].rest {
                rest.moment = (value, end);
            }
        }
    }

    /// The value of the moment that the operation waits for, if any, and the instant which that means in a zone. `now` and
    /// `today` in it are those of the arrival.
    pub fn read_moment(&self, id: LifeId, place: Place, zone: ZoneId, arrival: Instant) -> (Value, Option<Instant>) {
        let operation = self.journey_of(id).operations.get(place);
        let Some(moment) = operation.and_then(moment_of) else {
            return (Value::Missing, None);
        };
        let mut eye = self.eye_of(id);
        eye.zone = zone;
        eye.clock = arrival;
        let value = eye.value(&moment.of);
        let instant = match &value {
            Value::Date(date) => Some(zone.table().instant(*date, moment.time.unwrap_or(moment.date_time))),
            Value::Instant(instant) => Some(match moment.time {
                Some(time) => zone.table().instant(zone.table().date(*instant), time),
                None => *instant,
            }),
            _ => None,
        };
        (value, instant)
    }
}

fn moment_of(operation: &Operation) -> Option<&Moment> {
    match operation {
        Operation::Sleep(Wake::Moment(moment)) | Operation::At { moment, .. } => Some(moment),
        Operation::Send(send) => match &send.patience {
            Patience::Until(moment) => Some(moment),
            Patience::None | Patience::Within(_) => None,
        },
        _ => None,
    }
}
