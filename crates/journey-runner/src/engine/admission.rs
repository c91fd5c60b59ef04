//! Starts: who may enter a journey, and what is refused (language reference 5.1 to 5.3).

use std::cmp::Reverse;
use std::collections::BTreeMap;
use std::sync::Arc;

use journey_ir::decimal::Decimal;
use journey_ir::expression::Expression;
use journey_ir::history::Happening;
use journey_ir::program::{Goal, Journey, Program, ReEntry, Start, Stop, Trigger};
use journey_ir::records::{End, Key, Refusal, RefusedBecause};
use journey_ir::table::JourneyId;
use journey_ir::time::{Instant, WallTime};
use journey_ir::value::{Shown, Type, Value};

use super::agenda::Among;
use super::effect::Effect;
use super::facts::Facts;
use super::memory::{Contents, Memory};
use super::scope::Scope;
use super::sent::SentMessages;
use super::state::{Enrolment, GoalState, Rest, State};
use super::tally::Tally;
use super::{Engine, Step};

impl Engine<'_> {
    /// Whether a journey may start now: within its `active` time and the customer's existence (5.2, 7.4).
    pub(super) fn may_start(&self, state: &State, journey: JourneyId) -> bool {
        let active = self.program.journeys[journey].active;
        let over = active.until.is_some_and(|until| state.now >= wall_instant(state, until));
        state.now >= self.beginning(state, journey) && !over
    }

    /// From when a journey may start: the beginning of the run, of `active`, or of the customer, whichever is last.
    pub(super) fn beginning(&self, state: &State, journey: JourneyId) -> Instant {
        let active = self.program.journeys[journey].active.from.map(|from| wall_instant(state, from));
        state.from.max(state.exists_from.unwrap_or(Instant::MIN)).max(active.unwrap_or(Instant::MIN))
    }
}

/// How a value is written in a key: numbers as numbers (4.5), the rest as in the language.
pub(super) fn key_of(program: &Program, value: &Value, kind: &Type) -> Option<Key> {
    if let Some(number) = value.number() {
        return Some(Key::Number(number));
    }
    let channel = |id| program.channels[id].name.as_str();
    let shown = Shown { value, kind, channel: &channel };
    value.is_known().then(|| Key::Text(Arc::from(shown.to_string())))
}

/// A wall time as an instant in the customer's zone.
fn wall_instant(state: &State, wall: WallTime) -> Instant {
    state.clock().instant(wall.date, wall.time)
}

/// The type of a key: `per` takes a field of the starting event, or an attribute.
fn kind_of<'p>(program: &'p Program, key: &Expression) -> Option<&'p Type> {
    match key {
        Expression::Attribute(id) => Some(&program.attributes[*id].kind),
        Expression::Field { event, field, .. } => Some(&program.events[*event].fields[*field].kind),
        _ => None,
    }
}

impl Step<'_, '_> {
    /// Tries to start a journey: refused starts are recorded, accepted ones run on at once.
    pub(super) fn try_start(&mut self, id: JourneyId, start: &Start, event: Option<&Happening>) {
        if !self.engine.may_start(self.state, id) {
            self.tell_inactive(id);
            return;
        }
        let key = self.key(id, start, event);
        let candidate = self.candidate(id, key.clone().unwrap_or_default(), event);
        match self.refused(id, &candidate, key.as_ref()) {
            // A schedule is for those for whom `for` holds then: the others are not refused (5.1).
            Some(because @ RefusedBecause::Audience)
                if matches!(start.trigger, Trigger::Every(..) | Trigger::At(_)) =>
            {
                self.tell_refusal(id, start, &candidate, because);
            }
            Some(because) => {
                self.tell_refusal(id, start, &candidate, because);
                self.refuse(candidate, because);
            }
            None => {
                self.tell_start(id, start, &candidate);
                self.enrol(candidate);
            }
        }
    }

    /// The key that the enrolment would have; nothing when `per FIELD` has no value.
    fn key(&self, id: JourneyId, start: &Start, event: Option<&Happening>) -> Option<Key> {
        match self.program.journeys[id].reentry {
            ReEntry::PerEvent => match start.trigger {
                Trigger::Event { .. } | Trigger::Engagement(_) => Some(self.ordinal(id)),
                _ => Some(Key::None),
            },
            ReEntry::PerValue => {
                let expression = start.key.as_ref()?;
                let scope = Scope { current: event, ..Scope::of(self.program, self.state) };
                key_of(self.program, &scope.value(expression), kind_of(self.program, expression)?)
            }
            _ => Some(Key::None),
        }
    }

    /// The ordinal of the event at hand among the customer's events of the kinds that start the journey.
    fn ordinal(&self, id: JourneyId) -> Key {
        let kinds = self.engine.starting[id].iter();
        let events: u64 = kinds.map(|&event| self.state.ordinals[event]).sum();
        let engagements = self.engine.starting_engagements[id].iter();
        let count: u64 = engagements.filter_map(|engagement| self.state.engaged.get(engagement)).sum::<u64>() + events;
        let count = i64::try_from(count).ok();
        count.and_then(Decimal::from_integer).map_or(Key::None, Key::Number)
    }

