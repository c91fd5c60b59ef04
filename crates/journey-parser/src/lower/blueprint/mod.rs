//! Blueprints: a journey that is made from one is lowered as the ordinary journey that its words amount to (language
//! reference 6).
//!
//! Clauses and slots are put together as trees, before names are known ([`expand`]). Parameters get their meaning where
//! names are resolved: a name that stands in a blueprint's text is looked up among its parameters first ([`parameter`]).
//! Every blueprint is also lowered by itself, with parameters that stand for anything, so that a mistake in it is one
//! finding however many journeys are made from it ([`check`]). All this is so of `steps`, too (9.8): a text that is read for
//! several journeys is a [`Parametric`] one.

mod check;
mod expand;
mod parameter;

use std::collections::BTreeMap;

use journey_ir::finding::Finding;
use journey_ir::program::Journey;
use journey_ir::shared::SharedKind;
use journey_ir::span::Span;

use self::parameter::Binding;
pub(super) use self::parameter::{Given, Use};
use super::Lowering;
use super::names::declared_twice;
use crate::tree::{self, Item, Name, Parameter};

/// What blueprints and `steps` bring to lowering.
pub(super) struct Blueprints<'t> {
    /// All blueprints, in the order of files and lines.
    items: Vec<&'t tree::Blueprint>,
    by_name: BTreeMap<&'t str, &'t tree::Blueprint>,
    /// The shared texts that are being lowered, the innermost last: their parameters, with what they are.
    bindings: Vec<Binding>,
    /// The journey that is being lowered; nothing while a shared text is looked at by itself.
    current: Option<&'t Name>,
    /// What is wrong in a shared text when it is lowered for a journey.
    found: Vec<FoundInJourney<'t>>,
    /// For which journeys a shared text was lowered, each once.
    uses: BTreeMap<Span, Vec<&'t Name>>,
    /// The places of all shared texts.
    shared: Vec<Span>,
}

/// Something wrong in a shared text, seen in one journey for which it is read.
struct FoundInJourney<'t> {
    within: Span,
    journey: &'t Name,
    finding: Finding,
}

/// A text with parameters, which is read for journeys that stand elsewhere.
#[derive(Clone, Copy)]
pub(super) struct Parametric<'t> {
    pub kind: SharedKind,
    pub name: &'t Name,
    pub span: Span,
    pub parameters: &'t [Parameter],
}

impl Parametric<'_> {
    /// What it is called, with the verb that follows: `the blueprint `b` needs`.
    fn with(&self, one: &str, many: &str) -> String {
        match self.kind {
            SharedKind::Blueprint => format!("the blueprint `{}` {one}", self.name.text),
            SharedKind::Steps => format!("the steps `{}` {many}", self.name.text),
            SharedKind::Defaults => format!("these defaults {many}"),
        }
    }
}

impl<'t> From<&'t tree::Blueprint> for Parametric<'t> {
    fn from(blueprint: &'t tree::Blueprint) -> Self {
        Self {
            kind: SharedKind::Blueprint,
            name: &blueprint.name,
            span: blueprint.span,
            parameters: &blueprint.parameters,
        }
    }
}

impl<'t> From<&'t tree::Defaults> for Parametric<'t> {
    fn from(defaults: &'t tree::Defaults) -> Self {
        Self { kind: SharedKind::Defaults, name: &defaults.keyword, span: defaults.span, parameters: &[] }
    }
}

impl<'t> From<&'t tree::Steps> for Parametric<'t> {
    fn from(steps: &'t tree::Steps) -> Self {
        Self { kind: SharedKind::Steps, name: &steps.name, span: steps.span, parameters: &steps.parameters }
    }
}

/// The trees of journeys that are made from blueprints, by the places of these journeys.
pub(super) type Expanded = BTreeMap<Span, tree::Journey>;

impl<'t> Blueprints<'t> {
    /// Collects the blueprints of all files, and says which are declared twice.
    pub fn collect(files: &'t [tree::File], findings: &mut Vec<Finding>) -> Self {
        let mut blueprints = Self {
            items: Vec::new(),
            by_name: BTreeMap::new(),
            bindings: Vec::new(),
            current: None,
            found: Vec::new(),
            uses: BTreeMap::new(),
            shared: Vec::new(),
        };
        for item in files.iter().flat_map(|file| &file.items) {
            match item {
                Item::Steps(steps) => blueprints.shared.push(steps.span),
                Item::Defaults(defaults) => blueprints.shared.push(defaults.span),
                _ => {}
            }
            let Item::Blueprint(blueprint) = item else { continue };
            blueprints.shared.push(blueprint.span);
            blueprints.items.push(blueprint);
            match blueprints.by_name.get(blueprint.name.text.as_str()) {
                Some(first) => findings.push(declared_twice("blueprint", &blueprint.name, first.name.span)),
                None => {
                    blueprints.by_name.insert(&blueprint.name.text, blueprint);
                }
            }
        }
        blueprints
    }

    /// The journeys that are made from blueprints, as ordinary ones; reports what they say against what is fixed.
    pub fn expand(&self, files: &[tree::File], findings: &mut Vec<Finding>) -> Expanded {
        let mut expanded = Expanded::new();
        for item in files.iter().flat_map(|file| &file.items) {
            if let Item::Journey(journey) = item
                && let Some(made) = &journey.made
                && let Some(blueprint) = self.by_name.get(made.from.text.as_str())
            {
                expanded.insert(journey.span, expand::expand(blueprint, journey, made, findings));
            }
        }
        expanded
    }

