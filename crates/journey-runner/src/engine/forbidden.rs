//! What forbids a contact for a time, whatever the caps say: journeys that protect, `no …` of the pressure block, and rules
//! (language reference 4, 5.7).
//!
//! Of all these the state keeps one instant each: until when it forbids.

use journey_ir::history::Happening;
use journey_ir::pressure::{ContactKind, ExclusionTime, ProtectionTime, Purpose};
use journey_ir::program::Program;
use journey_ir::records::{Cause, Detail, Reason};
use journey_ir::rules::RuleKind;
use journey_ir::table::{JourneyId, OfferId};
use journey_ir::time::Instant;

use super::Engine;
use super::reach::Causes;
use super::scope::{Scope, earlier};
use super::state::{Enrolment, State};

/// Whether another of these offers than the one that the contact carries is alive. What rules do not name is held back by
/// none (3.1): service and what was requested.
fn has_other_offer(program: &Program, state: &State, offers: &[OfferId], kind: ContactKind) -> bool {
    let carried = kind.message.and_then(|message| program.messages[message].offer);
    let alive = |offer: &&OfferId| state.offers_until[**offer].is_some();
    matches!(kind.purpose, Purpose::Commercial | Purpose::Relational)
        && carried.is_some_and(|carried| {
            offers.contains(&carried) && offers.iter().filter(alive).any(|other| *other != carried)
        })
}

/// Whether a journey protects from another journey's contact.
fn protects(program: &Program, state: &State, id: JourneyId, kind: ContactKind) -> bool {
    let lasts = |index: usize, lasts: ProtectionTime| match lasts {
        ProtectionTime::For(_) => state.journeys[id].protects_until.get(index).is_some_and(Option::is_some),
        ProtectionTime::WhileEnrolled => state.live_in(id).is_some(),
    };
    kind.journey != Some(id)
        && (program.journeys[id].protections.iter().enumerate())
            .any(|(index, protection)| protection.selector.matches(program, kind) && lasts(index, protection.lasts))
}

impl Engine<'_> {
    /// Why a contact of this kind may not go now: exclusions, then rules.
    pub(super) fn forbidden(&self, state: &State, kind: ContactKind) -> Causes {
        let program = self.program;
        let because = |reason, detail| Cause { reason, detail };
        let protecting = self.protecting.iter().filter(|&&id| protects(program, state, id, kind));
        let mut causes: Causes = protecting.map(|&id| because(Reason::Excluded, Detail::Journey(id))).collect();
        for (id, exclusion) in program.exclusions.iter() {
            let excludes = || match &exclusion.when {
                ExclusionTime::While(condition) => Scope::of(program, state).holds(condition),
                ExclusionTime::After { .. } => state.excluded_until[id].is_some(),
            };
            if exclusion.selector.matches(program, kind) && excludes() {
                causes.push(because(Reason::Excluded, Detail::Exclusion(id)));
            }
        }
        for (id, rule) in program.rules.iter() {
            let holds_back = match &rule.kind {
                RuleKind::Apart { distances, .. } => (distances.iter().zip(&state.apart_until[id]))
                    .any(|(distance, until)| until.is_some() && distance.held_back.matches(program, kind)),
                RuleKind::Exclusive(offers) => has_other_offer(program, state, offers, kind),
            };
            if holds_back {
                causes.push(because(Reason::Rule, Detail::Rule(id)));
            }
        }
        causes
    }

    /// An event begins the exclusions that follow it.
    pub(super) fn exclude_after(&self, state: &mut State, happening: &Happening) {
        for (id, exclusion) in self.program.exclusions.iter() {
            let ExclusionTime::After { event, filter, period } = &exclusion.when else { continue };
            let scope = Scope::of(self.program, state).at_event(happening);
            if *event == happening.event && scope.satisfies(filter.as_ref()) {
                let until = state.clock().plus(happening.at, *period);
                prolong(&mut state.excluded_until[id], until, state.now);
                state.permits_by(until);
            }
        }
    }

    /// A contact that is sent now keeps others away, and begins the life of its offer.
    pub(super) fn keep_apart(&self, state: &mut State, kind: ContactKind) {
        if let Some(offer) = kind.message.and_then(|message| self.program.messages[message].offer) {
            let alive = self.program.offers[offer].alive(state.now, state.clock());
            let until = alive.until.unwrap_or(Instant::MAX);
            prolong(&mut state.offers_until[offer], until, state.now);
            state.permits_by(until);
        }
        for (id, rule) in self.program.rules.iter() {
            match &rule.kind {
                RuleKind::Apart { distances, period } => {
                    let until = state.clock().plus(state.now, *period);
                    state.permits_by(until);
                    for (distance, slot) in distances.iter().zip(&mut state.apart_until[id]) {
                        if distance.from.matches(self.program, kind) {
                            prolong(slot, until, state.now);
                        }
                    }
                }
                RuleKind::Exclusive(_) => {}
            }
        }
    }

    /// An enrolment that starts protects.
    pub(super) fn protect(&self, state: &mut State, enrolment: &Enrolment) {
        let protections = &self.program.journeys[enrolment.journey].protections;
        let mut expires = Instant::MAX;
        let slots = &mut state.journeys[enrolment.journey].protects_until;
        for (protection, slot) in protections.iter().zip(slots) {
            if let ProtectionTime::For(period) = protection.lasts {
                let until = enrolment.zone.table().plus(enrolment.started, period);
                prolong(slot, until, enrolment.started);
                expires = expires.min(until);
            }
        }
        state.permits_by(expires);
    }

    /// When something that forbids ends, or can begin or end by itself.
    pub(super) fn next_permission(&self, state: &State, scope: Scope<'_>) -> Option<Instant> {
        let conditions = self.program.exclusions.iter().filter_map(|(_, exclusion)| match &exclusion.when {
            ExclusionTime::While(condition) => scope.next_change(condition),
            ExclusionTime::After { .. } => None,
        });
        // Without an end nothing ceases to forbid; and where nothing ceases, there is nothing to look for.
        let ends = || state.forbidding().flatten().copied().filter(|until| *until < Instant::MAX).min();
        earlier(conditions.min(), if state.permits < Instant::MAX { ends() } else { None })
    }
}

impl State {
    /// Everything that forbids something, until when.
    pub(super) fn forbidding(&self) -> impl Iterator<Item = &Option<Instant>> {
        let rules = self.apart_until.as_slice().iter().flatten();
        let protections = self.journeys.as_slice().iter().flat_map(|standing| &standing.protects_until);
        let offers = self.offers_until.as_slice().iter();
        self.excluded_until.as_slice().iter().chain(rules).chain(protections).chain(offers)
    }

    /// Lets go of what forbids no more at `now`.
    pub(super) fn permit(&mut self, now: Instant) {
        let over = |until: &mut Option<Instant>| {
            until.take_if(|until| *until <= now);
        };
        for id in self.excluded_until.ids() {
            over(&mut self.excluded_until[id]);
        }
        for id in self.apart_until.ids() {
            self.apart_until[id].iter_mut().for_each(over);
        }
        for id in self.offers_until.ids() {
            over(&mut self.offers_until[id]);
        }
        for id in self.journeys.ids() {
            self.journeys[id].protects_until.iter_mut().for_each(over);
        }
        self.permits = self.forbidding().flatten().copied().fold(Instant::MAX, Instant::min);
    }
}

/// Until then at least, if that is not over.
fn prolong(slot: &mut Option<Instant>, until: Instant, now: Instant) {
    if until > now {
        *slot = Some(slot.map_or(until, |known| known.max(until)));
    }
}
