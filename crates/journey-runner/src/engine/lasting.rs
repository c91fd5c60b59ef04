//! States: which are open, and when they ended last (language reference 9.2); and the occasions of channels (9.5).

use journey_ir::history::Happening;
use journey_ir::state::Turn;
use journey_ir::time::{Instant, Period, ZoneId};
use journey_ir::value::Value;

use super::Engine;
use super::scope::Scope;
use super::state::State;

/// How a customer stands with a state.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Lasting {
    /// The values that are open, each once, in the order of opening; without `by` the missing one.
    open: Vec<Value>,
    /// When the last open one was closed last, and the zone in which the time after it runs (2.1).
    ended: Option<(Instant, ZoneId)>,
}

impl Lasting {
    /// Whether the state holds.
    pub(crate) fn holds(&self) -> bool {
        !self.open.is_empty()
    }

    /// Until when `ended within D` holds; nothing while the state does, and before its first end.
    pub(crate) fn ended_until(&self, within: Period) -> Option<Instant> {
        let (at, zone) = self.ended.filter(|_| !self.holds())?;
        Some(zone.table().plus(at, within))
    }

    /// As at first, in the same memory.
    pub(super) fn clear(&mut self) {
        self.open.clear();
        self.ended = None;
    }

    fn open(&mut self, value: Value) {
        if !self.open.contains(&value) {
            self.open.push(value);
        }
    }

    fn close(&mut self, value: &Value, at: Instant, zone: ZoneId) {
        let held = self.holds();
        self.open.retain(|open| open != value);
        if held && !self.holds() {
            self.ended = Some((at, zone));
        }
    }
}

impl Engine<'_> {
    /// An event begins and ends states; one that does both ends them.
    pub(super) fn turn(&self, state: &mut State, happening: &Happening) {
        for (id, declared) in self.program.states.iter() {
            let turns = |turn: &Turn| {
                let scope = Scope::of(self.program, state).at_event(happening);
                turn.event == happening.event && scope.satisfies(turn.filter.as_ref())
            };
            if turns(&declared.until) {
                let zone = state.zone;
                state.states[id].close(&declared.until.value(happening), happening.at, zone);
            } else if turns(&declared.from) {
                state.states[id].open(declared.from.value(happening));
            }
        }
    }

    /// An event is the moment of channels.
    pub(super) fn note_occasions(&self, state: &mut State, happening: &Happening) {
        for (id, channel) in self.program.channels.iter() {
            let Some(occasion) = &channel.moment else { continue };
            let scope = Scope::of(self.program, state).at_event(happening);
            if occasion.event == happening.event && scope.satisfies(occasion.filter.as_ref()) {
                state.occasions[id] = Some(happening.at);
            }
        }
    }
}
