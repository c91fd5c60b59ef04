//! Capacity, as one customer's step sees it: questions, and the answers that are known (language reference 3.3).
//!
//! Capacity is shared by all customers, so a step cannot know it: it asks, and pauses until it is answered.

use journey_ir::capacity::Assignee;
use journey_ir::operation::{ChannelOf, Operation};
use journey_ir::program::{Channel, Program};
use journey_ir::records::Key;
use journey_ir::table::ChannelId;
use journey_ir::time::Instant;
use journey_ir::value::Type;

use super::scope::Scope;
use super::state::State;

/// A contact that only capacity can still refuse.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Request {
    /// The channel.
    pub channel: ChannelId,
    /// Whose capacity, where each assignee has their own; else nobody's.
    pub assignee: Key,
    /// The instant of the attempt.
    pub at: Instant,
    /// When the send was reached.
    pub due: Instant,
    /// The priority of its journey.
    pub priority: u8,
}

/// What is known of capacity in one step.
#[derive(Debug, Default)]
pub(super) struct Desk {
    /// The answer to the question that was asked last, until it is used.
    answer: Option<bool>,
    /// What is used up: it stays so for the rest of the instant.
    full: Vec<(ChannelId, Key)>,
    /// The question that has no answer yet.
    pub(super) open: Option<Request>,
}

impl Desk {
    /// Whether the answer to the last question is still to be used.
    pub(super) fn is_answered(&self) -> bool {
        self.answer.is_some()
    }

    /// Takes the answer to the last question. Whoever asked is looked at again, finds everything as it was, and so asks it again.
    pub(super) fn answer(&mut self, granted: bool) {
        self.answer = Some(granted);
    }

    /// Whether the contact may go; a question without an answer is kept, and its contact may not.
    pub(super) fn grants(&mut self, request: Request) -> bool {
        let is_full =
            |(channel, assignee): &(ChannelId, Key)| (*channel, assignee) == (request.channel, &request.assignee);
        if self.open.is_some() || self.full.iter().any(is_full) {
            return false;
        }
        let Some(granted) = self.answer.take() else {
            self.open = Some(request);
            return false;
        };
        if !granted {
            self.full.push((request.channel, request.assignee));
        }
        granted
    }
}

/// Whose capacity a contact uses.
pub(super) fn assignee(program: &Program, state: &State, channel: &Channel) -> Key {
    let per_assignee = channel.capacity.is_some_and(|capacity| capacity.per_assignee);
    let Some(Assignee { who, kind }) = channel.assign.as_ref().filter(|_| per_assignee) else { return Key::None };
    let value = Scope::of(program, state).value(who);
    super::admission::key_of(program, &value, kind).unwrap_or_default()
}

/// Whether any send of the programme may use a channel that has a capacity.
pub(super) fn couples(program: &Program) -> bool {
    let limited = |id: ChannelId| program.channels[id].capacity.is_some();
    let any = program.channels.ids().any(limited);
    let choices = program.journeys.iter().flat_map(|(_, journey)| &journey.operations);
    let choices = choices.filter_map(|operation| match operation {
        Operation::Send(send) => Some(&send.channels),
        _ => None,
    });
    choices.flatten().any(|choice| match choice.channel {
        ChannelOf::Channel(id) => limited(id),
        ChannelOf::Attribute(id) => any && program.attributes[id].kind == Type::Channel,
    })
}
