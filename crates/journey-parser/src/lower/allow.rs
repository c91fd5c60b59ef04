//! `allow …` and `assume { … }`: what is accepted, and what the checker may assume (language reference 9.10).

use journey_ir::assumption::{Audience, Rate};
use journey_ir::finding::Finding;
use journey_ir::span::Span;
use journey_ir::time::{Period, Unit};
use journey_ir::waiver::Waiver;

use super::Lowering;
use super::lookup::suggestion;
use crate::tree::{self, Allow, ClauseKind, Item, MessageClauseKind, Name, PeriodUnit, RatePer};

/// The most that can be assumed.
const ABOUT_MAX: u32 = 1_000_000_000;

impl<'t> Lowering<'t> {
    /// Collects what is accepted, wherever it stands.
    pub(super) fn waivers(&mut self, files: &'t [tree::File]) {
        for item in files.iter().flat_map(|file| &file.items) {
            match item {
                Item::Allow(allow) => self.waiver(allow, None),
                Item::Journey(journey) => {
                    self.waivers_among(journey.clauses.iter().map(|clause| &clause.kind), journey.span);
                }
                Item::Blueprint(blueprint) => {
                    let clauses = blueprint.clauses.iter().map(|written| &written.clause.kind);
                    self.waivers_among(clauses, blueprint.span);
                }
                Item::Defaults(defaults) => {
                    self.waivers_among(defaults.clauses.iter().map(|clause| &clause.kind), defaults.span);
                }
                Item::Message(message) => {
                    for clause in &message.clauses {
                        if let MessageClauseKind::Allow(allow) = &clause.kind {
                            self.waiver(allow, Some(message.span));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn waivers_among(&mut self, clauses: impl Iterator<Item = &'t ClauseKind>, within: Span) {
        for clause in clauses {
            if let ClauseKind::Allow(allow) = clause {
                self.waiver(allow, Some(within));
            }
        }
    }

    fn waiver(&mut self, allow: &Allow, within: Option<Span>) {
        if allow.because.value.trim().is_empty() {
            let finding = Finding::error("empty-content", "an `allow` says why").at(allow.because.span, "");
            self.report(finding.help("write who has accepted it, and why: `because \"validé par la direction\"`"));
        }
        if let Some(with) = &allow.with {
            self.check_with(with);
        }
        let Some(until) = self.date(allow.until) else { return };
        self.program.waivers.push(Waiver {
            rule: allow.rule.text.clone(),
            with: allow.with.as_ref().map(|name| name.text.clone()),
            because: allow.because.value.clone(),
            until,
            within,
            span: allow.span,
        });
    }

    /// Something of that name is there, of whatever kind.
    fn check_with(&mut self, name: &Name) {
        let text = &name.text;
        let is_blueprint = self.blueprints.is_blueprint(text);
        if is_blueprint || self.names.what_is(text).is_some() || self.names.may_exist(text) {
            return;
        }
        let names = &self.names;
        let known = names.journeys.names().chain(names.messages.names()).chain(names.channels.names());
        let known: Vec<&str> = known.chain(names.offers.names()).chain(names.segments.names()).collect();
        let finding = Finding::error("unknown-name", format!("nothing is called `{text}`")).at(name.span, "");
        self.report_unknown(finding.maybe_help(suggestion(text, &known)));
    }

    /// Lowers what is assumed.
    pub(super) fn assumptions(&mut self, files: &'t [tree::File]) {
        let items = files.iter().flat_map(|file| &file.items);
        let blocks = items.filter_map(|item| if let Item::Assume(block) = item { Some(block) } else { None });
        for block in blocks {
            for rate in &block.rates {
                self.rate(rate);
            }
            for audience in &block.audiences {
                self.assumed_audience(audience);
            }
        }
    }

    fn rate(&mut self, rate: &tree::allow::Rate) {
        let event = self.event(&rate.event);
        let limit = self.whole_number(rate.limit, "how often an event happens", 0, ABOUT_MAX);
        let per = match rate.per {
            RatePer::Unit(unit) => Period::of(1, plain_unit(unit)),
            RatePer::Period(period) => self.some_period(period, "nothing could happen in it"),
        };
        let (Some(event), Some(limit)) = (event, limit) else { return };
        let same = |known: &&Rate| known.event == event && known.per == per;
        if let Some(first) = self.program.assumptions.rates.iter().find(same).map(|known| known.span) {
            self.given_twice(&format!("how often `{}` happens", rate.event.text), rate.span, first);
            return;
        }
        self.program.assumptions.rates.push(Rate { event, limit, per, span: rate.span });
    }

    fn assumed_audience(&mut self, audience: &tree::allow::Audience) {
        let journey = self.journey(&audience.journey);
        let about = self.whole_number(audience.about, "the size of an audience", 0, ABOUT_MAX);
        let (Some(journey), Some(about)) = (journey, about) else { return };
        let same = |known: &&Audience| known.journey == journey;
        if let Some(first) = self.program.assumptions.audiences.iter().find(same).map(|known| known.span) {
            self.given_twice(&format!("the audience of `{}`", audience.journey.text), audience.span, first);
            return;
        }
        self.program.assumptions.audiences.push(Audience { journey, about, span: audience.span });
    }
}

fn plain_unit(unit: PeriodUnit) -> Unit {
    match unit {
        PeriodUnit::Second => Unit::Second,
        PeriodUnit::Minute => Unit::Minute,
        PeriodUnit::Hour => Unit::Hour,
        PeriodUnit::Day => Unit::Day,
        PeriodUnit::Week => Unit::Week,
        PeriodUnit::Month => Unit::Month,
        PeriodUnit::Year => Unit::Year,
    }
}
