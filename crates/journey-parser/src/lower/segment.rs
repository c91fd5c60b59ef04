//! `segment vip = …`; and that no segment leads back to itself, or through too many others.

use journey_ir::expression::{Condition, Segment};
use journey_ir::finding::Finding;
use journey_ir::table::{SegmentId, Table};
use journey_ir::walk::{Node, Walk};

use super::Lowering;
use super::chains::{Chains, DEPTH_MAX};
use super::expression::Scope;

impl Lowering<'_> {
    /// Lowers all segments. One that is wrong stands as never.
    pub(super) fn segments(&mut self) {
        for segment in self.names.segments.items.clone() {
            let condition = self.condition(&segment.condition, &Scope::outside("a segment"));
            self.program.segments.push(Segment {
                name: segment.name.text.clone(),
                condition: condition.unwrap_or(Condition::Constant(false)),
                span: segment.span,
            });
        }
        let uses: Table<SegmentId, Vec<SegmentId>> =
            self.program.segments.iter().map(|(_, segment)| used(&segment.condition)).collect();
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

    /// Segments are asked by asking what they name: a few that each name another one several times are more work than
    /// any customer is worth.
    fn report_sizes(&mut self) {
        let mut sizes = self.program.segments.filled(None);
        let segments = &self.program.segments;
        let Some(large) = segments.ids().find(|&id| size(id, segments, &mut sizes) > SIZE_MAX) else { return };
        let segment = &self.program.segments[large];
        let message = format!(
            "the segment `{}` is too large: written out with the segments that it names, it has more than {SIZE_MAX} \
             conditions",
            segment.name
        );
        let finding = Finding::error("limit", message).at(segment.span, "");
        self.report(finding.help("name each segment once, and combine the results"));
    }

    fn report_circle(&mut self, circle: &[SegmentId]) {
        let segments = &self.program.segments;
        let names: Vec<String> =
            circle.iter().chain(circle.first()).map(|id| format!("`{}`", segments[*id].name)).collect();
        let message = match circle {
            [only] => format!("the segment `{}` refers to itself", segments[*only].name),
            _ => format!("segments refer to one another in a circle: {}", names.join(" → ")),
        };
        let mut finding = Finding::error("segment-circle", message);
        for id in circle {
            finding = finding.at(segments[*id].span, "");
        }
        self.report(finding.help("write one of them out in attributes and history"));
    }

    fn report_depth(&mut self, deep: SegmentId) {
        let segment = &self.program.segments[deep];
        let message =
            format!("the segment `{}` stands on a chain of more than {DEPTH_MAX} other segments", segment.name);
        let finding = Finding::error("limit", message).at(segment.span, "");
        self.report(finding.help("write one of them out in attributes and history"));
    }
}

/// How many conditions a segment may have, with those of the segments that it names.
const SIZE_MAX: u64 = 10_000;

/// How many conditions a segment has, with those of the segments that it names. Chains are short and without circles.
fn size(id: SegmentId, segments: &Table<SegmentId, Segment>, known: &mut Table<SegmentId, Option<u64>>) -> u64 {
    if let Some(size) = known[id] {
        return size;
    }
    let mut own: u64 = 0;
    segments[id].condition.walk(&mut |node| match node {
        Node::Condition(Condition::Segment(other)) => own = own.saturating_add(size(*other, segments, known)),
        Node::Condition(_) => own = own.saturating_add(1),
        Node::Expression(_) => {}
    });
    known[id] = Some(own);
    own
}

/// The segments that a condition names, each once, in the order of their identifiers.
fn used(condition: &Condition) -> Vec<SegmentId> {
    let mut found = Vec::new();
    condition.walk(&mut |node| {
        if let Node::Condition(Condition::Segment(segment)) = node {
            found.push(*segment);
        }
    });
    found.sort_unstable();
    found.dedup();
    found
}