    /// Whether there is a blueprint of that name.
    pub fn is_blueprint(&self, name: &str) -> bool {
        self.by_name.contains_key(name)
    }

    /// The shared text that a finding is about first of all.
    fn shared_text(&self, finding: &Finding) -> Option<Span> {
        self.shared_at(finding.labels.first()?.span)
    }

    /// The shared text in which something stands.
    fn shared_at(&self, at: Span) -> Option<Span> {
        self.shared.iter().copied().find(|shared| shared.contains(at))
    }

    /// The steps of all blueprints.
    pub fn steps(&self) -> impl Iterator<Item = &'t Vec<tree::Step>> + use<'_, 't> {
        self.items.iter().map(|blueprint| &blueprint.steps)
    }

    /// From here on, a shared text is lowered, with these parameters.
    pub fn enter(&mut self, binding: Binding) {
        self.bindings.push(binding);
    }

    /// The shared text that was entered last is over.
    pub fn leave(&mut self) -> Option<Binding> {
        self.bindings.pop()
    }

    /// The how manieth time the journey that is being lowered does the steps in whose text something stands; 0 elsewhere.
    pub fn time(&self, at: Span) -> usize {
        let binding = self.bindings.iter().rev().find(|binding| binding.within.contains(at));
        binding.map_or(0, |binding| binding.time)
    }

    /// Whether a journey is being lowered, not a text for several of them by itself.
    pub fn is_for_a_journey(&self) -> bool {
        self.current.is_some()
    }

    /// Forgets what was found at such places for journeys.
    pub fn forget(&mut self, at: impl Fn(Span) -> bool) {
        self.found.retain(|found| found.finding.labels.first().is_none_or(|label| !at(label.span)));
    }

    /// Notes that a shared text is lowered for the journey that is being lowered.
    pub fn note_use(&mut self, text: Span) {
        if let Some(journey) = self.current {
            // Journeys are lowered one after the other: this one has noted it before when it was the last to do so.
            let users = self.uses.entry(text).or_default();
            if users.last().is_none_or(|last| last.span != journey.span) {
                users.push(journey);
            }
        }
    }
}

/// What was found while something was lowered aside.
pub(super) struct Found {
    findings: Vec<Finding>,
    /// The messages of those that are about unknown names, which are reported once however often they are used.
    unknown: BTreeMap<String, usize>,
}

impl<'t> Lowering<'t> {
    /// Lowers a journey, which may be made from a blueprint, and may do `steps`.
    pub(super) fn journey_or_made(&mut self, written: &'t tree::Journey) -> Journey {
        let Some(made) = &written.made else { return self.lowered_for(written, |_| true) };
        let Some(blueprint) = self.blueprints.by_name.get(made.from.text.as_str()).copied() else {
            self.unknown_blueprint(&made.from);
            return self.lowered_for(written, is_about_what_is_there);
        };
        self.blueprints.uses.entry(blueprint.span).or_default().push(&written.name);
        self.check_made(blueprint, made);
        let bad = written.steps.iter().any(|step| matches!(step.kind, tree::StepKind::Bad(_)));
        let given = Use { arguments: &made.arguments, at: made.from.span, bad };
        let binding = self.bind(blueprint.into(), Some(&given));
        self.blueprints.enter(binding);
        let journey = self.lowered_for(written, |_| true);
        self.blueprints.leave();
        journey
    }

    /// Lowers a journey. What is wrong in a shared text is kept for when that text is looked at; of the rest, what is wanted
    /// is reported.
    fn lowered_for(&mut self, written: &'t tree::Journey, wanted: impl Fn(&Finding) -> bool) -> Journey {
        self.blueprints.current = Some(&written.name);
        for clause in &written.clauses {
            if let Some(text) = self.blueprints.shared_at(clause.span) {
                self.blueprints.note_use(text);
            }
        }
        let (journey, mut found) = self.aside(|lowering| lowering.lower_journey(written));
        self.blueprints.current = None;
        let findings = std::mem::take(&mut found.findings);
        for finding in findings.into_iter().filter(wanted) {
            match self.blueprints.shared_text(&finding) {
                Some(within) => {
                    self.blueprints.found.push(FoundInJourney { within, journey: &written.name, finding });
                }
                None => found.findings.push(finding),
            }
        }
        self.keep(found, |_| true);
        journey
    }

    fn unknown_blueprint(&mut self, name: &Name) {
        let known: Vec<&str> = self.blueprints.by_name.keys().copied().collect();
        self.unknown(name, "blueprint", &known);
    }

    /// Does something with a list of findings of its own.
    fn aside<T>(&mut self, work: impl FnOnce(&mut Self) -> T) -> (T, Found) {
        let findings = std::mem::take(&mut self.findings);
        let unknown = std::mem::take(&mut self.unknown);
        let done = work(self);
        let findings = std::mem::replace(&mut self.findings, findings);
        let unknown = std::mem::replace(&mut self.unknown, unknown);
        (done, Found { findings, unknown })
    }

    /// Reports what was found aside.
    fn keep(&mut self, found: Found, wanted: impl Fn(&Finding) -> bool) {
        for finding in found.findings.into_iter().filter(wanted) {
            if found.unknown.contains_key(&finding.message) {
                self.report_unknown(finding);
            } else {
                self.report(finding);
            }
        }
    }
}

/// Whether a finding does not miss a part that only the whole journey must have.
fn is_about_what_is_there(finding: &Finding) -> bool {
    !matches!(finding.rule, "no-start" | "no-steps" | "no-goal")
}
