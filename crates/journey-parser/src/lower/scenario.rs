//! `scenario "…" { … }` (language reference 8).

mod arm;
mod expect;
mod given;
mod when;

use std::collections::BTreeMap;

use journey_ir::finding::Finding;
use journey_ir::operation::Operation;
use journey_ir::pressure::Purpose;
use journey_ir::program::{Change, Engagement, Share};
use journey_ir::scenario::{Expectation, Line, Scenario, Scenarios, What, When};
use journey_ir::span::Span;
use journey_ir::table::{JourneyId, MessageId, TABLE_LIMIT};
use journey_ir::time::{WallTime, ZoneId};

use self::when::Clock;
use super::{Lowering, Once};
use crate::tree::{self, Dated, DatedKind, Given, Item, Name, ScenarioItem, ScenarioItemKind};

impl Lowering<'_> {
    /// Lowers all scenarios. What their conditions ask of the past is kept beside the programme, which stays what it is.
    pub(super) fn scenarios(&mut self, files: &[tree::File]) -> Scenarios {
        let own = self.program.aggregates.clone();
        let mut list = Vec::new();
        let mut titles = BTreeMap::new();
        for item in files.iter().flat_map(|file| &file.items) {
            let Item::Scenario(written) = item else { continue };
            let title = &written.title;
            if let Some(first) = titles.get(title.value.as_str()) {
                let message = format!("two scenarios are called \"{}\"", title.value);
                let finding =
                    Finding::error("duplicate", message).at(title.span, "again here").at(*first, "first here");
                self.report(finding.help("give one of the two another title: a report must say which one it means"));
            } else {
                titles.insert(title.value.as_str(), title.span);
            }
            let scenario = self.scenario(written);
            list.push(scenario);
        }
        if own.len() <= TABLE_LIMIT {
            self.refuse_too_many_aggregates();
        }
        let aggregates = std::mem::replace(&mut self.program.aggregates, own);
        Scenarios { list, aggregates }
    }

    fn scenario(&mut self, written: &tree::Scenario) -> Scenario {
        let mut scenario = Scenario {
            title: written.title.value.clone(),
            span: written.title.span,
            attributes: Vec::new(),
            lines: Vec::new(),
            from: None,
            until: None,
            holdout: false,
            arms: Vec::new(),
            expectations: Vec::new(),
        };
        let mut clock = Clock::new(self.zone_of(written));
        let mut once = Once::default();
        for item in &written.items {
            self.scenario_item(item, &mut scenario, &mut clock, &mut once);
        }
        if is_readable(written) {
            self.demand_beginning(&scenario, is_dated(written));
            self.demand_expectation(&scenario);
        }
        self.refuse_outside(&scenario);
        scenario
    }

    fn scenario_item(&mut self, item: &ScenarioItem, scenario: &mut Scenario, clock: &mut Clock, once: &mut Once) {
        match &item.kind {
            ScenarioItemKind::Customer(given) => {
                let values = self.attributes_given(given, clock.zone);
                for (id, value, span) in values {
                    self.note_attribute(id, span, scenario, once);
                    scenario.attributes.push((id, value));
                }
            }
            ScenarioItemKind::From(day) => {
                once.note(self, "from", item.span);
                scenario.from = self.day(*day).map(When::first);
            }
            ScenarioItemKind::Until(day) => {
                once.note(self, "until", item.span);
                scenario.until = self.day(*day).map(When::first);
            }
            ScenarioItemKind::Holdout(yes) => {
                once.note(self, "holdout", item.span);
                scenario.holdout = *yes;
                self.demand_control_group(*yes, item.span);
            }
            ScenarioItemKind::Arm(choice) => {
                let chosen = self.arm(choice, item.span, &scenario.arms);
                scenario.arms.extend(chosen);
            }
            ScenarioItemKind::Dated(dated) => {
                let line = self.dated_line(dated, item.span, clock);
                scenario.lines.extend(line);
            }
            ScenarioItemKind::Lines(lines) => {
                let expectation = self.expected_lines(lines, item.span, clock);
                scenario.expectations.push(expectation);
            }
            ScenarioItemKind::Condition(condition, when) => {
                let expectation = self.expected_condition(condition, *when, item.span, clock);
                scenario.expectations.extend(expectation);
            }
            ScenarioItemKind::Never(selector, until) => {
                let expectation = self.never(selector, *until, item.span);
                scenario.expectations.extend(expectation);
            }
            ScenarioItemKind::Bad(_) => {}
        }
    }

    /// The zone that `customer { … }` gives, else the programme's: that of the scenario's dates.
    fn zone_of(&self, written: &tree::Scenario) -> ZoneId {
        let given = written.items.iter().filter_map(|item| match &item.kind {
            ScenarioItemKind::Customer(given) => Some(&given.values),
            _ => None,
        });
        let attribute = self.program.zone_attribute;
        let value = given
            .flatten()
            .find(|value| attribute.is_some() && self.names.attributes.id(&value.name.text) == attribute);
        value.and_then(|value| given::zone(&value.value)).unwrap_or(self.program.zone)
    }

    fn dated_line(&mut self, dated: &Dated, span: Span, clock: &mut Clock) -> Option<Line> {
        let when = self.when(dated.when, clock, true);
        let what = match &dated.what {
            DatedKind::Event(name, given) => self.scenario_event(name, given, clock.zone),
            DatedKind::Set(name, value) => self.scenario_set(name, value, clock.zone),
            DatedKind::Contact { message, channel } => self.past_contact(message, channel),
            DatedKind::Engaged { kind, message } => {
                self.message(message).map(|message| What::Engagement(Engagement { kind: *kind, message }))
            }
        };
        Some(Line { at: when?.first(), what: what?, span })
    }

    fn scenario_event(&mut self, name: &Name, given: &Given, zone: ZoneId) -> Option<What> {
        let event = self.event(name);
        let fields = event.map(|event| self.fields_given(event, given, zone));
        Some(What::Event { event: event?, fields: fields? })
    }

    fn scenario_set(&mut self, name: &Name, value: &tree::Expr, zone: ZoneId) -> Option<What> {
        let attribute = self.attribute_named(name)?;
        self.refuse_given(attribute, name.span)?;
        if self.program.attributes[attribute].change == Change::Fixed {
            let message = format!("`{}` is `fixed`: it never changes", name.text);
            let finding = Finding::error("out-of-place", message).at(name.span, "");
            let help = "give its value in `customer { … }`, or leave out `fixed` where it is declared";
            self.report(finding.help(help));
        }
        let kind = self.program.attributes[attribute].kind.clone();
        let value = self.given_value(name, value, &kind, zone)?;
        Some(What::Set { attribute, value })
    }

    fn past_contact(&mut self, message: &Name, channel: &Name) -> Option<What> {
        let (message, channel) = (self.message(message), self.channel(channel));
        let (message, channel) = (message?, channel?);
        let (journey, purpose) = self.origin(message);
        Some(What::Contact { journey, message, channel, purpose })
    }

    /// The journey that a contact with a message comes from, when only one sends it, and the purpose that counts.
    fn origin(&self, message: MessageId) -> (Option<JourneyId>, Purpose) {
        let mut senders = Vec::new();
        let mut purpose = None;
        for (id, journey) in self.program.journeys.iter() {
            for operation in &journey.operations {
                let Operation::Send(send) = operation else { continue };
                if send.message == message {
                    senders.push(id);
                    purpose = purpose.or(Some(send.purpose));
                }
            }
        }
        senders.dedup();
        let journey = if let [only] = senders.as_slice() { Some(*only) } else { None };
        let own = self.program.messages[message].purpose;
        (journey, purpose.or(own).unwrap_or(Purpose::Commercial))
    }

    fn demand_control_group(&mut self, yes: bool, span: Span) {
        let nobody = Share::default();
        let mut journeys = self.program.journeys.as_slice().iter();
        let without = self.program.holdout == nobody && journeys.all(|journey| journey.holdout == nobody);
        if yes && without {
            let message = "there is no control group to be in: neither the programme nor a journey has a `holdout`";
            let help = "write a `holdout` such as `holdout 5%` where it is meant to be, or leave this out";
            self.report(Finding::error("out-of-place", message).at(span, "").help(help));
        }
    }

    /// `is_dated`: it has lines that say so, and a finding says why they do not.
    fn demand_beginning(&mut self, scenario: &Scenario, is_dated: bool) {
        if scenario.begins().is_none() && !is_dated {
            let message = "nothing says when this scenario begins";
            let help = "add a line with a date, such as `2026-01-05 09:00 EVENT`, or `from 2026-01-01`";
            self.report(Finding::error("no-start", message).at(scenario.span, "").help(help));
        }
    }

    fn demand_expectation(&mut self, scenario: &Scenario) {
        if scenario.expectations.is_empty() {
            let message = "this scenario expects nothing, so it cannot fail";
            let help = "add `expect { … }`, `expect exactly { }` for nothing at all, or `never MESSAGE`";
            self.report(Finding::warning("expects-nothing", message).at(scenario.span, "").help(help));
        }
    }

    /// What lies outside the run can come to nothing.
    fn refuse_outside(&mut self, scenario: &Scenario) {
        let (Some(begins), Some(ends)) = (scenario.begins(), scenario.ends()) else { return };
        if ends <= begins {
            let message = format!("the scenario ends before it begins: it would run from {begins} to {ends}");
            let help = "`until` is the first moment that is too late";
            self.report(Finding::error("impossible-date", message).at(scenario.span, "").help(help));
            return;
        }
        for line in &scenario.lines {
            let past = matches!(line.what, What::Contact { .. });
            if line.at >= ends {
                self.refuse_late(line.span, ends);
            } else if past && line.at >= begins {
                let message = format!("`contact` is of the past, and the scenario begins on {begins}");
                let help = "give an earlier date, or write `from` with the day on which the scenario begins";
                self.report(Finding::error("out-of-place", message).at(line.span, "").help(help));
            }
        }
        for expectation in &scenario.expectations {
            match expectation {
                Expectation::Lines { lines, .. } => {
                    for line in lines {
                        self.refuse_unreachable(line.when, line.span, begins, ends);
                    }
                }
                Expectation::Holds { when, span, .. } => self.refuse_unreachable(*when, *span, begins, ends),
                Expectation::Never { .. } => {}
            }
        }
    }

    fn refuse_unreachable(&mut self, when: When, span: Span, begins: WallTime, ends: WallTime) {
        if when.first() >= ends {
            self.refuse_late(span, ends);
        } else if when.date < begins.date || when.time.is_some() && when.first() < begins {
            let message = format!("this lies before the beginning of the scenario, {begins}");
            let help = "the scenario begins with its first dated line, or with `from`";
            self.report(Finding::error("out-of-place", message).at(span, "").help(help));
        }
    }

    fn refuse_late(&mut self, span: Span, ends: WallTime) {
        let message = format!("this lies behind the end of the scenario, {ends}");
        let help = "`until` is the first moment that is too late: write a later one";
        self.report(Finding::error("out-of-place", message).at(span, "").help(help));
    }
}

/// Whether it has a line from which it begins.
fn is_dated(scenario: &tree::Scenario) -> bool {
    scenario.items.iter().any(|item| match &item.kind {
        ScenarioItemKind::From(_) => true,
        ScenarioItemKind::Dated(dated) => !matches!(dated.what, DatedKind::Contact { .. }),
        _ => false,
    })
}

/// Whether all of it could be read, so that it can be said what it lacks.
fn is_readable(scenario: &tree::Scenario) -> bool {
    scenario.items.iter().all(|item| match &item.kind {
        ScenarioItemKind::Bad(_) => false,
        ScenarioItemKind::Lines(lines) => lines.bad.is_empty(),
        _ => true,
    })
}
