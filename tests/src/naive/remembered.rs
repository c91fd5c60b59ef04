//! What has been worked out before: nothing is decided here, answers are only kept with all that they depend on.
//!
//! Without it every question reads the whole history again, and questions within questions (a computed attribute in the
//! `where` of a function in another one) read it for each entry of itself.

use std::cell::RefCell;
use std::collections::HashMap;
use std::hash::Hash;

use journey_ir::expression::Condition;
use journey_ir::table::{AggregateId, AttributeId, StateId};
use journey_ir::time::{Instant, ZoneId};
use journey_ir::value::Value;

use super::lasting::Openings;

/// Answers, by what was asked and what they depend on. `log` is always how much had happened to the customer.
#[derive(Default)]
pub struct Remembered {
    /// Whether the last event of the log passes a filter, which stays where it is in the programme.
    pub passed: Answers<(*const Condition, usize), bool>,
    pub functions: Answers<FunctionAsked, Value>,
    pub computed: Answers<ComputedAsked, Value>,
    pub states: Answers<(StateId, usize), Openings>,
}

/// A function of history: for an enrolment that started when so much had happened.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct FunctionAsked {
    pub function: AggregateId,
    pub log: usize,
    pub now: Instant,
    pub started: Option<usize>,
}

/// A computed attribute: its enrolments and contacts are those of the world that is asked, if one is.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct ComputedAsked {
    pub attribute: AttributeId,
    pub log: usize,
    pub now: Instant,
    pub clock: Instant,
    pub zone: ZoneId,
    pub decided: Option<Decided>,
}

/// How much has been decided: enrolments that have started and ended, contacts.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decided {
    pub started: usize,
    pub ended: usize,
    pub made: usize,
}

/// Answers to one kind of question.
pub struct Answers<Q, A>(RefCell<HashMap<Q, A>>);

impl<Q, A> Default for Answers<Q, A> {
    fn default() -> Self {
        Self(RefCell::default())
    }
}

impl<Q: Copy + Eq + Hash, A: Clone> Answers<Q, A> {
    /// The answer, worked out when it was never asked before.
    pub fn to(&self, question: Q, answer: impl FnOnce() -> A) -> A {
        if let Some(known) = self.0.borrow().get(&question) {
            return known.clone();
        }
        let found = answer();
        self.0.borrow_mut().insert(question, found.clone());
        found
    }

    /// Forgets them: the clock goes on, and nobody asks about an instant that is over.
    pub fn forget(&self) {
        self.0.borrow_mut().clear();
    }
}
