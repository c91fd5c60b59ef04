//! Runs an enrolment on, from operation to operation, until it rests or ends (language reference 5.8, 7.1).

use journey_ir::operation::{Arm, Awaited, From, Moment, Operation, Patience, Place, Send, Wake};
use journey_ir::records::End;
use journey_ir::table::AggregateId;
use journey_ir::time::Instant;

use super::agenda::Among;
use super::effect::Effect;
use super::facts::Facts;
use super::memory::Contents;
use super::queue::Queued;
use super::scope::Scope;
use super::state::{Enrolment, Limit, Rest, Timer, Waiting};
use super::tally::Tally;
use super::{OPERATIONS_MAX, Step};

impl Enrolment {
    pub(super) fn tally(&self, id: AggregateId) -> Option<&Tally> {
        self.memory.tallies.iter().find(|(own, _)| *own == id).map(|(_, tally)| tally)
    }
}

/// Where an operation leads.
pub(super) enum Next {
    Place(Place),
    Rest(Rest),
    Done,
}

impl Step<'_, '_> {
    /// Lets a resting enrolment go on from a place.
    pub(super) fn resume(&mut self, who: usize, place: Place) {
        self.tell_going_on(who, place, false);
        if let Some(enrolment) = self.state.enrolments.get_mut(who) {
            enrolment.place = place;
            enrolment.rest = Rest::Nowhere;
            self.run_on(who);
        }
    }

    /// Runs an enrolment on until it rests or ends, or until too much was run at this instant (5.10).
    pub(super) fn run_on(&mut self, who: usize) {
        self.touch();
        self.state.agenda.note(Among::MOVED);
        if let Some(enrolment) = self.state.enrolments.get_mut(who) {
            enrolment.moved = true;
        }
        while self.course.ran < OPERATIONS_MAX {
            self.course.ran += 1;
            let Some(enrolment) = self.state.enrolments.get(who).filter(|enrolment| enrolment.live) else { return };
            let next =
                if self.is_paused(enrolment) { Next::Rest(Rest::Paused) } else { self.next(who, enrolment.place) };
            if let Next::Place(place) = next {
                self.tell_going_on(who, place, true);
            }
            let Some(enrolment) = self.state.enrolments.get_mut(who) else { return };
            match next {
                Next::Place(place) => enrolment.place = place,
                Next::Rest(rest) => {
                    self.state.agenda.note_rest(&rest);
                    enrolment.rest = rest;
                    self.tell_rest(who);
                    return;
                }
                Next::Done => return self.end(who, End::Completed),
            }
        }
    }

    /// Whether the enrolment may not advance now (5.7).
    pub(super) fn is_paused(&self, enrolment: &Enrolment) -> bool {
        Scope::of(self.program, self.state).is_paused(enrolment)
    }

    fn next(&mut self, who: usize, here: Place) -> Next {
        let Some(enrolment) = self.state.enrolments.get(who) else { return Next::Done };
        let Some(operation) = self.program.journeys[enrolment.journey].operations.get(here) else { return Next::Done };
        self.tell_operation(who, here);
        let Some(enrolment) = self.state.enrolments.get(who) else { return Next::Done };
        match operation {
            Operation::Split { split, arms } => self.take_arm(who, *split, arms),
            Operation::Repeat { counter, times, until, otherwise } => {
                let again = self.passes_again(who, *counter, *times, until.as_ref());
                Next::Place(if again { here + 1 } else { *otherwise })
            }
            Operation::Set { attribute, value } => {
                self.set(who, *attribute, value);
                Next::Place(here + 1)
            }
            Operation::Emit { event, fields } => {
                self.emit(who, *event, fields);
                Next::Place(here + 1)
            }
            Operation::Enrol(journey) => {
                self.course.queue.push_back(Queued::Enrol(*journey));
                Next::Place(here + 1)
            }
            Operation::Task(task) => {
                self.give_task(who, here, task);
                Next::Place(here + 1)
            }
            Operation::Await { arms, period, from, otherwise } => {
                let deadline = match from {
                    From::Here => self.state.clock().plus(self.state.now, *period),
                    From::Start => enrolment.zone.table().plus(enrolment.started, *period),
                };
                self.wait(who, arms, deadline, *otherwise)
            }
            _ => self.next_of(enrolment, operation),
        }
    }

    /// Where an operation leads that makes nothing.
    fn next_of(&self, enrolment: &Enrolment, operation: &Operation) -> Next {
        let (here, now) = (enrolment.place, self.state.now);
        match operation {
            Operation::Jump(place) => Next::Place(*place),
            Operation::Branch { condition, otherwise } => {
                let holds = Scope::of(self.program, self.state).within(enrolment).holds(condition);
                Next::Place(if holds { here + 1 } else { *otherwise })
            }
            Operation::Sleep(wake) => match self.sleep(enrolment, wake) {
                timer if timer.ends.is_some_and(|ends| ends <= now) => Next::Place(here + 1),
                timer => Next::Rest(Rest::Moment(timer)),
            },
            Operation::At { moment, otherwise } => {
                let timer = self.timer(enrolment, moment);
                match timer.ends {
                    Some(ends) if ends == now => Next::Place(here + 1),
                    Some(ends) if ends > now => Next::Rest(Rest::Moment(timer)),
                    _ => Next::Place(*otherwise),
                }
            }
            Operation::Send(send) => Next::Rest(Rest::Send(self.due(enrolment, send))),
            _ => Next::Done,
        }
    }

