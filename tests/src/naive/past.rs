//! The raw history of a customer as far as it has been read.

use journey_ir::history::{CustomerHistory, Happening, Input};
use journey_ir::program::Program;
use journey_ir::table::{AttributeId, EventId, Id};
use journey_ir::time::ZoneId;
use journey_ir::value::Value;

/// The first so many entries of a history.
#[derive(Clone, Copy)]
pub struct Past<'a> {
    pub program: &'a Program,
    pub history: &'a CustomerHistory,
    /// How many entries have been read.
    pub seen: usize,
}

impl<'a> Past<'a> {
    /// The attribute's last value.
    pub fn attribute(self, wanted: AttributeId) -> Value {
        let last = self.inputs().rev().find_map(|(_, _, input)| match input {
            Input::Change { attribute, value } if *attribute == wanted => Some(value),
            _ => None,
        });
        let initial = || self.history.attributes.get(wanted.index());
        last.or_else(initial).cloned().unwrap_or_default()
    }

    /// The customer's own zone, else the programme's (language reference 2.1).
    pub fn zone(self) -> ZoneId {
        match self.program.zone_attribute.map(|zone| self.attribute(zone)) {
            Some(Value::Zone(zone)) => zone,
            _ => self.program.zone,
        }
    }

    /// The occurrences of an event, each with the past that ends with it.
    pub fn happenings(self, wanted: EventId) -> impl DoubleEndedIterator<Item = (Past<'a>, &'a Happening)> {
        self.inputs().filter_map(move |(_, then, input)| match input {
            Input::Event(happening) if happening.event == wanted => Some((then, happening)),
            _ => None,
        })
    }

    /// The entries that have been read: the instant, the past that ends with the entry, and what it says.
    pub fn inputs(
        self,
    ) -> impl DoubleEndedIterator<Item = (journey_ir::time::Instant, Past<'a>, &'a Input)> + ExactSizeIterator {
        let read = self.history.entries.get(..self.seen).unwrap_or_default();
        read.iter().enumerate().map(move |(index, entry)| {
            let then = Past { seen: index + 1, ..self };
            (entry.at, then, &entry.input)
        })
    }
}
