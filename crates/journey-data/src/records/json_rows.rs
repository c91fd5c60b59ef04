//! Rows of contacts.jsonl in memory: an object on each line, with the columns of contacts.csv as keys.

use super::contacts::columns;
use super::sink::Sink;

/// Numbers in JSON; the others are texts.
const NUMBERS: [&str; 2] = ["priority", "cost"];

/// Collects rows as bytes.
pub(super) struct JsonRows {
    bytes: Vec<u8>,
    /// The places of the columns that come next in the row.
    columns: Box<dyn Iterator<Item = &'static str>>,
    scratch: Vec<u8>,
}

impl Sink for JsonRows {
    fn new() -> Self {
        Self { bytes: Vec::new(), columns: Box::new(columns()), scratch: Vec::new() }
    }

    fn cell(&mut self, fill: impl FnOnce(&mut Vec<u8>)) {
        self.scratch.clear();
        fill(&mut self.scratch);
        let Some(column) = self.columns.next() else { return };
        let before = if matches!(self.bytes.last(), None | Some(b'\n')) { "{\"" } else { ",\"" };
        for part in [before, column, "\":"] {
            self.bytes.extend_from_slice(part.as_bytes());
        }
        if self.scratch.is_empty() {
            self.bytes.extend_from_slice(b"null");
        } else if NUMBERS.contains(&column) {
            self.bytes.append(&mut self.scratch);
        } else {
            let text = String::from_utf8_lossy(&self.scratch);
            serde_json::to_writer(&mut self.bytes, &text).expect("memory can be written to");
        }
    }

    fn end(&mut self) {
        self.bytes.extend_from_slice(b"}\n");
        self.columns = Box::new(columns());
    }

    fn into_bytes(self) -> Vec<u8> {
        self.bytes
    }
}
