//! `segment vip = …`, and that no segment leads back to itself.

use journey_ir::expression::{Condition, Segment};
use journey_ir::finding::Finding;
use journey_ir::table::{Id, SegmentId, Table};
use journey_ir::walk::{Node, Walk};

use super::Lowering;
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
        self.refuse_circles();
    }

    /// Finds each circle once, from its first segment in the order of the files.
    fn refuse_circles(&mut self) {
        let uses: Table<SegmentId, Vec<SegmentId>> =
            self.program.segments.iter().map(|(_, segment)| used(&segment.condition)).collect();
        let mut state = uses.filled(Visit::New);
        for start in uses.ids() {
            let mut path = Vec::new();
            if let Some(circle) = visit(start, &uses, &mut state, &mut path) {
                self.report_circle(&circle);
            }
        }
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
}

/// How far the search has come with a segment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    New,
    Under,
    Done,
}

/// Follows the segments that `segment` uses; gives the first circle that it runs into. A list of its own instead of
/// recursion: a chain of segments may be as long as the programme.
fn visit(
    start: SegmentId,
    uses: &Table<SegmentId, Vec<SegmentId>>,
    state: &mut Table<SegmentId, Visit>,
    path: &mut Vec<(SegmentId, usize)>,
) -> Option<Vec<SegmentId>> {
    let mut circle = None;
    if state[start] == Visit::New {
        state[start] = Visit::Under;
        path.push((start, 0));
    }
    while let Some((segment, next)) = path.last_mut() {
        let Some(other) = uses[*segment].get(*next).copied() else {
            state[*segment] = Visit::Done;
            path.pop();
            continue;
        };
        *next += 1;
        match state[other] {
            Visit::New => {
                state[other] = Visit::Under;
                path.push((other, 0));
            }
            Visit::Under if circle.is_none() => {
                let from = path.iter().position(|(segment, _)| *segment == other).unwrap_or(0);
                circle = Some(path.iter().skip(from).map(|(segment, _)| *segment).collect());
            }
            Visit::Under | Visit::Done => {}
        }
    }
    circle
}

/// The segments that a condition names, each once, in the order of their identifiers.
fn used(condition: &Condition) -> Vec<SegmentId> {
    let mut found = Vec::new();
    condition.walk(&mut |node| {
        if let Node::Condition(Condition::Segment(segment)) = node {
            found.push(*segment);
        }
    });
    found.sort_by_key(|segment| segment.index());
    found.dedup();
    found
}
