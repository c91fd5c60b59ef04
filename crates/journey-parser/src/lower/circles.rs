//! That no segment and no computed attribute leads back to itself, or through too many others.

use journey_ir::expression::{Condition, Expression};
use journey_ir::finding::Finding;
use journey_ir::program::Program;
use journey_ir::span::Span;
use journey_ir::table::{AttributeId, Id, SegmentId, Table};
use journey_ir::walk::{Node, Walk};

use super::Lowering;
use super::chains::{Chains, DEPTH_MAX};

/// Something that is asked by asking what it names: a segment, or an attribute. The attributes come behind the segments.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Named(usize);

impl Id for Named {
    fn from_index(index: usize) -> Self {
        Self(index)
    }
    fn index(self) -> usize {
        self.0
    }
}

/// One of these, by its own identifier.
enum Kind {
    Segment(SegmentId),
    Attribute(AttributeId),
}

impl Named {
    fn segment(id: SegmentId) -> Self {
        Self(id.index())
    }

    fn attribute(id: AttributeId, program: &Program) -> Self {
        Self(program.segments.len() + id.index())
    }

    fn kind(self, program: &Program) -> Kind {
        match self.0.checked_sub(program.segments.len()) {
            None => Kind::Segment(SegmentId::from_index(self.0)),
            Some(place) => Kind::Attribute(AttributeId::from_index(place)),
        }
    }

    fn name(self, program: &Program) -> &str {
        match self.kind(program) {
            Kind::Segment(id) => &program.segments[id].name,
            Kind::Attribute(id) => &program.attributes[id].name,
        }
    }

    fn noun(self, program: &Program) -> &'static str {
        match self.kind(program) {
            Kind::Segment(_) => "segment",
            Kind::Attribute(_) => "computed attribute",
        }
    }

    fn span(self, program: &Program) -> Span {
        match self.kind(program) {
            Kind::Segment(id) => program.segments[id].span,
            Kind::Attribute(id) => program.attributes[id].span,
        }
    }

    /// Visits what it stands for; a plain attribute stands for nothing.
    fn walk<'p>(self, program: &'p Program, visit: &mut dyn FnMut(Node<'p>)) {
        match self.kind(program) {
            Kind::Segment(id) => program.segments[id].condition.walk(visit),
            Kind::Attribute(id) => program.attributes[id].computed.walk(visit),
        }
    }

    fn all(program: &Program) -> impl Iterator<Item = Self> {
        (0..program.segments.len() + program.attributes.len()).map(Self)
    }
}

/// What is named by something that is visited.
fn named(node: Node<'_>, program: &Program) -> Option<Named> {
    match node {
        Node::Condition(Condition::Segment(id)) => Some(Named::segment(*id)),
        Node::Expression(Expression::Attribute(id)) if program.attributes[*id].computed.is_some() => {
            Some(Named::attribute(*id, program))
        }
        _ => None,
    }
}

impl Lowering<'_> {
    /// Looks at all segments and computed attributes.
    pub(super) fn circles(&mut self) {
        let program = &self.program;
        let uses: Table<Named, Vec<Named>> = Named::all(program).map(|one| used(one, program)).collect();
        let chains = Chains::of(&uses);
        for circle in &chains.circles {
            self.report_circle(circle);
        }
        if let Some(deep) = chains.too_deep {
            self.report_depth(deep);
        } else if chains.circles.is_empty() {
            self.report_sizes();
        }
    }

    /// Asking goes through what is named: a few that each name another one several times are more work than any customer is
    /// worth.
    fn report_sizes(&mut self) {
        let program = &self.program;
        let mut sizes: Table<Named, Option<u64>> = Named::all(program).map(|_| None).collect();
        let Some(large) = Named::all(program).find(|&one| size(one, program, &mut sizes) > SIZE_MAX) else { return };
        let (noun, name) = (large.noun(program), large.name(program));
        let message = format!(
            "the {noun} `{name}` is too large: written out with the segments and computed attributes that it names, it has \
             more than {SIZE_MAX} conditions"
        );
        let finding = Finding::error("limit", message).at(large.span(program), "");
        self.report(finding.help(format!("name each {noun} once, and combine the results")));
    }

    fn report_circle(&mut self, circle: &[Named]) {
        let program = &self.program;
        let names: Vec<String> =
            circle.iter().chain(circle.first()).map(|one| format!("`{}`", one.name(program))).collect();
        let segments = circle.iter().all(|one| matches!(one.kind(program), Kind::Segment(_)));
        let (rule, message) = match circle {
            [only] if segments => ("segment-circle", format!("the segment `{}` refers to itself", only.name(program))),
            [only] => ("computed-circle", format!("the attribute `{}` is computed from itself", only.name(program))),
            _ if segments => {
                ("segment-circle", format!("segments refer to one another in a circle: {}", names.join(" → ")))
            }
            _ => {
                let message = format!("attributes are computed from one another in a circle: {}", names.join(" → "));
                ("computed-circle", message)
            }
        };
        let mut finding = Finding::error(rule, message);
        for one in circle {
            finding = finding.at(one.span(program), "");
        }
        self.report(finding.help("write one of them out in attributes and history"));
    }

    fn report_depth(&mut self, deep: Named) {
        let (noun, name) = (deep.noun(&self.program), deep.name(&self.program));
        let others = if noun == "segment" { "segments" } else { "segments and computed attributes" };
        let message = format!("the {noun} `{name}` stands on a chain of more than {DEPTH_MAX} other {others}");
        let finding = Finding::error("limit", message).at(deep.span(&self.program), "");
        self.report(finding.help("write one of them out in attributes and history"));
    }
}

/// How many conditions one may have, with those of what it names.
const SIZE_MAX: u64 = 10_000;

/// How many conditions and values one has, with those of what it names. Chains are short and without circles.
fn size(one: Named, program: &Program, known: &mut Table<Named, Option<u64>>) -> u64 {
    if let Some(size) = known[one] {
        return size;
    }
    let mut own: u64 = 0;
    one.walk(program, &mut |node| match (named(node, program), node) {
        (Some(other), _) => own = own.saturating_add(size(other, program, known)),
        (None, Node::Condition(_)) => own = own.saturating_add(1),
        (None, Node::Expression(_)) => {}
    });
    known[one] = Some(own.max(1));
    own
}

/// What one names, each once, in the order of the identifiers.
fn used(one: Named, program: &Program) -> Vec<Named> {
    let mut found = Vec::new();
    one.walk(program, &mut |node| found.extend(named(node, program)));
    found.sort_unstable();
    found.dedup();
    found
}
