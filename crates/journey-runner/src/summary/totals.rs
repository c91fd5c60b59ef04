//! The totals of a run while threads add to them side by side.

use std::sync::{Mutex, MutexGuard, PoisonError};

use journey_ir::program::Program;
use journey_ir::records::CustomerRecords;

use super::Summary;

/// As many summaries as there are threads that add at the same time: what is added up does not depend on which of them a
/// customer came to.
#[derive(Debug)]
pub struct Totals<'p> {
    program: &'p Program,
    /// Those that nobody adds to just now.
    idle: Mutex<Vec<Summary>>,
}

impl<'p> Totals<'p> {
    /// Of no customers yet.
    #[must_use]
    pub fn new(program: &'p Program) -> Self {
        Self { program, idle: Mutex::default() }
    }

    /// Adds some successive customers, of which `first` is the place of the first one among all.
    pub fn add(&self, first: usize, customers: &[CustomerRecords]) {
        let idle = self.idle().pop();
        let mut summary = idle.unwrap_or_else(|| Summary::new(self.program));
        for (place, records) in (first..).zip(customers) {
            summary.add(self.program, place, records);
        }
        self.idle().push(summary);
    }

    /// All of them.
    #[must_use]
    pub fn whole(self) -> Summary {
        let summaries = self.idle.into_inner().unwrap_or_else(PoisonError::into_inner);
        let mut whole = Summary::new(self.program);
        for summary in summaries {
            whole.merge(summary);
        }
        whole
    }

    fn idle(&self) -> MutexGuard<'_, Vec<Summary>> {
        // A summary is only there when it is whole.
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
