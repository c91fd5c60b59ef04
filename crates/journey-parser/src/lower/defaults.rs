//! `defaults { … }`: what journeys say that do not say it themselves (language reference 9.6).
//!
//! Clauses are put into the trees of journeys before names are known, as those of blueprints are. What stands in a journey's
//! own text or in its blueprint's comes first; of several defaults, the ones for a tag, then those for the nearest folder, then
//! those for all journeys.

use std::collections::{BTreeMap, BTreeSet};

use journey_ir::finding::Finding;
use journey_ir::source::Sources;
use journey_ir::span::{FileId, Span};

use super::Lowering;
use super::blueprint::{Expanded, Parametric};
use super::lookup::suggestion;
use crate::tree::{self, Clause, ClauseKind, Defaults, DefaultsScope, Item, Journey, Name};

/// What `channels` is called where clauses are told apart by their first word.
const CHANNELS: &str = "channels";

/// All defaults of a programme, and the folders in which its files are.
pub(super) struct AllDefaults<'t> {
    items: Vec<&'t Defaults>,
    folders: BTreeMap<FileId, &'t str>,
}

/// How near defaults are to a journey: the greater comes first.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    All,
    /// With how many folders the path has.
    Folder(usize),
    Tagged,
}

impl<'t> AllDefaults<'t> {
    pub fn collect(files: &'t [tree::File], sources: &'t Sources) -> Self {
        let items = files.iter().flat_map(|file| &file.items);
        let items = items.filter_map(|item| if let Item::Defaults(defaults) = item { Some(defaults) } else { None });
        let folders = sources.iter().map(|(file, source)| (file, source.folder.as_str())).collect();
        Self { items: items.collect(), folders }
    }

    /// Puts what is missing into the journeys of all files.
    pub fn apply(&self, files: &[tree::File], expanded: &mut Expanded, findings: &mut Vec<Finding>) {
        if self.items.is_empty() {
            return;
        }
        let mut idle: BTreeSet<Span> = self.items.iter().map(|defaults| defaults.span).collect();
        for item in files.iter().flat_map(|file| &file.items) {
            let Item::Journey(written) = item else { continue };
            let journey = expanded.get(&written.span).unwrap_or(written);
            let near = self.near(journey);
            for (_, defaults) in &near {
                idle.remove(&defaults.span);
            }
            if !near.is_empty() {
                let filled = filled(journey, &near, findings);
                expanded.insert(written.span, filled);
            }
        }
        for defaults in &self.items {
            if let Some(scope) = defaults.scope.as_ref().filter(|_| idle.contains(&defaults.span)) {
                findings.push(self.idle(defaults, scope, files, expanded));
            }
        }
    }

    /// The defaults that are for a journey.
    fn near(&self, journey: &Journey) -> Vec<(Rank, &'t Defaults)> {
        let folder = self.folders.get(&journey.span.file).copied().unwrap_or_default();
        let rank = |defaults: &Defaults| match &defaults.scope {
            None => Some(Rank::All),
            Some(DefaultsScope::Folder(of)) => {
                let of = plain(&of.value);
                let inside = folder == of || folder.strip_prefix(of).is_some_and(|rest| rest.starts_with('/'));
                (inside || of.is_empty()).then(|| Rank::Folder(of.split('/').count()))
            }
            Some(DefaultsScope::Tagged(tag)) => tags(journey).any(|own| own.text == tag.text).then_some(Rank::Tagged),
        };
        self.items.iter().filter_map(|defaults| Some((rank(defaults)?, *defaults))).collect()
    }

    /// Defaults for no journey.
    fn idle(&self, defaults: &Defaults, scope: &DefaultsScope, files: &[tree::File], expanded: &Expanded) -> Finding {
        let journeys = files.iter().flat_map(|file| &file.items).filter_map(|item| match item {
            Item::Journey(written) => Some(expanded.get(&written.span).unwrap_or(written)),
            _ => None,
        });
        let (message, at, near) = match scope {
            DefaultsScope::Tagged(tag) => {
                let known: BTreeSet<&str> = journeys.flat_map(tags).map(|tag| tag.text.as_str()).collect();
                let known: Vec<&str> = known.into_iter().collect();
                (format!("no journey is tagged `{}`", tag.text), tag.span, suggestion(&tag.text, &known))
            }
            DefaultsScope::Folder(of) => {
                let known: BTreeSet<&str> =
                    journeys.filter_map(|journey| self.folders.get(&journey.span.file).copied()).collect();
                let known: Vec<&str> = known.into_iter().filter(|folder| !folder.is_empty()).collect();
                let near = suggestion(plain(&of.value), &known);
                (format!("no journey stands in the folder `{}`", of.value), of.span, near)
            }
        };
        let finding = Finding::warning("unused", message).at(at, "these defaults are for none");
        let finding = finding.at(defaults.keyword.span, "");
        finding.help(near.unwrap_or_else(|| "name another one, or delete them".to_owned()))
    }
}

