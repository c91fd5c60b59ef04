//! What a dry run supposes that customers do with their contacts: the manifest's behaviour model.
//!
//! A supposition is drawn by a stable hash, never by a generator (language reference 7.2), and happens as an engagement of
//! the contact some time after it was sent.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use crate::program::EngagementKind;
use crate::program::Share;
use crate::table::{ChannelId, MessageId};
use crate::time::Period;

/// The suppositions. For one contact and kind the first that matches is taken; those of a message come before those of a
/// channel.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Behaviour {
    /// In the order in which they are looked at.
    pub suppositions: Vec<Supposition>,
}

/// One kind of engagement with some contacts.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, JsonSchema)]
pub struct Supposition {
    /// What customers do. A click supposes that the contact was opened where an opening is supposed of it too.
    pub kind: EngagementKind,
    /// Only with this message.
    pub message: Option<MessageId>,
    /// Only on this channel.
    pub channel: Option<ChannelId>,
    /// How many of the contacts, in basis points.
    pub share: Share,
    /// How long after the contact was sent.
    pub after: Period,
}

impl Behaviour {
    /// What is supposed of a contact with a message on a channel, for one kind.
    #[must_use]
    pub fn of(&self, kind: EngagementKind, message: MessageId, channel: ChannelId) -> Option<&Supposition> {
        self.suppositions.iter().find(|supposition| {
            supposition.kind == kind
                && supposition.message.is_none_or(|only| only == message)
                && supposition.channel.is_none_or(|only| only == channel)
        })
    }
}
