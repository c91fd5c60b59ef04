//! Sends: who goes first, on which channel, and why not (language reference 3.2, 4).

use journey_ir::history::Input;
use journey_ir::operation::{ChannelOf, Choice, Operation, Patience, Send};
use journey_ir::pressure::{Cap, CapUnit, CapWindow, ContactKind, Purpose};
use journey_ir::program::Channel;
use journey_ir::records::{Cause, Contact, Detail, Outcome, Reason};
use journey_ir::table::{CapId, ChannelId};
use journey_ir::time::{CalendarUnit, Date, Instant, ZoneId};
use journey_ir::value::Value;

use super::draw;
use super::world::{LifeId, World};

/// What an attempt comes to.
enum Verdict {
    Goes(ChannelId),
    /// Refused for good.
    Skipped(Vec<Cause>),
    /// Refused for now.
    Waits(Vec<Cause>),
}

/// A contact that was sent, as caps and rules see it.
#[derive(Clone, Copy)]
pub struct Earlier {
    pub at: Instant,
    pub zone: ZoneId,
    pub kind: ContactKind,
}

impl World<'_> {
    /// Decides all sends that are due, in the order of arbitration; then those that are decided run on.
    pub fn decide_sends(&mut self) {
        let mut decided = Vec::new();
        for id in self.live_in_order() {
            if self.is_to_be_attempted(id) && self.attempt(id) {
                decided.push(id);
            }
        }
        self.leave_sends(decided);
    }

    /// Gives up the sends whose time has run out. Whether there were any.
    pub fn give_up_sends(&mut self) -> bool {
        let mut given_up = Vec::new();
        for id in self.live_in_order() {
            if self.end_of_patience(id).is_some_and(|end| end <= self.now) && !self.is_paused(id) {
                let mut causes = vec![cause(Reason::Expired, Detail::None)];
                causes.extend(self.lives[id].rest.iter().flat_map(|rest| rest.refusal.clone()));
                let contact = self.contact(id, Some(self.now), Outcome::Skipped(causes));
                if let Some(contact) = contact {
                    self.record(id, contact);
                }
                given_up.push(id);
            }
        }
        let any = !given_up.is_empty();
        self.leave_sends(given_up);
        any
    }

    fn leave_sends(&mut self, decided: Vec<LifeId>) {
        for id in decided {
            if let Some(rest) = self.lives[id].rest.take() {
                self.moved = true;
                self.run_on(id, rest.place + 1);
            }
        }
    }

    fn send_of(&self, id: LifeId) -> Option<&Send> {
        match self.resting_at(id)? {
            Operation::Send(send) => Some(send),
            _ => None,
        }
    }

    /// When the send may first go: when it was reached, or at its `at HH:MM`.
    pub fn first_due(&self, id: LifeId) -> Option<Instant> {
        let (send, rest) = (self.send_of(id)?, self.lives[id].rest.as_ref()?);
        Some(match send.not_before {
            Some(time) => rest.zone.table().next_time_of_day(rest.since, time),
            None => rest.since,
        })
    }

    fn end_of_patience(&mut self, id: LifeId) -> Option<Instant> {
        self.follow_moment(id);
        let (first_due, rest) = (self.first_due(id)?, self.lives[id].rest.as_ref()?);
        match &self.send_of(id)?.patience {
            Patience::None => {
                let hold = self.send_of(id)?.hold;
                rest.held.map(|(at, zone)| zone.table().plus(at, hold))
            }
            Patience::Within(period) => Some(rest.zone.table().plus(first_due, *period)),
            Patience::Until(_) => rest.moment.1,
        }
    }

    fn is_to_be_attempted(&mut self, id: LifeId) -> bool {
        let end = self.end_of_patience(id);
        let excluded = matches!(self.send_of(id).map(|send| &send.patience), Some(Patience::Until(_)));
        let too_late = end.is_some_and(|end| end < self.now || excluded && end == self.now);
        self.first_due(id).is_some_and(|due| due <= self.now) && !too_late && !self.is_paused(id)
    }

    /// Tries to send. Whether that is decided now.
    fn attempt(&mut self, id: LifeId) -> bool {
        let contact = match self.judge(id) {
            None => None,
            Some(Verdict::Goes(channel)) => self
                .contact(id, Some(self.now), Outcome::Sent)
                .map(|contact| Contact { channel: Some(channel), ..contact }),
            Some(Verdict::Skipped(causes)) => self.contact(id, Some(self.now), Outcome::Skipped(causes)),
            Some(Verdict::Waits(causes)) => {
                let (now, zone) = (self.now, self.zone());
                let held = self.send_of(id).is_some_and(|send| self.is_held(id, send));
                if let Some(rest) = &mut self.lives[id].rest {
                    rest.held = rest.held.or(held.then_some((now, zone)));
                    rest.refusal = causes;
                }
                None
            }
        };
        let Some(contact) = contact else {
            return false;
        };
        if contact.outcome == Outcome::Sent {
            self.suppose(id, &contact);
        }
        self.record(id, contact);
        true
    }

    /// The record of the send at which the enrolment rests; nothing when it rests at none.
    pub fn contact(&self, id: LifeId, at: Option<Instant>, outcome: Outcome) -> Option<Contact> {
        let (life, send, rest) = (&self.lives[id], self.send_of(id)?, self.lives[id].rest.as_ref()?);
        Some(Contact {
            journey: life.journey,
            started: life.begin.at,
            started_zone: life.begin.zone,
            key: life.key.clone(),
            step: rest.place,
            message: send.message,
            purpose: send.purpose,
            channel: send.channels.first().and_then(|choice| self.channel_of(*choice)),
            due: rest.since,
            at,
            outcome,
            zone: self.zone(),
        })
    }

    fn judge(&self, id: LifeId) -> Option<Verdict> {
        let send = self.send_of(id)?;
        let mut causes = self.held_back(id, send);
        let is_held_back = !causes.is_empty();
        let (free, refused) = self.channels(id, send, is_held_back);
        if let Some(channel) = free.filter(|_| !is_held_back) {
            return Some(Verdict::Goes(channel));
        }
        let hopeless = send.channels.iter().all(|choice| {
            let reached = self.reach(id, send, *choice);
            reached.is_err_and(|cause| matches!(cause.reason, Reason::NoContent | Reason::NoAddress))
        });
        if free.is_none() {
            causes.extend(refused);
        }
        let waits = send.patience != Patience::None || self.is_held(id, send);
        Some(if is_held_back || hopeless || !waits { Verdict::Skipped(causes) } else { Verdict::Waits(causes) })
    }

    /// Holdouts and suppression.
    fn held_back(&self, id: LifeId, send: &Send) -> Vec<Cause> {
        let mut causes = self.control_groups(id, send);
        let suppressed = self.program.suppress.as_ref().is_some_and(|suppress| self.eye_of(id).holds(suppress));
        if suppressed && send.purpose != Purpose::Service {
            causes.push(cause(Reason::Suppressed, Detail::None));
        }
        causes
    }

    pub fn control_groups(&self, id: LifeId, send: &Send) -> Vec<Cause> {
        let (program, customer) = (self.program, &self.history.id);
        let journey = self.lives[id].journey;
        let can_be_held_out = matches!(send.purpose, Purpose::Commercial | Purpose::Relational);
        let mut causes = Vec::new();
        if can_be_held_out && draw::held_out_globally(program, customer) {
            causes.push(cause(Reason::Holdout, Detail::Programme));
        }
        if can_be_held_out && draw::held_out_of(&program.journeys[journey], program, customer) {
            causes.push(cause(Reason::Holdout, Detail::Journey(journey)));
        }
        causes
    }

    /// The channel on which it can go, and why it cannot on those before it: the first that reaches the customer is meant
    /// and, after it, those that are also taken when it is busy. Of what is held back anyhow, capacity is not asked.
    fn channels(&self, id: LifeId, send: &Send, is_held_back: bool) -> (Option<ChannelId>, Vec<Cause>) {
        let (mut is_reached, mut refused) = (false, Vec::new());
        for choice in &send.channels {
            if is_reached && !choice.if_busy {
                continue;
            }
            let reached = self.reach(id, send, *choice);
            is_reached |= reached.is_ok();
            let channel = self.channel_of(*choice).map(|channel| self.kind_of(id, send, channel));
            let mut causes = channel.map(|kind| self.forbidden(kind)).unwrap_or_default();
            match reached {
                Ok(channel) => causes.extend(self.obstacles(id, send, channel, causes.is_empty() && !is_held_back)),
                Err(cause) => causes.push(cause),
            }
            if let (Ok(channel), true) = (reached, causes.is_empty()) {
                return (Some(channel), refused);
            }
            let new: Vec<Cause> = causes.into_iter().filter(|cause| !refused.contains(cause)).collect();
            refused.extend(new);
        }
        (None, refused)
    }

    /// Whether hours or capacity alone hold back a channel that could be taken: then it waits without saying so.
    fn is_held(&self, id: LifeId, send: &Send) -> bool {
        let mut is_reached = false;
        send.channels.iter().any(|choice| {
            let Ok(channel) = self.reach(id, send, *choice) else { return false };
            let taken = !is_reached || choice.if_busy;
            is_reached = true;
            let obstacles = self.obstacles(id, send, channel, true);
            let held = obstacles.iter().any(|cause| matches!(cause.reason, Reason::Closed | Reason::OverCapacity));
            taken && held && self.forbidden(self.kind_of(id, send, channel)).is_empty()
        })
    }

    /// Why a channel that reaches the customer cannot be used now: it is closed; else caps; else it can do no more.
    fn obstacles(&self, id: LifeId, send: &Send, channel: ChannelId, is_allowed: bool) -> Vec<Cause> {
        if let Some(calendar) = self.closed_calendar(send, channel) {
            return vec![cause(Reason::Closed, Detail::Calendar(calendar))];
        }
        let reached = self.lives[id].rest.as_ref().map_or(self.now, |rest| rest.since);
        if !self.is_its_moment(channel, reached) {
            return vec![cause(Reason::Closed, Detail::Moment(channel))];
        }
        let caps = self.full_caps(id, send, channel);
        if is_allowed && caps.is_empty() && self.is_used_up(channel) {
            return vec![cause(Reason::OverCapacity, Detail::Channel(channel))];
        }
        caps
    }

    pub fn reach(&self, id: LifeId, send: &Send, choice: Choice) -> Result<ChannelId, Cause> {
        let Some(channel) = self.channel_of(choice) else {
            return Err(cause(Reason::NoAddress, Detail::None));
        };
        let unreached = |reason| Err(cause(reason, Detail::Channel(channel)));
        let declared = &self.program.channels[channel];
        if !self.says_something(id, send, channel) {
            return unreached(Reason::NoContent);
        }
        if !self.has_address(declared) {
            return unreached(Reason::NoAddress);
        }
        let consents = declared.consent.as_ref().is_none_or(|consent| self.eye_of(id).holds(consent));
        if !consents && send.purpose != Purpose::Service {
            return unreached(Reason::NoConsent);
        }
        Ok(channel)
    }

    /// Whether the message has content for the channel: what stands outside any `match`, or in the first arm that holds.
    fn says_something(&self, id: LifeId, send: &Send, channel: ChannelId) -> bool {
        let message = &self.program.messages[send.message];
        let eye = self.eye_of(id);
        let mut of_channel = message.contents.iter().filter(|content| content.channel == channel);
        of_channel.any(|content| match content.variant {
            None => true,
            Some(variant) => message
                .choices
                .get(usize::from(variant.choice))
                .is_some_and(|arms| arms.iter().position(|arm| eye.holds(arm)) == Some(usize::from(variant.arm))),
        })
    }

    fn channel_of(&self, choice: Choice) -> Option<ChannelId> {
        match choice.channel {
            ChannelOf::Channel(channel) => Some(channel),
            ChannelOf::Attribute(attribute) => match self.eye().attribute(attribute) {
                Value::Channel(channel) => Some(channel),
                _ => None,
            },
        }
    }

    fn has_address(&self, channel: &Channel) -> bool {
        match channel.address.map(|address| self.eye().attribute(address)) {
            Some(Value::Missing) => false,
            Some(Value::Text(text)) => !text.is_empty(),
            Some(_) | None => true,
        }
    }

    /// The caps that refuse a contact on this channel now, and what is booked.
    fn full_caps(&self, id: LifeId, send: &Send, channel: ChannelId) -> Vec<Cause> {
        let kind = self.kind_of(id, send, channel);
        let refuses = |(_, cap): &(CapId, &Cap)| {
            let applies = cap.applies.as_ref().is_none_or(|applies| self.eye_of(id).holds(applies));
            let exceeds = || self.would_exceed(cap, &self.sent_before(), self.now, kind);
            applies && cap.selector.matches(self.program, kind) && exceeds()
        };
        let full = self.program.caps.iter().filter(refuses).map(|(id, _)| cause(Reason::Capped, Detail::Cap(id)));
        full.chain(self.reserved(id, kind)).collect()
    }

    pub fn kind_of(&self, id: LifeId, send: &Send, channel: ChannelId) -> ContactKind {
        let (journey, message) = (Some(self.lives[id].journey), Some(send.message));
        ContactKind { journey, message, channel, purpose: send.purpose }
    }

    /// Whether one contact more at that instant, after all those, would be too many (language reference 2.3, 4.2).
    pub fn would_exceed(&self, cap: &Cap, before: &[Earlier], at: Instant, kind: ContactKind) -> bool {
        let counts = |kind: ContactKind| match cap.unit {
            CapUnit::Contacts => 1,
            CapUnit::Weight => u64::from(self.program.channels[kind.channel].weight),
        };
        let in_window = |earlier: &&Earlier| match cap.window {
            CapWindow::Sliding(period) => at < earlier.zone.table().plus(earlier.at, period),
            CapWindow::Calendar(unit) => at < end_of_unit(earlier, unit),
        };
        let counted = before.iter().filter(|earlier| cap.selector.matches(self.program, earlier.kind));
        let counted: u64 = counted.filter(in_window).map(|earlier| counts(earlier.kind)).sum();
        counted + counts(kind) > u64::from(cap.limit)
    }

    /// All contacts so far, those of the data included.
    pub fn sent_before(&self) -> Vec<Earlier> {
        let past = self.past().inputs().filter_map(|(at, then, input)| match input {
            Input::Contact { journey, message, channel, purpose } => Some(Earlier {
                at,
                zone: then.zone(),
                kind: ContactKind { journey: *journey, message: *message, channel: *channel, purpose: *purpose },
            }),
            _ => None,
        });
        let made = self.made.iter().filter(|contact| contact.outcome == Outcome::Sent);
        let made = made.filter_map(|contact| {
            Some(Earlier {
                at: contact.at?,
                zone: contact.zone,
                kind: ContactKind {
                    journey: Some(contact.journey),
                    message: Some(contact.message),
                    channel: contact.channel?,
                    purpose: contact.purpose,
                },
            })
        });
        past.chain(made).collect()
    }
}

/// The first instant of the first day after the contact that lies in another unit of the calendar.
fn end_of_unit(earlier: &Earlier, unit: CalendarUnit) -> Instant {
    let zone = earlier.zone.table();
    let today = zone.date(earlier.at);
    let unit_of = |date: Date| {
        let (year, month, _) = date.ymd();
        match unit {
            CalendarUnit::Day => i64::from(date.0),
            // 5 January 1970 was a Monday.
            CalendarUnit::Week => i64::from(date.plus_days(-4).0.div_euclid(7)),
            CalendarUnit::Month => i64::from(year) * 12 + i64::from(month),
            CalendarUnit::Quarter => i64::from(year) * 4 + i64::from(month.div_ceil(3)),
            CalendarUnit::Year => i64::from(year),
        }
    };
    let other = (1..=366).map(|days| today.plus_days(days)).find(|date| unit_of(*date) != unit_of(today));
    other.map_or(Instant::MAX, |date| zone.midnight(date))
}

fn cause(reason: Reason, detail: Detail) -> Cause {
    Cause { reason, detail }
}
