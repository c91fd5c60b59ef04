//! All names of a programme: global per kind, whatever the file and the order (language reference 1).

use std::collections::{BTreeMap, BTreeSet};
use std::marker::PhantomData;

use journey_ir::finding::Finding;
use journey_ir::source::Sources;
use journey_ir::span::Span;
use journey_ir::table::{
    AttributeId, CalendarId, ChannelId, EventId, FieldId, HolidaysId, Id, InsertId, JourneyId, LookupId, MessageId,
    OfferId, SegmentId, StateId, TABLE_LIMIT, TagId, TopicId,
};

use super::blueprint::Expanded;
use super::do_steps::StepsId;
use super::ghosts;
use super::lookup::article;
use crate::tree::{self, ClauseKind, Item, MessageClauseKind, Name, TypeKind};

/// The declarations of one kind, in the order of files and lines. A name that is declared twice means its first
/// declaration; the second one is a finding, and is still lowered for the findings in it.
pub(super) struct Declared<'t, I, T> {
    /// All declarations: the place of each is its identifier.
    pub items: Vec<&'t T>,
    by_name: BTreeMap<&'t str, (usize, Span)>,
    ids: PhantomData<I>,
}

impl<'t, I: Id, T> Declared<'t, I, T> {
    fn new() -> Self {
        Self { items: Vec::new(), by_name: BTreeMap::new(), ids: PhantomData }
    }

    fn declare(&mut self, noun: &str, name: &'t Name, item: &'t T, findings: &mut Vec<Finding>) {
        match self.by_name.get(name.text.as_str()) {
            Some((_, first)) => findings.push(declared_twice(noun, name, *first)),
            None => {
                self.by_name.insert(&name.text, (self.items.len(), name.span));
            }
        }
        self.items.push(item);
    }

    /// The identifier of a name.
    pub fn id(&self, name: &str) -> Option<I> {
        self.by_name.get(name).map(|(index, _)| I::from_index(*index))
    }

    /// Where a name is declared.
    pub fn span(&self, name: &str) -> Option<Span> {
        self.by_name.get(name).map(|(_, span)| *span)
    }

    /// The names, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &'t str> + use<'_, 't, I, T> {
        self.by_name.keys().copied()
    }
}

/// Says that a name is declared again.
pub(super) fn declared_twice(noun: &str, name: &Name, first: Span) -> Finding {
    Finding::error("duplicate", format!("the {noun} `{}` is declared twice", name.text))
        .at(name.span, "again here")
        .at(first, "first here")
        .help("give one of the two another name, or delete it: all files form one programme")
}

/// The fields of one event.
pub(super) type Fields<'t> = Declared<'t, FieldId, tree::Field>;

/// The names of a programme.
pub(super) struct Names<'t> {
    pub attributes: Declared<'t, AttributeId, tree::Attribute>,
    pub events: Declared<'t, EventId, tree::Event>,
    /// The fields of each event, in the order of `events.items`.
    pub fields: Vec<Fields<'t>>,
    pub segments: Declared<'t, SegmentId, tree::Segment>,
    pub states: Declared<'t, StateId, tree::State>,
    pub tables: Declared<'t, LookupId, tree::Table>,
    pub channels: Declared<'t, ChannelId, tree::Channel>,
    pub messages: Declared<'t, MessageId, tree::Message>,
    pub offers: Declared<'t, OfferId, tree::Offer>,
    pub calendars: Declared<'t, CalendarId, tree::Calendar>,
    pub holidays: Declared<'t, HolidaysId, tree::Holidays>,
    pub journeys: Declared<'t, JourneyId, tree::Journey>,
    pub steps: Declared<'t, StepsId, tree::Steps>,
    pub inserts: Declared<'t, InsertId, tree::Insert>,
    /// Words of `tags` of journeys and messages: using one declares it.
    pub tags: Words<'t, TagId>,
    /// Words of messages' `topic`: using one declares it.
    pub topics: Words<'t, TopicId>,
    /// Words of `one of` types, each with the attribute or `event.field` that has it first.
    values: BTreeMap<&'t str, String>,
    ghosts: BTreeSet<&'t str>,
}

/// Names that are declared by being used.
pub(super) struct Words<'t, I> {
    /// In the order of first use: the place of each is its identifier.
    pub items: Vec<&'t str>,
    by_name: BTreeMap<&'t str, usize>,
    ids: PhantomData<I>,
}

impl<'t, I: Id> Words<'t, I> {
    fn new() -> Self {
        Self { items: Vec::new(), by_name: BTreeMap::new(), ids: PhantomData }
    }

    fn declare(&mut self, word: &'t str) {
        self.by_name.entry(word).or_insert_with(|| {
            self.items.push(word);
            self.items.len() - 1
        });
    }

