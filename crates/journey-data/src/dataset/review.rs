//! Looks through data that was read for what is probably not meant: `journey check --data`.

use std::cmp::Ordering;

use journey_ir::finding::Finding;
use journey_ir::history::{CustomerHistory, Customers, Input};
use journey_ir::program::{Attribute, Change, Program};
use journey_ir::table::{AttributeId, EventId, Table};
use journey_ir::time::{Instant, Moment, TimeOfDay};
use journey_ir::value::{Shown, Value};

use super::Dataset;
use super::group::GroupedSource;
use super::schema::Makes;
use crate::manifest::Manifest;

/// What all customers together show.
struct Seen {
    attributes: Table<AttributeId, SeenAttribute>,
    events: Table<EventId, SeenEvents>,
    /// Contacts with messages that the programme does not have.
    strange_contacts: u64,
}

#[derive(Clone, Default)]
struct SeenAttribute {
    has_value: bool,
    /// Customers for whom it falls although it is `growing`.
    falls: u64,
    /// How it falls for the first of them: their id, when, from what, to what.
    first_fall: Option<(String, Instant, Value, Value)>,
}

#[derive(Clone, Default)]
struct SeenEvents {
    all: u64,
    before: u64,
    after: u64,
}

impl Dataset {
    /// What is bad in the data, or probably not meant: bad rows, `growing` attributes that fall, attributes without values,
    /// events that never happen or only outside the run, names that the programme does not have.
    #[must_use]
    pub fn review(&self, program: &Program, manifest: &Manifest) -> Vec<Finding> {
        let mut findings: Vec<Finding> =
            self.bad_rows().groups().iter().map(|group| Finding::warning("bad-row", group.to_string())).collect();
        let seen = self.look_through(program, manifest);
        for (id, attribute) in program.attributes.iter() {
            findings.extend(self.about_attribute(program, attribute, &seen.attributes[id]));
        }
        for (id, event) in program.events.iter() {
            let happens = self.brings(id).then_some(&seen.events[id]);
            let finding = happens.and_then(|seen| about_events(&event.name, seen));
            findings.extend(finding.map(|finding| finding.at(event.span, "declared here")));
        }
        if seen.strange_contacts > 0 {
            findings.push(
                Finding::info(
                    "message-of-the-past",
                    format!(
                        "{} with messages that the programme does not have",
                        counted(seen.strange_contacts, "past contact")
                    ),
                )
                .help(
                    "they fill caps on their purpose and channel; correct their names if they should count for `sent`",
                ),
            );
        }
        let strange = self.strange_engagement();
        if strange > 0 {
            findings.push(
                Finding::info(
                    "message-of-the-past",
                    format!("{} with messages that the programme does not have", counted(strange, "row of engagement")),
                )
                .help("they are passed over; correct the names if they should count"),
            );
        }
        findings
    }

    fn look_through(&self, program: &Program, manifest: &Manifest) -> Seen {
        let zone = program.zone.table();
        let from = manifest.simulate.beginning(zone).unwrap_or(Instant::MIN);
        let until = |moment: Moment| moment.in_zone(zone, TimeOfDay::MIDNIGHT);
        let until = manifest.simulate.until.map_or(Instant::MAX, until);
        let mut seen = Seen {
            attributes: program.attributes.filled(SeenAttribute::default()),
            events: program.events.filled(SeenEvents::default()),
            strange_contacts: 0,
        };
        let mut customer = CustomerHistory::default();
        for index in 0..self.count() {
            self.load(index, &mut customer);
            for ((id, attribute), value) in program.attributes.iter().zip(&customer.attributes) {
                seen.attributes[id].has_value |= value.is_known();
                if attribute.change == Change::Growing {
                    seen.attributes[id].watch(id, value, &customer);
                }
            }
            for entry in &customer.entries {
                match &entry.input {
                    Input::Event(happening) => {
                        let events = &mut seen.events[happening.event];
                        events.all += 1;
                        events.before += u64::from(entry.at < from);
                        events.after += u64::from(entry.at >= until);
                    }
                    Input::Change { attribute, value } => seen.attributes[*attribute].has_value |= value.is_known(),
                    Input::Contact { message, .. } => seen.strange_contacts += u64::from(message.is_none()),
                    Input::Engagement { .. } => {}
                }
            }
        }
        seen
    }

