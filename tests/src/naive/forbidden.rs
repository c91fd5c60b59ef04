//! What forbids a contact for a time: protection by other journeys, exclusions, rules (language reference 4, 5.7).

use journey_ir::pressure::{ContactKind, Exclusion, ExclusionTime, ProtectionTime, Purpose};
use journey_ir::records::{Cause, Detail, Reason};
use journey_ir::rules::{ContactRule, RuleKind};
use journey_ir::table::JourneyId;

use super::history_function::passes;
use super::world::World;

impl World<'_> {
    /// Everything that forbids a contact now.
    pub fn forbidden(&self, kind: ContactKind) -> Vec<Cause> {
        let mut causes = Vec::new();
        for id in self.program.journeys.ids() {
            if Some(id) != kind.journey && self.protects(id, kind) {
                causes.push(Cause { reason: Reason::Excluded, detail: Detail::Journey(id) });
            }
        }
        for (id, exclusion) in self.program.exclusions.iter() {
            if exclusion.selector.matches(self.program, kind) && self.excludes(exclusion) {
                causes.push(Cause { reason: Reason::Excluded, detail: Detail::Exclusion(id) });
            }
        }
        for (id, rule) in self.program.rules.iter() {
            if self.holds_back(rule, kind) {
                causes.push(Cause { reason: Reason::Rule, detail: Detail::Rule(id) });
            }
        }
        causes
    }

    /// Whether some enrolment in a journey, live or ended, protects from such a contact.
    fn protects(&self, journey: JourneyId, kind: ContactKind) -> bool {
        let protections = &self.program.journeys[journey].protections;
        let lives = self.lives.as_slice().iter().filter(|life| life.journey == journey);
        let mut pairs = lives.flat_map(|life| protections.iter().map(move |protection| (life, protection)));
        pairs.any(|(life, protection)| {
            let lasts = match protection.lasts {
                ProtectionTime::For(period) => self.now < life.begin.zone.table().plus(life.begin.at, period),
                ProtectionTime::WhileEnrolled => life.ended.is_none(),
            };
            lasts && protection.selector.matches(self.program, kind)
        })
    }

    fn excludes(&self, exclusion: &Exclusion) -> bool {
        match &exclusion.when {
            ExclusionTime::While(condition) => self.eye().holds(condition),
            ExclusionTime::After { event, filter, period } => {
                self.past().happenings(*event).any(|(then, happening)| {
                    passes(filter.as_ref(), then, happening)
                        && self.now < then.zone().table().plus(happening.at, *period)
                })
            }
        }
    }

    fn holds_back(&self, rule: &ContactRule, kind: ContactKind) -> bool {
        match &rule.kind {
            RuleKind::Apart { distances, period } => distances.iter().any(|distance| {
                let near = |earlier: &super::send::Earlier| self.now < earlier.zone.table().plus(earlier.at, *period);
                let keeps_away = |earlier: &super::send::Earlier| distance.from.matches(self.program, earlier.kind);
                distance.held_back.matches(self.program, kind)
                    && self.sent_before().iter().any(|earlier| near(earlier) && keeps_away(earlier))
            }),
            RuleKind::Exclusive(offers) => {
                let offer_of = |kind: ContactKind| self.program.messages[kind.message?].offer;
                let Some(own) = offer_of(kind).filter(|own| offers.contains(own)) else {
                    return false;
                };
                let is_spared = matches!(kind.purpose, Purpose::Service | Purpose::Requested);
                let mut earlier = self.sent_before().into_iter();
                !is_spared
                    && earlier.any(|earlier| match offer_of(earlier.kind) {
                        Some(other) if other != own && offers.contains(&other) => {
                            let until = self.program.offers[other].alive(earlier.at, earlier.zone.table()).until;
                            until.is_none_or(|until| self.now < until)
                        }
                        _ => false,
                    })
            }
        }
    }
}