    /// The identifier of a word.
    pub fn id(&self, word: &str) -> Option<I> {
        self.by_name.get(word).map(|index| I::from_index(*index))
    }

    /// The words, in alphabetical order.
    pub fn names(&self) -> impl Iterator<Item = &'t str> + use<'_, 't, I> {
        self.by_name.keys().copied()
    }
}

impl<'t> Names<'t> {
    /// Collects the names of all files, and says which are declared twice.
    pub fn collect(
        files: &'t [tree::File],
        expanded: &'t Expanded,
        sources: &'t Sources,
        findings: &mut Vec<Finding>,
    ) -> Self {
        let mut names = Self {
            attributes: Declared::new(),
            events: Declared::new(),
            fields: Vec::new(),
            segments: Declared::new(),
            states: Declared::new(),
            tables: Declared::new(),
            channels: Declared::new(),
            messages: Declared::new(),
            offers: Declared::new(),
            calendars: Declared::new(),
            holidays: Declared::new(),
            journeys: Declared::new(),
            steps: Declared::new(),
            inserts: Declared::new(),
            tags: Words::new(),
            topics: Words::new(),
            values: BTreeMap::new(),
            ghosts: ghosts::collect(files, sources),
        };
        for item in files.iter().flat_map(|file| &file.items) {
            names.declare(item, expanded, findings);
        }
        names.refuse_shared_names(findings);
        names.refuse_too_many(findings);
        names
    }

    fn declare(&mut self, item: &'t Item, expanded: &'t Expanded, findings: &mut Vec<Finding>) {
        match item {
            Item::Customer(customer) => {
                for attribute in &customer.attributes {
                    self.attributes.declare("attribute", &attribute.name, attribute, findings);
                    self.declare_values(&attribute.ty, || attribute.name.text.clone());
                }
            }
            Item::Event(event) => self.declare_event(event, findings),
            Item::Segment(segment) => self.segments.declare("segment", &segment.name, segment, findings),
            Item::State(state) => self.states.declare("state", &state.name, state, findings),
            Item::Table(table) => {
                self.tables.declare("table", &table.name, table, findings);
                for columns in &table.columns {
                    self.declare_values(&columns.ty, || table.name.text.clone());
                }
            }
            Item::Channel(channel) => self.channels.declare("channel", &channel.name, channel, findings),
            Item::Message(message) => {
                self.messages.declare("message", &message.name, message, findings);
                for clause in &message.clauses {
                    match &clause.kind {
                        MessageClauseKind::Topic(topic) => self.topics.declare(&topic.text),
                        MessageClauseKind::Tags(tags) => tags.iter().for_each(|tag| self.tags.declare(&tag.text)),
                        _ => {}
                    }
                }
            }
            Item::Calendar(calendar) => self.calendars.declare("calendar", &calendar.name, calendar, findings),
            Item::Holidays(holidays) => self.holidays.declare("holiday list", &holidays.name, holidays, findings),
            Item::Offer(offer) => self.offers.declare("offer", &offer.name, offer, findings),
            Item::Journey(written) => {
                let journey = expanded.get(&written.span).unwrap_or(written);
                self.journeys.declare("journey", &journey.name, journey, findings);
                for clause in &journey.clauses {
                    if let ClauseKind::Tags(tags) = &clause.kind {
                        for tag in tags {
                            self.tags.declare(&tag.text);
                        }
                    }
                }
            }
            Item::Steps(steps) => self.steps.declare("`steps` block", &steps.name, steps, findings),
            Item::Insert(insert) => self.inserts.declare("insert", &insert.name, insert, findings),
            Item::Blueprint(_)
            | Item::Defaults(_)
            | Item::Programme(_)
            | Item::Pressure(_)
            | Item::Rules(_)
            | Item::Scenario(_)
            | Item::Allow(_)
            | Item::Assume(_)
            | Item::Bad(_) => {}
        }
    }

    fn declare_event(&mut self, event: &'t tree::Event, findings: &mut Vec<Finding>) {
        self.events.declare("event", &event.name, event, findings);
        let mut fields = Fields::new();
        for field in &event.fields {
            fields.declare("field", &field.name, field, findings);
            self.declare_values(&field.ty, || format!("{}.{}", event.name.text, field.name.text));
        }
        self.fields.push(fields);
    }

    fn declare_values(&mut self, kind: &'t tree::TypeRef, owner: impl Fn() -> String) {
        if let TypeKind::OneOf(values) = &kind.kind {
            for value in values {
                self.values.entry(&value.text).or_insert_with(&owner);
            }
        }
    }

