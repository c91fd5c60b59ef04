//! Starts: what asks for one, and whether it is accepted (language reference 5.1 to 5.4).

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use journey_ir::decimal::Decimal;
use journey_ir::expression::Expression;
use journey_ir::history::{Happening, Input};
use journey_ir::program::{Direction, EngagementWith, Journey, ReEntry, Reached, Start, Trigger};
use journey_ir::records::{End, Key, Refusal, RefusedBecause};
use journey_ir::table::{EventId, JourneyId, Table};
use journey_ir::value::{Shown, Type, Value};

use super::early::Asked;
use super::world::{Begin, Life, LifeId, World};

impl World<'_> {
    /// What starts watched just before the run.
    pub fn truths_before_the_run(&self) -> Table<JourneyId, Vec<bool>> {
        let truths = |journey: &Journey| {
            let starts = journey.starts.iter();
            starts.map(|start| self.calls_for_start(journey, start)).collect()
        };
        self.program.journeys.iter().map(|(_, journey)| truths(journey)).collect()
    }

    /// The values of attributes that starts watch, just before the run.
    pub fn values_before_the_run(&self) -> Table<JourneyId, Vec<Value>> {
        let values = |journey: &Journey| journey.starts.iter().map(|start| self.watched(start)).collect();
        self.program.journeys.iter().map(|(_, journey)| values(journey)).collect()
    }

    /// The value of the attribute that a start watches.
    fn watched(&self, start: &Start) -> Value {
        match &start.trigger {
            Trigger::Moves(attribute, _) => self.eye().attribute(*attribute),
            _ => Value::Missing,
        }
    }

    /// Whether the attribute that a start watches has moved as it should since it was last asked.
    pub fn has_moved(&self, id: JourneyId, index: usize, start: &Start) -> bool {
        let Trigger::Moves(_, direction) = &start.trigger else { return false };
        let (Some(before), after) = (self.values[id].get(index), self.watched(start)) else { return false };
        match direction {
            Direction::Rises => after.compare(before) == Some(Ordering::Greater),
            Direction::Falls => after.compare(before) == Some(Ordering::Less),
            Direction::Changes => after != *before,
        }
    }

    /// Starts on an event. Several `start` clauses that it satisfies ask for one start.
    pub fn start_on(&mut self, happening: &Happening) {
        let program = self.program;
        for id in self.journeys_in_order() {
            let journey = &program.journeys[id];
            let first = journey.starts.iter().find(|start| match &start.trigger {
                Trigger::Event { event, filter } => self.eye().sees(*event, filter.as_ref(), happening),
                _ => false,
            });
            if let Some(start) = first
                && self.may_start_now(journey)
            {
                self.admit(id, start, Some(happening));
            }
        }
    }

    /// Starts `when C` and `while C`; in phase (b) also those that have their time. Several that ask at once ask for one start.
    pub fn start_when(&mut self, in_time: bool) {
        let program = self.program;
        for id in self.journeys_in_order() {
            let journey = &program.journeys[id];
            let asks = |(index, start)| {
                let becomes = self.asks_to_start(id, index);
                let comes = in_time && self.may_start_now(journey) && self.comes_now(id, index, start);
                becomes || comes
            };
            let asking: Vec<bool> = journey.starts.iter().enumerate().map(asks).collect();
            let mut pairs = journey.starts.iter().zip(asking);
            if let Some((start, _)) = pairs.find(|(_, asks)| *asks) {
                self.admit(id, start, None);
            }
        }
    }

    /// Whether the condition of a start has become true while the journey may start.
    fn asks_to_start(&mut self, id: JourneyId, index: usize) -> bool {
        let program = self.program;
        let journey = &program.journeys[id];
        let Some(start) = journey.starts.get(index) else {
            return false;
        };
        if self.early.contains(&Asked::Start(id, index)) {
            return false;
        }
        if matches!(start.trigger, Trigger::Moves(..)) {
            let (moved, value) = (self.has_moved(id, index, start), self.watched(start));
            if let Some(known) = self.values[id].get_mut(index) {
                *known = value;
            }
            return moved && self.may_start_now(journey);
        }
        let holds = self.calls_for_start(journey, start);
        let held = self.truths[id].get_mut(index).is_none_or(|held| std::mem::replace(held, holds));
        holds && !held && self.may_start_now(journey)
    }

    /// What a start watches: its condition; for `while` that it holds and that the beginning is over, so that the beginning
    /// itself is a change, too.
    pub fn calls_for_start(&self, journey: &Journey, start: &Start) -> bool {
        match &start.trigger {
            Trigger::Becomes(condition) => self.eye().holds(condition),
            Trigger::Holds(condition) => self.has_begun(journey) && self.eye().holds(condition),
            _ => false,
        }
    }

    /// Whether the run, the customer and `active` have begun.
    fn has_begun(&self, journey: &Journey) -> bool {
        let zone = self.zone().table();
        let exists = self.history.exists_from.is_none_or(|from| from <= self.now);
        let from = journey.active.from.map(|wall| zone.instant(wall.date, wall.time));
        self.from <= self.now && exists && from.is_none_or(|from| from <= self.now)
    }

    /// Whether the customer exists and the journey is active.
    pub fn may_start_now(&self, journey: &Journey) -> bool {
        let zone = self.zone().table();
        let until = journey.active.until.map(|wall| zone.instant(wall.date, wall.time));
        self.has_begun(journey) && until.is_none_or(|until| self.now < until)
    }

    /// Accepts a start, or records why not.
    pub fn admit(&mut self, id: JourneyId, start: &Start, event: Option<&Happening>) {
        let journey = &self.program.journeys[id];
        let key = self.key(journey, start, event);
        let begin = Begin { at: self.now, zone: self.zone(), seen: self.log.len(), event: event.cloned() };
        if let Some(because) = self.refusal(id, key.as_ref(), &begin) {
            if because == RefusedBecause::Audience && matches!(start.trigger, Trigger::Every(..) | Trigger::At(_)) {
                return;
            }
            self.refusals.push(Refusal {
                journey: id,
                at: self.now,
                key: key.unwrap_or_default(),
                because,
                zone: self.zone(),
            });
            return;
        }
        if journey.reentry == ReEntry::Restart {
            for live in self.live_in_order() {
                if self.lives[live].journey == id {
                    self.end(live, End::Replaced);
                }
            }
        }
        self.begin(id, key.unwrap_or_default(), begin);
    }

    fn refusal(&self, id: JourneyId, key: Option<&Key>, begin: &Begin) -> Option<RefusedBecause> {
        let journey = &self.program.journeys[id];
        let mut eye = self.eye();
        eye.begin = Some(begin);
        eye.current = begin.event.as_ref();
        if journey.audience.as_ref().is_some_and(|audience| !eye.holds(audience)) {
            return Some(RefusedBecause::Audience);
        }
        let before = || self.lives.as_slice().iter().filter(|life| life.journey == id);
        let enrolled = before().any(|life| life.ended.is_none());
        match (journey.reentry, key) {
            (ReEntry::PerValue, None) => Some(RefusedBecause::NoValue),
            (ReEntry::PerValue, Some(key)) => {
                before().any(|life| life.key == *key).then_some(RefusedBecause::SameValue)
            }
            (ReEntry::Never, _) => before().next().map(|_| RefusedBecause::Never),
            (ReEntry::Always, _) => enrolled.then_some(RefusedBecause::Enrolled),
            (ReEntry::After(_), _) if enrolled => Some(RefusedBecause::Enrolled),
            (ReEntry::After(period), _) => {
                let last = &before().next_back()?.begin;
                (self.now < last.zone.table().plus(last.at, period)).then_some(RefusedBecause::TooSoon)
            }
            (ReEntry::Restart | ReEntry::PerEvent, _) => None,
        }
    }

    fn begin(&mut self, journey: JourneyId, key: Key, begin: Begin) {
        let program = self.program;
        let declared = &program.journeys[journey];
        let (slots, goals) = (usize::from(declared.slots), &declared.goals);
        let id: LifeId = self.lives.push(Life {
            id: LifeId(self.lives.len()),
            journey,
            key,
            begin,
            ended: None,
            rest: None,
            held: None,
            slots: vec![None; slots],
            since_start: vec![None; slots],
            passes: vec![0; usize::from(declared.counters)],
            arms: vec![None; declared.splits.len()],
            engaged: BTreeMap::new(),
            goals: vec![None; goals.len()],
            measures: vec![None; declared.measures.len()],
            goal_truths: Vec::new(),
        });
        let eye = self.eye_of(id);
        let truths = goals.iter().map(|goal| match &goal.reached {
            Reached::Becomes(condition) => eye.holds(condition),
            Reached::Event { .. } | Reached::Engagement(_) => false,
        });
        self.lives[id].goal_truths = truths.collect();
        self.moved = true;
        if self.is_stopped_by_condition(id) {
            self.end(id, End::Stopped);
        } else {
            self.run_on(id, 0);
        }
    }

    /// The key that the enrolment gets; nothing when its value is missing.
    fn key(&self, journey: &Journey, start: &Start, event: Option<&Happening>) -> Option<Key> {
        match journey.reentry {
            ReEntry::PerValue => {
                let expression = start.key.as_ref()?;
                let mut eye = self.eye();
                eye.current = event;
                self.key_of(&eye.value(expression), expression)
            }
            ReEntry::PerEvent => {
                let ordinal = match start.trigger {
                    Trigger::Event { .. } | Trigger::Engagement(_) => self.starting_events_so_far(journey),
                    _ => return Some(Key::None),
                };
                Some(Key::Number(Decimal::from_integer(i64::try_from(ordinal).ok()?)?))
            }
            ReEntry::Never | ReEntry::Always | ReEntry::After(_) | ReEntry::Restart => Some(Key::None),
        }
    }

    /// How many events and engagements there were of the kinds that start the journey.
    fn starting_events_so_far(&self, journey: &Journey) -> usize {
        let kinds: BTreeSet<EventId> = journey.starts.iter().filter_map(|start| start.trigger.event()).collect();
        let events: usize = kinds.into_iter().map(|kind| self.past().happenings(kind).count()).sum();
        let reactions: BTreeSet<EngagementWith> = (journey.starts.iter())
            .filter_map(|start| match start.trigger {
                Trigger::Engagement(engagement) => Some(engagement),
                _ => None,
            })
            .collect();
        let is_one = |input: &Input| match input {
            Input::Engagement { engagement, .. } => reactions.iter().any(|reaction| reaction.is(*engagement)),
            _ => false,
        };
        events + self.past().inputs().filter(|(_, _, input)| is_one(input)).count()
    }

    fn key_of(&self, value: &Value, expression: &Expression) -> Option<Key> {
        if let Some(number) = value.number() {
            return Some(Key::Number(number));
        }
        let program = self.program;
        let kind = match expression {
            Expression::Attribute(attribute) => &program.attributes[*attribute].kind,
            Expression::Field { event, field, .. } => &program.events[*event].fields[*field].kind,
            _ => &Type::Text,
        };
        let shown = Shown { value, kind, channel: &|channel| &program.channels[channel].name };
        value.is_known().then(|| Key::Text(Arc::from(shown.to_string())))
    }
}
