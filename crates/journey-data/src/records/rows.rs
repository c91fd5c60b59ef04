//! Rows of a CSV file in memory, cell by cell.

use std::fmt;
use std::io::Write as _;

use csv::Writer;
use journey_ir::time::{Instant, ZoneId};

/// Collects rows as bytes. Nothing here can fail: memory is all that is written to.
pub(super) struct Rows {
    writer: Writer<Vec<u8>>,
    scratch: Vec<u8>,
}

impl Rows {
    /// For many rows.
    pub(super) fn new() -> Self {
        Self::buffered(1 << 16)
    }

    /// For one row.
    pub(super) fn single() -> Self {
        Self::buffered(1 << 8)
    }

    fn buffered(bytes: usize) -> Self {
        Self { writer: csv::WriterBuilder::new().buffer_capacity(bytes).from_writer(Vec::new()), scratch: Vec::new() }
    }

    /// A cell with this text.
    pub(super) fn text(&mut self, text: &str) {
        self.bytes_of(|scratch| scratch.extend_from_slice(text.as_bytes()));
    }

    /// A cell with what this shows.
    pub(super) fn shown(&mut self, shown: impl fmt::Display) {
        self.bytes_of(|scratch| write!(scratch, "{shown}").expect("memory can be written to"));
    }

    /// A cell with an instant as RFC 3339 in a zone.
    pub(super) fn instant(&mut self, instant: Instant, zone: ZoneId) {
        self.bytes_of(|scratch| zone.table().push_rfc3339(instant, scratch));
    }

    /// An empty cell.
    pub(super) fn empty(&mut self) {
        self.text("");
    }

    /// The end of the row.
    pub(super) fn end(&mut self) {
        self.writer.write_record(None::<&[u8]>).expect("memory can be written to");
    }

    pub(super) fn into_bytes(self) -> Vec<u8> {
        self.writer.into_inner().expect("memory can be written to")
    }

    fn bytes_of(&mut self, fill: impl FnOnce(&mut Vec<u8>)) {
        self.scratch.clear();
        fill(&mut self.scratch);
        self.writer.write_field(&self.scratch).expect("memory can be written to");
    }
}
