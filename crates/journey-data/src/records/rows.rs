//! Rows of a CSV file in memory, cell by cell.

use csv::Writer;

use super::sink::Sink;

/// Collects rows as bytes. Nothing here can fail: memory is all that is written to.
pub(super) struct Rows {
    writer: Writer<Vec<u8>>,
    scratch: Vec<u8>,
}

impl Rows {
    fn buffered(bytes: usize) -> Self {
        Self { writer: csv::WriterBuilder::new().buffer_capacity(bytes).from_writer(Vec::new()), scratch: Vec::new() }
    }
}

impl Sink for Rows {
    fn new() -> Self {
        Self::buffered(1 << 16)
    }

    fn single() -> Self {
        Self::buffered(1 << 8)
    }

    fn cell(&mut self, fill: impl FnOnce(&mut Vec<u8>)) {
        self.scratch.clear();
        fill(&mut self.scratch);
        self.writer.write_field(&self.scratch).expect("memory can be written to");
    }

    fn end(&mut self) {
        self.writer.write_record(None::<&[u8]>).expect("memory can be written to");
    }

    fn into_bytes(self) -> Vec<u8> {
        self.writer.into_inner().expect("memory can be written to")
    }
}
