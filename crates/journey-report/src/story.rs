//! The story of one customer, dated: what the engine told of its decisions, for people and for machines.

mod decision;
mod json;
mod skip;
mod text;

use std::collections::BTreeMap;

use journey_ir::history::{CustomerHistory, Input};
use journey_ir::pressure::ContactKind;
use journey_ir::program::Program;
use journey_ir::records::{Contact, Outcome};
use journey_ir::table::JourneyId;
use journey_ir::time::{Instant, Zone, ZoneId};
use journey_ir::value::Value;
use journey_ir::written;
use journey_runner::{Effect, Run, Told};

pub use json::json;
pub use text::text;

/// What is told, and of whom.
pub struct Story<'a> {
    /// The programme.
    pub program: &'a Program,
    /// The time of the run.
    pub run: Run,
    /// The customer.
    pub history: &'a CustomerHistory,
    /// What the engine told, in its order.
    pub told: &'a [(Instant, Effect)],
    /// The journeys to tell of; the others ran all the same.
    pub journeys: &'a [JourneyId],
}

/// One line of a story.
#[derive(Clone, Debug)]
pub struct Line {
    /// When.
    pub at: Instant,
    /// The customer's zone then.
    pub zone: &'static Zone,
    /// What kind of thing it is: `event`, `change`, `start`, `refused`, `branch`, `wait`, `sent`, `skipped`, …
    pub what: &'static str,
    /// The journey, when it is about one.
    pub journey: Option<String>,
    /// The step's path in its journey, when it is about one.
    pub step: Option<String>,
    /// What happened.
    pub text: String,
    /// Why, and what would have had to be different.
    pub notes: Vec<String>,
}

/// The lines of a story, in order of time: at one instant the data first, then the decisions in their order.
#[must_use]
pub fn lines(story: &Story<'_>) -> Vec<Line> {
    let mut teller = Teller {
        story,
        zone: story.program.zone.table(),
        journeys: BTreeMap::new(),
        contacts: Vec::new(),
        lines: Vec::new(),
        send_told: false,
    };
    teller.before();
    let mut entries = story.history.entries.iter().filter(|entry| entry.at >= story.run.from).peekable();
    teller.read_zone(story.history.attributes.iter().enumerate());
    for (at, effect) in story.told {
        while let Some(entry) = entries.next_if(|entry| entry.at <= *at) {
            teller.entry(entry.at, &entry.input);
        }
        teller.effect(*at, effect);
    }
    for entry in entries.filter(|entry| entry.at < story.run.until) {
        teller.entry(entry.at, &entry.input);
    }
    teller.lines.retain(|line| line.at >= story.run.reported_from || line.what == "before");
    teller.lines
}

/// Tells a story line by line.
struct Teller<'a> {
    story: &'a Story<'a>,
    /// The customer's zone now.
    zone: &'static Zone,
    /// The journey of each enrolment.
    journeys: BTreeMap<u64, JourneyId>,
    /// The contacts that were made up to now, with the zone of each: what caps count.
    contacts: Vec<(Instant, ZoneId, ContactKind)>,
    lines: Vec<Line>,
    /// Whether the line told last is the send that was decided last.
    send_told: bool,
}

