//! Blueprints: a journey that is made from one is lowered as the ordinary journey that its words amount to (language
//! reference 6).
//!
//! Clauses and slots are put together as trees, before names are known ([`expand`]). Parameters get their meaning where
//! names are resolved: a name that stands in a blueprint's text is looked up among its parameters first ([`parameter`]).
//! Every blueprint is also lowered by itself, with parameters that stand for anything, so that a mistake in it is one
//! finding however many journeys are made from it ([`check`]).

mod check;
mod expand;
mod parameter;

use std::collections::BTreeMap;

use journey_ir::finding::Finding;
use journey_ir::program::Journey;
use journey_ir::span::Span;

use self::parameter::Binding;
pub(super) use self::parameter::Given;
use super::Lowering;
use super::names::declared_twice;
use crate::tree::{self, Item, Name};

/// What blueprints bring to lowering.
pub(super) struct Blueprints<'t> {
    /// All of them, in the order of files and lines.
    items: Vec<&'t tree::Blueprint>,
    by_name: BTreeMap<&'t str, &'t tree::Blueprint>,
    /// The parameters of the blueprint whose text is being lowered, with what they are.
    binding: Option<Binding>,
    /// What is wrong in the text of a blueprint when it is lowered for a journey.
    found: Vec<FoundInJourney<'t>>,
    /// Which journeys are made from which blueprint.
    uses: Vec<(&'t tree::Blueprint, &'t Name)>,
}

/// Something wrong in a blueprint's text, seen in one journey that is made from it.
struct FoundInJourney<'t> {
    blueprint: &'t tree::Blueprint,
    journey: &'t Name,
    finding: Finding,
}

/// The trees of journeys that are made from blueprints, by the places of these journeys.
pub(super) type Expanded = BTreeMap<Span, tree::Journey>;

impl<'t> Blueprints<'t> {
    /// Collects the blueprints of all files, and says which are declared twice.
    pub fn collect(files: &'t [tree::File], findings: &mut Vec<Finding>) -> Self {
        let mut blueprints =
            Self { items: Vec::new(), by_name: BTreeMap::new(), binding: None, found: Vec::new(), uses: Vec::new() };
        for item in files.iter().flat_map(|file| &file.items) {
            let Item::Blueprint(blueprint) = item else { continue };
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
}

/// What was found while something was lowered aside.
pub(super) struct Found {
    findings: Vec<Finding>,
    /// The messages of those that are about unknown names, which are reported once however often they are used.
    unknown: BTreeMap<String, usize>,
}

impl<'t> Lowering<'t> {
    /// Lowers a journey, which may be made from a blueprint.
    pub(super) fn journey_or_made(&mut self, written: &'t tree::Journey) -> Journey {
        let Some(made) = &written.made else { return self.lower_journey(written) };
        let Some(blueprint) = self.blueprints.by_name.get(made.from.text.as_str()).copied() else {
            self.unknown_blueprint(&made.from);
            let (journey, found) = self.aside(|lowering| lowering.lower_journey(written));
            self.keep(found, is_about_what_is_there);
            return journey;
        };
        self.blueprints.uses.push((blueprint, &written.name));
        self.check_made(blueprint, made);
        let binding = self.bind(blueprint, Some(written));
        self.blueprints.binding = Some(binding);
        let (journey, found) = self.aside(|lowering| lowering.lower_journey(written));
        self.blueprints.binding = None;
        let is_inside =
            |finding: &Finding| finding.labels.first().is_some_and(|label| blueprint.span.contains(label.span));
        let inside = found.findings.iter().filter(|finding| is_inside(finding)).cloned();
        let inside = inside.map(|finding| FoundInJourney { blueprint, journey: &written.name, finding });
        self.blueprints.found.extend(inside);
        self.keep(found, |finding| !is_inside(finding));
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
