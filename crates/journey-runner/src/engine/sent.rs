//! Which messages were sent.

use journey_ir::table::MessageId;
use smallvec::SmallVec;

/// The messages that an enrolment has sent, each once. Few: kept in place.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct SentMessages(SmallVec<[MessageId; 6]>);

impl SentMessages {
    pub(super) fn note(&mut self, message: MessageId) {
        if let Err(place) = self.0.binary_search(&message) {
            self.0.insert(place, message);
        }
    }

    pub(crate) fn contains(&self, message: MessageId) -> bool {
        self.0.binary_search(&message).is_ok()
    }
}

/// The messages that a customer ever got, in the order of their numbers, each with the enrolment that last sent it; nothing of
/// one that no enrolment of the run sent.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct SentBy(Vec<(MessageId, Option<u64>)>);

impl SentBy {
    /// Notes a contact, of an enrolment where that is known.
    pub(super) fn note(&mut self, message: MessageId, number: Option<u64>) {
        match self.0.binary_search_by_key(&message, |(known, _)| *known) {
            Ok(place) => {
                if let Some((_, sender)) = self.0.get_mut(place) {
                    *sender = number.or(*sender);
                }
            }
            Err(place) => self.0.insert(place, (message, number)),
        }
    }

    pub(crate) fn contains(&self, message: MessageId) -> bool {
        self.0.binary_search_by_key(&message, |(known, _)| *known).is_ok()
    }

    /// The enrolment that last sent a message.
    pub(super) fn sender(&self, message: MessageId) -> Option<u64> {
        let place = self.0.binary_search_by_key(&message, |(known, _)| *known).ok()?;
        self.0.get(place)?.1
    }

    /// Nothing, in the same memory.
    pub(super) fn cleared(mut self) -> Self {
        self.0.clear();
        self
    }
}