impl<'a> Teller<'a> {
    fn program(&self) -> &'a Program {
        self.story.program
    }

    fn moment(&self, at: Instant) -> String {
        written::moment(at, self.zone)
    }

    fn line(&mut self, at: Instant, what: &'static str, journey: Option<JourneyId>, text: String) {
        let journey = journey.map(|id| self.program().journeys[id].name.clone());
        let line = Line { at, zone: self.zone, what, journey, step: None, text, notes: Vec::new() };
        self.lines.push(line);
    }

    /// Adds to the line that was told last.
    fn note(&mut self, note: String) {
        if let Some(line) = self.lines.last_mut() {
            line.notes.push(note);
        }
    }

    /// What is known of the customer before the run.
    fn before(&mut self) {
        let program = self.program();
        let past: Vec<_> =
            self.story.history.entries.iter().take_while(|entry| entry.at < self.story.run.from).collect();
        for entry in &past {
            if let Input::Contact { journey, message, channel, purpose } = &entry.input {
                let kind = ContactKind { journey: *journey, message: *message, channel: *channel, purpose: *purpose };
                self.contacts.push((entry.at, program.zone, kind));
            }
        }
        let mut counts: BTreeMap<String, (usize, Instant)> = BTreeMap::new();
        for entry in &past {
            let what = match &entry.input {
                Input::Event(happening) => program.events[happening.event].name.clone(),
                Input::Change { attribute, .. } => format!("change of {}", program.attributes[*attribute].name),
                Input::Contact { .. } => "contact".to_owned(),
                Input::Engagement { engagement, .. } => engagement.kind.name().to_owned(),
            };
            let seen = counts.entry(what).or_insert((0, entry.at));
            *seen = (seen.0 + 1, entry.at);
        }
        let values = self.story.history.attributes.iter().zip(program.attributes.iter());
        let known: Vec<_> = values
            .filter(|(value, _)| value.is_known())
            .map(|(value, (id, attribute))| {
                let of = journey_ir::expression::Expression::Attribute(id);
                format!("{} {}", attribute.name, written::value(program, &of, value, self.zone))
            })
            .collect();
        let at = self.story.run.from;
        self.line(
            at,
            "before",
            None,
            format!("at first: {}", if known.is_empty() { "nothing is known".to_owned() } else { known.join(", ") }),
        );
        for (what, (count, last)) in counts {
            let last = self.moment(last);
            self.note(format!("{count} × {what} before the run, the last on {last}"));
        }
    }

    fn read_zone<'v>(&mut self, attributes: impl Iterator<Item = (usize, &'v Value)>) {
        let own = self.program().zone_attribute;
        for (place, value) in attributes {
            if own.is_some_and(|own| usize::from(own.0) == place) {
                self.zone = match value {
                    Value::Zone(zone) => zone.table(),
                    _ => self.program().zone.table(),
                };
            }
        }
    }

    /// An entry of the customer's data.
    fn entry(&mut self, at: Instant, input: &Input) {
        let program = self.program();
        match input {
            Input::Event(happening) => {
                let event = &program.events[happening.event];
                let fields: Vec<_> = (happening.fields.iter().zip(event.fields.iter()))
                    .filter(|(value, _)| value.is_known())
                    .map(|(value, (field, declared))| {
                        let of = journey_ir::expression::Occurrence::Current;
                        let of = journey_ir::expression::Expression::Field { of, event: happening.event, field };
                        format!("{} {}", declared.name, written::value(program, &of, value, self.zone))
                    })
                    .collect();
                let fields = if fields.is_empty() { String::new() } else { format!(" {{ {} }}", fields.join("  ")) };
                self.line(at, "event", None, format!("{}{fields}", event.name));
            }
            Input::Change { attribute, value } => {
                self.read_zone(std::iter::once((usize::from(attribute.0), value)));
                let of = journey_ir::expression::Expression::Attribute(*attribute);
                let value = written::value(program, &of, value, self.zone);
                self.line(at, "change", None, format!("{} becomes {value}", program.attributes[*attribute].name));
            }
            Input::Engagement { engagement, .. } => {
                let message = &program.messages[engagement.message].name;
                self.line(at, "engagement", None, format!("{} {message}", engagement.kind.name()));
            }
            Input::Contact { .. } => {}
        }
    }

    fn wanted(&self, journey: JourneyId) -> bool {
        self.story.journeys.contains(&journey)
    }

    fn effect(&mut self, at: Instant, effect: &Effect) {
        let journey = match effect {
            Effect::Enrolled { number, journey, .. } => {
                self.journeys.insert(*number, *journey);
                Some(*journey)
            }
            Effect::Ended { number, .. }
            | Effect::Arm { number, .. }
            | Effect::Goal { number, .. }
            | Effect::Told(Told::Branch { number, .. } | Told::Rests { number, .. } | Told::GoesOn { number, .. }) => {
                self.journeys.get(number).copied()
            }
            Effect::Contact(contact) => Some(contact.journey),
            Effect::Refused(refusal) => Some(refusal.journey),
            Effect::Told(Told::Audience { journey, .. }) => Some(*journey),
            Effect::Told(Told::Refused { .. } | Told::Said(_)) => None,
        };
        match journey {
            Some(journey) if self.wanted(journey) => self.decision(at, journey, effect),
            Some(_) => self.send_told = false,
            None => self.behind_a_send(effect),
        }
        if let Effect::Contact(contact) = effect {
            self.count(contact);
        }
    }

    fn count(&mut self, contact: &Contact) {
        if let (Outcome::Sent, Some(at), Some(channel)) = (&contact.outcome, contact.at, contact.channel) {
            let kind = ContactKind {
                journey: Some(contact.journey),
                message: Some(contact.message),
                channel,
                purpose: contact.purpose,
            };
            self.contacts.push((at, contact.zone, kind));
        }
    }
}
