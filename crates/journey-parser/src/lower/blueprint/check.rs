//! What is wrong with blueprints, and with what journeys say of them: each mistake once (language reference 6.3).

use journey_ir::finding::Finding;
use journey_ir::shared::{Shared, SharedKind};
use journey_ir::span::Span;

use super::expand::{self, Slots};
use super::{FoundInJourney, Parametric, is_about_what_is_there};
use crate::lower::Lowering;
use crate::lower::lookup::{list, suggestion};
use crate::tree::{Blueprint, ClauseKind, Journey, Made, Name, ParameterKind, TypeKind, TypeRef};

impl<'t> Lowering<'t> {
    /// Looks at what a journey says of its blueprint: every name is a parameter or a slot, and is said once.
    pub(super) fn check_made(&mut self, blueprint: &Blueprint, made: &Made) {
        let slots = Slots::of(blueprint);
        let mut seen: Vec<&Name> = Vec::new();
        for argument in &made.arguments {
            let name = &argument.name;
            let is_parameter = blueprint.parameters.iter().any(|parameter| parameter.name.text == name.text);
            if is_parameter {
                self.once("the parameter", name, &mut seen);
            } else if slots.names.iter().any(|slot| slot.text == name.text) {
                let message = format!("`{}` is a place for steps, not a parameter", name.text);
                let finding = Finding::error("type-mismatch", message).at(name.span, "");
                self.report(finding.help(format!("write the steps in braces: `{} {{ … }}`", name.text)));
            } else {
                let known: Vec<&str> =
                    blueprint.parameters.iter().map(|parameter| parameter.name.text.as_str()).collect();
                self.report_no_part(blueprint, name, "parameter", &known);
            }
        }
        for fill in &made.fills {
            let name = &fill.name;
            if slots.names.iter().any(|slot| slot.text == name.text) {
                self.once("the place for steps", name, &mut seen);
            } else if blueprint.parameters.iter().any(|parameter| parameter.name.text == name.text) {
                let message = format!("`{}` is a parameter, not a place for steps", name.text);
                let finding = Finding::error("type-mismatch", message).at(name.span, "");
                self.report(finding.help(format!("write what it is: `{} = …`", name.text)));
            } else {
                let known: Vec<&str> = slots.names.iter().map(|slot| slot.text.as_str()).collect();
                self.report_no_part(blueprint, name, "place for steps", &known);
            }
        }
    }

