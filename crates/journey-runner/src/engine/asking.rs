//! Conditions and time: what becomes true, and which waits end (language reference 7.1a and b).

use journey_ir::history::Happening;
use journey_ir::operation::{Arm, Awaited, Operation, Wake};
use journey_ir::program::Reached;
use journey_ir::records::End;
use journey_ir::table::JourneyId;
use journey_ir::time::Instant;

use super::Step;
use super::agenda::Among;
use super::clock_starts::comes_now;
use super::effect::Effect;
use super::facts::Facts;
use super::scope::Scope;
use super::state::{Enrolment, GoalState, Rest};

impl Enrolment {
    /// Whether a goal can still be reached at `at`: once, after the start or the message, up to its deadline (5.5).
    pub(super) fn can_reach(&self, goal: usize, at: Instant) -> bool {
        let in_time = |deadline: Option<Instant>| deadline.is_none_or(|deadline| at <= deadline);
        let after = |opened: Option<Instant>| opened.is_some_and(|opened| at > opened);
        self.memory.goals.get(goal).is_some_and(|goal| !goal.hit && after(goal.opened) && in_time(goal.deadline))
    }

    /// Whether any goal can be reached, or any measure is taken, after `now`.
    pub(super) fn measures(&self, now: Instant) -> bool {
        let open = |deadline: Option<Instant>| deadline.is_none_or(|deadline| deadline > now);
        let opens = |goal: &GoalState| self.live || goal.opened.is_some();
        let reaches = self.memory.goals.iter().any(|goal| !goal.hit && opens(goal) && open(goal.deadline));
        reaches || self.next_measure(now).is_some()
    }
}

impl Step<'_, '_> {
    /// Asks every condition once: `stop when`, goals, waits, starts; with `timers`, ends the waits whose time has come.
    /// When nothing has moved since they were last asked, they stand as they stood: only timers are looked at.
    ///
    /// What reads nothing that has changed, and for which the time has not come, is not asked (see `facts`).
    pub(super) fn ask(&mut self, timers: bool) {
        if !std::mem::take(&mut self.course.stale) && !timers {
            return;
        }
        let unasked = std::mem::take(&mut self.state.unasked);
        // What the clock alone had made true before data came was put off until the timers are looked at.
        self.asked = if timers && self.put_off { self.state.changed } else { unasked };
        let changed = if timers { self.state.changed } else { self.asked };
        self.ask_enrolments(changed, timers);
        let changed = self.asked | if timers { self.state.changed } else { self.state.unasked };
        if self.engine.concerns_starts(self.state, changed) {
            for &journey in &self.engine.watching {
                self.ask_starts(journey, timers);
            }
        }
    }

    /// Asks what the enrolments wait for, each kind of question only where one of them has such a question.
    fn ask_enrolments(&mut self, changed: Facts, timers: bool) {
        let (there, now) = (0..self.state.enrolments.len(), self.state.now);
        let conditions = self.state.agenda.concerns_enrolments(changed, now);
        let timers_move = timers && self.state.agenda.concerns_timers(changed, now);
        if conditions && self.state.agenda.has(Among::STOPPING) {
            there.clone().for_each(|who| self.ask_stop(who));
        }
        if conditions && self.state.agenda.has(Among::REACHING) {
            there.clone().for_each(|who| self.ask_goals(who));
        }
        if timers_move || (conditions && self.state.agenda.has(Among::AWAITING)) {
            there.for_each(|who| self.ask_wait(who, timers));
        }
    }

    /// Whether an enrolment may stand otherwise than when it was asked last. Timers are looked at once in an instant, whenever it
    /// was that something moved them.
    fn is_to_be_asked(&self, who: usize, timers: bool) -> bool {
        let asked = if timers { self.state.changed } else { self.asked | self.state.unasked };
        self.state.enrolments.get(who).is_some_and(|enrolment| {
            enrolment.moved
                || is_over(enrolment.next, self.state.now)
                || self.engine.asked[enrolment.journey].read.touches(asked)
        })
    }

    fn ask_stop(&mut self, who: usize) {
        let Some(enrolment) = self.state.enrolments.get(who).filter(|enrolment| enrolment.live) else { return };
        if !self.is_to_be_asked(who, false) || self.is_early(|early| early.has_stop(enrolment.number)) {
            return;
        }
        if let Some(stop) = self.stop_that_holds(who) {
            self.end(who, End::Stopped);
            self.tell_stop(who, stop, None);
        }
    }

