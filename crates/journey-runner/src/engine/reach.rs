//! One attempt at a send: may it go, on which channel, and if not, why (language reference 3.2, 4.1 to 4.3, 4.7).

use journey_ir::expression::Expression;
use journey_ir::operation::{ChannelOf, Choice, Send};
use journey_ir::pressure::{Cap, CapUnit, ContactKind, Purpose};
use journey_ir::program::Program;
use journey_ir::records::{Cause, Detail, Reason};
use journey_ir::table::{CapId, ChannelId};
use journey_ir::time::Instant;
use journey_ir::value::Value;
use smallvec::SmallVec;

use super::Engine;
use super::booking::reserved;
use super::capacity::{Desk, Request, assignee};
use super::facts::Facts;
use super::scope::Scope;
use super::state::{Counted, Enrolment, State};
use super::tally::insert_by;

/// What an attempt gives.
pub(super) enum Verdict {
    /// It goes, on this channel.
    Goes(ChannelId),
    /// It is refused.
    Refused {
        /// Why, the primary cause first.
        causes: Vec<Cause>,
        /// Whether waiting cannot help (4.4).
        for_good: bool,
        /// Whether hours or capacity hold it back: it waits even when it does not say so (4.4).
        held: bool,
    },
}

/// The channel that a choice names; nothing when its attribute is missing.
pub(super) fn channel_of(program: &Program, state: &State, choice: Choice) -> Option<ChannelId> {
    match choice.channel {
        ChannelOf::Channel(channel) => Some(channel),
        ChannelOf::Attribute(attribute) => match &*Scope::of(program, state).attribute(attribute) {
            Value::Channel(channel) => Some(*channel),
            _ => None,
        },
    }
}

/// Why a channel refuses. Few: kept in place.
pub(super) type Causes = SmallVec<[Cause; 4]>;

/// What trying the channels of a send gave.
struct Tried {
    /// The channel on which it can go.
    free: Option<ChannelId>,
    /// Why it cannot go on those before: each gives its causes, in the order of the channels, each cause once (4.7).
    causes: Vec<Cause>,
    /// Whether every channel lacks content or address, which is not waited for.
    hopeless: bool,
    /// Whether hours or capacity alone hold a channel back.
    held: bool,
}

impl Engine<'_> {
    /// Tries a send for an enrolment, now.
    pub(super) fn attempt(
        &self,
        state: &State,
        enrolment: &Enrolment,
        (send, due): (&Send, Instant),
        desk: &mut Desk,
    ) -> Verdict {
        let program = self.program;
        let mut causes = withheld(program, state, enrolment, send.purpose);
        let held_back = !causes.is_empty();
        // What does not go in any case uses no capacity.
        let asks = |channel: ChannelId| {
            let declared = &program.channels[channel];
            let request = || Request {
                channel,
                assignee: assignee(program, state, declared),
                at: state.now,
                due,
                priority: program.journeys[enrolment.journey].priority,
            };
            held_back || declared.capacity.is_none() || desk.grants(request())
        };
        let tried = self.try_channels(state, enrolment, (send, due), asks);
        match tried.free {
            Some(channel) if !held_back => return Verdict::Goes(channel),
            Some(_) => {}
            None if held_back => causes.extend(&tried.causes),
            None => causes = tried.causes,
        }
        Verdict::Refused { causes, for_good: held_back || tried.hopeless, held: tried.held }
    }

    /// The first channel on which the customer can be reached is taken; what refuses it makes it another only where the choice
    /// says `if busy` (4.3). `has_capacity` is asked last, of a channel that nothing else holds back.
    fn try_channels(
        &self,
        state: &State,
        enrolment: &Enrolment,
        (send, due): (&Send, Instant),
        mut has_capacity: impl FnMut(ChannelId) -> bool,
    ) -> Tried {
        let program = self.program;
        let mut tried = Tried { free: None, causes: Vec::new(), hopeless: true, held: false };
        let mut reached = false;
        for choice in &send.channels {
            if reached && !choice.if_busy {
                continue;
            }
            let reach = reachable(program, state, send, *choice);
            let kind = channel_of(program, state, *choice).map(|channel| contact_kind(enrolment, send, channel));
            let mut causes = kind.map_or_else(Causes::new, |kind| self.forbidden(state, kind));
            match (reach, kind) {
                (Err(cause), _) => {
                    tried.hopeless &= matches!(cause.reason, Reason::NoContent | Reason::NoAddress);
                    causes.push(cause);
                }
                (Ok(channel), kind) => {
                    reached = true;
                    tried.hopeless = false;
                    let forbidden = !causes.is_empty();
                    if let Some(detail) = closed(program, state, (send, due), channel) {
                        // Only an open channel is asked for more (4.4).
                        tried.held |= !forbidden;
                        causes.push(Cause { reason: Reason::Closed, detail });
                    } else {
                        if let Some(kind) = kind {
                            full(program, state, enrolment, kind, &mut causes);
                        }
                        if causes.is_empty() && has_capacity(channel) {
                            return Tried { free: Some(channel), ..tried };
                        }
                        if causes.is_empty() {
                            tried.held = true;
                            causes.push(Cause { reason: Reason::OverCapacity, detail: Detail::Channel(channel) });
                        }
                    }
                }
            }
            for cause in causes {
                if !tried.causes.contains(&cause) {
                    tried.causes.push(cause);
                }
            }
        }
        tried
    }
}