    /// Segments, states and attributes may not share a name (language reference 1, 9.2).
    fn refuse_shared_names(&self, findings: &mut Vec<Finding>) {
        let attribute = |name: &str| self.attributes.span(name).map(|span| ("attribute", span));
        let state = |name: &str| self.states.span(name).map(|span| ("state", span));
        for name in self.segments.names() {
            let segment = self.segments.span(name).map(|span| ("segment", span));
            refuse_shared(name, segment, attribute(name), findings);
            refuse_shared(name, segment, state(name), findings);
        }
        for name in self.states.names() {
            refuse_shared(name, state(name), attribute(name), findings);
        }
    }

    fn refuse_too_many(&self, findings: &mut Vec<Finding>) {
        let counts = [
            ("attributes", self.attributes.items.len()),
            ("events", self.events.items.len()),
            ("fields in one event", self.fields.iter().map(|fields| fields.items.len()).max().unwrap_or(0)),
            ("segments", self.segments.items.len()),
            ("states", self.states.items.len()),
            ("tables", self.tables.items.len()),
            ("channels", self.channels.items.len()),
            ("messages", self.messages.items.len()),
            ("offers", self.offers.items.len()),
            ("calendars", self.calendars.items.len()),
            ("holiday lists", self.holidays.items.len()),
            ("journeys", self.journeys.items.len()),
            ("`steps` blocks", self.steps.items.len()),
            ("inserts", self.inserts.items.len()),
            ("tags", self.tags.items.len()),
            ("topics", self.topics.items.len()),
        ];
        for (what, count) in counts {
            if count > TABLE_LIMIT {
                findings.push(too_many(what, count));
            }
        }
    }

    /// The fields of an event.
    pub fn fields(&self, event: EventId) -> Option<&Fields<'t>> {
        self.fields.get(event.index())
    }

    /// Whether a name may have been declared where the text could not be read: then nothing is said about it.
    pub fn may_exist(&self, name: &str) -> bool {
        self.ghosts.contains(name)
    }

    /// What a name is, when it is anything: "a channel", "a value of …".
    pub fn what_is(&self, name: &str) -> Option<String> {
        let plain = [
            (self.attributes.id(name).is_some(), "an attribute"),
            (self.events.id(name).is_some(), "an event"),
            (self.segments.id(name).is_some(), "a segment"),
            (self.states.id(name).is_some(), "a state"),
            (self.tables.id(name).is_some(), "a table"),
            (self.channels.id(name).is_some(), "a channel"),
            (self.messages.id(name).is_some(), "a message"),
            (self.offers.id(name).is_some(), "an offer"),
            (self.calendars.id(name).is_some(), "a calendar"),
            (self.holidays.id(name).is_some(), "a holiday list"),
            (self.journeys.id(name).is_some(), "a journey"),
            (self.steps.id(name).is_some(), "a `steps` block"),
            (self.inserts.id(name).is_some(), "an insert"),
        ];
        if let Some((_, noun)) = plain.into_iter().find(|(exists, _)| *exists) {
            return Some(noun.to_owned());
        }
        if let Some(owner) = self.values.get(name) {
            return Some(format!("a value of `{owner}`"));
        }
        if let Some(event) = self.event_with_field(name) {
            return Some(format!("a field of `{event}`"));
        }
        if self.tags.id(name).is_some() {
            return Some("a tag".to_owned());
        }
        self.topics.id(name).is_some().then(|| "a topic of messages".to_owned())
    }

    /// The attribute or `event.field` whose type has this word.
    pub fn owner_of_value(&self, word: &str) -> Option<&str> {
        self.values.get(word).map(String::as_str)
    }

    /// The first event that has a field of this name.
    pub fn event_with_field(&self, name: &str) -> Option<&'t str> {
        let found = self.fields.iter().position(|fields| fields.id(name).is_some())?;
        self.events.items.get(found).map(|event| event.name.text.as_str())
    }
}

/// Says that a name is two things, where it is.
fn refuse_shared(name: &str, one: Option<(&str, Span)>, other: Option<(&str, Span)>, findings: &mut Vec<Finding>) {
    let (Some((noun, first)), Some((other_noun, second))) = (one, other) else { return };
    let message = format!("`{name}` is both a {noun} and {} {other_noun}", article(other_noun));
    let finding =
        Finding::error("duplicate", message).at(first, format!("the {noun}")).at(second, format!("the {other_noun}"));
    findings.push(finding.help("give one of the two another name"));
}

/// More things of one kind than identifiers can count.
pub(super) fn too_many(what: &str, count: usize) -> Finding {
    Finding::error("too-many", format!("the programme has {count} {what}, more than {TABLE_LIMIT}"))
}