/// The folder as it is compared: without what says nothing.
fn plain(folder: &str) -> &str {
    folder.trim().trim_start_matches("./").trim_matches('/')
}

fn tags(journey: &Journey) -> impl Iterator<Item = &Name> {
    journey.clauses.iter().flat_map(|clause| match &clause.kind {
        ClauseKind::Tags(tags) => tags.as_slice(),
        _ => &[],
    })
}

/// A journey with what it does not say itself.
fn filled(journey: &Journey, near: &[(Rank, &Defaults)], findings: &mut Vec<Finding>) -> Journey {
    let mut filled = journey.clone();
    let mut kinds: BTreeSet<&str> = BTreeSet::new();
    for (_, defaults) in near {
        kinds.extend(defaults.clauses.iter().filter_map(|clause| clause.kind.keyword()));
        kinds.extend(defaults.channels.iter().map(|_| CHANNELS));
        // What could not be read may be anything.
        filled.clauses.extend(defaults.clauses.iter().filter(|clause| clause.kind.keyword().is_none()).cloned());
    }
    for kind in kinds {
        // What is accepted in defaults are findings about their own text.
        let is_waiver = kind == "allow";
        if is_waiver || journey.clauses.iter().any(|clause| clause.kind.keyword() == Some(kind)) {
            continue;
        }
        let says = |defaults: &&(Rank, &Defaults)| said(defaults.1, kind).next().is_some();
        let Some(rank) = near.iter().filter(says).map(|(rank, _)| *rank).max() else { continue };
        let mut first = near.iter().filter(says).filter(|(of, _)| *of == rank).map(|(_, defaults)| *defaults);
        let Some(chosen) = first.next() else { continue };
        if let Some(other) = first.next() {
            findings.push(undecided(journey, kind, chosen, other));
        }
        filled.clauses.extend(chosen.clauses.iter().filter(|clause| clause.kind.keyword() == Some(kind)).cloned());
        if kind == CHANNELS {
            filled.channels = chosen.channels.first().map(|channels| channels.names.clone()).unwrap_or_default();
        }
    }
    filled
}

/// The places where defaults say something of a kind.
fn said(defaults: &Defaults, kind: &str) -> impl Iterator<Item = Span> {
    let of_kind = |clause: &&Clause| clause.kind.keyword() == Some(kind);
    let clauses = defaults.clauses.iter().filter(of_kind).map(|clause| clause.span);
    let channels = defaults.channels.iter().filter(|_| kind == CHANNELS).map(|channels| channels.span);
    clauses.chain(channels).collect::<Vec<_>>().into_iter()
}

/// Of two defaults that are equally near neither comes first.
fn undecided(journey: &Journey, kind: &str, one: &Defaults, other: &Defaults) -> Finding {
    let message =
        format!("two `defaults` say `{kind}` for the journey `{}`, and neither comes first", journey.name.text);
    let mut finding = Finding::error("undecided", message).at(journey.name.span, "");
    for (defaults, text) in [(one, "one"), (other, "the other")] {
        finding = said(defaults, kind).take(1).fold(finding, |finding, span| finding.at(span, text));
    }
    finding.help(format!("say `{kind}` in the journey, or in one of the two only"))
}

impl<'t> Lowering<'t> {
    /// Looks at all defaults by themselves.
    pub(super) fn all_defaults(&mut self, items: impl Iterator<Item = &'t Defaults>) {
        for defaults in items {
            let plain = Journey {
                span: defaults.span,
                name: defaults.keyword.clone(),
                title: None,
                made: None,
                clauses: defaults.clauses.clone(),
                steps: Vec::new(),
                channels: Vec::new(),
            };
            let starts = defaults.clauses.iter().any(|clause| matches!(clause.kind, ClauseKind::Start(_)));
            // What is wrong with channels is said below.
            let channels = || defaults.channels.iter().map(|channels| channels.span);
            self.blueprints.forget(|at| channels().any(|span| span.contains(at)));
            self.shared_text(Parametric::from(defaults), &plain, starts);
            if let [first, again, ..] = defaults.channels.as_slice() {
                self.given_twice("`channels`", again.span, first.span);
            }
            for channels in &defaults.channels {
                let lowered: Vec<_> = channels.names.iter().map(|name| self.channel_of(name)).collect();
                for (index, name) in channels.names.iter().enumerate() {
                    let channel = lowered.get(index).copied().flatten();
                    let first = lowered.iter().take(index).position(|other| channel.is_some() && *other == channel);
                    if let Some(first) = first.and_then(|first| channels.names.get(first)) {
                        self.given_twice(&format!("the channel `{}`", name.text), name.span, first.span);
                    }
                }
            }
        }
    }
}
