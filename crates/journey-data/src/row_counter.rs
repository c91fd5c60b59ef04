//! Tells those who wait how many rows have been read.

use std::sync::atomic::{AtomicU64, Ordering};

/// Counts rows of all files while they are read, about so many as there are.
#[derive(Debug, Default)]
pub struct RowCounter(AtomicU64);

/// How many rows are counted at once: threads do not contend for the counter.
const ROWS: u64 = 1 << 12;

impl RowCounter {
    /// How many rows there have been.
    #[must_use]
    pub fn rows(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }

    /// One more row of a file, or of a part of one; it is the `number`th there.
    pub(crate) fn see(&self, number: u64) {
        if number.is_multiple_of(ROWS) {
            self.0.fetch_add(ROWS, Ordering::Relaxed);
        }
    }
}