/// What closes a channel now for a send: a calendar, but for service (3.1), or that it is not its moment (9.5).
pub(super) fn closed(
    program: &Program,
    state: &State,
    (send, due): (&Send, Instant),
    channel: ChannelId,
) -> Option<Detail> {
    let declared = &program.channels[channel];
    let hours = if send.purpose == Purpose::Service { &[][..] } else { &declared.hours };
    if !hours.is_empty()
        && let Some(calendar) = program.closed_by(hours, state.now, state.clock())
    {
        return Some(Detail::Calendar(calendar));
    }
    let is_now = state.occasions[channel] == Some(state.now) && state.now > due;
    (declared.moment.is_some() && !is_now).then_some(Detail::Moment(channel))
}

/// The first channel on which the customer can be reached now.
pub(super) fn first_reachable(program: &Program, state: &State, send: &Send) -> Option<ChannelId> {
    send.channels.iter().find_map(|choice| reachable(program, state, send, *choice).ok())
}

/// When the consent to a channel of a send, or what its message says there, can change by itself.
pub(super) fn next_consent(program: &Program, state: &State, send: &Send) -> Option<Instant> {
    let channels = send.channels.iter().filter_map(|choice| channel_of(program, state, *choice));
    let message = &program.messages[send.message];
    let asked = channels.flat_map(|id| program.channels[id].consent.iter().chain(message.conditions(id)));
    asked.filter_map(|condition| Scope::of(program, state).next_change(condition)).min()
}

/// When the channels of a send, or their addresses, can change by themselves: where they are computed.
pub(super) fn next_address(program: &Program, state: &State, send: &Send) -> Option<Instant> {
    let scope = Scope::of(program, state);
    let named = send.channels.iter().filter_map(|choice| match choice.channel {
        ChannelOf::Channel(_) => None,
        ChannelOf::Attribute(attribute) => Some(attribute),
    });
    let channels = send.channels.iter().filter_map(|choice| channel_of(program, state, *choice));
    let addresses = channels.filter_map(|id| program.channels[id].address);
    named.chain(addresses).filter_map(|attribute| scope.next_move(&Expression::Attribute(attribute))).min()
}

/// Whether a control group holds back an enrolment's contacts of a purpose.
pub(super) fn held_out(state: &State, enrolment: &Enrolment, purpose: Purpose) -> bool {
    let groups = state.held_out || state.journeys[enrolment.journey].held_out;
    groups && can_be_held_out(purpose)
}

fn can_be_held_out(purpose: Purpose) -> bool {
    matches!(purpose, Purpose::Commercial | Purpose::Relational)
}

