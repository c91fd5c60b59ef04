//! Looks names up, and says what is wrong with those that mean nothing here.

use journey_ir::finding::Finding;
use journey_ir::table::{ChannelId, EventId, FieldId, JourneyId, MessageId, OfferId, SegmentId, TagId, TopicId};

use super::Lowering;
use super::blueprint::Given;
use super::names::Names;
use super::nearest::nearest;
use crate::tree::Name;

/// How many known names are listed when none is near.
const LISTED_MAX: usize = 8;

impl<'t> Lowering<'t> {
    pub(super) fn event(&mut self, name: &Name) -> Option<EventId> {
        let id = self.names.events.id(&name.text);
        self.found(id, name, "event", |names| names.events.names().collect())
    }

    pub(super) fn field(&mut self, event: EventId, name: &Name) -> Option<FieldId> {
        let id = self.names.fields(event).and_then(|fields| fields.id(&name.text));
        if id.is_none() && !self.names.may_exist(&name.text) {
            let event_name = self.event_name(event);
            let known: Vec<&str> = self.names.fields(event).map(|fields| fields.names().collect()).unwrap_or_default();
            let message = format!("the event `{event_name}` has no field `{}`", name.text);
            let help = suggestion(&name.text, &known).unwrap_or_else(|| match known.as_slice() {
                [] => format!("`{event_name}` is declared without fields"),
                _ => format!("its fields are {}", list(&known)),
            });
            self.report_unknown(Finding::error("unknown-name", message).at(name.span, "").help(help));
        }
        id
    }

    pub(super) fn channel(&mut self, name: &Name) -> Option<ChannelId> {
        let id = self.names.channels.id(&name.text);
        self.found(id, name, "channel", |names| names.channels.names().collect())
    }

    pub(super) fn message(&mut self, name: &Name) -> Option<MessageId> {
        match self.parameter(&name.text, name.span).cloned() {
            None => {}
            Some(Given::Message(message)) => return message,
            Some(other) => {
                self.report_parameter(name, &other, "message");
                return None;
            }
        }
        let id = self.names.messages.id(&name.text);
        self.found(id, name, "message", |names| names.messages.names().collect())
    }

    pub(super) fn offer(&mut self, name: &Name) -> Option<OfferId> {
        let id = self.names.offers.id(&name.text);
        self.found(id, name, "offer", |names| names.offers.names().collect())
    }

    pub(super) fn journey(&mut self, name: &Name) -> Option<JourneyId> {
        match self.parameter(&name.text, name.span).cloned() {
            None => {}
            Some(Given::Journey(journey)) => return journey,
            Some(other) => {
                self.report_parameter(name, &other, "journey");
                return None;
            }
        }
        let id = self.names.journeys.id(&name.text);
        self.found(id, name, "journey", |names| names.journeys.names().collect())
    }

    pub(super) fn segment(&mut self, name: &Name) -> Option<SegmentId> {
        let id = self.names.segments.id(&name.text);
        self.found(id, name, "segment", |names| names.segments.names().collect())
    }

    pub(super) fn tag(&mut self, name: &Name) -> Option<TagId> {
        let id = self.names.tags.id(&name.text);
        self.found(id, name, "tag", |names| names.tags.names().collect())
    }

    pub(super) fn topic(&mut self, name: &Name) -> Option<TopicId> {
        let id = self.names.topics.id(&name.text);
        self.found(id, name, "topic", |names| names.topics.names().collect())
    }

    /// The name of an event, for messages.
    pub(super) fn event_name(&self, event: EventId) -> String {
        self.program.events[event].name.clone()
    }

    fn found<I>(
        &mut self,
        id: Option<I>,
        name: &Name,
        noun: &str,
        known: impl FnOnce(&Names<'t>) -> Vec<&'t str>,
    ) -> Option<I> {
        if id.is_none() {
            self.unknown(name, noun, &known(&self.names));
        }
        id
    }

    /// Reports a name that should be a `noun` and is none, unless it may have been declared in what could not be read.
    pub(super) fn unknown(&mut self, name: &Name, noun: &str, known: &[&str]) {
        let written = &name.text;
        if self.names.may_exist(written) {
            return;
        }
        let blueprint = self.blueprints.is_blueprint(written).then(|| "a blueprint".to_owned());
        let message = match self.names.what_is(written).or(blueprint) {
            Some(what) => format!("`{written}` is {what}, not {} {noun}", article(noun)),
            None => format!("there is no {noun} `{written}`"),
        };
        // Looking for a near name among all known ones is dear: a programme that is wrong everywhere gets fewer answers.
        let near = if self.unknown.len() < SUGGESTIONS_MAX { suggestion(written, known) } else { None };
        let help = near.or_else(|| match known.len() {
            0 => Some(format!("the programme has no {noun} yet")),
            1 => Some(format!("the only {noun} is {}", list(known))),
            2..=LISTED_MAX => Some(format!("the known {noun}s are {}", list(known))),
            _ => None,
        });
        self.report_unknown(Finding::error("unknown-name", message).at(name.span, "").maybe_help(help));
    }
}

/// For how many unknown names a near one is looked for.
const SUGGESTIONS_MAX: usize = 200;

/// What to type instead of a slip.
pub(super) fn suggestion(written: &str, known: &[&str]) -> Option<String> {
    nearest(written, known.iter().copied()).map(|name| format!("did you mean `{name}`?"))
}

/// Names in backticks, separated by commas.
pub(super) fn list(names: &[&str]) -> String {
    names.iter().map(|name| format!("`{name}`")).collect::<Vec<_>>().join(", ")
}

/// `a` or `an`.
pub(super) fn article(noun: &str) -> &'static str {
    if noun.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" }
}
