//! What goes into the engine: one customer's attributes and the dated entries of their history.

use std::sync::Arc;

use crate::fields::Fields;
use crate::pressure::Purpose;
use crate::program::Engagement;
use crate::table::{AttributeId, ChannelId, EventId, JourneyId, MessageId};
use crate::time::Instant;
use crate::value::Value;

/// An event that happened to a customer.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Happening {
    /// Its kind.
    pub event: EventId,
    /// When.
    pub at: Instant,
    /// Its fields, in the order of declaration; as long as the event's table of fields.
    pub fields: Fields,
}

/// One entry of a customer's history.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Input {
    /// An event.
    Event(Happening),
    /// An attribute takes a value.
    Change {
        /// Which.
        attribute: AttributeId,
        /// The new value.
        value: Value,
    },
    /// A contact of the past: counts in caps and for `sent(M)` (language reference 7.4).
    Contact {
        /// The journey that it came from; nothing when the programme has it no more.
        journey: Option<JourneyId>,
        /// The message; nothing when the programme has it no more.
        message: Option<MessageId>,
        /// The channel.
        channel: ChannelId,
        /// The purpose that counted.
        purpose: Purpose,
    },
    /// A customer does something with a contact.
    Engagement {
        /// What, with which message.
        engagement: Engagement,
        /// Which enrolment sent it, where that is known; else it is the one that last sent the message.
        of: Option<ContactOf>,
    },
}

/// The enrolment that sent a contact, as files name it.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct ContactOf {
    /// The journey.
    pub journey: JourneyId,
    /// When the enrolment started.
    pub started: Instant,
    /// Its key, as files write it; empty for none.
    pub key: Arc<str>,
}

/// A dated entry.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct Entry {
    /// When.
    pub at: Instant,
    /// What.
    pub input: Input,
}

/// Everything that is known of one customer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CustomerHistory {
    /// Who.
    pub id: String,
    /// Before it nothing starts; nothing: the customer has always existed (language reference 7.4).
    pub exists_from: Option<Instant>,
    /// The attributes before the first change, in the order of declaration.
    pub attributes: Vec<Value>,
    /// In the order of their instants; at one instant in input order (language reference 7.1a).
    pub entries: Vec<Entry>,
}

/// Where customers come from: a data set, or a few made by hand.
pub trait Customers: Sync {
    /// How many.
    fn count(&self) -> usize;
    /// Fills in the customer at `index`, in the order of the customers file; reuses the memory of `into`.
    fn load(&self, index: usize, into: &mut CustomerHistory);
}

impl Customers for Vec<CustomerHistory> {
    fn count(&self) -> usize {
        self.as_slice().count()
    }

    fn load(&self, index: usize, into: &mut CustomerHistory) {
        self.as_slice().load(index, into);
    }
}

impl Customers for [CustomerHistory] {
    fn count(&self) -> usize {
        self.len()
    }

    fn load(&self, index: usize, into: &mut CustomerHistory) {
        if let Some(customer) = self.get(index) {
            into.clone_from(customer);
        }
    }
}
