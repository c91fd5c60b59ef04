//! Phase (a): what comes in at an instant (language reference 7.1a).

use journey_ir::expression::Condition;
use journey_ir::history::{Entry, Happening, Input};
use journey_ir::operation::{Arm, Awaited, Operation, Place};
use journey_ir::pressure::ContactKind;
use journey_ir::program::{Reached, Stop, Trigger};
use journey_ir::records::End;
use journey_ir::table::{AttributeId, EventId, JourneyId};
use journey_ir::value::Value;

use super::agenda::Among;
use super::engagement::Engaged;
use super::facts::Facts;
use super::memory::Kept;
use super::scope::Scope;
use super::state::{Enrolment, Rest, State};
use super::{Engine, Step};

impl Engine<'_> {
    /// Fills the state with an entry; starts, stops and measures nothing.
    pub(super) fn take_in(&self, state: &mut State, entry: &Entry) {
        match &entry.input {
            Input::Event(happening) => self.observe(state, happening),
            Input::Change { attribute, value } => {
                self.change(state, *attribute, value.clone());
            }
            Input::Contact { journey, message, channel, purpose } => {
                let kind = ContactKind { journey: *journey, message: *message, channel: *channel, purpose: *purpose };
                self.count_contact(state, kind);
            }
            Input::Engagement { engagement, of } => {
                let number = state.sender(engagement.message, of.as_ref());
                self.note_engagement(state, &Engaged { engagement: *engagement, number, revokes: None });
            }
        }
    }

    /// An attribute takes a value.
    pub(super) fn change(&self, state: &mut State, attribute: AttributeId, value: Value) {
        if let Some(slot) = state.attributes.get_mut(usize::from(attribute.0)) {
            *slot = value;
        }
        state.note(Facts::attribute(attribute));
        self.read_zone(state);
    }

    /// The customer's own zone, else the programme's (language reference 2.1). In another one every time can be another.
    pub(super) fn read_zone(&self, state: &mut State) {
        let own = self.program.zone_attribute.and_then(|id| state.attributes.get(usize::from(id.0)));
        let zone = match own {
            Some(Value::Zone(zone)) => *zone,
            _ => self.program.zone,
        };
        if zone != state.zone {
            state.zone = zone;
            state.note(Facts::ALL);
        }
    }

    fn observe(&self, state: &mut State, happening: &Happening) {
        state.next_order();
        state.note(Facts::event(happening.event));
        state.ordinals[happening.event] += 1;
        if self.turning[happening.event] {
            self.exclude_after(state, happening);
            self.turn(state, happening);
            self.note_occasions(state, happening);
        }
        for &id in &self.observers[happening.event] {
            let aggregate = &self.program.aggregates[id];
            let scope = Scope::of(self.program, state).at_event(happening);
            if scope.satisfies(aggregate.filter.as_ref()) {
                let zone = state.clock();
                let tally = &mut state.tallies[id];
                tally.see(aggregate, happening, zone);
                if let Some(leaves) = tally.next_change() {
                    state.expires_by(leaves);
                }
            }
        }
    }
}

impl Step<'_, '_> {
    /// Takes in the entries of this instant, in order.
    pub(super) fn arrive(&mut self, entries: &[Entry]) {
        for entry in entries {
            match &entry.input {
                Input::Engagement { engagement, of } => {
                    let number = self.state.sender(engagement.message, of.as_ref());
                    self.engage(&Engaged { engagement: *engagement, number, revokes: None });
                }
                Input::Event(happening) => {
                    self.engine.take_in(self.state, entry);
                    self.react(happening);
                }
                Input::Change { .. } | Input::Contact { .. } => self.engine.take_in(self.state, entry),
            }
        }
    }

    /// What an event brings to the enrolments that were there before it: stops, goals, waits; then the starts on it.
    fn react(&mut self, happening: &Happening) {
        // Only a start makes the list longer, and nothing makes it shorter before the end of the step.
        let before = 0..self.state.enrolments.len();
        let event = Facts::event(happening.event);
        let hears = |enrolment: &Enrolment| self.engine.heard[enrolment.journey].touches(event);
        if self.state.enrolments.iter().any(hears) {
            for who in before.clone() {
                self.observe_since_start(who, happening);
            }
            for who in before.clone() {
                self.stop_on(who, happening);
            }
            for who in before.clone() {
                self.reach_goals_on(who, happening);
            }
            for who in before {
                self.remember_since_start(who, happening);
                self.end_wait_on(who, happening);
            }
        }
        for &journey in &self.engine.started_by[happening.event] {
            self.start_on(journey, happening);
        }
    }

