//! Purposes, selectors of contacts, and caps (language reference 4).

use crate::expression::Condition;
use crate::program::Program;
use crate::span::Span;
use crate::table::{ChannelId, JourneyId, MessageId, TagId, TopicId};
use crate::time::Period;

/// What a contact is for (language reference 3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
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
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
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

/// `at most N SELECTOR per D [for C]`: a send at t is allowed when at most N matching contacts, itself included, were
/// sent at s with s ≤ t < s ⊕ D (language reference 2.3, 4.2).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Cap {
    /// N.
    pub limit: u32,
    /// What is counted.
    pub unit: CapUnit,
    /// Which contacts are limited and counted.
    pub selector: Selector,
    /// D, in the zone that the customer had when the earlier contact was sent.
    pub period: Period,
    /// For whom; asked at the send.
    pub applies: Option<Condition>,
    /// The cap as it is written, for reports.
    pub text: String,
    /// Where it is written.
    pub span: Span,
}

/// What a cap counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum CapUnit {
    /// Contacts.
    Contacts,
    /// The weights of their channels.
    Weight,
}