    pub(super) fn is_live(&self, who: usize) -> bool {
        self.state.enrolments.get(who).is_some_and(|enrolment| enrolment.live)
    }

    /// The truth of the conditions of an enrolment's goals, now.
    pub(super) fn goal_truths(&self, who: usize) -> Vec<(usize, bool)> {
        let Some(enrolment) = self.state.enrolments.get(who) else { return Vec::new() };
        let scope = Scope::of(self.program, self.state).within(enrolment);
        let goals = self.program.journeys[enrolment.journey].goals.iter().enumerate();
        goals
            .filter_map(|(index, goal)| match &goal.reached {
                Reached::Becomes(condition) => Some((index, scope.holds(condition))),
                Reached::Event { .. } | Reached::Engagement(_) => None,
            })
            .collect()
    }

    /// Remembers how the conditions of a new enrolment's goals stand: only what becomes true later reaches them.
    pub(super) fn note_goals(&mut self, who: usize) {
        for (index, truth) in self.goal_truths(who) {
            self.note_goal(who, index, truth);
        }
    }

    fn note_goal(&mut self, who: usize, index: usize, truth: bool) {
        if let Some(goal) =
            self.state.enrolments.get_mut(who).and_then(|enrolment| enrolment.memory.goals.get_mut(index))
        {
            goal.truth = truth;
        }
    }

    fn ask_goals(&mut self, who: usize) {
        if !self.is_to_be_asked(who, false) {
            return;
        }
        for (index, truth) in self.goal_truths(who) {
            let Some(enrolment) = self.state.enrolments.get(who) else { return };
            if self.is_early(|early| early.has_goal(enrolment.number, index)) {
                continue;
            }
            let rises = truth && enrolment.memory.goals.get(index).is_some_and(|goal| !goal.truth);
            let reached = rises && enrolment.can_reach(index, self.state.now);
            self.note_goal(who, index, truth);
            if reached {
                self.reach_goal(who, index, None);
            }
        }
    }

    /// Records a goal; ends the enrolment when the journey says `stop on goal` (5.4, 5.5).
    pub(super) fn reach_goal(&mut self, who: usize, index: usize, event: Option<&Happening>) {
        let Some(enrolment) = self.state.enrolments.get(who) else { return };
        let journey = &self.program.journeys[enrolment.journey];
        let scope = Scope { current: event, ..Scope::of(self.program, self.state) }.within(enrolment);
        let worth = journey.goals.get(index).and_then(|goal| goal.worth.as_ref());
        let worth = worth.map_or_else(Default::default, |worth| scope.value(worth).into_owned());
        self.effects.push(Effect::Goal { number: enrolment.number, goal: index, at: self.state.now, worth });
        if let Some(goal) =
            self.state.enrolments.get_mut(who).and_then(|enrolment| enrolment.memory.goals.get_mut(index))
        {
            goal.hit = true;
        }
        if let Some(enrolment) = self.state.enrolments.get_mut(who) {
            enrolment.moved = true;
            self.state.agenda.note(Among::MOVED);
        }
        if journey.stop_on_goal && self.is_live(who) {
            self.end(who, End::Goal);
        }
    }

    /// Ends an enrolment's wait when its condition holds or, with `timers`, when its time has come.
    fn ask_wait(&mut self, who: usize, timers: bool) {
        if !self.is_to_be_asked(who, timers) {
            return;
        }
        let Some(enrolment) = self.state.enrolments.get(who).filter(|enrolment| enrolment.live) else { return };
        let operation = self.program.journeys[enrolment.journey].operations.get(enrolment.place);
        match (&enrolment.rest, operation) {
            (Rest::Await(deadline), Some(Operation::Await { arms, otherwise, .. })) => {
                let over = timers && *deadline <= self.state.now;
                let early = self.is_early(|early| early.has_wait(enrolment.number, enrolment.place));
                let met = if early { None } else { self.condition_met(enrolment, arms) };
                let then = met.or(over.then_some(*otherwise));
                if let Some(then) = then {
                    self.resume(who, then);
                }
            }
            (Rest::Moment(_), Some(Operation::Sleep(_) | Operation::At { .. })) if timers => self.ask_timer(who),
            (Rest::Paused, _)
                if !self.is_early(|early| early.has_pause_over(enrolment.number)) && !self.is_paused(enrolment) =>
            {
                self.resume(who, enrolment.place);
            }
            _ => {}
        }
    }