    /// Functions since the start see the event.
    fn observe_since_start(&mut self, who: usize, happening: &Happening) {
        let Some(enrolment) = self.state.enrolments.get(who).filter(|enrolment| !enrolment.memory.tallies.is_empty())
        else {
            return;
        };
        let scope = Scope::of(self.program, self.state).at_event(happening).within(enrolment);
        let seen: Vec<bool> = (enrolment.memory.tallies.iter())
            .map(|(id, _)| {
                let aggregate = &self.program.aggregates[*id];
                aggregate.event == happening.event && scope.satisfies(aggregate.filter.as_ref())
            })
            .collect();
        let zone = self.state.clock();
        let program = self.program;
        let Some(enrolment) = self.state.enrolments.get_mut(who) else { return };
        if seen.contains(&true) {
            enrolment.moved = true;
            self.state.agenda.note(Among::MOVED);
        }
        let Some(enrolment) = self.state.enrolments.get_mut(who) else { return };
        for ((id, tally), _) in enrolment.memory.tallies.iter_mut().zip(&seen).filter(|(_, seen)| **seen) {
            tally.see(&program.aggregates[*id], happening, zone);
        }
    }

    /// Waits that count since the start remember the event, whether the enrolment has reached them or not.
    fn remember_since_start(&mut self, who: usize, happening: &Happening) {
        let Some(enrolment) = self.state.enrolments.get(who) else { return };
        let kept: Vec<u16> = (self.engine.remembered[enrolment.journey].iter())
            .filter(|remembered| self.matches(enrolment, remembered.event, remembered.filter, happening))
            .map(|remembered| remembered.slot)
            .collect();
        let order = self.state.order;
        let Some(enrolment) = self.state.enrolments.get_mut(who) else { return };
        for slot in kept {
            enrolment.memory.since_start.entry(slot).or_insert_with(|| Kept { order, happening: happening.clone() });
        }
    }

    fn stop_on(&mut self, who: usize, happening: &Happening) {
        let Some(enrolment) = self.state.enrolments.get(who).filter(|enrolment| enrolment.live) else { return };
        let stops = &self.program.journeys[enrolment.journey].stops;
        let stopped = stops.iter().position(|stop| match stop {
            Stop::Event { event, filter } => self.matches(enrolment, *event, filter.as_ref(), happening),
            Stop::When(_) | Stop::Engagement(_) => false,
        });
        if let Some(stop) = stopped {
            self.end(who, End::Stopped);
            self.tell_stop(who, stop, Some(happening));
        }
    }

    fn reach_goals_on(&mut self, who: usize, happening: &Happening) {
        let Some(enrolment) = self.state.enrolments.get(who) else { return };
        let goals = &self.program.journeys[enrolment.journey].goals;
        let reached: Vec<usize> = (goals.iter().enumerate())
            .filter(|(index, goal)| match &goal.reached {
                Reached::Event { event, filter } => {
                    enrolment.can_reach(*index, happening.at)
                        && self.matches(enrolment, *event, filter.as_ref(), happening)
                }
                Reached::Becomes(_) | Reached::Engagement(_) => false,
            })
            .map(|(index, _)| index)
            .collect();
        for goal in reached {
            self.reach_goal(who, goal, Some(happening));
        }
    }

    fn end_wait_on(&mut self, who: usize, happening: &Happening) {
        let Some(enrolment) = self.state.enrolments.get(who).filter(|enrolment| enrolment.live) else { return };
        if !matches!(enrolment.rest, Rest::Await(_)) {
            return;
        }
        let journey = &self.program.journeys[enrolment.journey];
        let Some(Operation::Await { arms, .. }) = journey.operations.get(enrolment.place) else { return };
        let Some((slot, then)) = arms.iter().find_map(|arm| self.ends_wait(enrolment, arm, happening)) else {
            self.tell_not_awaited(who, happening);
            return;
        };
        if let Some(enrolment) = self.state.enrolments.get_mut(who) {
            if let Some(ended) = enrolment.memory.awaited.get_mut(usize::from(slot)) {
                *ended = Some(happening.clone());
            }
            self.resume(who, then);
        }
    }

    fn ends_wait(&self, enrolment: &Enrolment, arm: &Arm, happening: &Happening) -> Option<(u16, Place)> {
        match &arm.awaited {
            Awaited::Event { event, filter, slot, .. } => {
                self.matches(enrolment, *event, filter.as_ref(), happening).then_some((*slot, arm.then))
            }
            Awaited::Until(_) | Awaited::Engagement(_) => None,
        }
    }

    fn matches(
        &self,
        enrolment: &Enrolment,
        event: EventId,
        filter: Option<&Condition>,
        happening: &Happening,
    ) -> bool {
        event == happening.event
            && Scope::of(self.program, self.state).at_event(happening).within(enrolment).satisfies(filter)
    }

    /// The first start of a journey that the event satisfies is tried; the others are not.
    fn start_on(&mut self, journey: JourneyId, happening: &Happening) {
        let starts = &self.program.journeys[journey].starts;
        let start = starts.iter().find(|start| match &start.trigger {
            Trigger::Event { event, filter } => {
                *event == happening.event
                    && Scope::of(self.program, self.state).at_event(happening).satisfies(filter.as_ref())
            }
            _ => false,
        });
        match start {
            Some(start) => self.try_start(journey, start, Some(happening)),
            None => self.tell_filtered(journey, happening),
        }
    }
}
