//! From trees to the validated programme: names, types, and the few operations that the engine knows.
//!
//! One file for each part of the language. Every function here reports what is wrong and goes on: `None` means that a
//! finding was made (here or by the syntax) and silences what depends on it, so that one mistake makes one finding.

mod allow;
mod blueprint;
mod calendar;
mod capacity;
mod chains;
mod change;
mod channel;
mod circles;
mod computed;
mod dated;
mod defaults;
mod do_steps;
mod expression;
mod ghosts;
mod goal;
mod insert;
mod journey;
mod known;
pub(crate) mod library;
mod literal;
mod lookup;
mod matching;
mod message;
mod names;
mod nearest;
mod offer;
mod pressure;
mod programme;
mod protect;
mod rules;
mod scenario;
mod schema;
mod segment;
mod selector;
mod send;
mod split;
mod start;
mod state;
mod steps;
mod stop;
mod table;
mod template;
mod variants;
mod wait;
mod wait_many;
mod work;

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::{BuildHasherDefault, DefaultHasher};

use journey_ir::expression::Aggregate;
use journey_ir::finding::Finding;
use journey_ir::insert::InsertOf;
use journey_ir::program::Program;
use journey_ir::scenario::Scenarios;
use journey_ir::source::Sources;
use journey_ir::span::Span;
use journey_ir::table::{AggregateId, AttributeId, TABLE_LIMIT};
use journey_ir::template::Escape;

use self::blueprint::Blueprints;
use self::defaults::AllDefaults;
use self::do_steps::StepsId;
use self::names::Names;
use self::template::{Written, WrittenInsert};
use crate::template_files::TemplateFiles;
use crate::tree::{self, Item};

/// Lowers the trees of all files. The programme is whole, though it is only valid when no finding is an error.
pub(crate) fn lower(
    files: &[tree::File],
    sources: &Sources,
    templates: &TemplateFiles,
) -> (Program, Scenarios, Vec<Finding>) {
    let mut findings = Vec::new();
    let blueprints = Blueprints::collect(files, &mut findings);
    let mut expanded = blueprints.expand(files, &mut findings);
    AllDefaults::collect(files, sources).apply(files, &mut expanded, &mut findings);
    let names = Names::collect(files, &expanded, sources, &mut findings);
    let mut lowering = Lowering {
        sources,
        names,
        blueprints,
        program: Program::default(),
        aggregates: HashMap::default(),
        findings,
        unknown: BTreeMap::new(),
        templates: Vec::new(),
        read_then: Vec::new(),
        insert_templates: Vec::new(),
        insert_kinds: Vec::new(),
        lent: calendar::Lent::default(),
        endless_steps: BTreeSet::new(),
    };
    lowering.schema();
    lowering.tables(templates);
    lowering.states();
    lowering.programme(files);
    lowering.segments();
    lowering.computed();
    lowering.circles();
    lowering.calendars();
    lowering.channels();
    lowering.offers();
    lowering.messages(templates);
    lowering.inserts(templates);
    let items = || files.iter().flat_map(|file| &file.items);
    lowering.pressure(items().filter_map(|item| if let Item::Pressure(block) = item { Some(block) } else { None }));
    lowering.rules(items().filter_map(|item| if let Item::Rules(block) = item { Some(block) } else { None }));
    lowering.waivers(files);
    lowering.assumptions(files);
    lowering.steps_without_end();
    lowering.journeys();
    lowering.shared_texts(|lowering| {
        lowering.all_steps();
        lowering
            .all_defaults(items().filter_map(|item| if let Item::Defaults(block) = item { Some(block) } else { None }));
    });
    lowering.templates();
    lowering.refuse_too_many_aggregates();
    let scenarios = lowering.scenarios(files);
    lowering.check_read_then();
    (lowering.program, scenarios, lowering.findings)
}

/// What lowering knows and makes.
struct Lowering<'t> {
    sources: &'t Sources,
    names: Names<'t>,
    blueprints: Blueprints<'t>,
    program: Program,
    /// The place of each distinct aggregate: only looked up, so that its order is of no consequence.
    aggregates: HashMap<Aggregate, AggregateId, BuildHasherDefault<DefaultHasher>>,
    findings: Vec<Finding>,
    /// Where in `findings` the name is reported that a message is about.
    unknown: BTreeMap<String, usize>,
    /// The texts of messages, to be read when it is known which journeys send them.
    templates: Vec<Written<'t>>,
    /// Where attributes stand that are read as they were at an event: of computed ones that is not always known.
    read_then: Vec<(AttributeId, Span)>,
    /// The texts of inserts, which are read before them.
    insert_templates: Vec<WrittenInsert<'t>>,
    /// Whether each text of an insert is HTML.
    insert_kinds: Vec<(InsertOf, Escape)>,
    lent: calendar::Lent,
    /// `steps` that would lead nowhere but into themselves: they are not followed.
    endless_steps: BTreeSet<StepsId>,
}

impl<'t> Lowering<'t> {
    fn report(&mut self, finding: Finding) {
        self.findings.push(finding);
    }

    /// Reports a name that means nothing. A name that is used many times and declared nowhere is one mistake: one finding
    /// points at all its uses.
    fn report_unknown(&mut self, finding: Finding) {
        let known = self.unknown.get(&finding.message);
        if let Some(known) = known.and_then(|index| self.findings.get_mut(*index)) {
            let again: Vec<_> = finding.labels.into_iter().filter(|label| !known.labels.contains(label)).collect();
            known.labels.extend(again);
            return;
        }
        self.unknown.insert(finding.message.clone(), self.findings.len());
        self.findings.push(finding);
    }

    /// What stands at a place.
    fn text(&self, span: Span) -> &'t str {
        self.sources.text(span)
    }

    /// The identifier of an aggregate, which exists once however often it is written.
    fn aggregate(&mut self, aggregate: Aggregate) -> AggregateId {
        let aggregates = &mut self.program.aggregates;
        *self.aggregates.entry(aggregate).or_insert_with_key(|aggregate| aggregates.push(aggregate.clone()))
    }

    fn refuse_too_many_aggregates(&mut self) {
        let count = self.program.aggregates.len();
        if count > TABLE_LIMIT {
            self.report(names::too_many("different functions of history", count));
        }
    }

    /// Reports that a part that may stand once stands again.
    fn given_twice(&mut self, what: &str, again: Span, first: Span) {
        let finding = Finding::error("duplicate", format!("{what} is given twice"))
            .at(again, "again here")
            .at(first, "first here");
        self.report(finding.help("keep one of the two"));
    }
}

/// Remembers where single parts stand, to report the second one.
#[derive(Default)]
struct Once {
    seen: Vec<(&'static str, Span)>,
}

impl Once {
    /// Notes a part; reports it when it was there already.
    fn note(&mut self, lowering: &mut Lowering<'_>, what: &'static str, span: Span) {
        match self.seen.iter().find(|(seen, _)| *seen == what) {
            Some((_, first)) => lowering.given_twice(&format!("`{what}`"), span, *first),
            None => self.seen.push((what, span)),
        }
    }

    /// Where a part stands first.
    fn span(&self, what: &str) -> Option<Span> {
        self.seen.iter().find(|(seen, _)| *seen == what).map(|(_, span)| *span)
    }
}