    fn about_attribute(&self, program: &Program, attribute: &Attribute, seen: &SeenAttribute) -> Option<Finding> {
        let name = &attribute.name;
        if let Some((id, at, from, to)) = &seen.first_fall {
            let shown = |value| Shown { value, kind: &attribute.kind, channel: &|_| "" }.to_string();
            let (date, from, to) = (program.zone.table().date(*at), shown(from), shown(to));
            let message = format!(
                "`{name}` is declared `growing`, but falls for {}; for `{id}` on {date} from {from} to {to}",
                counted(seen.falls, "customer")
            );
            let finding = Finding::warning("growing-falls", message).at(attribute.span, "it never falls, this says");
            return Some(finding.help("leave out `growing`, or correct the data"));
        }
        let is_empty = !seen.has_value && attribute.optional && attribute.computed.is_none() && self.count() > 0;
        is_empty.then(|| {
            Finding::info("no-values", format!("no customer has a value of `{name}`"))
                .at(attribute.span, "declared here")
                .help("is its column the right one? conditions on it never hold")
        })
    }

    /// Whether a source has rows that are this event, or may have.
    fn brings(&self, event: EventId) -> bool {
        self.sources.iter().any(|source| source.has_kind(Makes::Event(event)))
    }

    fn strange_engagement(&self) -> u64 {
        let tables = self.sources.iter().flat_map(GroupedSource::tables);
        let engagement = tables.filter(|table| table.makes == Makes::Engagement);
        let strange = engagement.filter_map(|table| table.columns.get(1)).flat_map(|messages| {
            (0..messages.len()).map(|row| super::place(&messages.value(row))).filter(Option::is_none)
        });
        strange.count() as u64
    }
}

impl SeenAttribute {
    /// Whether the attribute falls for a customer.
    fn watch(&mut self, id: AttributeId, first: &Value, customer: &CustomerHistory) {
        let mut last = first;
        let mut fall = None;
        for entry in &customer.entries {
            let Input::Change { attribute, value } = &entry.input else { continue };
            if *attribute != id || !value.is_known() {
                continue;
            }
            if value.compare(last) == Some(Ordering::Less) && fall.is_none() {
                fall = Some((customer.id.clone(), entry.at, last.clone(), value.clone()));
            }
            last = value;
        }
        self.falls += u64::from(fall.is_some());
        self.first_fall = self.first_fall.take().or(fall);
    }
}

fn about_events(name: &str, seen: &SeenEvents) -> Option<Finding> {
    if seen.all == 0 {
        return Some(Finding::info("no-events", format!("no `{name}` happens in the data")));
    }
    if seen.before + seen.after == seen.all {
        let message = format!("all {} of `{name}` lie outside the run", counted(seen.all, "row"));
        return Some(
            Finding::warning("events-outside-the-run", message)
                .help("nothing starts on them: are `from` and `until` right?"),
        );
    }
    (seen.after > 0).then(|| {
        let message = format!("{} of `{name}` after the end of the run", counted(seen.after, "row"));
        Finding::info("events-outside-the-run", message).help("they are not looked at")
    })
}

fn counted(count: u64, noun: &str) -> String {
    // `rows of engagement`: the first word is the one that is counted.
    let (first, rest) =
        noun.split_once(" of ").map_or((noun, String::new()), |(first, rest)| (first, format!(" of {rest}")));
    let plural = if count == 1 { "" } else { "s" };
    format!("{count} {first}{plural}{rest}")
}
