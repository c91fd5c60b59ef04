//! What an enrolment remembers of its own. Most enrolments of most programmes remember nothing: it lies apart from them, and is
//! made when there is something to remember.

use std::collections::BTreeMap;
use std::hash::{Hash, Hasher};
use std::ops::{Deref, DerefMut};

use journey_ir::history::Happening;
use journey_ir::program::EngagementWith;
use journey_ir::table::AggregateId;
use journey_ir::time::Instant;

use super::state::GoalState;
use super::tally::Tally;

/// What an enrolment remembers; nothing yet by default.
#[derive(Clone, Debug, Default)]
pub(crate) struct Memory(Option<Box<Contents>>);

/// All that there can be to remember.
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash)]
pub(crate) struct Contents {
    /// The events that ended its waits, each until the wait is reached again.
    pub(crate) awaited: Vec<Option<Happening>>,
    /// The first event since its start for each wait that asks for one.
    pub(crate) since_start: BTreeMap<u16, Kept>,
    /// The functions of history since its start that its journey asks for.
    pub(crate) tallies: Vec<(AggregateId, Tally)>,
    /// In which ways its contacts were engaged with: the order and the instant of the first time,
    /// for each message and for any.
    pub(crate) engaged: BTreeMap<EngagementWith, (u64, Instant)>,
    /// How many passes of each `repeat` were begun.
    pub(crate) counters: Vec<u32>,
    pub(crate) goals: Vec<GoalState>,
    /// When each of its measures is taken.
    pub(crate) measured_at: Vec<Instant>,
}

/// An event since the start that a wait may still ask for.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(crate) struct Kept {
    pub(crate) order: u64,
    pub(crate) happening: Happening,
}

impl Contents {
    const NOTHING: Self = Self {
        awaited: Vec::new(),
        since_start: BTreeMap::new(),
        tallies: Vec::new(),
        engaged: BTreeMap::new(),
        counters: Vec::new(),
        goals: Vec::new(),
        measured_at: Vec::new(),
    };
}

impl From<Contents> for Memory {
    fn from(contents: Contents) -> Self {
        Self(Some(Box::new(contents)))
    }
}

impl Deref for Memory {
    type Target = Contents;

    fn deref(&self) -> &Contents {
        static NOTHING: Contents = Contents::NOTHING;
        self.0.as_deref().unwrap_or(&NOTHING)
    }
}

impl DerefMut for Memory {
    fn deref_mut(&mut self) -> &mut Contents {
        self.0.get_or_insert_default()
    }
}

/// A memory of nothing is like none.
impl PartialEq for Memory {
    fn eq(&self, other: &Self) -> bool {
        **self == **other
    }
}

impl Eq for Memory {}

impl Hash for Memory {
    fn hash<H: Hasher>(&self, state: &mut H) {
        (**self).hash(state);
    }
}
