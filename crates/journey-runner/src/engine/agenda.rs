//! What has to be looked at in an instant at all: the sum of what enrolments and starts wait for, so that an instant that
//! concerns none of them costs nothing for each.

use std::ops::BitOr;

use journey_ir::program::{Journey, Program, Reached, Stop};
use journey_ir::table::JourneyId;
use journey_ir::time::Instant;

use super::Engine;
use super::asking::is_over;
use super::facts::{Facts, read_by_enrolments};
use super::scope::earlier;
use super::state::{Enrolment, Rest, State};

/// The sum over the enrolments and the starts of a customer. Made anew at the end of an instant that could change it; a start
/// that is made and an enrolment that moves in between are noted in it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Agenda {
    /// When time alone can bring on the first of the enrolments.
    pub(super) enrolments: Option<Instant>,
    /// When time alone can bring the first start.
    pub(super) starts: Option<Instant>,
    /// What the enrolments read while they rest.
    pub(super) read: Facts,
    /// What there is among the enrolments.
    pub(super) among: Among,
}

/// What there may be among enrolments; where there is none, nobody is looked at for it.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Among(u8);

impl Among {
    /// One that rests at a send.
    pub(super) const SENDING: Self = Self(1);
    /// One that waits for conditions, or is paused.
    pub(super) const AWAITING: Self = Self(1 << 1);
    /// One that a condition can stop.
    pub(super) const STOPPING: Self = Self(1 << 2);
    /// One that can reach a goal by a condition.
    pub(super) const REACHING: Self = Self(1 << 3);
    /// One that has moved at this instant; never between two steps.
    pub(super) const MOVED: Self = Self(1 << 4);
    /// One that has ended.
    pub(super) const ENDED: Self = Self(1 << 5);

    fn touches(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    /// This, where it is so.
    fn given(self, is_so: bool) -> Self {
        if is_so { self } else { Self::default() }
    }
}

impl BitOr for Among {
    type Output = Self;

    fn bitor(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }
}

/// What of the enrolments of a journey is asked while they rest.
#[derive(Clone, Copy, Debug)]
pub(super) struct Asked {
    /// What they read.
    pub(super) read: Facts,
    /// Which questions.
    pub(super) among: Among,
}

impl Asked {
    pub(super) fn of(program: &Program, journey: &Journey) -> Self {
        let stops = journey.stops.iter().any(|stop| matches!(stop, Stop::When(_)));
        let goals = journey.goals.iter().any(|goal| matches!(goal.reached, Reached::Becomes(_)));
        let among = Among::STOPPING.given(stops) | Among::REACHING.given(goals);
        Self { read: read_by_enrolments(program, journey), among }
    }

    /// Whether there is such a question.
    pub(super) fn has(self, among: Among) -> bool {
        self.among.touches(among)
    }
}

impl Agenda {
    /// Whether an enrolment may stand otherwise than when it was looked at last, where this has changed since.
    pub(super) fn concerns_enrolments(&self, changed: Facts, now: Instant) -> bool {
        self.has(Among::MOVED) || self.concerns_timers(changed, now)
    }

    /// Whether a timer may have come to its end, or have moved, where this has changed at this instant. One that was set at this
    /// very instant has neither.
    pub(super) fn concerns_timers(&self, changed: Facts, now: Instant) -> bool {
        is_over(self.enrolments, now) || self.read.touches(changed)
    }

    /// Whether there may be such a one.
    pub(super) fn has(&self, among: Among) -> bool {
        self.among.touches(among)
    }

    /// There is such a one.
    pub(super) fn note(&mut self, among: Among) {
        self.among = self.among | among;
    }

    /// Something has come to a rest.
    pub(super) fn note_rest(&mut self, rest: &Rest) {
        self.note(match rest {
            Rest::Send(_) => Among::SENDING,
            Rest::Await(_) | Rest::Paused => Among::AWAITING,
            Rest::Moment(_) | Rest::Nowhere => Among::default(),
        });
    }
}

impl State {
    /// Lets go of the enrolments that have ended and of which nothing is measured any more.
    pub(super) fn let_go(&mut self) {
        if !self.agenda.has(Among::ENDED) {
            return;
        }
        let (now, before) = (self.now, self.enrolments.len());
        self.enrolments.retain(|enrolment| enrolment.live || enrolment.measures(now));
        if self.enrolments.len() != before {
            self.agenda.note(Among::MOVED);
        }
    }
}

impl Engine<'_> {
    /// Whether a start may stand otherwise than when it was looked at last, where this has changed since.
    pub(super) fn concerns_starts(&self, state: &State, changed: Facts) -> bool {
        is_over(state.agenda.starts, state.now) || self.watched_by_any.touches(changed)
    }

    /// Adds an enrolment as it stands now.
    pub(super) fn add(&self, sum: &mut Agenda, enrolment: &Enrolment) {
        sum.enrolments = earlier(sum.enrolments, enrolment.next);
        sum.note(Among::ENDED.given(!enrolment.live));
        sum.note_rest(&enrolment.rest);
        self.add_kind(sum, enrolment.journey);
    }

    /// Adds what is the same for all enrolments of a journey.
    pub(super) fn add_kind(&self, sum: &mut Agenda, id: JourneyId) {
        let asked = self.asked[id];
        sum.read |= asked.read;
        sum.note(asked.among);
    }
}
