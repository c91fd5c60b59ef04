//! What the data says of the customer: before the run, and in it.

use std::collections::BTreeMap;

use journey_ir::expression::{Expression, Occurrence};
use journey_ir::history::{Happening, Input};
use journey_ir::pressure::ContactKind;
use journey_ir::program::Engagement;
use journey_ir::table::{AttributeId, Id};
use journey_ir::time::Instant;
use journey_ir::value::Value;
use journey_ir::written;

use super::{Teller, What};

/// How many past contacts are named.
const NAMED_MAX: usize = 10;

impl Teller<'_> {
    /// What is known of the customer at the beginning of the run.
    pub(super) fn before(&mut self) {
        let (program, history, from) = (self.program(), self.story.history, self.story.run.from);
        let mut values = history.attributes.clone();
        self.read_zone(&values);
        let mut seen: BTreeMap<String, (usize, Instant)> = BTreeMap::new();
        let mut contacts = Vec::new();
        for entry in history.entries.iter().take_while(|entry| entry.at < from) {
            let what = match &entry.input {
                Input::Event(happening) => program.events[happening.event].name.clone(),
                Input::Change { attribute, value } => {
                    if let Some(slot) = values.get_mut(attribute.index()) {
                        slot.clone_from(value);
                    }
                    self.read_zone(&values);
                    format!("change of {}", program.attributes[*attribute].name)
                }
                Input::Contact { journey, message, channel, purpose } => {
                    let (journey, message, channel, purpose) = (*journey, *message, *channel, *purpose);
                    self.contacts.push((entry.at, self.zone, ContactKind { journey, message, channel, purpose }));
                    let message = message.map_or("a message of the past", |id| program.messages[id].name.as_str());
                    let channel = &program.channels[channel].name;
                    contacts.push(format!("{} {message} by {channel} ({})", self.moment(entry.at), purpose.name()));
                    continue;
                }
                Input::Engagement { engagement, .. } => engaged(program, *engagement),
            };
            let seen = seen.entry(what).or_insert((0, entry.at));
            *seen = (seen.0 + 1, entry.at);
        }
        let known = values.iter().zip(program.attributes.iter()).filter(|(value, _)| value.is_known());
        let known: Vec<String> = known
            .map(|(value, (id, attribute))| {
                let value = written::value(program, &Expression::Attribute(id), value, self.clock());
                format!("{} {value}", attribute.name)
            })
            .collect();
        let known = if known.is_empty() { "nothing is known".to_owned() } else { known.join(", ") };
        self.line(from, What::Before, None, known);
        for (what, (count, last)) in seen {
            let last = self.moment(last);
            self.note(if count == 1 {
                format!("{what}, on {last}")
            } else {
                format!("{count} × {what}, the last on {last}")
            });
        }
        let earlier = contacts.len().saturating_sub(NAMED_MAX);
        if earlier > 0 {
            self.note(format!("{earlier} earlier contacts"));
        }
        for contact in contacts.into_iter().skip(earlier) {
            self.note(format!("contact {contact}"));
        }
    }

    fn read_zone(&mut self, values: &[Value]) {
        let program = self.program();
        let own = program.zone_attribute.and_then(|own| values.get(own.index()));
        self.zone = match own {
            Some(Value::Zone(zone)) => *zone,
            _ => program.zone,
        };
    }

    /// An entry of the customer's data.
    pub(super) fn entry(&mut self, at: Instant, input: &Input) {
        let text = self.happens(input);
        match input {
            Input::Event(_) => self.line(at, What::Event, None, text),
            Input::Change { attribute, value } => {
                self.move_to(*attribute, value);
                self.line(at, What::Change, None, text);
            }
            Input::Engagement { engagement, .. } => {
                self.line(at, What::Engagement, None, engaged(self.program(), *engagement));
            }
            Input::Contact { .. } => {}
        }
    }

    /// A new zone moves the clock.
    pub(super) fn move_to(&mut self, attribute: AttributeId, value: &Value) {
        let program = self.program();
        if program.zone_attribute == Some(attribute) {
            self.zone = match value {
                Value::Zone(zone) => *zone,
                _ => program.zone,
            };
        }
    }

    /// An event, or a change of an attribute.
    pub(super) fn happens(&self, input: &Input) -> String {
        let program = self.program();
        match input {
            Input::Event(happening) => self.event(happening),
            Input::Change { attribute, value } => {
                let value = written::value(program, &Expression::Attribute(*attribute), value, self.clock());
                format!("{} becomes {value}", program.attributes[*attribute].name)
            }
            Input::Engagement { engagement, .. } => engaged(program, *engagement),
            Input::Contact { .. } => String::new(),
        }
    }

    fn event(&self, happening: &Happening) -> String {
        let program = self.program();
        let event = &program.events[happening.event];
        let known = happening.fields.iter().zip(event.fields.iter()).filter(|(value, _)| value.is_known());
        let fields: Vec<String> = known
            .map(|(value, (field, declared))| {
                let of = Expression::Field { of: Occurrence::Current, event: happening.event, field };
                format!("{} {}", declared.name, written::value(program, &of, value, self.clock()))
            })
            .collect();
        if fields.is_empty() { event.name.clone() } else { format!("{} {{ {} }}", event.name, fields.join("  ")) }
    }

    /// An engagement that the behaviour model supposes.
    pub(super) fn supposed(&mut self, at: Instant, engagement: Engagement, revokes: Option<AttributeId>) {
        let program = self.program();
        self.line(at, What::Engagement, None, format!("{} (supposed)", engaged(program, engagement)));
        if let Some(attribute) = revokes {
            self.note(format!("{} becomes no", program.attributes[attribute].name));
        }
    }
}

fn engaged(program: &journey_ir::program::Program, engagement: Engagement) -> String {
    format!("{} {}", engagement.kind.name(), program.messages[engagement.message].name)
}
