//! A customer for whom nothing can happen but that a send which was refused for want of capacity asks for it again.
//!
//! Most of those who wait for a channel that is used up are refused again and again, and nothing else happens to them. Their next
//! question is known without deciding the instants up to it, at which the channel opens and closes, and a refusal changes nothing.

use journey_ir::operation::{ChannelOf, Choice};
use journey_ir::pressure::Purpose;
use journey_ir::records::{Cause, Detail, Reason};
use journey_ir::time::Instant;

use super::Engine;
use super::capacity::{Request, assignee};
use super::scope::{Scope, earlier};
use super::sending::send_of;
use super::state::{Enrolment, Rest, State, Waiting};

/// What such a customer asks next.
#[derive(Debug)]
pub struct Standing {
    /// The question, at the instant at which it is asked next.
    pub(super) request: Request,
    /// The first instant at which anything else can happen by itself.
    until: Instant,
    /// Whether hours hold for the send.
    keeps_hours: bool,
}

impl Standing {
    /// The question, if nothing comes in before.
    #[must_use]
    pub fn request(&self) -> &Request {
        &self.request
    }
}

impl Engine<'_> {
    /// What a customer asks next, of whom nothing else can be expected before `until`. The last step has refused just that.
    #[must_use]
    pub fn standing(&self, state: &State, until: Instant) -> Option<Standing> {
        let mut sending = state.enrolments.iter().enumerate().filter(|(_, other)| matches!(other.rest, Rest::Send(_)));
        let (Some((who, enrolment)), None) = (sending.next(), sending.next()) else { return None };
        let (Rest::Send(waiting), Some(send)) = (&enrolment.rest, send_of(self.program, enrolment)) else {
            return None;
        };
        let [Choice { channel: ChannelOf::Channel(id), .. }] = *send.channels.as_slice() else { return None };
        let (journey, channel) = (&self.program.journeys[enrolment.journey], &self.program.channels[id]);
        let refused = [Cause { reason: Reason::OverCapacity, detail: Detail::Channel(id) }];
        if self.tells || waiting.refused != refused || journey.pause.is_some() || channel.moment.is_some() {
            return None;
        }
        let others = state.enrolments.iter().enumerate().filter(|(other, _)| *other != who);
        let others = others.filter_map(|(_, other)| other.next).chain(state.agenda.starts);
        let others = others.chain(state.supposed.front().map(|supposed| supposed.at)).min();
        let until =
            [others, self.next_beside_hours(state, enrolment, waiting)].into_iter().flatten().fold(until, Instant::min);
        let request = Request {
            channel: id,
            assignee: assignee(self.program, state, channel),
            at: state.now,
            due: waiting.due,
            priority: journey.priority,
        };
        self.asks_again(state, Standing { request, until, keeps_hours: send.purpose != Purpose::Service })
    }

    /// When anything but the opening and closing of its channel can bring on an enrolment whose send waits.
    fn next_beside_hours(&self, state: &State, enrolment: &Enrolment, waiting: &Waiting) -> Option<Instant> {
        let scope = Scope::of(self.program, state);
        let within = scope.within(enrolment);
        let send = send_of(self.program, enrolment)?;
        let next = earlier(self.next_goal(within, enrolment), enrolment.next_measure(state.now));
        let next = earlier(next, self.next_stop(within, enrolment));
        earlier(next, self.next_other_attempt(state, enrolment, (send, waiting)))
    }

    /// The question that follows one that is refused, too; nothing when something else may come before.
    #[must_use]
    pub fn asks_again(&self, state: &State, mut standing: Standing) -> Option<Standing> {
        let channel = &self.program.channels[standing.request.channel];
        let hours = if standing.keeps_hours { channel.hours.as_slice() } else { &[] };
        let (now, clock) = (standing.request.at, state.clock());
        let period = channel.capacity.map(|capacity| capacity.per.end(now, self.program.zone.table()));
        let turns = earlier(self.program.open_until(hours, now, clock), period)?;
        standing.request.at = self.program.next_open(hours, turns, clock).filter(|again| *again < standing.until)?;
        Some(standing)
    }

    /// Brings the customer to the instant at which such a question was refused last: all before were refused, too.
    pub fn pass_over(&self, state: &mut State, refused: Instant) {
        state.expire(refused);
        self.set_wake(state);
    }
}