    fn sleep(&self, enrolment: &Enrolment, wake: &Wake) -> Timer {
        let (zone, now) = (self.state.clock(), self.state.now);
        match wake {
            Wake::After(period) => self.fixed(zone.plus(now, *period)),
            Wake::TimeOfDay(time) => self.fixed(zone.next_time_of_day(now, *time)),
            Wake::Weekday(weekday, time) => self.fixed(zone.next_weekday_time(now, *weekday, *time)),
            Wake::Moment(moment) => self.timer(enrolment, moment),
        }
    }

    fn fixed(&self, ends: Instant) -> Timer {
        Timer {
            read: journey_ir::value::Value::Missing,
            zone: self.state.zone,
            arrived: self.state.now,
            ends: Some(ends),
        }
    }

    /// A timer for a moment, set now.
    fn timer(&self, enrolment: &Enrolment, moment: &Moment) -> Timer {
        let scope = Scope::of(self.program, self.state).within(enrolment);
        let read = scope.value(&moment.of).into_owned();
        let ends = scope.instant(moment, &read);
        Timer { read, zone: self.state.zone, arrived: self.state.now, ends }
    }

    /// A timer as it stands now: moved only when the value of its expression, read as on arrival, has changed.
    pub(super) fn followed(&self, enrolment: &Enrolment, moment: &Moment, timer: &Timer) -> Timer {
        let scope = Scope::of(self.program, self.state).within(enrolment);
        let as_then = Scope { now: timer.arrived, zone: timer.zone, ..scope };
        if *as_then.value(&moment.of) == timer.read {
            return timer.clone();
        }
        let as_now = Scope { now: timer.arrived, ..scope };
        let read = as_now.value(&moment.of).into_owned();
        let ends = scope.instant(moment, &read);
        Timer { read, zone: self.state.zone, arrived: timer.arrived, ends }
    }

    /// A wait is reached: what ended it in an earlier pass is forgotten. What happened since the start may end it at once.
    fn wait(&mut self, who: usize, arms: &[Arm], deadline: Instant, otherwise: Place) -> Next {
        let Some(enrolment) = self.state.enrolments.get_mut(who) else { return Next::Done };
        let seen = first_seen(enrolment, arms, deadline);
        for (index, arm) in arms.iter().enumerate() {
            if let Awaited::Event { slot, .. } = arm.awaited {
                let memory: &mut Contents = &mut enrolment.memory;
                let kept = memory.since_start.get(&slot).filter(|_| seen == Some(index));
                if let Some(ended) = memory.awaited.get_mut(usize::from(slot)) {
                    *ended = kept.map(|kept| kept.happening.clone());
                }
            }
        }
        let seen = seen.and_then(|index| arms.get(index)).map(|arm| arm.then);
        let Some(enrolment) = self.state.enrolments.get(who) else { return Next::Done };
        match seen.or_else(|| self.condition_met(enrolment, arms)) {
            Some(then) => Next::Place(then),
            None if deadline <= self.state.now => Next::Place(otherwise),
            None => Next::Rest(Rest::Await(deadline)),
        }
    }

    fn due(&self, enrolment: &Enrolment, send: &Send) -> Waiting {
        let (zone, now) = (self.state.clock(), self.state.now);
        let first = send.not_before.map_or(now, |time| zone.next_time_of_day(now, time));
        let limit = match &send.patience {
            Patience::None => Limit::Once,
            Patience::Within(period) => Limit::Last(zone.plus(first, *period)),
            Patience::Until(moment) => Limit::Before(self.timer(enrolment, moment)),
        };
        Waiting { due: now, first, limit, refused: Vec::new() }
    }

    /// Ends an enrolment now; a send that was due or waiting is left (5.4, 4.7).
    pub(super) fn end(&mut self, who: usize, end: End) {
        self.touch();
        self.leave_send(who);
        let Some(enrolment) = self.state.enrolments.get_mut(who) else { return };
        enrolment.live = false;
        enrolment.moved = true;
        enrolment.rest = Rest::Nowhere;
        let number = enrolment.number;
        self.state.agenda.note(Among::MOVED | Among::ENDED);
        self.state.note(Facts::ENROLMENTS);
        self.effects.push(Effect::Ended { number, at: self.state.now, end });
    }
}

/// The arm for what happened first, up to the deadline, of all that a wait may look back at; of two for one event the first.
fn first_seen(enrolment: &Enrolment, arms: &[Arm], deadline: Instant) -> Option<usize> {
    let seen = arms.iter().enumerate().filter_map(|(index, arm)| {
        let (order, at) = match &arm.awaited {
            Awaited::Event { slot, since_start: true, .. } => {
                let kept = enrolment.memory.since_start.get(slot)?;
                (kept.order, kept.happening.at)
            }
            Awaited::Engagement(engagement) => *enrolment.memory.engaged.get(engagement)?,
            Awaited::Event { .. } | Awaited::Until(_) => return None,
        };
        (at <= deadline).then_some((order, index))
    });
    seen.min_by_key(|(order, _)| *order).map(|(_, index)| index)
}