/// Control groups and suppression (3.1, 5.6).
fn withheld(program: &Program, state: &State, enrolment: &Enrolment, purpose: Purpose) -> Vec<Cause> {
    let mut causes = Vec::new();
    if can_be_held_out(purpose) {
        if state.held_out {
            causes.push(Cause { reason: Reason::Holdout, detail: Detail::Programme });
        }
        if state.journeys[enrolment.journey].held_out {
            causes.push(Cause { reason: Reason::Holdout, detail: Detail::Journey(enrolment.journey) });
        }
    }
    let suppresses = |condition| Scope::of(program, state).holds(condition);
    if purpose != Purpose::Service && program.suppress.as_ref().is_some_and(suppresses) {
        causes.push(Cause { reason: Reason::Suppressed, detail: Detail::None });
    }
    causes
}

/// The channel, when the customer can be reached on it; else why not (3.2).
fn reachable(program: &Program, state: &State, send: &Send, choice: Choice) -> Result<ChannelId, Cause> {
    let Some(id) = channel_of(program, state, choice) else {
        return Err(Cause { reason: Reason::NoAddress, detail: Detail::None });
    };
    let because = |reason| Err(Cause { reason, detail: Detail::Channel(id) });
    let channel = &program.channels[id];
    let holds = |condition: &_| Scope::of(program, state).holds(condition);
    if program.messages[send.message].content(id, holds).is_none() {
        return because(Reason::NoContent);
    }
    let address = channel.address.map(|address| Scope::of(program, state).attribute(address));
    if address.is_some_and(|address| is_empty(&address)) {
        return because(Reason::NoAddress);
    }
    if send.purpose != Purpose::Service && !Scope::of(program, state).satisfies(channel.consent.as_ref()) {
        return because(Reason::NoConsent);
    }
    Ok(id)
}

fn is_empty(address: &Value) -> bool {
    match address {
        Value::Missing => true,
        Value::Text(text) => text.is_empty(),
        _ => false,
    }
}

/// What caps see of a send.
pub(super) fn contact_kind(enrolment: &Enrolment, send: &Send, channel: ChannelId) -> ContactKind {
    let (journey, message) = (Some(enrolment.journey), Some(send.message));
    ContactKind { journey, message, channel, purpose: send.purpose }
}

/// Adds what refuses a contact for want of room: the caps that it would exceed (4.2), and what is booked (4.6).
fn full(program: &Program, state: &State, enrolment: &Enrolment, kind: ContactKind, causes: &mut Causes) {
    for (id, cap) in program.caps.iter() {
        let exceeds = || counted(state, id) + u64::from(amount(program, cap, kind)) > u64::from(cap.limit);
        let applies = || Scope::of(program, state).satisfies(cap.applies.as_ref());
        if cap.selector.matches(program, kind) && exceeds() && applies() {
            causes.push(Cause { reason: Reason::Capped, detail: Detail::Cap(id) });
        }
    }
    causes.extend(reserved(program, state, enrolment, kind));
}

/// What a cap counts now.
fn counted(state: &State, cap: CapId) -> u64 {
    state.counted[cap].iter().map(|counted| u64::from(counted.amount)).sum()
}

/// What a contact counts in a cap.
pub(super) fn amount(program: &Program, cap: &Cap, kind: ContactKind) -> u32 {
    match cap.unit {
        CapUnit::Contacts => 1,
        CapUnit::Weight => program.channels[kind.channel].weight,
    }
}

impl Engine<'_> {
    /// Takes in a contact that is sent now: in the caps that it concerns (4.2), and in rules.
    pub(super) fn count_contact(&self, state: &mut State, kind: ContactKind) {
        state.note(Facts::CONTACTS);
        if let Some(message) = kind.message {
            state.sent.note(message, None);
        }
        self.keep_apart(state, kind);
        let zone = state.clock();
        for (id, cap) in self.program.caps.iter() {
            if cap.selector.matches(self.program, kind) {
                let leaves = cap.window.leaves(zone, state.now);
                let counted = Counted { leaves, amount: amount(self.program, cap, kind) };
                insert_by(&mut state.counted[id], counted, |counted| counted.leaves);
                state.expires_by(leaves);
            }
        }
    }
}
