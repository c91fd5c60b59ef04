//! Why a send did not go, and what would have had to be different.

use journey_ir::pressure::ContactKind;
use journey_ir::program::Program;
use journey_ir::records::{Cause, Contact, Detail, Reason};
use journey_ir::table::CapId;
use journey_ir::time::Instant;
use journey_ir::written;
use journey_runner::{Effect, Told};

use super::Teller;

/// How many contacts that fill a cap are named.
const NAMED_MAX: usize = 8;

impl Teller<'_> {
    /// The conditions behind the send that was told last.
    pub(super) fn behind_a_send(&mut self, effect: &Effect) {
        if let Effect::Told(Told::Refused { because, .. }) = effect
            && self.send_told
        {
            self.clauses(because);
        }
    }

    /// A cause, and what would have had to be different.
    pub(super) fn cause(&mut self, at: Instant, contact: &Contact, cause: Cause) {
        let program = self.program();
        let reason = cause.reason.name();
        let text = match (cause.reason, cause.detail) {
            (Reason::Holdout, Detail::Journey(journey)) => {
                format!(
                    "the customer is in the control group of {}: nothing but service is sent",
                    program.journeys[journey].name
                )
            }
            (Reason::Holdout, _) => {
                "the customer is in the programme's control group: nothing but service is sent".to_owned()
            }
            (Reason::Suppressed, _) => "`suppress` holds: nothing but service is sent".to_owned(),
            (Reason::NoContent, Detail::Channel(channel)) => {
                let (message, channel) = (&program.messages[contact.message].name, &program.channels[channel].name);
                format!("{message} says nothing for {channel}: it would need content for it")
            }
            (Reason::NoAddress, Detail::Channel(channel)) => match program.channels[channel].address {
                Some(address) => {
                    format!(
                        "`{}` was missing or empty: it would have had to be known",
                        program.attributes[address].name
                    )
                }
                None => format!("{} names no address", program.channels[channel].name),
            },
            (Reason::NoAddress, _) => "the attribute that names the channel was missing".to_owned(),
            (Reason::NoConsent, Detail::Channel(channel)) => {
                let channel = &program.channels[channel];
                let consent = channel.consent.as_ref().map(|consent| written::condition(program, consent));
                format!("the consent of {}, `{}`, did not hold", channel.name, consent.unwrap_or_default())
            }
            (Reason::Capped, Detail::Cap(cap)) => self.full(at, contact, cap),
            (Reason::Excluded | Reason::Reserved, Detail::Journey(journey)) => {
                let verb = if cause.reason == Reason::Excluded {
                    "protects its customers from it"
                } else {
                    "has booked this place"
                };
                format!("{} {verb}", program.journeys[journey].name)
            }
            (Reason::Expired, _) => "its waiting ran out; the last refusal follows".to_owned(),
            (Reason::Left, _) => "the enrolment ended before it was decided".to_owned(),
            (_, detail) => format!("`{}`", detail.about(program)),
        };
        self.note(format!("{reason}: {text}"));
    }

    /// Which contacts fill a cap, and when there will be room.
    fn full(&self, at: Instant, contact: &Contact, id: CapId) -> String {
        let program = self.program();
        let cap = &program.caps[id];
        let counted: Vec<(Instant, Instant)> = self
            .contacts
            .iter()
            .filter(|(_, _, kind)| cap.selector.matches(program, *kind))
            .map(|(sent, zone, _)| (*sent, cap.window.leaves(zone.table(), *sent)))
            .filter(|(sent, leaves)| *sent <= at && at < *leaves)
            .collect();
        let named: Vec<_> = counted.iter().rev().take(NAMED_MAX).map(|(sent, _)| self.moment(*sent)).collect();
        let room = room(program, &self.contacts_of(id, at), id, contact);
        let room = room.map_or_else(String::new, |room| format!("; the next could go on {}", self.moment(room)));
        let named: Vec<_> = named.into_iter().rev().collect();
        let contacts = if counted.is_empty() { String::new() } else { format!(": contacts of {}", named.join(", ")) };
        format!("the cap `{}` was full{contacts}{room}", cap.text)
    }

    /// The contacts in a cap's window: when each leaves it, and how much it counts.
    fn contacts_of(&self, id: CapId, at: Instant) -> Vec<(Instant, u32)> {
        let program = self.program();
        let cap = &program.caps[id];
        let amount = |kind: &ContactKind| match cap.unit {
            journey_ir::pressure::CapUnit::Contacts => 1,
            journey_ir::pressure::CapUnit::Weight => program.channels[kind.channel].weight,
        };
        let mut counted: Vec<(Instant, u32)> = self
            .contacts
            .iter()
            .filter(|(sent, _, kind)| *sent <= at && cap.selector.matches(program, *kind))
            .map(|(sent, zone, kind)| (cap.window.leaves(zone.table(), *sent), amount(kind)))
            .filter(|(leaves, _)| at < *leaves)
            .collect();
        counted.sort_unstable();
        counted
    }
}

/// The first instant at which a cap has room for a contact again, if nothing else is sent until then.
fn room(program: &Program, counted: &[(Instant, u32)], id: CapId, contact: &Contact) -> Option<Instant> {
    let cap = &program.caps[id];
    let own = match cap.unit {
        journey_ir::pressure::CapUnit::Contacts => 1,
        journey_ir::pressure::CapUnit::Weight => contact.channel.map_or(1, |channel| program.channels[channel].weight),
    };
    let mut full: u32 = counted.iter().map(|(_, amount)| *amount).sum();
    counted.iter().find_map(|(leaves, amount)| {
        full = full.saturating_sub(*amount);
        (full + own <= cap.limit).then_some(*leaves)
    })
}
