//! Everything that is known to have happened to a customer: what was read from the history and what the run has added.

use journey_ir::history::{CustomerHistory, Entry, Happening, Input};
use journey_ir::program::{EngagementWith, Program};
use journey_ir::table::{AttributeId, EventId, Id};
use journey_ir::time::{Instant, ZoneId};
use journey_ir::value::Value;

use super::remembered::Remembered;

/// The first so many entries of the log.
#[derive(Clone, Copy)]
pub struct Past<'w> {
    pub program: &'w Program,
    pub history: &'w CustomerHistory,
    /// What has happened, in the order in which it was taken in.
    pub log: &'w [Entry],
    /// The customer's zone after each of it.
    pub zones: &'w [ZoneId],
    pub remembered: &'w Remembered,
}

impl<'w> Past<'w> {
    /// The attribute's last value.
    pub fn attribute(self, wanted: AttributeId) -> Value {
        let last = self.log.iter().rev().find_map(|entry| match &entry.input {
            Input::Change { attribute, value } if *attribute == wanted => Some(value),
            _ => None,
        });
        let initial = || self.history.attributes.get(wanted.index());
        last.or_else(initial).cloned().unwrap_or_default()
    }

    /// The customer's own zone, else the programme's (language reference 2.1).
    pub fn zone(self) -> ZoneId {
        self.zones.last().copied().unwrap_or_else(|| self.zone_as_set())
    }

    /// The same, read from the log.
    pub fn zone_as_set(self) -> ZoneId {
        match self.program.zone_attribute.map(|zone| self.attribute(zone)) {
            Some(Value::Zone(zone)) => zone,
            _ => self.program.zone,
        }
    }

    /// The occurrences of an event, each with the past that ends with it.
    pub fn happenings(self, wanted: EventId) -> impl DoubleEndedIterator<Item = (Past<'w>, &'w Happening)> {
        self.inputs().filter_map(move |(_, then, input)| match input {
            Input::Event(happening) if happening.event == wanted => Some((then, happening)),
            _ => None,
        })
    }

    /// How often the customer has done this with a contact of any enrolment.
    pub fn engagements(self, wanted: EngagementWith) -> usize {
        let is_it =
            |entry: &&Entry| matches!(&entry.input, Input::Engagement { engagement, .. } if wanted.is(*engagement));
        self.log.iter().filter(is_it).count()
    }

    /// What has happened: the instant, the past that ends with it, and what it was.
    pub fn inputs(self) -> impl DoubleEndedIterator<Item = (Instant, Past<'w>, &'w Input)> + ExactSizeIterator {
        self.log.iter().enumerate().map(move |(index, entry)| {
            let log = self.log.get(..=index).unwrap_or_default();
            let then = Past { log, zones: self.zones.get(..=index).unwrap_or_default(), ..self };
            (entry.at, then, &entry.input)
        })
    }
}
