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

    /// So many more rows of a file, or of a part of one, which has had some before.
    pub(crate) fn see(&self, before: u64, more: usize) {
        let rounds = (before + more as u64) / ROWS - before / ROWS;
        if rounds > 0 {
            self.0.fetch_add(rounds * ROWS, Ordering::Relaxed);
        }
    }
}
