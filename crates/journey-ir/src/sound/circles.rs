//! Whether what is asked of a customer comes to an end: segments, states, computed attributes and functions of history that name one
//! another.

use std::collections::BTreeMap;
use std::fmt;

use super::Flaw;
use crate::expression::{Condition, Expression};
use crate::program::Program;
use crate::table::{AggregateId, AttributeId, SegmentId, StateId};
use crate::walk::{Node, Walk};

/// How many conditions and expressions one may have, with those of the others that it names: more than the parser lets through.
const SIZE_MAX: u64 = 20_000;

/// The longest chain of those that name one another: more than the parser lets through.
const CHAIN_MAX: usize = 200;

/// The first that refers to itself, or to too much.
pub(super) fn check(program: &Program) -> Result<(), Flaw> {
    let mut asked = Asked { program, sizes: BTreeMap::new(), chain: 0 };
    let segments = program.segments.ids().map(Thing::Segment);
    let states = program.states.ids().map(Thing::State);
    let attributes = program.attributes.ids().map(Thing::Attribute);
    let aggregates = program.aggregates.ids().map(Thing::Aggregate);
    let mut things = segments.chain(states).chain(attributes).chain(aggregates);
    things.try_for_each(|thing| asked.size(thing).map(|_| ()))
}

/// Something with a condition or an expression of its own, which others name.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Thing {
    Segment(SegmentId),
    State(StateId),
    Attribute(AttributeId),
    Aggregate(AggregateId),
}

/// Its place in the file.
impl fmt::Display for Thing {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Segment(id) => write!(f, "segments[{}]", id.0),
            Self::State(id) => write!(f, "states[{}]", id.0),
            Self::Attribute(id) => write!(f, "attributes[{}]", id.0),
            Self::Aggregate(id) => write!(f, "aggregates[{}]", id.0),
        }
    }
}

struct Asked<'p> {
    program: &'p Program,
    /// How much is asked, as far as that is known; nothing while it is found out.
    sizes: BTreeMap<Thing, Option<u64>>,
    chain: usize,
}

impl Asked<'_> {
    /// How much is asked for a thing, with all that it names; at least 1.
    fn size(&mut self, thing: Thing) -> Result<u64, Flaw> {
        match self.sizes.get(&thing) {
            Some(Some(size)) => return Ok(*size),
            Some(None) => return Err(Flaw::new(thing.to_string(), "refers to itself")),
            None => {}
        }
        if self.chain >= CHAIN_MAX {
            return Err(Flaw::new(thing.to_string(), format!("stands on a chain of more than {CHAIN_MAX} others")));
        }
        self.chain += 1;
        self.sizes.insert(thing, None);
        let (mut size, named) = self.own(thing);
        for other in named {
            size = size.saturating_add(self.size(other)?);
        }
        if size > SIZE_MAX {
            return Err(Flaw::new(thing.to_string(), format!("comes to more than {SIZE_MAX} conditions")));
        }
        self.sizes.insert(thing, Some(size));
        self.chain -= 1;
        Ok(size)
    }

    /// What it asks itself, and what it names, as often as it does.
    fn own(&self, thing: Thing) -> (u64, Vec<Thing>) {
        let (mut size, mut named) = (1, Vec::new());
        let mut visit = |node: Node<'_>| {
            size += 1;
            match node {
                Node::Condition(Condition::Segment(id)) => named.push(Thing::Segment(*id)),
                Node::Condition(Condition::State(id) | Condition::Ended { state: id, .. }) => {
                    named.push(Thing::State(*id));
                }
                Node::Expression(Expression::Attribute(id)) => named.push(Thing::Attribute(*id)),
                Node::Expression(Expression::History(id)) => named.push(Thing::Aggregate(*id)),
                _ => {}
            }
        };
        match thing {
            Thing::Segment(id) => self.program.segments[id].condition.walk(&mut visit),
            Thing::State(id) => {
                let state = &self.program.states[id];
                state.from.filter.walk(&mut visit);
                state.until.filter.walk(&mut visit);
            }
            Thing::Attribute(id) => self.program.attributes[id].computed.walk(&mut visit),
            Thing::Aggregate(id) => self.program.aggregates[id].filter.walk(&mut visit),
        }
        (size, named)
    }
}
