//! States and occasions, by reading all of the history again (language reference 9.2, 9.5).

use journey_ir::history::Input;
use journey_ir::occasion::Occasion;
use journey_ir::table::{ChannelId, StateId};
use journey_ir::time::{Instant, Period, ZoneId};
use journey_ir::value::Value;

use super::eye::Eye;
use super::history_function::passes;
use super::world::World;

/// The values of a state that are open, and when it ceased to hold last.
pub type Openings = (Vec<Value>, Option<(Instant, ZoneId)>);

impl Eye<'_> {
    /// Whether a state holds now.
    pub fn is_in(&self, state: StateId) -> bool {
        !self.life_of(state).0.is_empty()
    }

    /// Whether a state does not hold, and ended less than so long ago.
    pub fn has_ended_within(&self, state: StateId, within: Period) -> bool {
        match self.life_of(state) {
            (open, Some((at, zone))) if open.is_empty() => self.clock < zone.table().plus(at, within),
            _ => false,
        }
    }

    /// The values of a state that are open now, and when it ceased to hold last.
    fn life_of(&self, state: StateId) -> Openings {
        self.past.remembered.states.to((state, self.past.log.len()), || self.read_life_of(state))
    }

    fn read_life_of(&self, state: StateId) -> Openings {
        let declared = &self.past.program.states[state];
        let (mut open, mut ended): (Vec<Value>, _) = (Vec::new(), None);
        for (at, then, input) in self.past.inputs() {
            let Input::Event(happening) = input else { continue };
            let (from, until) = (&declared.from, &declared.until);
            if until.event == happening.event && passes(until.filter.as_ref(), then, happening) {
                let closed = until.value(happening);
                let was_open = !open.is_empty();
                open.retain(|value| *value != closed);
                if was_open && open.is_empty() {
                    ended = Some((at, then.zone()));
                }
            } else if from.event == happening.event && passes(from.filter.as_ref(), then, happening) {
                let opened = from.value(happening);
                if !open.contains(&opened) {
                    open.push(opened);
                }
            }
        }
        (open, ended)
    }
}

impl World<'_> {
    /// Whether now is a moment of the channel for a send that was reached then; always where it has none.
    pub fn is_its_moment(&self, channel: ChannelId, reached: Instant) -> bool {
        let Some(occasion) = &self.program.channels[channel].moment else { return true };
        reached < self.now && self.happens_now(occasion)
    }

    fn happens_now(&self, occasion: &Occasion) -> bool {
        let mut now = self.past().inputs().filter(|(at, _, _)| *at == self.now);
        now.any(|(_, then, input)| match input {
            Input::Event(happening) => {
                happening.event == occasion.event && passes(occasion.filter.as_ref(), then, happening)
            }
            _ => false,
        })
    }
}
