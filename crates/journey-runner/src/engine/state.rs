//! The state of one customer: everything the engine needs to go on from an instant, and nothing else.
//!
//! Cloneable, comparable and hashable, so that a checker can explore it. Instants are absolute: a state that is compared
//! across time must be shifted first, with the calendar phase beside it (ARCHITECTURE.md).

use std::collections::{BTreeMap, BTreeSet, VecDeque};

use journey_ir::history::Happening;
use journey_ir::operation::Place;
use journey_ir::program::EngagementWith;
use journey_ir::records::{Cause, Key};
use journey_ir::table::{
    AggregateId, CapId, ChannelId, EventId, ExclusionId, JourneyId, OfferId, RuleId, StateId, Table,
};
use journey_ir::time::{Instant, Zone, ZoneId};
use journey_ir::value::Value;

use super::agenda::Agenda;
use super::clock_starts::Fired;
use super::engagement::Engaged;
use super::facts::Facts;
use super::lasting::Lasting;
use super::memory::Memory;
use super::sent::{SentBy, SentMessages};
use super::stand::Stand;
use super::tally::Tally;

/// One customer at one instant. The default is nobody: memory to be filled.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub struct State {
    /// Who, for what is drawn on the way.
    pub(crate) customer: String,
    /// The instant that was decided last.
    pub(crate) now: Instant,
    /// When the next thing can happen by itself.
    pub(crate) wake: Option<Instant>,
    /// The beginning of the run.
    pub(crate) from: Instant,
    pub(crate) exists_from: Option<Instant>,
    pub(crate) attributes: Vec<Value>,
    pub(crate) zone: ZoneId,
    /// In the global control group.
    pub(crate) held_out: bool,
    /// For each function of history, its state; those since a start are kept by the enrolments.
    pub(crate) tallies: Table<AggregateId, Tally>,
    /// How it stands with each state.
    pub(crate) states: Table<StateId, Lasting>,
    /// For each channel with a `moment`, the last instant that was one.
    pub(crate) occasions: Table<ChannelId, Option<Instant>>,
    /// How many events of each kind there were.
    pub(crate) ordinals: Table<EventId, u64>,
    /// What each cap counts now, the first to leave its window in front.
    pub(crate) counted: Table<CapId, VecDeque<Counted>>,
    /// For each exclusion after an event, until when it forbids; nothing: not now.
    pub(crate) excluded_until: Table<ExclusionId, Option<Instant>>,
    /// For each distance of each rule, until when contacts must keep it; nothing: not now.
    pub(crate) apart_until: Table<RuleId, Vec<Option<Instant>>>,
    /// For each offer, until when it is alive from the messages that have carried it; [`Instant::MAX`]: for ever.
    pub(crate) offers_until: Table<OfferId, Option<Instant>>,
    /// The messages that were ever sent, and the enrolment that last sent each.
    pub(crate) sent: SentBy,
    /// How often customers ever engaged with each message and with any, in each way.
    pub(crate) engaged: BTreeMap<EngagementWith, u64>,
    /// What the behaviour model supposes to come, the earliest in front.
    pub(crate) supposed: VecDeque<Supposed>,
    /// The order of the event or engagement that was taken in last.
    pub(crate) order: u64,
    pub(crate) journeys: Table<JourneyId, Standing>,
    /// For each journey, when time alone can bring a start next, if nothing that its starts watch changes before.
    pub(crate) next_starts: Table<JourneyId, Option<Instant>>,
    /// The live enrolments, and the ended ones whose goals or measures are still open, in the order of arbitration (4.5).
    pub(crate) enrolments: Vec<Enrolment>,
    /// The sum of what these and the starts wait for.
    pub(crate) agenda: Agenda,
    /// The number of the next enrolment.
    pub(crate) next_number: u64,
    /// The first instant at which something leaves a window.
    pub(crate) expires: Instant,
    /// The first instant at which something ceases to forbid; [`Instant::MAX`]: nothing forbids.
    pub(crate) permits: Instant,
    /// What has changed since conditions were last asked; nothing between two steps.
    pub(crate) unasked: Facts,
    /// What has changed at this instant; nothing between two steps.
    pub(crate) changed: Facts,
}

/// An engagement that the behaviour model supposes.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Supposed {
    pub(crate) at: Instant,
    pub(crate) engaged: Engaged,
}

/// A contact inside a cap's window.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Counted {
    pub(crate) leaves: Instant,
    pub(crate) amount: u32,
}

/// Where a customer stands with a journey.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Standing {
    /// In the journey's own control group.
    pub(crate) held_out: bool,
    /// The last start, and the zone in which the time after it runs (2.1).
    pub(crate) last_start: Option<(Instant, ZoneId)>,
    /// The values that have started it, with `again per FIELD`.
    pub(crate) keys: BTreeSet<Key>,
    /// For each of its protections that last for a time, until when; nothing: not now.
    pub(crate) protects_until: Vec<Option<Instant>>,
    /// For each start, how what it watches stood when it was last asked.
    pub(crate) stands: Vec<Stand>,
    /// For each start, the days on which the calendar has brought it.
    pub(crate) fired: Vec<Fired>,
    /// For each split, the arm that the customer takes.
    pub(crate) arms: Vec<u16>,
}

