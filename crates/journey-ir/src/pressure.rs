//! Purposes, selectors of contacts, and what the `pressure` block says (language reference 4).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::expression::Condition;
use crate::program::Program;
use crate::span::Span;
use crate::table::{ChannelId, EventId, JourneyId, MessageId, TagId, TopicId};
use crate::time::{CalendarUnit, Instant, Period, Zone};

/// What a contact is for (language reference 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// Sells.
    Commercial,
    /// Keeps the relation.
    Relational,
    /// Was asked for by the customer: not held out, not excluded, in no cap that does not name it.
    Requested,
    /// Is owed to the customer: needs no consent, and nothing holds it back unless it names it (3.1).
    Service,
}

impl Purpose {
    /// All, in the order of the language reference.
    pub const ALL: [Self; 4] = [Self::Commercial, Self::Relational, Self::Requested, Self::Service];

    /// What is written in the language.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Commercial => "commercial",
            Self::Relational => "relational",
            Self::Requested => "requested",
            Self::Service => "service",
        }
    }
}

/// Which contacts a cap (or a rule) is about: those that satisfy every part that is given, and none of `except`
/// (language reference 4.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Selector {
    /// The purposes; without one in the text: commercial and relational; `any`: all four.
    pub purposes: Vec<Purpose>,
    /// Only on this channel.
    pub channel: Option<ChannelId>,
    /// Only this message.
    pub message: Option<MessageId>,
    /// Only from journeys, or of messages, with this tag.
    pub tag: Option<TagId>,
    /// Only messages of this topic.
    pub topic: Option<TopicId>,
    /// Only from this journey.
    pub journey: Option<JourneyId>,
    /// Not those. A selector after `except` that names no purpose takes all four.
    pub except: Vec<Selector>,
}

/// What a selector looks at: one contact, sent or to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct ContactKind {
    /// The journey that it comes from; nothing for a past contact of one that the programme has no more.
    pub journey: Option<JourneyId>,
    /// The message; nothing for a past contact with one that the programme has no more.
    pub message: Option<MessageId>,
    /// The channel.
    pub channel: ChannelId,
    /// The purpose that counts.
    pub purpose: Purpose,
}

impl Selector {
    /// Whether it matches a contact.
    #[must_use]
    pub fn matches(&self, program: &Program, contact: ContactKind) -> bool {
        self.purposes.contains(&contact.purpose)
            && self.channel.is_none_or(|channel| channel == contact.channel)
            && self.message.is_none_or(|message| contact.message == Some(message))
            && self.journey.is_none_or(|journey| contact.journey == Some(journey))
            && self.tag.is_none_or(|tag| {
                contact.journey.is_some_and(|id| program.journeys[id].tags.contains(&tag))
                    || contact.message.is_some_and(|id| program.messages[id].tags.contains(&tag))
            })
            && self
                .topic
                .is_none_or(|topic| contact.message.is_some_and(|id| program.messages[id].topic == Some(topic)))
            && !self.except.iter().any(|except| except.matches(program, contact))
    }
}

impl Selector {
    /// Every contact of these purposes.
    #[must_use]
    pub fn of(purposes: &[Purpose]) -> Self {
        Self {
            purposes: purposes.to_vec(),
            channel: None,
            message: None,
            tag: None,
            topic: None,
            journey: None,
            except: Vec::new(),
        }
    }
}

/// `at most N SELECTOR per D [for C]`: a send at t is allowed when its window holds at most N matching contacts, itself
/// included (language reference 2.3, 4.2). `at least D between SELECTOR` is the cap of 1 per D.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Cap {
    /// N.
    pub limit: u32,
    /// What is counted.
    pub unit: CapUnit,
    /// Which contacts are limited and counted.
    pub selector: Selector,
    /// How long a contact counts.
    pub window: CapWindow,
    /// For whom; asked at the send.
    pub applies: Option<Condition>,
    /// The cap as it is written, for reports.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// How long a contact counts in a cap: always from when it was sent, in the zone that the customer had then.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CapWindow {
    /// `per D`: at t when s ≤ t < s ⊕ D.
    Sliding(Period),
    /// `per calendar day`: to the end of the unit of the calendar in which it was sent.
    Calendar(CalendarUnit),
}

impl CapWindow {
    /// The first instant at which a contact that was sent at `sent` counts no more.
    #[must_use]
    pub fn leaves(self, zone: &Zone, sent: Instant) -> Instant {
        match self {
            Self::Sliding(period) => zone.plus(sent, period),
            Self::Calendar(unit) => zone.end_of(unit, sent),
        }
    }
}

/// What a cap counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum CapUnit {
    /// Contacts.
    Contacts,
    /// The weights of their channels.
    Weight,
}

/// `no SELECTOR while C`, `no SELECTOR within D after E`: contacts that must not go for a time (language reference 4).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Exclusion {
    /// Which contacts.
    pub selector: Selector,
    /// When.
    pub when: ExclusionTime,
    /// The exclusion as it is written, for reports.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// When contacts are excluded.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ExclusionTime {
    /// While this holds; `within D before A` and `within D after A` of a date attribute are such conditions, too.
    While(Condition),
    /// At t when such an event happened at s, before the run or in it, with s ≤ t < s ⊕ D in the zone that the customer had
    /// at s.
    After {
        /// Its kind.
        event: EventId,
        /// Asked when it happens; reads its fields as [`crate::expression::Occurrence::Current`].
        filter: Option<Condition>,
        /// D.
        period: Period,
    },
}

/// `protect from SELECTOR …` of a journey: *other* journeys' contacts that must not go meanwhile (language reference 5.7).
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Protection {
    /// Which contacts.
    pub selector: Selector,
    /// How long.
    pub lasts: ProtectionTime,
    /// Where it is written.
    pub span: Span,
}

/// How long a journey protects.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProtectionTime {
    /// In [start, start ⊕ D) in the zone that the customer had at the start, however the enrolment ends.
    For(Period),
    /// While the enrolment lives.
    WhileEnrolled,
}
