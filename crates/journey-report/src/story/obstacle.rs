//! Why a send did not go, and what would have had to be different.

use journey_ir::capacity::Capacity;
use journey_ir::records::{Cause, Detail, Reason};
use journey_ir::table::{CapId, MessageId};
use journey_ir::time::Instant;
use journey_runner::Clause;

use super::Teller;

/// How many contacts that fill a cap are named.
const NAMED_MAX: usize = 8;

impl Teller<'_> {
    /// A cause of the send that was told of last, and what would have had to be different.
    pub(super) fn obstacle(
        &mut self,
        at: Instant,
        message: MessageId,
        cause: Cause,
        until: Option<Instant>,
        because: &[Clause],
    ) {
        let text = self.cause(at, message, cause);
        let until = match (cause.reason, until.map(|until| self.moment(until))) {
            (_, None) => String::new(),
            (Reason::Closed, Some(until)) => format!(", and opens {until}"),
            (Reason::Capped, Some(until)) => format!("; there is room again from {until}"),
            (Reason::Reserved, Some(until)) => format!(", due {until}"),
            (Reason::OverCapacity, Some(until)) => format!("; counted anew from {until}"),
            (_, Some(until)) => format!(", until {until}"),
        };
        let because = self.because(because);
        let because = if because.is_empty() { because } else { format!(": {because}") };
        self.note(format!("{}: {text}{until}{because}", cause.reason.name()));
    }

    fn cause(&self, at: Instant, message: MessageId, cause: Cause) -> String {
        let program = self.program();
        match (cause.reason, cause.detail) {
            (Reason::Holdout, Detail::Journey(journey)) => {
                format!("{}: nothing but service is sent", self.own_control_group(journey))
            }
            (Reason::Holdout, _) => format!("{}: nothing but service is sent", self.global_control_group()),
            (Reason::Suppressed, _) => "nothing but service is sent while `suppress` holds".to_owned(),
            (Reason::NoContent, Detail::Channel(channel)) => {
                let (message, channel) = (&program.messages[message].name, &program.channels[channel].name);
                format!("{message} says nothing for {channel}: it would need content for it")
            }
            (Reason::NoAddress, Detail::Channel(channel)) => match program.channels[channel].address {
                Some(address) => {
                    let address = &program.attributes[address].name;
                    format!("{} needs `{address}`, which is missing or empty", program.channels[channel].name)
                }
                None => format!("{} has no address", program.channels[channel].name),
            },
            (Reason::NoAddress, _) => "the attribute that names the channel is missing".to_owned(),
            (Reason::NoConsent, Detail::Channel(channel)) => {
                format!("{} needs consent, and there is none", program.channels[channel].name)
            }
            (Reason::Excluded, Detail::Journey(journey)) => {
                format!("{} protects the customer from it", program.journeys[journey].name)
            }
            (Reason::Closed, detail) => format!("`{}` is closed", detail.about(program)),
            (Reason::Capped, Detail::Cap(cap)) => self.full(at, cap),
            (Reason::Reserved, Detail::Journey(journey)) => {
                format!("the place is kept for a send of {}", program.journeys[journey].name)
            }
            (Reason::OverCapacity, Detail::Channel(channel)) => {
                let channel = &program.channels[channel];
                let all = channel.capacity.map_or_else(String::new, capacity);
                format!("the capacity of {} is used up{all}", channel.name)
            }
            (Reason::Expired, _) => "it has waited as long as it may; what held it back at the end:".to_owned(),
            (Reason::Left, _) => "the customer left the journey before it could go".to_owned(),
            (_, detail) => format!("`{}`", detail.about(program)),
        }
    }

    /// Which contacts fill a cap.
    fn full(&self, at: Instant, id: CapId) -> String {
        let program = self.program();
        let cap = &program.caps[id];
        let counted = self.contacts.iter().filter(|(sent, zone, kind)| {
            *sent <= at && cap.selector.matches(program, *kind) && at < cap.window.leaves(zone.table(), *sent)
        });
        let mut named: Vec<String> = counted
            .map(|(sent, _, kind)| {
                let message = kind.message.map_or("a message of the past", |id| program.messages[id].name.as_str());
                format!("{message} on {}", self.moment(*sent))
            })
            .collect();
        let more = named.len().saturating_sub(NAMED_MAX);
        let mut shown = named.split_off(more);
        if more > 0 {
            shown.insert(0, format!("{more} earlier ones"));
        }
        let contacts = if shown.is_empty() { String::new() } else { format!(" ({})", shown.join(", ")) };
        format!("`{}` is full{contacts}", cap.text)
    }
}

/// ` (200 per day)`
fn capacity(capacity: Capacity) -> String {
    let each = if capacity.per_assignee { " per assignee" } else { "" };
    format!(" ({} per {}{each})", capacity.limit, capacity.per.name())
}
