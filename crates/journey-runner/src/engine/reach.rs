//! One attempt at a send: may it go, on which channel, and if not, why (language reference 3.2, 4.1 to 4.3, 4.7).

use journey_ir::operation::{ChannelOf, Choice, Send};
use journey_ir::pressure::{Cap, CapUnit, ContactKind, Purpose};
use journey_ir::program::Program;
use journey_ir::records::{Cause, Detail, Reason};
use journey_ir::table::{CapId, ChannelId};
use journey_ir::value::Value;

use super::Engine;
use super::scope::Scope;
use super::state::{Counted, Enrolment, State};

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
    },
}

/// The channel that a choice names; nothing when its attribute is missing.
pub(super) fn channel_of(state: &State, choice: Choice) -> Option<ChannelId> {
    match choice.channel {
        ChannelOf::Channel(channel) => Some(channel),
        ChannelOf::Attribute(attribute) => match state.attributes.get(usize::from(attribute.0)) {
            Some(Value::Channel(channel)) => Some(*channel),
            _ => None,
        },
    }
}

/// Tries a send for an enrolment, now.
pub(super) fn attempt(program: &Program, state: &State, enrolment: &Enrolment, send: &Send) -> Verdict {
    let mut causes = withheld(program, state, enrolment, send.purpose);
    let held_back = !causes.is_empty();
    let channels: Vec<(Choice, Result<ChannelId, Cause>)> =
        send.channels.iter().map(|choice| (*choice, reachable(program, state, send, *choice))).collect();
    let mut taken = None;
    let mut reached_any = false;
    let mut full: Vec<Cause> = Vec::new();
    for (choice, channel) in &channels {
        let Ok(channel) = channel else { continue };
        if reached_any && !choice.if_busy {
            continue;
        }
        reached_any = true;
        let refusing = full_caps(program, state, enrolment, send, *channel);
        if refusing.is_empty() {
            taken = Some(*channel);
            break;
        }
        for cause in refusing {
            if !full.contains(&cause) {
                full.push(cause);
            }
        }
    }
    // Caps that another channel avoids keep nothing back.
    if taken.is_none() {
        causes.extend(full);
    }
    let unreachable = channels.iter().filter_map(|(_, channel)| channel.as_ref().err().copied());
    if !reached_any {
        causes.extend(unreachable.clone());
    }
    match taken {
        Some(channel) if !held_back => Verdict::Goes(channel),
        _ => Verdict::Refused {
            for_good: held_back || (!reached_any && unreachable.clone().all(|cause| cause.reason != Reason::NoConsent)),
            causes,
        },
    }
}

/// Control groups and suppression (3.1, 5.6).
fn withheld(program: &Program, state: &State, enrolment: &Enrolment, purpose: Purpose) -> Vec<Cause> {
    let mut causes = Vec::new();
    if matches!(purpose, Purpose::Commercial | Purpose::Relational) {
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
    let Some(id) = channel_of(state, choice) else {
        return Err(Cause { reason: Reason::NoAddress, detail: Detail::None });
    };
    let because = |reason| Err(Cause { reason, detail: Detail::Channel(id) });
    let channel = &program.channels[id];
    if !program.messages[send.message].has_content(id) {
        return because(Reason::NoContent);
    }
    let address = channel.address.and_then(|address| state.attributes.get(usize::from(address.0)));
    if address.is_some_and(is_empty) {
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

/// The caps that a send on a channel would exceed (4.2).
fn full_caps(program: &Program, state: &State, enrolment: &Enrolment, send: &Send, channel: ChannelId) -> Vec<Cause> {
    let kind = ContactKind { journey: enrolment.journey, message: send.message, channel, purpose: send.purpose };
    let full = program.caps.iter().filter(|(id, cap)| {
        cap.selector.matches(program, kind)
            && counted(state, *id) + u64::from(amount(program, cap, kind)) > u64::from(cap.limit)
            && Scope::of(program, state).satisfies(cap.applies.as_ref())
    });
    full.map(|(id, _)| Cause { reason: Reason::Capped, detail: Detail::Cap(id) }).collect()
}

/// What a cap counts now.
fn counted(state: &State, cap: CapId) -> u64 {
    state.counted[cap].iter().map(|counted| u64::from(counted.amount)).sum()
}

fn amount(program: &Program, cap: &Cap, kind: ContactKind) -> u32 {
    match cap.unit {
        CapUnit::Contacts => 1,
        CapUnit::Weight => program.channels[kind.channel].weight,
    }
}

impl Engine<'_> {
    /// Counts a contact that is sent now in the caps that it concerns (4.2).
    pub(super) fn count_contact(&self, state: &mut State, kind: ContactKind) {
        state.sent.insert(kind.message);
        let zone = state.clock();
        for (id, cap) in self.program.caps.iter() {
            if cap.selector.matches(self.program, kind) {
                let leaves = zone.plus(state.now, cap.period);
                let queue = &mut state.counted[id];
                let place = queue.partition_point(|counted| counted.leaves <= leaves);
                queue.insert(place, Counted { leaves, amount: amount(self.program, cap, kind) });
            }
        }
    }
}