    pub(in crate::lower) fn once<'n>(&mut self, what: &str, name: &'n Name, seen: &mut Vec<&'n Name>) {
        match seen.iter().find(|earlier| earlier.text == name.text) {
            Some(first) => self.given_twice(&format!("{what} `{}`", name.text), name.span, first.span),
            None => seen.push(name),
        }
    }

    fn report_no_part(&mut self, blueprint: &Blueprint, name: &Name, what: &str, known: &[&str]) {
        if self.names.may_exist(&name.text) {
            return;
        }
        let message = format!("the blueprint `{}` has no {what} `{}`", blueprint.name.text, name.text);
        let help = suggestion(&name.text, known).unwrap_or_else(|| match known {
            [] => "it has none".to_owned(),
            _ => format!("it has {}", list(known)),
        });
        let finding =
            Finding::error("unknown-name", message).at(name.span, "").at(blueprint.name.span, "the blueprint");
        self.report_unknown(finding.help(help));
    }

    /// Looks at every blueprint, and at `others`, by themselves, reports what is wrong in them, and keeps for which journeys
    /// they were read. What they ask of history counts for nothing: only journeys ask.
    pub(in crate::lower) fn shared_texts(&mut self, others: impl FnOnce(&mut Self)) {
        let aggregates = (self.program.aggregates.clone(), self.aggregates.clone());
        for blueprint in self.blueprints.items.clone() {
            self.check_parts(blueprint);
            let starts = blueprint
                .clauses
                .iter()
                .any(|written| written.flex.is_none() && matches!(written.clause.kind, ClauseKind::Start(_)));
            self.shared_text(blueprint.into(), &expand::plain(blueprint), starts);
        }
        others(self);
        (self.program.aggregates, self.aggregates) = aggregates;
    }

    /// Looks at one shared text by itself: `plain` is what it amounts to as a journey. When nothing that is fixed in it
    /// starts a journey (`starts`), what can be read of the starting event is for the journeys to say.
    pub(in crate::lower) fn shared_text(&mut self, text: Parametric<'t>, plain: &Journey, starts: bool) {
        let journeys: Vec<&Name> = self.blueprints.uses.get(&text.span).cloned().unwrap_or_default();
        let binding = self.bind(text, None);
        self.blueprints.enter(binding);
        let ((), mut found) = self.aside(|lowering| drop(lowering.lower_journey(plain)));
        let binding = self.blueprints.leave();
        found.findings.retain(|finding| {
            is_about_what_is_there(finding)
                && (starts || finding.rule != "out-of-place")
                // What is wrong in the steps that it does is said when these are looked at.
                && self.blueprints.shared_text(finding).is_none_or(|within| within == text.span)
        });
        let own: Vec<(&str, Option<Span>)> =
            found.findings.iter().map(|finding| (finding.rule, primary(finding))).collect();
        let seen = std::mem::take(&mut self.blueprints.found);
        let (seen, others) = seen.into_iter().partition(|seen| seen.within == text.span);
        self.blueprints.found = others;
        let in_journeys = only_in_journeys(seen, &own);
        let places: Vec<(&str, Span)> = journeys.iter().map(|journey| (journey.text.as_str(), journey.span)).collect();
        for finding in &mut found.findings {
            finding.labels.extend(text.kind.pointing(&places));
        }
        self.keep(found, |_| true);
        for finding in in_journeys {
            self.report(finding);
        }
        for (index, parameter) in text.parameters.iter().enumerate() {
            let again = text.parameters.iter().take(index).any(|earlier| earlier.name.text == parameter.name.text);
            if !again && binding.as_ref().is_some_and(|binding| !binding.is_used(&parameter.name)) {
                let message = match text.kind {
                    SharedKind::Blueprint => format!(
                        "nothing in the blueprint `{}` uses its parameter `{}`",
                        text.name.text, parameter.name.text
                    ),
                    SharedKind::Steps | SharedKind::Defaults => {
                        format!("none of the steps `{}` uses their parameter `{}`", text.name.text, parameter.name.text)
                    }
                };
                self.report(
                    Finding::warning("unused", message).at(parameter.name.span, "").help("use it or delete it"),
                );
            }
        }
        if journeys.is_empty() && text.kind == SharedKind::Blueprint {
            let message = format!("no journey is made from the blueprint `{}`", text.name.text);
            let help = format!("make one, `journey NAME from {} {{ … }}`, or delete it", text.name.text);
            self.report(Finding::info("unused", message).at(text.name.span, "").help(help));
        }
        let journeys = journeys.iter().filter_map(|journey| self.names.journeys.id(&journey.text)).collect();
        let name = text.name.text.clone();
        self.program.shared.push(Shared { kind: text.kind, name, span: text.span, journeys });
    }

    /// Every part has a name of its own, and there is no blueprint of blueprints.
    fn check_parts(&mut self, blueprint: &Blueprint) {
        let slots = Slots::of(blueprint);
        let mut seen: Vec<&Name> = Vec::new();
        for name in blueprint.parameters.iter().map(|parameter| &parameter.name).chain(slots.names) {
            match seen.iter().find(|earlier| earlier.text == name.text) {
                Some(first) => self.given_twice(&format!("`flex {}`", name.text), name.span, first.span),
                None => seen.push(name),
            }
        }
        for name in slots.nested {
            let message = format!(
                "the place for steps `{}` stands in another one, which a journey may fill otherwise",
                name.text
            );
            self.report(Finding::error("out-of-place", message).at(name.span, "").help("put it beside the other one"));
        }
        for parameter in &blueprint.parameters {
            if let ParameterKind::Value(kind) = &parameter.kind {
                self.check_kind(kind);
            }
        }
        if let Some(from) = &blueprint.from {
            let message = format!(
                "the blueprint `{}` cannot be made from another one: only journeys are made from blueprints",
                blueprint.name.text
            );
            let help = "write out what the two have in common";
            self.report(Finding::error("out-of-place", message).at(from.span, "").help(help));
        }
    }

    pub(in crate::lower) fn check_kind(&mut self, kind: &TypeRef) {
        if kind.optional {
            let message = format!("a parameter is never missing: `{}` has no place here", self.text(kind.span));
            let help = "leave `?` out; what may be left out has a default, as in `delay: duration = 7 days`";
            self.report(Finding::error("type-mismatch", message).at(kind.span, "").help(help));
        }
        if kind.kind != TypeKind::Duration {
            self.kind(kind);
        }
    }
}

/// What is wrong in a blueprint's text only when it is read for some of its journeys: each mistake once, pointing at the
/// first of these.
fn only_in_journeys(seen: Vec<FoundInJourney<'_>>, own: &[(&str, Option<Span>)]) -> Vec<Finding> {
    let mut merged: Vec<(Finding, &Name, usize)> = Vec::new();
    for FoundInJourney { journey, finding, .. } in seen {
        if own.contains(&(finding.rule, primary(&finding))) {
            continue;
        }
        let same = |known: &Finding| {
            known.rule == finding.rule && known.message == finding.message && primary(known) == primary(&finding)
        };
        match merged.iter_mut().find(|(known, ..)| same(known)) {
            Some((.., journeys)) => *journeys += 1,
            None => merged.push((finding, journey, 1)),
        }
    }
    let pointing = merged.into_iter().map(|(finding, journey, journeys)| {
        let text = match journeys {
            1 => format!("for the journey `{}`", journey.text),
            2 => format!("for the journey `{}` and another one", journey.text),
            many => format!("for the journey `{}` and {} others", journey.text, many - 1),
        };
        finding.at(journey.span, text)
    });
    pointing.collect()
}

fn primary(finding: &Finding) -> Option<Span> {
    finding.labels.first().map(|label| label.span)
}
