//! Whether a programme holds together: what the compiler guarantees and a file that was made in another way need not.
//!
//! The engine looks things up by identifier, jumps to places and follows segments without asking whether that can be done:
//! the parser makes nothing else. A compiled programme that is read from a file is asked here, once, before anything runs.
//! Types are not asked for: a value of another type compares with nothing, and is shown as it is.

mod circles;
mod inserts;
mod journeys;
mod ranges;
mod references;

#[cfg(test)]
mod tests;

use std::fmt;

use crate::program::Program;
use crate::source::Sources;

/// Why a programme cannot be run.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Flaw {
    /// Where, as a path in the file: `journeys[3].operations[2].message`.
    pub path: String,
    /// What is wrong there.
    pub what: String,
}

impl Flaw {
    fn new(path: impl Into<String>, what: impl Into<String>) -> Self {
        Self { path: path.into(), what: what.into() }
    }
}

impl fmt::Display for Flaw {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` {}", self.path, self.what)
    }
}

impl std::error::Error for Flaw {}

impl Program {
    /// Whether it can be run, and shown with these sources.
    ///
    /// # Errors
    /// The first thing in it that points at nothing, is out of its range, or refers to itself.
    pub fn sound(&self, sources: &Sources) -> Result<(), Flaw> {
        references::check(self, sources)?;
        ranges::check(self)?;
        circles::check(self)?;
        inserts::check(self)?;
        self.journeys.iter().try_for_each(|(id, journey)| journeys::check(self, id, journey))
    }
}