    /// Where a wait goes on because one of its conditions holds.
    pub(super) fn condition_met(&self, enrolment: &Enrolment, arms: &[Arm]) -> Option<usize> {
        let scope = Scope::of(self.program, self.state).within(enrolment);
        arms.iter().find_map(|arm| match &arm.awaited {
            Awaited::Until(condition) => scope.holds(condition).then_some(arm.then),
            Awaited::Event { .. } | Awaited::Engagement(_) => None,
        })
    }

    fn ask_timer(&mut self, who: usize) {
        self.follow_timer(who);
        let Some(enrolment) = self.state.enrolments.get(who) else { return };
        let Rest::Moment(timer) = &enrolment.rest else { return };
        let operation = self.program.journeys[enrolment.journey].operations.get(enrolment.place);
        let (place, now, ends) = (enrolment.place, self.state.now, timer.ends);
        match operation {
            // The moment has moved into the past, or away altogether: the block is skipped (5.8).
            Some(Operation::At { otherwise, .. }) if ends.is_none_or(|ends| ends < now) => self.resume(who, *otherwise),
            _ if ends.is_some_and(|ends| ends <= now) => self.resume(who, place + 1),
            _ => {}
        }
    }

    /// What phase (c) has made may have moved the moments for which enrolments wait.
    pub(super) fn follow_what_was_made(&mut self) {
        if self.course.made > 0 {
            for who in 0..self.state.enrolments.len() {
                self.follow_timer(who);
                self.follow_limit(who);
            }
        }
    }

    fn follow_timer(&mut self, who: usize) {
        let Some(enrolment) = self.state.enrolments.get(who) else { return };
        let operation = self.program.journeys[enrolment.journey].operations.get(enrolment.place);
        let (Rest::Moment(timer), Some(Operation::At { moment, .. } | Operation::Sleep(Wake::Moment(moment)))) =
            (&enrolment.rest, operation)
        else {
            return;
        };
        let timer = self.followed(enrolment, moment, timer);
        if let Some(enrolment) = self.state.enrolments.get_mut(who) {
            enrolment.rest = Rest::Moment(timer);
            enrolment.moved = true;
            self.state.agenda.note(Among::MOVED);
        }
    }

    /// Tries the first start of a journey, in the order of the text, whose condition has become true, whose attribute has
    /// moved, or that the calendar brings now; how all stand, and their days, are remembered.
    fn ask_starts(&mut self, id: JourneyId, timers: bool) {
        let (read, is_over) = (self.engine.watched[id], is_over(self.state.next_starts[id], self.state.now));
        let is_to_be = |changed: Facts| is_over || read.touches(changed);
        let conditions = is_to_be(self.asked | self.state.unasked);
        let calendar = timers && self.engine.clocked[id] && is_to_be(self.state.changed);
        let risen = if conditions { self.first_risen(id) } else { None };
        let brought = if calendar { self.first_brought(id) } else { None };
        let first = match (risen, brought) {
            (Some(risen), Some(brought)) => Some(risen.min(brought)),
            (one, other) => one.or(other),
        };
        if let Some(start) = first.and_then(|first| self.program.journeys[id].starts.get(first)) {
            self.try_start(id, start, None);
        }
        self.moved_attribute = None;
    }

    fn first_risen(&mut self, id: JourneyId) -> Option<usize> {
        let mut risen = None;
        for (index, start) in self.program.journeys[id].starts.iter().enumerate() {
            if self.is_early(|early| early.has_start(id, index)) {
                continue;
            }
            let Some(stand) = self.engine.stand(self.state, id, start) else { continue };
            let Some(before) = self.state.journeys[id].stands.get_mut(index) else { continue };
            if stand.starts(before, &start.trigger) && risen.is_none() {
                risen = Some(index);
                self.moved_attribute = before.moved(&stand, &start.trigger);
            }
            *before = stand;
        }
        risen
    }

    fn first_brought(&mut self, id: JourneyId) -> Option<usize> {
        let mut brought = None;
        for (index, start) in self.program.journeys[id].starts.iter().enumerate() {
            let fired = self.state.journeys[id].fired.get(index);
            let Some(base) = fired.and_then(|fired| comes_now(self.program, self.state, &start.trigger, fired)) else {
                continue;
            };
            // Noted, so that it comes once.
            if let Some(fired) = self.state.journeys[id].fired.get_mut(index) {
                fired.note(base, &start.trigger);
            }
            brought = brought.or(Some(index));
        }
        brought
    }
}

/// Whether an instant has come.
pub(super) fn is_over(at: Option<Instant>, now: Instant) -> bool {
    at.is_some_and(|at| at <= now)
}
