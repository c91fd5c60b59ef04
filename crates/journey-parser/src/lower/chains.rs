//! Chains of segments: circles, and chains so long that following one would be dangerous.

use journey_ir::table::{SegmentId, Table};

/// How many segments one may stand on, one behind the other: conditions are followed recursively.
pub(super) const DEPTH_MAX: usize = 64;

/// What the search for circles found.
pub(super) struct Chains {
    /// The circles, each once, from the segment through which it was found.
    pub circles: Vec<Vec<SegmentId>>,
    /// The first segment whose chain is too long.
    pub too_deep: Option<SegmentId>,
}

impl Chains {
    /// Follows the segments that each segment uses.
    pub fn of(uses: &Table<SegmentId, Vec<SegmentId>>) -> Self {
        let mut search =
            Search { uses, state: uses.filled(Visit::New), found: Self { circles: Vec::new(), too_deep: None } };
        for start in uses.ids() {
            search.from(start);
        }
        search.found
    }
}

/// How far the search has come with a segment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Visit {
    New,
    /// On the path that is being followed.
    Under,
    /// With the length of the longest chain below it.
    Done(usize),
}

/// A search in depth, with a list of its own instead of recursion: a chain may be as long as the programme.
struct Search<'u> {
    uses: &'u Table<SegmentId, Vec<SegmentId>>,
    state: Table<SegmentId, Visit>,
    found: Chains,
}

impl Search<'_> {
    fn from(&mut self, start: SegmentId) {
        if self.state[start] != Visit::New {
            return;
        }
        self.state[start] = Visit::Under;
        let mut path = vec![(start, 0)];
        while let Some((segment, next)) = path.last_mut() {
            let segment = *segment;
            let Some(other) = self.uses[segment].get(*next).copied() else {
                self.leave(segment);
                path.pop();
                continue;
            };
            *next += 1;
            match self.state[other] {
                Visit::New => {
                    self.state[other] = Visit::Under;
                    path.push((other, 0));
                }
                Visit::Under => self.close(other, &path),
                Visit::Done(_) => {}
            }
        }
    }

    /// The path leads back to `other`, which is on it.
    fn close(&mut self, other: SegmentId, path: &[(SegmentId, usize)]) {
        let circle = path.iter().map(|(segment, _)| *segment).skip_while(|segment| *segment != other);
        self.found.circles.push(circle.collect());
    }

    fn leave(&mut self, segment: SegmentId) {
        let depths = self.uses[segment].iter().map(|other| match self.state[*other] {
            Visit::Done(depth) => depth + 1,
            Visit::New | Visit::Under => 1,
        });
        let depth = depths.max().unwrap_or(0);
        self.state[segment] = Visit::Done(depth);
        if depth > DEPTH_MAX && self.found.too_deep.is_none() {
            self.found.too_deep = Some(segment);
        }
    }
}
