//! `look ahead L`: whether a contact would take the place of a booked one (language reference 4.6).

use journey_ir::operation::{Operation, Send, Wake};
use journey_ir::pressure::{ContactKind, Purpose};
use journey_ir::records::{Cause, Detail, Reason};
use journey_ir::table::ChannelId;
use journey_ir::time::Instant;

use super::send::Earlier;
use super::world::{LifeId, World};

impl World<'_> {
    /// Tries every booked send at its instant, without the contact and with it.
    pub fn reserved(&self, id: LifeId, kind: ContactKind) -> Option<Cause> {
        let mut so_far = self.sent_before();
        let candidate = Earlier { at: self.now, zone: self.zone(), kind };
        for (at, booked) in self.booked(id) {
            if self.passes_caps(&so_far, at, booked) {
                let mut with_candidate = so_far.clone();
                with_candidate.push(candidate);
                if !self.passes_caps(&with_candidate, at, booked) {
                    let detail = Detail::Journey(booked.journey?);
                    return Some(Cause { reason: Reason::Reserved, detail });
                }
                so_far.push(Earlier { at, zone: self.zone(), kind: booked });
            }
        }
        None
    }

    /// Whether a contact at that instant, after all those, is within every cap that applies to the customer today.
    fn passes_caps(&self, before: &[Earlier], at: Instant, kind: ContactKind) -> bool {
        self.program.caps.iter().all(|(_, cap)| {
            let applies = cap.applies.as_ref().is_none_or(|applies| self.eye().holds(applies));
            !applies || !cap.selector.matches(self.program, kind) || !self.would_exceed(cap, before, at, kind)
        })
    }

    /// What enrolments of higher priority will send at a known instant, at most L from now.
    fn booked(&self, id: LifeId) -> Vec<(Instant, ContactKind)> {
        let Some(look_ahead) = self.program.look_ahead else {
            return Vec::new();
        };
        let mut booked = Vec::new();
        for other in self.live_in_order() {
            let higher = self.journey_of(other).priority > self.journey_of(id).priority;
            let Some((at, send)) = self.planned(other).filter(|_| higher) else {
                continue;
            };
            let near = self.zone().table().minus(at, look_ahead) <= self.now && self.now < at;
            let held_out = !self.control_groups(other, send).is_empty() || self.is_paused(other);
            let channel = send.channels.iter().find_map(|choice| self.reach(other, send, *choice).ok());
            // When the moment of a channel comes is not known.
            let known = |channel: &ChannelId| self.program.channels[*channel].moment.is_none();
            if let Some(channel) = channel.filter(known).filter(|_| near && !held_out) {
                booked.push((at, self.kind_of(other, send, channel)));
            }
        }
        booked.sort_by_key(|(at, _)| *at);
        booked
    }

    /// The send that follows the wait in which an enrolment is, and when it will first be tried.
    fn planned(&self, id: LifeId) -> Option<(Instant, &Send)> {
        let (journey, rest) = (self.journey_of(id), self.lives[id].rest.as_ref()?);
        let (zone, moment) = (rest.zone.table(), rest.moment.1);
        let end = match journey.operations.get(rest.place)? {
            Operation::Send(send) => {
                let due = self.first_due(id)?.max(self.now);
                let channel = send.channels.iter().find_map(|choice| self.reach(id, send, *choice).ok());
                return match channel.filter(|_| send.purpose != Purpose::Service) {
                    Some(channel) => Some((self.opens(channel, due)?, send)),
                    None => Some((due, send)),
                };
            }
            Operation::Sleep(Wake::After(period)) => zone.plus(rest.since, *period),
            Operation::Sleep(Wake::TimeOfDay(time)) => zone.next_time_of_day(rest.since, *time),
            Operation::Sleep(Wake::Weekday(day, time)) => zone.next_weekday_time(rest.since, *day, *time),
            Operation::Sleep(Wake::Moment(_)) | Operation::At { .. } => moment?,
            _ => return None,
        };
        let mut place = rest.place + 1;
        loop {
            match journey.operations.get(place)? {
                Operation::Jump(to) => place = *to,
                Operation::Send(send) => {
                    let at = match send.not_before {
                        Some(time) => self.zone().table().next_time_of_day(end, time),
                        None => end,
                    };
                    return Some((at, send));
                }
                _ => return None,
            }
        }
    }
}