/// A customer in a journey.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Enrolment {
    /// Tells it apart from the customer's others.
    pub(crate) number: u64,
    pub(crate) journey: JourneyId,
    pub(crate) key: Key,
    pub(crate) started: Instant,
    /// The customer's zone then, in which time since the start runs (2.1).
    pub(crate) zone: ZoneId,
    pub(crate) held_out: bool,
    /// The event that started it.
    pub(crate) event: Option<Happening>,
    pub(crate) sent: SentMessages,
    pub(crate) memory: Memory,
    /// The operation at which it is.
    pub(crate) place: Place,
    pub(crate) rest: Rest,
    /// Whether it has not ended.
    pub(crate) live: bool,
    /// When time alone can bring it on next, if nothing that it watches changes before.
    pub(crate) next: Option<Instant>,
    /// Whether it has moved at this instant; never between two steps.
    pub(crate) moved: bool,
}

/// A goal of an enrolment.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct GoalState {
    /// What counts comes after this instant: the start or, with `after M`, the first decision about M, once there was one.
    pub(crate) opened: Option<Instant>,
    /// The last instant that counts.
    pub(crate) deadline: Option<Instant>,
    pub(crate) hit: bool,
    /// Whether its condition held when it was last asked.
    pub(crate) truth: bool,
}

/// What an enrolment rests at.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Rest {
    /// Nothing: it is being run on, or it has ended.
    Nowhere,
    /// A wait for a moment, or an `at` block.
    Moment(Timer),
    /// A wait for events or conditions, until this instant.
    Await(Instant),
    /// A pause: it goes on from its place when the pause is over (5.7).
    Paused,
    /// A send.
    Send(Waiting),
}

/// A moment that is followed while it is waited for (language reference 5.8, 2.1).
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Timer {
    /// The value of its expression when its end was computed.
    pub(crate) read: Value,
    /// The zone on arrival, in which the expression is read again.
    pub(crate) zone: ZoneId,
    /// The instant of arrival, which is `now` for the expression.
    pub(crate) arrived: Instant,
    /// When it ends; nothing: never, unless the expression changes.
    pub(crate) ends: Option<Instant>,
}

/// A send that is due or waiting.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Waiting {
    /// When it was reached.
    pub(crate) due: Instant,
    /// When it may be tried first.
    pub(crate) first: Instant,
    pub(crate) limit: Limit,
    /// Why it was refused last.
    pub(crate) refused: Vec<Cause>,
}

/// How long a send waits.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) enum Limit {
    /// It does not wait.
    Once,
    /// It does not wait by itself; hours or capacity hold it back until this instant, which is the last.
    Held(Instant),
    /// This instant is the last.
    Last(Instant),
    /// The end of this timer is too late.
    Before(Timer),
}

impl State {
    /// The instant that was decided last.
    #[must_use]
    pub fn now(&self) -> Instant {
        self.now
    }

    /// When the customer has to be looked at again if nothing comes in before (language reference 7.1b).
    #[must_use]
    pub fn wake(&self) -> Option<Instant> {
        self.wake
    }

    /// Numbers what is taken in.
    pub(crate) fn next_order(&mut self) -> u64 {
        self.order += 1;
        self.order
    }

    pub(crate) fn clock(&self) -> &'static Zone {
        self.zone.table()
    }

    /// The place of the live enrolment in a journey, of the first one where there are several.
    pub(crate) fn live_in(&self, journey: JourneyId) -> Option<usize> {
        self.enrolments.iter().position(|enrolment| enrolment.live && enrolment.journey == journey)
    }

    /// Lets go of what has left its window at `now`.
    pub(crate) fn expire(&mut self, now: Instant) {
        self.now = now;
        if now >= self.expires {
            self.leave_windows(now);
        }
        if now >= self.permits {
            self.permit(now);
        }
    }

    fn leave_windows(&mut self, now: Instant) {
        let mut next = Instant::MAX;
        for id in self.tallies.ids() {
            self.tallies[id].expire(now);
            next = self.tallies[id].next_change().map_or(next, |leaves| next.min(leaves));
        }
        for id in self.counted.ids() {
            let counted = &mut self.counted[id];
            while counted.pop_front_if(|counted| counted.leaves <= now).is_some() {}
            next = counted.front().map_or(next, |counted| next.min(counted.leaves));
        }
        self.expires = next;
    }

    /// Something will leave a window then.
    pub(super) fn expires_by(&mut self, at: Instant) {
        self.expires = self.expires.min(at);
    }

    /// Something will cease to forbid then.
    pub(super) fn permits_by(&mut self, at: Instant) {
        self.permits = self.permits.min(at);
    }

    /// Something has changed that conditions may read.
    pub(super) fn note(&mut self, facts: Facts) {
        self.unasked |= facts;
        self.changed |= facts;
    }
}
