//! What customers do with contacts: from the data, or supposed by the behaviour model (language reference 1.2, 5.1, 5.4, 5.5,
//! 5.8).

use journey_ir::expression::{Condition, Expression};
use journey_ir::history::ContactOf;
use journey_ir::operation::{Awaited, Operation};
use journey_ir::program::{Engagement, EngagementKind, Reached, Start, Stop, Trigger};
use journey_ir::records::{Contact, End};
use journey_ir::table::{ChannelId, JourneyId, MessageId};
use journey_ir::value::Value;

use super::agenda::Among;
use super::facts::Facts;
use super::queue::Queued;
use super::state::{Enrolment, Rest, State, Supposed};
use super::tally::insert_by;
use super::{Engine, Step, lots};

/// An engagement, and what is known of its contact.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Engaged {
    pub(crate) engagement: Engagement,
    /// The enrolment that sent the contact.
    pub(crate) number: Option<u64>,
    /// The channel whose consent it takes back.
    pub(crate) revokes: Option<ChannelId>,
}

impl State {
    /// The enrolment that an engagement of the data is about: the one that is named, else the last that sent the message.
    pub(super) fn sender(&self, message: MessageId, of: Option<&ContactOf>) -> Option<u64> {
        let Some(of) = of else { return self.sent.sender(message) };
        let named = |enrolment: &&Enrolment| {
            enrolment.journey == of.journey && enrolment.started == of.started && enrolment.key.to_string() == *of.key
        };
        // Of two that started at one instant, the one that took the place of the other.
        self.enrolments.iter().rev().find(named).map(|enrolment| enrolment.number)
    }
}

impl Engine<'_> {
    /// Notes an engagement; starts, stops and measures nothing.
    pub(super) fn note_engagement(&self, state: &mut State, engaged: &Engaged) {
        let (order, now) = (state.next_order(), state.now);
        state.note(Facts::ENGAGEMENTS);
        for named in engaged.engagement.named() {
            *state.engaged.entry(named).or_default() += 1;
        }
        let sender = state.enrolments.iter_mut().find(|enrolment| Some(enrolment.number) == engaged.number);
        if let Some(enrolment) = sender {
            enrolment.moved = true;
            state.agenda.note(Among::MOVED);
            for named in engaged.engagement.named() {
                enrolment.memory.engaged.entry(named).or_insert((order, now));
            }
        }
        let consent = engaged.revokes.and_then(|channel| self.program.channels[channel].consent.as_ref());
        if let Some(Condition::Yes(Expression::Attribute(attribute))) = consent
            && let Some(slot) = state.attributes.get_mut(usize::from(attribute.0))
        {
            *slot = Value::Boolean(false);
            state.note(Facts::attribute(*attribute));
        }
    }
}

impl Step<'_, '_> {
    /// An engagement happens: it is noted, then its enrolment stops, reaches goals or goes on, then journeys start on it.
    pub(super) fn engage(&mut self, engaged: &Engaged) {
        self.engine.note_engagement(self.state, engaged);
        let sender = |enrolment: &Enrolment| Some(enrolment.number) == engaged.number;
        if let Some(who) = self.state.enrolments.iter().position(sender) {
            self.stop_on_engagement(who, engaged.engagement);
            self.reach_goals_on_engagement(who, engaged.engagement);
            self.end_wait_on_engagement(who, engaged.engagement);
        }
        for &journey in &self.engine.started_by_engagement {
            self.start_on_engagement(journey, engaged.engagement);
        }
    }

    fn stop_on_engagement(&mut self, who: usize, engagement: Engagement) {
        let Some(enrolment) = self.state.enrolments.get(who).filter(|enrolment| enrolment.live) else { return };
        let stops = &self.program.journeys[enrolment.journey].stops;
        let stop = stops.iter().position(|stop| matches!(stop, Stop::Engagement(on) if on.is(engagement)));
        if let Some(stop) = stop {
            self.end(who, End::Stopped);
            self.tell_stop(who, stop, None);
        }
    }

    fn reach_goals_on_engagement(&mut self, who: usize, engagement: Engagement) {
        let Some(enrolment) = self.state.enrolments.get(who) else { return };
        let goals = self.program.journeys[enrolment.journey].goals.iter().enumerate();
        let reached: Vec<usize> = goals
            .filter(|(index, goal)| {
                matches!(&goal.reached, Reached::Engagement(on) if on.is(engagement))
                    && enrolment.can_reach(*index, self.state.now)
            })
            .map(|(index, _)| index)
            .collect();
        for goal in reached {
            self.reach_goal(who, goal, None);
        }
    }

    fn end_wait_on_engagement(&mut self, who: usize, engagement: Engagement) {
        let Some(enrolment) = self.state.enrolments.get(who).filter(|enrolment| enrolment.live) else { return };
        let operation = self.program.journeys[enrolment.journey].operations.get(enrolment.place);
        let (Rest::Await(_), Some(Operation::Await { arms, .. })) = (&enrolment.rest, operation) else { return };
        if let Some(arm) = arms.iter().find(|arm| matches!(&arm.awaited, Awaited::Engagement(on) if on.is(engagement)))
        {
            self.resume(who, arm.then);
        }
    }

    fn start_on_engagement(&mut self, journey: JourneyId, engagement: Engagement) {
        let starts = &self.program.journeys[journey].starts;
        let is_start = |start: &&Start| matches!(&start.trigger, Trigger::Engagement(on) if on.is(engagement));
        if let Some(start) = starts.iter().find(is_start) {
            self.try_start(journey, start, None);
        }
    }

    /// Draws what the behaviour model supposes of a contact that is sent now. What is supposed of this very instant waits in
    /// the queue of phase (c).
    pub(super) fn suppose(&mut self, number: u64, contact: &Contact) {
        let Some(channel) = contact.channel else { return };
        for kind in EngagementKind::ALL {
            let Some(supposition) = self.program.behaviour.of(kind, contact.message, channel) else { continue };
            if !lots::falls_into(supposition.share, self.program, &self.lot_of(kind, contact), &self.state.customer) {
                continue;
            }
            let engaged = Engaged {
                engagement: Engagement { kind, message: contact.message },
                number: Some(number),
                revokes: (kind == EngagementKind::Unsubscribed).then_some(channel),
            };
            let at = self.state.clock().plus(self.state.now, supposition.after);
            if at == self.state.now {
                self.course.queue.push_back(Queued::Engagement(engaged));
            } else {
                insert_by(&mut self.state.supposed, Supposed { at, engaged }, |supposed| supposed.at);
            }
        }
    }

    /// The name under which a supposition is drawn: different for every contact.
    fn lot_of(&self, kind: EngagementKind, contact: &Contact) -> String {
        let journey = &self.program.journeys[contact.journey];
        let step = journey.origins.get(contact.step).map_or("", |origin| origin.name());
        let (kind, name, started, key, now) =
            (kind.name(), &journey.name, contact.started.0, &contact.key, self.state.now.0);
        format!("{kind}/{name}/{step}/{started}/{key}/{now}")
    }

    /// What was supposed to happen by now happens, before the data of the instant.
    pub(super) fn arrive_supposed(&mut self) {
        while let Some(supposed) = self.state.supposed.pop_front_if(|supposed| supposed.at <= self.state.now) {
            self.tell_supposed(&supposed.engaged);
            self.engage(&supposed.engaged);
        }
    }
}