    /// The enrolment as it would start, so that `for` can read the starting event.
    fn candidate(&self, id: JourneyId, key: Key, event: Option<&Happening>) -> Enrolment {
        let memory = if self.engine.remembers[id] { self.memory(id).into() } else { Memory::default() };
        Enrolment {
            number: self.state.next_number,
            journey: id,
            key,
            started: self.state.now,
            zone: self.state.zone,
            held_out: self.state.held_out || self.state.journeys[id].held_out,
            event: event.cloned(),
            memory,
            sent: SentMessages::default(),
            place: 0,
            rest: Rest::Nowhere,
            live: true,
            next: None,
            moved: true,
        }
    }

    /// What an enrolment remembers that starts now.
    fn memory(&self, id: JourneyId) -> Contents {
        let journey = &self.program.journeys[id];
        let (started, zone) = (self.state.now, self.state.clock());
        let goal = |goal: &Goal| GoalState {
            opened: goal.after.is_none().then_some(started),
            deadline: goal.within.filter(|_| goal.after.is_none()).map(|within| zone.plus(started, within)),
            hit: false,
            truth: false,
        };
        Contents {
            awaited: vec![None; usize::from(journey.slots)],
            since_start: BTreeMap::new(),
            tallies: self.engine.since_start[id].iter().map(|&id| (id, Tally::new())).collect(),
            engaged: BTreeMap::new(),
            counters: vec![0; usize::from(journey.counters)],
            goals: journey.goals.iter().map(goal).collect(),
            measured_at: journey.measures.iter().map(|measure| zone.plus(started, measure.after)).collect(),
        }
    }

    /// Why a start is refused, if it is: the audience first, then `again`.
    fn refused(&self, id: JourneyId, candidate: &Enrolment, key: Option<&Key>) -> Option<RefusedBecause> {
        let journey = &self.program.journeys[id];
        let standing = &self.state.journeys[id];
        let scope = Scope { current: candidate.event.as_ref(), ..Scope::of(self.program, self.state) };
        if !scope.within(candidate).satisfies(journey.audience.as_ref()) {
            return Some(RefusedBecause::Audience);
        }
        let enrolled = || self.state.live_in(id).map(|_| RefusedBecause::Enrolled);
        match journey.reentry {
            ReEntry::Never => standing.last_start.map(|_| RefusedBecause::Never),
            ReEntry::Always => enrolled(),
            ReEntry::After(period) => enrolled().or_else(|| {
                let (last, zone) = standing.last_start?;
                let next = zone.table().plus(last, period);
                (self.state.now < next).then_some(RefusedBecause::TooSoon)
            }),
            ReEntry::Restart | ReEntry::PerEvent => None,
            ReEntry::PerValue => match key {
                None => Some(RefusedBecause::NoValue),
                Some(key) => standing.keys.contains(key).then_some(RefusedBecause::SameValue),
            },
        }
    }

    fn refuse(&mut self, candidate: Enrolment, because: RefusedBecause) {
        self.effects.push(Effect::Refused(Refusal {
            journey: candidate.journey,
            at: self.state.now,
            key: candidate.key,
            because,
            zone: self.state.zone,
        }));
    }

    fn enrol(&mut self, candidate: Enrolment) {
        let id = candidate.journey;
        let journey: &Journey = &self.program.journeys[id];
        if journey.reentry == ReEntry::Restart
            && let Some(live) = self.state.live_in(id)
        {
            self.end(live, End::Replaced);
        }
        let standing = &mut self.state.journeys[id];
        standing.last_start = Some((candidate.started, candidate.zone));
        if journey.reentry == ReEntry::PerValue {
            standing.keys.insert(candidate.key.clone());
        }
        self.engine.protect(self.state, &candidate);
        self.effects.push(Effect::Enrolled {
            number: candidate.number,
            journey: id,
            key: candidate.key.clone(),
            started: candidate.started,
            holdout: candidate.held_out,
            zone: self.state.zone,
        });
        self.state.next_number += 1;
        self.state.note(Facts::ENROLMENTS);
        self.touch();
        let who = self.place_of(&candidate);
        self.state.enrolments.insert(who, candidate);
        self.state.agenda.note(Among::MOVED);
        self.engine.add_kind(&mut self.state.agenda, id);
        self.note_goals(who);
        if let Some(stop) = self.stop_that_holds(who) {
            self.end(who, End::Stopped);
            self.tell_stop(who, stop, None);
        } else {
            self.run_on(who);
        }
    }

    /// Where an enrolment stands in the order of arbitration (4.5).
    fn place_of(&self, candidate: &Enrolment) -> usize {
        let rank = |enrolment: &Enrolment| {
            let journey = enrolment.journey;
            (Reverse(self.program.journeys[journey].priority), enrolment.started, self.engine.name_rank[journey])
        };
        let new = rank(candidate);
        self.state.enrolments.partition_point(|enrolment| {
            rank(enrolment).cmp(&new).then_with(|| enrolment.key.cmp(&candidate.key)).is_le()
        })
    }

    /// The first `stop when` of an enrolment that holds (5.4), by its place among the stops.
    pub(super) fn stop_that_holds(&self, who: usize) -> Option<usize> {
        let enrolment = self.state.enrolments.get(who)?;
        let scope = Scope::of(self.program, self.state).within(enrolment);
        self.program.journeys[enrolment.journey].stops.iter().position(|stop| match stop {
            Stop::When(condition) => scope.holds(condition),
            Stop::Event { .. } | Stop::Engagement(_) => false,
        })
    }
}
