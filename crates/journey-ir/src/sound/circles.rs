//! Whether what is asked of a customer comes to an end: segments and functions of history that name one another.

use super::Flaw;
use crate::expression::{Condition, Expression};
use crate::program::Program;
use crate::table::{AggregateId, Id, SegmentId};
use crate::walk::{Node, Walk};

/// How many conditions a segment may have, with those of the segments that it names: more than the parser lets through.
const SIZE_MAX: u64 = 20_000;

/// The longest chain of segments and functions of history: more than the parser lets through.
const CHAIN_MAX: usize = 200;

/// The first segment or function of history that refers to itself, or to too much.
pub(super) fn check(program: &Program) -> Result<(), Flaw> {
    let mut asked = Asked {
        program,
        segments: vec![None; program.segments.len()],
        aggregates: vec![None; program.aggregates.len()],
        chain: 0,
    };
    program.segments.ids().try_for_each(|id| asked.segment(id).map(|_| ()))?;
    program.aggregates.ids().try_for_each(|id| asked.aggregate(id).map(|_| ()))
}

/// How much is asked, as far as that is known; 0 while it is found out.
struct Asked<'p> {
    program: &'p Program,
    segments: Vec<Option<u64>>,
    aggregates: Vec<Option<u64>>,
    chain: usize,
}

impl Asked<'_> {
    fn segment(&mut self, id: SegmentId) -> Result<u64, Flaw> {
        let path = format!("segments[{}]", id.0);
        match self.segments.get(id.index()).copied().flatten() {
            Some(0) => return Err(Flaw::new(path, "refers to itself")),
            Some(size) => return Ok(size),
            None => {}
        }
        self.note_segment(id, 0);
        let size = self.condition(&path, &self.program.segments[id].condition)?;
        self.note_segment(id, size);
        Ok(size)
    }

    fn note_segment(&mut self, id: SegmentId, size: u64) {
        if let Some(known) = self.segments.get_mut(id.index()) {
            *known = Some(size);
        }
    }

    fn aggregate(&mut self, id: AggregateId) -> Result<u64, Flaw> {
        let path = format!("aggregates[{}]", id.0);
        match self.aggregates.get(id.index()).copied().flatten() {
            Some(0) => return Err(Flaw::new(path, "refers to itself")),
            Some(size) => return Ok(size),
            None => {}
        }
        self.note_aggregate(id, 0);
        let size = match &self.program.aggregates[id].filter {
            Some(filter) => self.condition(&path, filter)?,
            None => 1,
        };
        self.note_aggregate(id, size);
        Ok(size)
    }

    fn note_aggregate(&mut self, id: AggregateId, size: u64) {
        if let Some(known) = self.aggregates.get_mut(id.index()) {
            *known = Some(size);
        }
    }

    /// How much a condition asks, with what it names; at least 1.
    fn condition(&mut self, path: &str, condition: &Condition) -> Result<u64, Flaw> {
        let (mut segments, mut aggregates, mut size) = (Vec::new(), Vec::new(), 0_u64);
        condition.walk(&mut |node| {
            size += 1;
            match node {
                Node::Condition(Condition::Segment(id)) => segments.push(*id),
                Node::Expression(Expression::History(id)) => aggregates.push(*id),
                _ => {}
            }
        });
        self.chain += 1;
        if self.chain > CHAIN_MAX {
            return Err(Flaw::new(path, format!("stands on a chain of more than {CHAIN_MAX} others")));
        }
        for id in segments {
            size = size.saturating_add(self.segment(id)?);
        }
        for id in aggregates {
            size = size.saturating_add(self.aggregate(id)?);
        }
        self.chain -= 1;
        if size > SIZE_MAX {
            return Err(Flaw::new(path, format!("comes to more than {SIZE_MAX} conditions")));
        }
        Ok(size)
    }
}
