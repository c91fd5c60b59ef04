//! What lies behind the causes of a send that cannot go: the conditions, and until when (language reference 4.7).

use journey_ir::operation::Send;
use journey_ir::pressure::{CapUnit, ContactKind, ExclusionTime, ProtectionTime};
use journey_ir::records::{Cause, Detail, Reason};
use journey_ir::rules::RuleKind;
use journey_ir::table::{CalendarId, CapId, JourneyId, RuleId};
use journey_ir::time::Instant;

use super::Step;
use super::booking::booked_at;
use super::reach::{channel_of, contact_kind};
use super::scope::Scope;
use super::sending::send_of;
use super::state::{Enrolment, State};
use super::told::Told;

impl Step<'_, '_> {
    /// What lies behind each cause of the send at which an enrolment rests.
    pub(super) fn tell_obstacles(&mut self, who: usize, causes: &[Cause]) {
        for &cause in causes {
            self.tell(|step| {
                let enrolment = step.state.enrolments.get(who)?;
                let send = send_of(step.program, enrolment)?;
                Some(step.obstacle(enrolment, send, cause))
            });
        }
    }

    fn obstacle(&self, enrolment: &Enrolment, send: &Send, cause: Cause) -> Told {
        let (program, state) = (self.program, &*self.state);
        let scope = Scope::of(program, state);
        let condition = match (cause.reason, cause.detail) {
            (Reason::NoConsent, Detail::Channel(channel)) => program.channels[channel].consent.as_ref(),
            (Reason::Suppressed, _) => program.suppress.as_ref(),
            (Reason::Capped, Detail::Cap(cap)) => program.caps[cap].applies.as_ref(),
            (Reason::Excluded, Detail::Exclusion(exclusion)) => match &program.exclusions[exclusion].when {
                ExclusionTime::While(condition) => Some(condition),
                ExclusionTime::After { .. } => None,
            },
            _ => None,
        };
        let because = condition.map(|condition| scope.why(condition)).unwrap_or_default();
        let kinds: Vec<ContactKind> = send
            .channels
            .iter()
            .filter_map(|choice| channel_of(program, state, *choice))
            .map(|channel| contact_kind(enrolment, send, channel))
            .collect();
        let until = match (cause.reason, cause.detail) {
            (Reason::Excluded, Detail::Journey(journey)) => self.protected_until(journey, &kinds),
            (Reason::Excluded, Detail::Exclusion(exclusion)) => state.excluded_until[exclusion],
            (Reason::Rule, Detail::Rule(rule)) => self.apart_until(rule, &kinds),
            (Reason::Closed, Detail::Calendar(calendar)) => self.opens(calendar, &kinds),
            (Reason::Capped, Detail::Cap(cap)) => self.room_from(cap, &kinds),
            (Reason::Reserved, Detail::Journey(journey)) => booked_at(program, state, enrolment, journey),
            (Reason::OverCapacity, Detail::Channel(channel)) => {
                program.channels[channel].capacity.map(|capacity| capacity.per.end(state.now, program.zone.table()))
            }
            _ => None,
        };
        Told::Obstacle { cause, until: until.filter(|until| *until < Instant::MAX), because }
    }

    /// Until when a journey's `protect … for` keeps one of these contacts away; nothing while it is `while enrolled`.
    fn protected_until(&self, journey: JourneyId, kinds: &[ContactKind]) -> Option<Instant> {
        let protections = self.program.journeys[journey].protections.iter();
        let until = self.state.journeys[journey].protects_until.iter();
        let concerned = protections
            .zip(until)
            .filter(|(protection, _)| kinds.iter().any(|kind| protection.selector.matches(self.program, *kind)));
        let mut last = None;
        for (protection, until) in concerned {
            if protection.lasts == ProtectionTime::WhileEnrolled && self.state.live_in(journey).is_some() {
                return None;
            }
            last = last.max(*until);
        }
        last
    }

    fn apart_until(&self, id: RuleId, kinds: &[ContactKind]) -> Option<Instant> {
        match &self.program.rules[id].kind {
            RuleKind::Apart { distances, .. } => {
                let concerned = distances
                    .iter()
                    .zip(&self.state.apart_until[id])
                    .filter(|(distance, _)| kinds.iter().any(|kind| distance.held_back.matches(self.program, *kind)));
                concerned.filter_map(|(_, until)| *until).max()
            }
            RuleKind::Exclusive(offers) => {
                let carried = kinds.iter().find_map(|kind| self.program.messages[kind.message?].offer);
                let others = offers.iter().filter(|offer| Some(**offer) != carried);
                others.filter_map(|offer| self.state.offers_until[*offer]).max()
            }
        }
    }

    /// When the first of the channels that a calendar closes is open again.
    fn opens(&self, calendar: CalendarId, kinds: &[ContactKind]) -> Option<Instant> {
        let hours = kinds.iter().map(|kind| &self.program.channels[kind.channel].hours);
        let closed = hours.filter(|hours| hours.contains(&calendar));
        closed.filter_map(|hours| self.program.next_open(hours, self.state.now, self.state.clock())).min()
    }

    /// When a cap has room for one of these contacts, if nothing else is sent until then; nothing when it never has.
    fn room_from(&self, id: CapId, kinds: &[ContactKind]) -> Option<Instant> {
        let cap = &self.program.caps[id];
        let concerned = kinds.iter().filter(|kind| cap.selector.matches(self.program, **kind));
        let own = concerned.map(|kind| match cap.unit {
            CapUnit::Contacts => 1,
            CapUnit::Weight => self.program.channels[kind.channel].weight,
        });
        room(self.state, id, own.min()?, cap.limit)
    }
}

/// The first instant at which a cap counts so little that a contact fits in.
fn room(state: &State, id: CapId, own: u32, limit: u32) -> Option<Instant> {
    let counted = &state.counted[id];
    let mut full: u32 = counted.iter().map(|counted| counted.amount).sum();
    counted.iter().find_map(|counted| {
        full = full.saturating_sub(counted.amount);
        (full + own <= limit).then_some(counted.leaves)
    })
}
