//! What customers do with contacts: as the data says, or as the run supposes (language reference 1.2, 5.4, 5.5, 5.8).

use journey_ir::expression::{Condition, Expression};
use journey_ir::history::{ContactOf, Input};
use journey_ir::operation::{Awaited, Operation};
use journey_ir::program::{Engagement, EngagementKind, Reached, Stop, Trigger};
use journey_ir::records::{Contact, End, Outcome};
use journey_ir::table::ChannelId;
use journey_ir::time::Instant;
use journey_ir::value::Value;

use super::draw;
use super::queue::Made;
use super::world::{LifeId, World};

/// What the behaviour model supposes of one contact.
#[derive(Clone)]
pub struct Supposed {
    pub at: Instant,
    pub engagement: Engagement,
    /// The enrolment that sent the contact, and the channel.
    pub of: LifeId,
    pub channel: ChannelId,
}

impl World<'_> {
    /// The enrolment whose contact it is: the one that is named (of two of one instant the later), else the one that last sent the message.
    pub fn sender(&self, engagement: Engagement, of: Option<&ContactOf>) -> Option<LifeId> {
        let is_named = |id: &LifeId, of: &ContactOf| {
            let life = &self.lives[*id];
            life.journey == of.journey && life.begin.at == of.started && life.key.to_string() == *of.key
        };
        if let Some(of) = of {
            return self.lives.ids().rev().find(|id| is_named(id, of));
        }
        let sent = |contact: &Contact| contact.message == engagement.message && contact.outcome == Outcome::Sent;
        let mut made = self.made.iter().zip(&self.makers).rev();
        made.find(|(contact, _)| sent(contact)).map(|(_, maker)| *maker)
    }

    /// One engagement, of a contact of that enrolment where it is known: its stops, goals and waits; then starts.
    pub fn engagement(&mut self, engagement: Engagement, of: Option<LifeId>) {
        if let Some(id) = of {
            let first = (self.log.len(), self.now);
            for named in engagement.named() {
                self.lives[id].engaged.entry(named).or_insert(first);
            }
            self.engage_enrolment(id, engagement);
        }
        let program = self.program;
        for id in self.journeys_in_order() {
            let journey = &program.journeys[id];
            let start = journey
                .starts
                .iter()
                .find(|start| matches!(&start.trigger, Trigger::Engagement(on) if on.is(engagement)));
            if let Some(start) = start
                && self.may_start_now(journey)
            {
                self.admit(id, start, None);
            }
        }
    }

    fn engage_enrolment(&mut self, id: LifeId, engagement: Engagement) {
        let journey = self.journey_of(id);
        if journey.stops.iter().any(|stop| matches!(stop, Stop::Engagement(on) if on.is(engagement))) {
            self.end(id, End::Stopped);
        }
        for (index, goal) in journey.goals.iter().enumerate() {
            if matches!(&goal.reached, Reached::Engagement(on) if on.is(engagement)) {
                self.reach_goal(id, index, None);
            }
        }
        if let Some(Operation::Await { arms, .. }) = self.resting_at(id)
            && let Some(arm) =
                arms.iter().find(|arm| matches!(&arm.awaited, Awaited::Engagement(on) if on.is(engagement)))
        {
            self.run_on(id, arm.then);
        }
    }

    /// Draws what the customer will do with a contact that was sent just now.
    pub fn suppose(&mut self, of: LifeId, contact: &Contact) {
        let (Some(at), Some(channel)) = (contact.at, contact.channel) else {
            return;
        };
        let (journey, message) = (self.journey_of(of), contact.message);
        let step = journey.origins.get(contact.step).map_or("", |origin| origin.name());
        for kind in EngagementKind::ALL {
            let Some(supposition) = self.program.behaviour.of(kind, message, channel) else {
                continue;
            };
            let (kind_name, started, key) = (kind.name(), contact.started.0, &contact.key);
            let name = format!("{kind_name}/{}/{step}/{started}/{key}/{}", journey.name, at.0);
            if !draw::falls_within(supposition.share, self.program, &name, &self.history.id) {
                continue;
            }
            let engagement = Engagement { kind, message };
            let then = contact.zone.table().plus(at, supposition.after);
            let supposed = Supposed { at: then, engagement, of, channel };
            if then <= self.now {
                self.queue.push_back(Made::Engagement(supposed));
            } else {
                self.supposed.push(supposed);
            }
        }
    }

    /// Lets happen what is supposed for now, before the data. Whether there was anything.
    pub fn behave(&mut self) -> bool {
        let (now, later): (Vec<_>, Vec<_>) =
            std::mem::take(&mut self.supposed).into_iter().partition(|supposed| supposed.at <= self.now);
        self.supposed = later;
        for supposed in &now {
            self.happens_as_supposed(supposed);
        }
        !now.is_empty()
    }

    /// Those who unsubscribe take back the consent to the channel, where that is one attribute.
    pub fn happens_as_supposed(&mut self, supposed: &Supposed) {
        let engagement = supposed.engagement;
        if engagement.kind == EngagementKind::Unsubscribed
            && let Some(Condition::Yes(Expression::Attribute(consent))) =
                self.program.channels[supposed.channel].consent
        {
            self.assign(consent, Value::Boolean(false));
        }
        self.note(Input::Engagement { engagement, of: None });
        self.engagement(engagement, Some(supposed.of));
    }
}
