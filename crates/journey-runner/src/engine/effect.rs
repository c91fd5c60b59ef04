//! What a step brings about, as data.

use journey_ir::records::{Contact, End, Key, Refusal, Task};
use journey_ir::table::JourneyId;
use journey_ir::time::{Instant, ZoneId};
use journey_ir::value::Value;

use super::told::Told;

/// One thing that a step decided. Effects come in the order in which they were decided.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Effect {
    /// An enrolment starts.
    Enrolled {
        /// Tells it apart from the customer's others.
        number: u64,
        /// The journey.
        journey: JourneyId,
        /// Its key.
        key: Key,
        /// When it starts.
        started: Instant,
        /// Whether the customer is in a control group for it.
        holdout: bool,
        /// The customer's zone.
        zone: ZoneId,
    },
    /// An enrolment ends.
    Ended {
        /// Which.
        number: u64,
        /// When.
        at: Instant,
        /// How.
        end: End,
    },
    /// An arm of a split is taken.
    Arm {
        /// By which enrolment.
        number: u64,
        /// The split's place in the journey's list.
        split: u16,
        /// The arm's place in the split.
        arm: u16,
    },
    /// A goal is reached.
    Goal {
        /// By which enrolment, live or ended.
        number: u64,
        /// The goal's place in the journey's list.
        goal: usize,
        /// When.
        at: Instant,
        /// What it is worth; missing without `worth`.
        worth: Value,
    },
    /// A send is decided.
    Contact(Contact),
    /// A person gets something to do.
    Task {
        /// By which enrolment.
        number: u64,
        /// What.
        task: Task,
    },
    /// A measure is taken.
    Measured {
        /// Of which enrolment, live or ended.
        number: u64,
        /// The measure's place in the journey's list.
        measure: usize,
        /// When.
        at: Instant,
        /// What it gave.
        value: Value,
    },
    /// A start is refused.
    Refused(Refusal),
    /// What explains a decision; only from an engine that is asked to tell ([`super::Engine::telling`]).
    Told(Told),
}
